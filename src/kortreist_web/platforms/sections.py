"""A frozen platform in sections: what one points at, and what two versions are compared by."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kortreist.i18n import name_in
from kortreist_web.core.texts import web
from kortreist_web.platforms.frozen import sections_by_key
from kortreist_web.versions.kinds import Section
from kortreist_web.versions.models import Version
from kortreist_web.versions.word_diff import words_changed

__all__ = ["SectionDifference", "compare", "row_said", "sections"]


def sections(version: Version, language: str) -> tuple[Section, ...]:
    """Return the sections of a frozen platform: its text, and below it what it promises."""
    return tuple(_sections(version.content, language))


def _sections(content: Mapping[str, Any], language: str) -> Iterator[Section]:
    promised = sections_by_key(content)
    for one in content["sections"]:
        rows = [f"– {row_said(row, language)}" for row in promised.get(one["id"], ())]
        parts = [name_in(one["text"], language), "\n".join(rows)]
        text = "\n\n".join(p for p in parts if p)
        yield Section(one["id"], name_in(one["heading"], language), text)


def row_said(row: Mapping[str, Any], language: str) -> str:
    """Return a frozen commitment in one line: what, who sees to it, by when, until when."""
    t = web(language)
    said = name_in(row["text"], language)
    more = []
    if "indicator" in row:
        values = {"name": row["indicator"]["name"], "unit": row["indicator"]["unit"]}
        more.append(
            t(f"platforms.said.{row['bound']}", value=t.figure(float(row["value"])), **values)
        )
    if row["unit"]:
        more.append(row["unit"])
    if row["due"]:
        more.append(t("platforms.said.due", day=t.date(row["due"])))
    if row["expires"] == "date":
        more.append(t("platforms.said.until", day=t.date(row["expires_on"])))
    elif row["expires"] == "end_of_term":
        more.append(t("platforms.said.term"))
    more += [name_in(link["name"], language) for link in row["links"]]
    return f"{said} ({'; '.join(more)})" if more else said


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """A section that differs between two versions.

    Parameters
    ----------
    key, heading : str
    parts : tuple of (str, str)
        ``same``, ``removed`` or ``added``, and the words.
    state : {"added", "removed", "changed"}
    """

    key: str
    heading: str
    parts: tuple[tuple[str, str], ...]
    state: str


def compare(before: Version, after: Version, language: str) -> list[SectionDifference]:
    """Return the sections that differ, in the order of the later; those that are gone last."""
    old = {s.key: s for s in sections(before, language)}
    new = {s.key: s for s in sections(after, language)}
    out = []
    for key in dict.fromkeys((*new, *old)):
        texts = [f"{s.heading}\n{s.text}" if s else "" for s in (old.get(key), new.get(key))]
        if texts[0] == texts[1]:
            continue
        state = "added" if key not in old else "removed" if key not in new else "changed"
        heading = (new.get(key) or old[key]).heading
        out.append(SectionDifference(key, heading, words_changed(*texts), state))
    return out
