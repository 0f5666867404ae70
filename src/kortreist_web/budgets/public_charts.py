"""The charts of adopted budgets and their measures that anyone may take along."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from kortreist_web.accounts.chart_sources import chart_source
from kortreist_web.budgets.chart_source import budget_source, cost_source
from kortreist_web.budgets.charts import cost_chart, pathway_chart
from kortreist_web.budgets.frozen import is_public, versions
from kortreist_web.budgets.labels import named
from kortreist_web.budgets.measure_pages import effect_chart, observed_charts
from kortreist_web.budgets.presenters import present
from kortreist_web.budgets.traces import Trace, known, readable, trace
from kortreist_web.core.charts import Chart
from kortreist_web.core.domain import PublicChart
from kortreist_web.core.stair_chart import stair_chart
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

__all__ = ["PUBLIC_CHARTS"]


def _version(organisation: Organisation, subject: str) -> Version | None:
    """Return the version ``<year>-<number>`` names, if anyone may read it."""
    year, _, number = subject.partition("-")
    if not (subject.isascii() and year.isdigit() and number.isdigit() and len(subject) < 12):
        return None
    row = versions(organisation, int(year)).filter(number=int(number)).first()
    if row is None:
        return None
    row.organisation = organisation
    return row if is_public(row) else None


def _pathway(organisation: Organisation, subject: str) -> Chart | None:
    row = _version(organisation, subject)
    if row is None:
        return None
    drawn: Chart = pathway_chart(row.content)
    return drawn.said_by(budget_source(organisation, row))


def _cost(organisation: Organisation, subject: str) -> Chart | None:
    row = _version(organisation, subject)
    if row is None:
        return None
    drawn: Chart | None = cost_chart(present(row.content))
    return drawn and drawn.said_by(cost_source(organisation, row))


def _stair(organisation: Organisation, subject: str) -> Chart | None:
    row = _version(organisation, subject)
    if row is None:
        return None
    drawn = stair_chart(row.content)
    return drawn and drawn.said_by(budget_source(organisation, row))


def _trace(organisation: Organisation, measure: str) -> Trace | None:
    return trace(organisation, measure, readable(organisation, member=False), member=False)


def _effect(organisation: Organisation, measure: str) -> Chart | None:
    found = _trace(organisation, measure)
    if found is None:
        return None
    newest = found.decided[0]
    drawn = effect_chart(newest.line, named(found.name, measure))
    return drawn and drawn.said_by(budget_source(organisation, newest.frozen))


def _measure_of(organisation: Organisation, indicator: str) -> str:
    _, indicators = known(readable(organisation, member=False))
    here = indicator.isascii() and indicator.isdigit() and len(indicator) < 12
    return indicators.get(int(indicator), ("", ""))[1] if here else ""


def _observed(organisation: Organisation, indicator: str) -> Chart | None:
    found = _trace(organisation, _measure_of(organisation, indicator))
    curves = observed_charts(found) if found else []
    drawn = next((curve for i, curve in curves if str(i.id) == indicator), None)
    observed = text("accounts.chart_source.observed", name=organisation.name)
    return drawn and drawn.said_by(chart_source(organisation, observed))


def _to_version(organisation: Organisation, subject: str) -> str:
    year, _, number = subject.partition("-")
    values = {"code": organisation.code, "year": int(year), "number": int(number)}
    return reverse("budgets:version", kwargs=values)


def _to_measure(organisation: Organisation, measure: str) -> str:
    return reverse("budgets:measure", kwargs={"code": organisation.code, "measure": measure})


def _to_indicator(organisation: Organisation, indicator: str) -> str:
    return _to_measure(organisation, _measure_of(organisation, indicator))


PUBLIC_CHARTS: tuple[PublicChart[Any], ...] = (
    PublicChart("klimabudsjett", _pathway, _to_version),
    PublicChart("kostnad", _cost, _to_version),
    PublicChart("trapp", _stair, _to_version),
    PublicChart("tiltak", _effect, _to_measure),
    PublicChart("indikator", _observed, _to_indicator),
)
