"""Template tags of the pages of signing in."""
