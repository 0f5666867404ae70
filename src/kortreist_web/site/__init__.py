"""The pages of the installation itself: the front page, and what the site says of itself."""
