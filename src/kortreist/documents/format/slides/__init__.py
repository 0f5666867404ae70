"""Slides: the same figures as a document's, with native charts, notes and alternative texts."""
