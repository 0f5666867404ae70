"""What commitments are tied to: goals, measures, budget lines, indicators and resolutions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kortreist.i18n import LANGUAGES, name_in
from kortreist_web.budgets.models import BudgetLine
from kortreist_web.decisions.models import Resolution
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.goals.stated import goal_words
from kortreist_web.indicators.models import Indicator
from kortreist_web.measures.catalogue import names_by_key
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.platforms.models import CommitmentLink
from kortreist_web.tenants.models import Organisation

__all__ = ["KINDS", "LinkEnd", "choices_of", "ends_of", "find_ends", "measure_called"]

Kind = CommitmentLink.Kind


@dataclass(frozen=True, slots=True)
class LinkEnd:
    """What a commitment is tied to, as it is shown.

    Parameters
    ----------
    kind : str
    target : int
    names : dict of str to str
        What it is called, by language; empty: it is not there any more.
    url : str
        The page of the work where it is seen.
    """

    kind: str
    target: int
    names: Mapping[str, str]
    url: str = ""

    def name(self, language: str) -> str:
        """Return what it is called in a language."""
        return name_in(self.names, language) if self.names else ""


#: Key of a row → what it is called by language, and where it is seen.
_Named = dict[int, tuple[Mapping[str, str], str]]


def _goals(organisation: Organisation, rows: Iterable[AdoptedGoal]) -> _Named:
    url = reverse("goals:list", kwargs={"code": organisation.code})
    return {row.pk: ({c: goal_words(row, c) for c in LANGUAGES}, url) for row in rows}


def measure_called(
    row: MeasureChoice | BudgetLine, names: Mapping[str, Mapping[str, str]]
) -> Mapping[str, str]:
    """Return what a row's measure is called: as the municipality says, the library, or its key."""
    return row.name or names.get(row.measure) or {"nb": row.measure}


def _measures(organisation: Organisation, rows: Iterable[MeasureChoice]) -> _Named:
    names, code = names_by_key(organisation), organisation.code
    return {
        row.pk: (
            measure_called(row, names),
            reverse("measures:show", kwargs={"code": code, "measure": row.measure}),
        )
        for row in rows
    }


def _lines(organisation: Organisation, rows: Iterable[BudgetLine]) -> _Named:
    names, code = names_by_key(organisation), organisation.code
    out: _Named = {}
    for row in rows:
        called = measure_called(row, names)
        said = {c: f"{row.budget.title}: {name_in(called, c)}" for c in LANGUAGES}
        url = reverse("budgets:draft", kwargs={"code": code, "pk": row.budget_id})
        out[row.pk] = (said, url)
    return out


def _indicators(organisation: Organisation, rows: Iterable[Indicator]) -> _Named:
    url = reverse("indicators:list", kwargs={"code": organisation.code})
    return {row.pk: ({"nb": row.name}, url) for row in rows}


def _resolutions(organisation: Organisation, rows: Iterable[Resolution]) -> _Named:
    code = organisation.code
    return {
        row.pk: (
            {"nb": f"{row.case_number} {row.title}"},
            reverse("decisions:resolution", kwargs={"code": code, "pk": row.pk}),
        )
        for row in rows
    }


@dataclass(frozen=True, slots=True)
class _Ends:
    model: Any
    named: Callable[[Organisation, Any], _Named]
    related: tuple[str, ...] = ()


#: Kind of link → its rows, and what they are called.
KINDS: dict[str, _Ends] = {
    Kind.GOAL: _Ends(AdoptedGoal, _goals),
    Kind.MEASURE: _Ends(MeasureChoice, _measures),
    Kind.BUDGET_LINE: _Ends(BudgetLine, _lines, ("budget",)),
    Kind.INDICATOR: _Ends(Indicator, _indicators),
    Kind.RESOLUTION: _Ends(Resolution, _resolutions),
}


def find_ends(
    organisation: Organisation, kind: str, keys: Collection[int] | None = None
) -> dict[int, LinkEnd]:
    """Return key → what can be tied to, of one kind."""
    ends = KINDS[kind]
    rows = ends.model.objects.filter(organisation=organisation)
    if keys is not None:
        rows = rows.filter(pk__in=keys)
    if ends.related:
        rows = rows.select_related(*ends.related)
    named = ends.named(organisation, rows)
    return {key: LinkEnd(kind, key, names, url) for key, (names, url) in named.items()}


def ends_of(
    organisation: Organisation, links: Iterable[CommitmentLink]
) -> dict[int, list[tuple[CommitmentLink, LinkEnd]]]:
    """Return commitment → its links with what each is tied to; a question a kind.

    What is not there any more has no name.
    """
    rows = list(links)
    keys: dict[str, set[int]] = defaultdict(set)
    for link in rows:
        keys[link.kind].add(link.target)
    found = {kind: find_ends(organisation, kind, wanted) for kind, wanted in keys.items()}
    out: dict[int, list[tuple[CommitmentLink, LinkEnd]]] = defaultdict(list)
    for link in rows:
        end = found[link.kind].get(link.target) or LinkEnd(link.kind, link.target, {})
        out[link.commitment_id].append((link, end))
    return out


def choices_of(organisation: Organisation, language: str) -> list[tuple[str, list[LinkEnd]]]:
    """Return kind → all that can be tied to, by name."""
    return [
        (kind, sorted(find_ends(organisation, kind).values(), key=lambda e: e.name(language)))
        for kind in KINDS
    ]
