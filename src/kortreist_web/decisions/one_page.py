"""A budget on one page: for the one who has three minutes before the meeting."""

from __future__ import annotations

from kortreist.documents.structure import Block, Document, Label, Paragraph, Section
from kortreist_web.budgets.frozen import resolution_of
from kortreist_web.budgets.models import FrozenBudget
from kortreist_web.budgets.presenting import present
from kortreist_web.decisions.models import CasePaper
from kortreist_web.decisions.paper_document import draft_mark, facts_of, resolved, said_in, words_of
from kortreist_web.decisions.parts import Parts
from kortreist_web.decisions.typed import blocks
from kortreist_web.decisions.words import Words

__all__ = ["one_page"]

#: As many measures, and as much text, as leave room for the rest.
_MEASURES = 6
_CHARACTERS = 900


def one_page(frozen: FrozenBudget, paper: CasePaper | None, language: str) -> Document:
    """Return the page: what is decided or recommended, the key figures, the largest measures."""
    write = Words(language, frozen.content)
    parts = Parts(write, present(frozen.content))
    resolution = resolution_of(frozen)
    if resolution is not None:
        id, decided = "resolution", resolved(write, resolution)[:1]
        decided += _short(write, resolution.text)
    else:
        id, decided = (
            "recommendation",
            _short(write, said_in(paper, frozen, language)["recommendation"]),
        )
    sections = (
        Section("figures", "", write.tell("decisions.document.section_figures"),
                (parts.key_figures(),)),
        Section(id, "", write.tell(f"decisions.document.section_{id}"), decided),
        Section("measures", "", write.tell("decisions.document.section_measures"),
                (parts.measures(_MEASURES),)),
    )  # fmt: skip
    return Document(
        language=language,
        title=(write.name(frozen.content["title"]),),
        kicker=write.word("decisions.document.one_page"),
        facts=facts_of(write, frozen, resolution.case_number if resolution else "")[:-1],
        draft=draft_mark(write, frozen, resolution),
        description=write.word(
            "decisions.document.description", name=frozen.content["organisation"]["name"]
        ),
        footer=write.tell(
            "decisions.document.footer",
            version=Label(str(frozen.content["pins"].get("engine_version", ""))),
            hash=Label(frozen.content_hash[:12]),
        ),
        sections=sections,
        origins=write.used,
        created=frozen.created_at.date().isoformat(),
        words=words_of(write),
    )


def _short(write: Words, text: str) -> tuple[Block, ...]:
    """Return text that fits; what is left out is said to be in the case paper."""
    if len(text) <= _CHARACTERS:
        return blocks(write, text)
    cut = text[:_CHARACTERS].rsplit(" ", 1)[0] + " …"
    return (*blocks(write, cut), Paragraph(write.tell("decisions.document.cut")))
