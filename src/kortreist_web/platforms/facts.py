"""Facts that a number in a platform's text can be: of the account, the goals, the indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kortreist.i18n import LANGUAGES
from kortreist_web.accounts.queries import latest_account
from kortreist_web.core.texts import web
from kortreist_web.goals.models import AdoptedGoal
from kortreist_web.goals.stated import goal_words
from kortreist_web.indicators.models import Indicator
from kortreist_web.tenants.models import Organisation

__all__ = ["NamedFact", "facts_of"]


@dataclass(frozen=True, slots=True)
class NamedFact:
    """A fact as one who writes chooses it: a share is told in per cent.

    Parameters
    ----------
    id : str
    value : float or None
        None: known to be missing.
    names : dict of str to str
        By language, with unit and year.
    """

    id: str
    value: float | None
    names: Mapping[str, str]

    def said(self, language: str) -> str:
        """Return it with its value."""
        t = web(language)
        value = t.figure(self.value) if self.value is not None else "–"
        return f"{self.names[language]}: {value}"


def _named(key: str, **values: object) -> dict[str, str]:
    return {code: web(code)(f"platforms.fact.{key}", **values) for code in LANGUAGES}


def facts_of(organisation: Organisation, day: date) -> dict[str, NamedFact]:
    """Return id → fact, as each is on a day."""
    rows = [*_account(organisation), *_goals(organisation, day), *_indicators(organisation)]
    return {row.id: row for row in rows}


def _account(organisation: Organisation) -> list[NamedFact]:
    account = latest_account(organisation)
    if account is None:
        return []
    content = account.content
    year, population = content["year"], content.get("population")
    total = (content["totals"].get("territorial") or {}).get("value")
    bought = (content["totals"].get("consumption") or {}).get("value")
    return [
        NamedFact("account/territorial", total, _named("territorial", year=year)),
        NamedFact("account/consumption", bought, _named("consumption", year=year)),
        NamedFact("account/population", population, _named("population", year=year)),
    ]


def _goals(organisation: Organisation, day: date) -> list[NamedFact]:
    out = []
    for row in AdoptedGoal.objects.filter(AdoptedGoal.holds_on(day), organisation=organisation):
        names = {code: goal_words(row, code) for code in LANGUAGES}
        if row.reduction is not None:
            out.append(NamedFact(f"goal/{row.pk}/cut", row.reduction / 100, names))
        if row.reduction_high is not None:
            out.append(NamedFact(f"goal/{row.pk}/cut_high", row.reduction_high / 100, names))
        if row.tonnes is not None:
            out.append(NamedFact(f"goal/{row.pk}/tonnes", row.tonnes, names))
    return out


def _indicators(organisation: Organisation) -> list[NamedFact]:
    out = []
    for row in Indicator.objects.filter(organisation=organisation, ended_on=None):
        said = {"name": row.name, "unit": row.unit_of_measure}
        if row.start_year:
            names = _named("start", year=row.start_year, **said)
            out.append(NamedFact(f"indicator/{row.pk}/start", row.start_value, names))
        for year, value in sorted(row.targets.items()):
            names = _named("target", year=year, **said)
            out.append(NamedFact(f"indicator/{row.pk}/target/{year}", value, names))
    return out
