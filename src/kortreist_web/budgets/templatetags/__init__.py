"""Template tags of the budget's pages."""
