"""What a set of slides consists of, as values: the blocks of a document, a few to a slide."""

from __future__ import annotations

from dataclasses import dataclass

from kortreist.documents.format.blocks import Bullets, Inlines, KeyFigures, Table

__all__ = ["Content", "Deck", "Series", "Slide", "SlideChart"]


@dataclass(frozen=True, slots=True)
class Series:
    """A line or a row of bars: its name, a value for each category, and its fixed colour.

    ``role`` is what the series means (``inventory``, ``frame``, ``baseline``, ``plan``), which
    decides its colour; empty: the template's own.
    """

    name: str
    values: tuple[float | None, ...]
    role: str = ""


@dataclass(frozen=True, slots=True)
class SlideChart:
    """A chart the presenter can edit: not a picture.

    Parameters
    ----------
    kind : {"line", "bar"}
    categories : tuple of str
    series : tuple of Series
    alt : str
        What it shows, in words.
    unit : str
        What the values are in; the value axis is named so.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    unit: str


Content = Bullets | KeyFigures | Table | SlideChart


@dataclass(frozen=True, slots=True)
class Slide:
    """A slide: title, one thing to look at, and what the presenter should know.

    ``notes`` are paragraphs; where the figures come from stands last.
    """

    title: str
    content: Content
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """A whole set of slides.

    Parameters
    ----------
    language : {"nb", "nn", "en"}
    title, subtitle : str
        Of the first slide.
    draft : str
        The mark of what is not decided, on every slide; empty where there is none.
    footer : Inlines
        On every slide.
    created : str
        ISO date; the file's own.
    author : str
    """

    language: str
    title: str
    subtitle: str
    draft: str
    footer: Inlines
    slides: tuple[Slide, ...]
    created: str
    author: str
