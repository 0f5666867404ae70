"""Kortreist: from a municipality's number to its account and its climate budget."""
