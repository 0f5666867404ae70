"""Versions: what was proposed, adopted or completed, frozen for ever, whatever its kind."""
