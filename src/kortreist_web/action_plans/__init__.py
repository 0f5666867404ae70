"""Adopted action plans that are read row by row: ours, their own, or left out with the reason."""
