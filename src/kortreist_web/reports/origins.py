"""Where the figures an interim report makes itself come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from kortreist.i18n import LANGUAGES
from kortreist_web.core.texts import engine, web
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["CHANCE", "ECONOMIC", "FORECAST", "FUTURES", "MONEY", "RESTATED", "STATUS", "origins_of"]

FORECAST, CHANCE, STATUS = "report/forecast", "report/chance", "report/status"
MONEY, RESTATED, FUTURES = "report/money", "report/restated", "report/futures"
#: The economic plan's lines as they are when the report is made.
ECONOMIC = "report/economic"
_INPUTS = {
    FORECAST: ("formula/pathway", "formula/effect", STATUS),
    CHANCE: (FORECAST, "formula/probability", "formula/frame"),
    MONEY: ("formula/cost", ECONOMIC),
    RESTATED: ("formula/frame",),
}
#: The budget's rule of its futures names numbers that only the budget pins.
_DRAWN = "formula/futures"


def origins_of(
    adopted: Mapping[str, Any], organisation: Organisation, plan_year: int | None = None
) -> list[dict[str, Any]]:
    """Return the origins of a report: the budget's, and its own.

    Parameters
    ----------
    adopted : mapping
        The frozen budget's content.
    organisation : Organisation
        Whose units report.
    plan_year : int, optional
        Of the economic plan whose lines are told of; the budget's by default.

    Returns
    -------
    list of dict
        The titles and rules of the report's own are in every language: what is frozen is
        read in all of them.
    """
    taken = [dict(o) for o in adopted.get("provenance", [])]
    drawn = _futures(adopted.get("pins") or {}) if any(o["id"] == _DRAWN for o in taken) else None
    if drawn:
        taken = [_with_futures(o) for o in taken if o["id"] != _DRAWN]
    return [
        *taken,
        *([drawn] if drawn else []),
        *_own(organisation, plan_year or int(adopted.get("year") or 0)),
    ]


def _with_futures(origin: dict[str, Any]) -> dict[str, Any]:
    if _DRAWN not in origin.get("inputs", ()):
        return origin
    return {**origin, "inputs": [FUTURES if i == _DRAWN else i for i in origin["inputs"]]}


def _futures(pins: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the rule of the budget's futures with its numbers, where they are known."""
    if "futures" not in pins or "seed" not in pins:
        return None
    values = {k: pins[k] for k in ("futures", "seed")}
    return {
        "id": FUTURES,
        "kind": "formula",
        "title": {c: web(c)("reports.origin.futures.title") for c in LANGUAGES},
        "expression": {c: engine(c)("budgets.rule.futures", **values) for c in LANGUAGES},
        "mark": "computed",
    }


def _own(organisation: Organisation, plan_year: int) -> list[dict[str, Any]]:
    made = [_economic(organisation, plan_year)]
    for id in (FORECAST, CHANCE, STATUS, MONEY, RESTATED):
        stem = f"reports.origin.{id.partition('/')[2]}"
        reported = id == STATUS
        origin: dict[str, Any] = {
            "id": id,
            "kind": "fact" if reported else "formula",
            "title": {c: web(c)(f"{stem}.title") for c in LANGUAGES},
            "expression": {c: web(c)(f"{stem}.rule") for c in LANGUAGES},
            # None of the marks is right for what units have said: nobody has checked it in a
            # source, and it is not our judgement.
            "mark": "" if reported else "computed",
        }
        if reported:
            origin["source"] = organisation.name
        if id in _INPUTS:
            origin["inputs"] = list(_INPUTS[id])
        made.append(origin)
    return made


def _economic(organisation: Organisation, plan_year: int) -> dict[str, Any]:
    """Return where what is set aside now comes from: file, day and whose work it was.

    No name is in what is frozen and published: the job says whose it was.
    """
    from kortreist_web.budgets.models import EconomicPlanLine
    from kortreist_web.changes.models import Change

    lines = EconomicPlanLine.objects.filter(
        organisation=organisation, year=plan_year, line__isnull=False
    )
    rows = Change.objects.filter(
        organisation=organisation,
        what=EconomicPlanLine._meta.label,
        row__in=list(lines.values_list("pk", flat=True)),
        verb="budgets.import_table",
    ).select_related("user")
    told = {(r.why, timezone.localtime(r.at).date(), r.user) for r in rows}
    said: dict[str, str] = {}
    for c in LANGUAGES:
        say = web(c)
        taken = [
            say(
                "reports.origin.economic.file",
                file=file or "–",
                day=say.date(day.isoformat()),
                who=_job(user, organisation, c),
            )
            for file, day, user in sorted(told, key=lambda x: (x[1], x[0]))
        ]
        key = "imported" if taken else "as_of"
        said[c] = say(f"reports.origin.economic.{key}", files="; ".join(taken))
    return {
        "id": ECONOMIC,
        "kind": "fact",
        "title": {c: web(c)("reports.origin.economic.title") for c in LANGUAGES},
        "expression": said,
        "mark": "",
        "source": organisation.name,
    }


def _job(user: User | None, organisation: Organisation, code: str) -> str:
    """Return what somebody works as; who it was is in the change log."""
    jobs = user.jobs_in(organisation) if user is not None else []
    for job, title in jobs:
        key = f"people.job.{job}"
        return str(web(code)(key) if web(code).has(key) else title)
    return web(code)("reports.origin.economic.somebody")
