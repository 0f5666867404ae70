"""The texts of a case paper: what was suggested, and what somebody typed."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kortreist_web.decisions.meetings import written
from kortreist_web.decisions.models import CasePaper
from kortreist_web.decisions.queries import papers_of
from kortreist_web.versions.kinds import adoption_of
from kortreist_web.versions.models import Version

__all__ = ["FIELDS", "first_texts", "said_in"]

#: What a case paper consists of.
FIELDS = (
    "title",
    "summary",
    "background",
    "assessment",
    "economic_consequences",
    "recommendation",
)
#: What a paper says of the case besides its texts.
_CASE = ("case_number", "case_officer", "dated_on")


def said_in(paper: CasePaper | None, version: Version, language: str) -> dict[str, str]:
    """Return the paper's texts in a language.

    What nobody has changed is written anew in that language; what somebody has typed stands
    as she typed it.
    """
    suggest = adoption_of(version.kind).suggest
    suggested = suggest(version, language)
    if paper is None:
        return suggested
    own = suggest(version, paper.language)
    typed = {f: getattr(paper, f) for f in FIELDS}
    return {f: suggested[f] if typed[f] == own[f] else typed[f] for f in FIELDS}


def first_texts(version: Version, paper: CasePaper | None, language: str) -> dict[str, Any]:
    """Return what a paper's form begins with.

    Texts typed for an earlier proposal of the same draft are carried over; those that were
    only suggested are suggested anew from the new figures.
    """
    if paper is not None:
        return {
            **{f: getattr(paper, f) for f in (*FIELDS, *_CASE, "language")},
            "meetings": written(paper.meetings),
        }
    suggest = adoption_of(version.kind).suggest
    first: dict[str, Any] = {
        **suggest(version, language),
        "language": language,
        "dated_on": timezone.localdate(),
    }
    earlier = papers_of(version).select_related("frozen__organisation").first()
    if earlier is not None:
        then = suggest(earlier.frozen, earlier.language)
        for field in FIELDS:
            if getattr(earlier, field) != then[field]:
                first[field] = getattr(earlier, field)
        first |= {f: getattr(earlier, f) for f in _CASE if f != "dated_on"}
        first["meetings"] = written(earlier.meetings)
    return first
