"""What differs, section by section, between what was heard and what is proposed after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kortreist.facts import ParticipationRule, participation_rule
from kortreist_web.hearings.models import Hearing, SectionChange, SubmissionPoint
from kortreist_web.hearings.points import answers_of
from kortreist_web.participation.models import Answer
from kortreist_web.versions.kinds import declared
from kortreist_web.versions.models import Version
from kortreist_web.versions.word_diff import words_changed

__all__ = [
    "Changed",
    "asked_of_new_area",
    "changed_in",
    "later_versions",
    "points_that_may_have_changed",
]

#: What the law asks where areas come in that were not heard: of land use, and of nothing else.
_NEW_AREA = "rehearing/land_use"


@dataclass(frozen=True, slots=True)
class Changed:
    """A section that differs.

    Parameters
    ----------
    key, heading : str
    parts : tuple of (str, str)
        ``same``, ``removed`` or ``added``, and the words.
    judged : SectionChange or None
        What an officer has said of it.
    """

    key: str
    heading: str
    parts: tuple[tuple[str, str], ...]
    judged: SectionChange | None


def later_versions(hearing: Hearing) -> list[Version]:
    """Return the later proposals of the same matter, newest first."""
    heard = hearing.heard
    rows = Version.objects.filter(
        organisation_id=hearing.organisation_id,
        kind=heard.kind,
        subject=heard.subject,
        number__gt=heard.number,
        state__in=(Version.State.PROPOSED, Version.State.ADOPTED),
    )
    return list(rows.defer("content").order_by("-number"))


def changed_in(hearing: Hearing, language: str) -> list[Changed]:
    """Return the sections that differ between what was heard and what is proposed after it.

    In the order of the proposal; sections that are gone come last. Empty where nothing is
    proposed yet.
    """
    if hearing.proposed is None:
        return []
    kind = declared(hearing.heard.kind)
    if kind is None or kind.sections is None:
        return []
    make = kind.sections
    before = {s.key: s for s in make(hearing.heard, language)}
    after = {s.key: s for s in make(hearing.proposed, language)}
    rows = SectionChange.objects.filter(hearing=hearing, proposed=hearing.proposed)
    judged = {row.section: row for row in rows}
    out = []
    for key in dict.fromkeys((*after, *before)):
        texts = [f"{s.heading}\n{s.text}" if s else "" for s in (before.get(key), after.get(key))]
        if texts[0] != texts[1]:
            heading = (after.get(key) or before[key]).heading
            out.append(Changed(key, heading, words_changed(*texts), judged.get(key)))
    return out


def asked_of_new_area(hearing: Hearing) -> ParticipationRule | None:
    """Return what the law asks where a new area has come in; None: this law asks nothing."""
    asked = participation_rule(_NEW_AREA, hearing.opens_on)
    return asked if participation_rule(hearing.rule, hearing.opens_on).law == asked.law else None


def points_that_may_have_changed(
    hearing: Hearing, keys: Sequence[str]
) -> dict[str, list[tuple[SubmissionPoint, Answer]]]:
    """Return section → its answered points; one of those that share an answer."""
    rows = SubmissionPoint.objects.filter(
        submission__hearing=hearing, section__in=keys
    ).select_related("submission__handling")
    points = list(rows)
    answers = answers_of(hearing.organisation, points)
    out: dict[str, list[tuple[SubmissionPoint, Answer]]] = {}
    seen = set[tuple[str, int]]()
    for point in points:
        answer = answers.get(point.pk)
        if answer is not None and (point.section, answer.pk) not in seen:
            seen.add((point.section, answer.pk))
            out.setdefault(point.section, []).append((point, answer))
    return out
