"""Kortreist on the web: what people decide is stored and shown here; the engine computes."""
