"""Plans the engine computes, and what-if."""
