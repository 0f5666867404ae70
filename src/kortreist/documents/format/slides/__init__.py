"""Slides: the same figures as a document's, with native charts, notes and alternative texts."""

from kortreist.documents.format.slides.deck import Deck, Series, Slide, SlideChart
from kortreist.documents.format.slides.document import render_slides

__all__ = ["Deck", "Series", "Slide", "SlideChart", "render_slides"]
