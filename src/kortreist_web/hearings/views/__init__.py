"""Pages of hearings: for whoever holds them, and for everybody."""
