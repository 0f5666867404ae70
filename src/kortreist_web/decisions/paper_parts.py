"""What a kind gives to the documents about its versions: facts, figures, sections."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kortreist.documents.format.blocks import Block, Inlines
from kortreist.documents.format.slides.deck import Slide
from kortreist_web.core.hooks import Hook
from kortreist_web.decisions.formatter import Words
from kortreist_web.versions.models import Version

__all__ = ["PaperParts", "PaperSection", "more_sections"]


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A section of a case paper; ``page``: it begins a page of its own."""

    id: str
    title: Inlines
    blocks: tuple[Block, ...]
    page: bool = False


#: ``(version, write)`` → sections of its case paper that are not its kind's: of its hearing.
more_sections: Hook[Callable[[Version, Words], tuple[PaperSection, ...]]] = Hook(
    "what has been said of a version in a hearing"
)


def _nothing(_body: str) -> Inlines:
    return ()


@dataclass(frozen=True, slots=True)
class PaperParts:
    """The parts of the documents about a version that are its kind's own.

    Parameters
    ----------
    write : Words
        Writes the version's figures, and remembers which origins were used.
    title : str
        What the version is called.
    short_kicker, description : str
        What stands above the title of the one-page version; the documents' description.
    facts : tuple of (Inlines, Inlines)
        What stands at the top besides place, case, version and hash.
    figures : callable
        Makes the key figures. Made where they stand, so that origins come in reading order.
    sections : callable
        ``(texts)`` → what follows the assessment; ``texts`` are those of the case paper.
    short : callable
        ``(most)`` → the section of the one-page version with so many rows at most.
    brief : callable
        Makes what stands first of all: the questions a councillor has, and their answers.
    must_say : callable
        Writes what may never be left out: it stands below a recommendation that does not
        hold it word for word. Nothing where there is no such thing.
    order : tuple of (str, str)
        The bodies the case goes through where nobody has said, as ``body`` and ``role`` of
        ``decisions.order``; empty: the council alone.
    hearing : callable
        Says, of a body of ``order``, why it should be heard: what in the proposal touches those
        it speaks for. Nothing where there is nothing.
    slides : callable
        Makes the kind's own slides.
    """

    write: Words
    title: str
    short_kicker: str
    description: str
    facts: tuple[tuple[Inlines, Inlines], ...]
    figures: Callable[[], tuple[Block, ...]]
    sections: Callable[[Mapping[str, str]], tuple[PaperSection, ...]]
    short: Callable[[int], PaperSection]
    brief: Callable[[], tuple[Block, ...]] = tuple
    must_say: Callable[[], Inlines] = tuple
    order: tuple[tuple[str, str], ...] = field(default=())
    hearing: Callable[[str], Inlines] = _nothing
    slides: Callable[[], tuple[Slide, ...]] = tuple
