"""What is public: pages, data, addresses of figures."""
