"""Bindings as plain values, as the engine reads them, and what may stand in them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from kortreist.bindings.columns import is_small_money, number_limits, smallest_nok
from kortreist.i18n import LANGUAGES
from kortreist_web.bindings.models import Binding
from kortreist_web.core.content import canonical
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation

if TYPE_CHECKING:
    from kortreist import bindings as engine

__all__ = [
    "ALTERNATIVE_FIELDS",
    "FIELDS",
    "as_engine",
    "checked",
    "entered_in",
    "judged_rows",
    "plain",
    "price_year_now",
]

#: What alternatives have of their own; the rest is as in the binding.
ALTERNATIVE_FIELDS = (
    "name",
    "zero",
    "start",
    "lifetime",
    "capital",
    "running",
    "tonnes_low",
    "tonnes",
    "tonnes_high",
    "source",
    "once",
)
#: What people fill in of a binding.
FIELDS = (
    "name",
    "kind",
    "status",
    "unit",
    "decider",
    "own_share",
    "signed_by",
    "signed_month",
    "start",
    "lifetime",
    "capital",
    "running",
    "price_year",
    "from_climate_money",
    "tonnes_low",
    "tonnes",
    "tonnes_high",
    "mode",
    "account",
    "source",
    "driver",
    "once",
    "tonnes_last",
    "in_baseline",
    "origin",
    "exits",
    "reversal_cost",
    "alternatives",
    "closes",
    "waiting_cost",
    "needs_by",
    "zero_confirmed",
    "lines",
    "note",
)
#: What is told of a binding and decides nothing of its judgement.
_TOLD = ("unit", "decider", "signed_month", "origin", "lines", "note")
#: What decides the judgement.
_JUDGED = ("key", *(name for name in FIELDS if name not in _TOLD))
#: Field → the engine's name of what it may be.
_RANGES = {
    "own_share": "own_share",
    "start": "start",
    "lifetime": "lifetime",
    "capital": "capital",
    "running": "running",
    "price_year": "price_year",
    "tonnes_low": "low",
    "tonnes": "central",
    "tonnes_high": "high",
    "tonnes_last": "last",
    "in_baseline": "in_baseline",
    "reversal_cost": "reversal_cost",
    "waiting_cost": "waiting_cost",
    "needs_by": "needs_by",
    "signed_by": "needs_by",
}


def price_year_now() -> int:
    """Return the newest price year."""
    from kortreist.measures.prices import price_level

    return int(price_level().year)


def plain(binding: Binding) -> dict[str, Any]:
    """Return what decides how a binding is judged, as plain values."""
    return dict(canonical({name: getattr(binding, name) for name in _JUDGED}))


def entered_in(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what stands in frozen values of :func:`plain`, as a binding is given it anew."""
    return {name: row[name] for name in _JUDGED if name in row and name not in ("key", "status")}


def judged_rows(organisation: Organisation) -> list[Binding]:
    """Return the bindings there are, those withdrawn left out, as they are signed."""
    rows = Binding.objects.filter(organisation=organisation, withdrawn_on=None)
    return list(rows.select_related("unit"))


def as_engine(values: Mapping[str, Any]) -> engine.Binding:
    """Return a binding as the engine judges it: money in the newest price level.

    Parameters
    ----------
    values : mapping
        See :func:`plain`.
    """
    alternatives = [
        _binding(
            {**values, **_own(alternative, values["status"])},
            f"{values['key']}:{'null' if alternative.get('zero') else n}",
            zero=bool(alternative.get("zero")),
        )
        for n, alternative in enumerate(values["alternatives"], start=1)
    ]
    return _binding(values, values["key"], alternatives=tuple(alternatives))


def _own(alternative: Mapping[str, Any], status: str) -> dict[str, Any]:
    """Return an alternative's own values, and nothing of what is the binding's alone."""
    kept = {name: alternative.get(name) for name in ALTERNATIVE_FIELDS}
    for name in ("start", "lifetime"):
        if kept[name] is None and not (name == "lifetime" and alternative.get("zero")):
            del kept[name]
    del kept["zero"]
    return {
        "exits": [],
        "closes": [],
        "reversal_cost": None,
        "waiting_cost": 0.0,
        "mode": "adds",
        "needs_by": None,
        "driver": "",
        "tonnes_last": None,
        # What runs already is in the account, whatever would have been in its place.
        "in_baseline": 1.0 if status == Binding.Status.RUNNING else 0.0,
        **kept,
    }


def _binding(
    v: Mapping[str, Any],
    id: str,
    *,
    zero: bool = False,
    alternatives: tuple[engine.Binding, ...] = (),
) -> engine.Binding:
    from kortreist import bindings as engine
    from kortreist.measures.prices import price_level

    year = v["price_year"] or price_year_now()
    level = float(price_level().of(year)) if year <= price_year_now() else 1.0

    def money(name: str) -> float | None:
        return None if v[name] is None else float(v[name]) * level

    return engine.Binding(
        id=id,
        name=v["name"] or "",
        kind=v["kind"],
        status=v["status"],
        signed_by=v["signed_by"],
        start=v["start"],
        lifetime=v["lifetime"],
        capital=money("capital"),
        running=money("running"),
        flows=_flows(v),
        exits=tuple(
            engine.Exit(int(e["year"]), float(e["nok"]) * level, int(e.get("notice_months") or 0))
            for e in sorted(v["exits"], key=lambda e: int(e["year"]))
        ),
        reversal_cost=v["reversal_cost"],
        alternatives=alternatives,
        zero=zero,
        zero_confirmed=bool(v["zero_confirmed"]) and not zero,
        closes=tuple(v["closes"]),
        own_share=v["own_share"],
        from_climate_money=bool(v["from_climate_money"]),
        waiting_cost=float(v["waiting_cost"] or 0.0) * level,
        needs_by=v["needs_by"],
    )


def _flows(v: Mapping[str, Any]) -> tuple[engine.Flow, ...]:
    """Return the flow; none where no tonnes are entered, which is not known."""
    from kortreist import bindings as engine

    if v["tonnes"] is None:
        return ()
    central = float(v["tonnes"])
    low = central if v["tonnes_low"] is None else float(v["tonnes_low"])
    high = central if v["tonnes_high"] is None else float(v["tonnes_high"])
    return (
        engine.Flow(
            low,
            central,
            high,
            mode=v["mode"],
            account=v["account"],
            source=v["source"] or "",
            driver=v["driver"] or "",
            last=v["tonnes_last"],
            once=bool(v["once"]),
            in_baseline=float(v["in_baseline"] or 0.0),
        ),
    )


@lru_cache(maxsize=1)
def _sources() -> frozenset[str]:
    from kortreist.facts import load

    return frozenset(f"{r['sector']}/{r['source']}" for r in load().table("inventory_sources"))


@lru_cache(maxsize=1)
def _drivers() -> frozenset[str]:
    from kortreist.facts import load

    return frozenset(r["id"] for r in load().table("drivers"))


def checked(binding: Binding, measures: Iterable[str]) -> Binding:
    """Return a binding if it holds together; every door comes through here.

    Parameters
    ----------
    measures : iterable of str
        Ids that it may shut out.

    Raises
    ------
    RefusedError
        Says the field, what is wrong and the mend.
    """
    binding.name = binding.name.strip()
    if not binding.name:
        raise RefusedError("bindings.refused.name")
    for field, choices in (
        ("kind", Binding.Kind.values),
        ("status", Binding.Status.values),
        ("mode", Binding.Mode.values),
        ("account", Binding.Account.values),
    ):
        if getattr(binding, field) not in choices:
            raise RefusedError("bindings.refused.choice", about=field, field=_label(field))
    _numbers({name: getattr(binding, name) for name in _RANGES}, binding.name)
    _tonnes(binding.tonnes_low, binding.tonnes, binding.tonnes_high, binding.name)
    if binding.signed_month is not None and not 1 <= binding.signed_month <= 12:
        raise RefusedError("bindings.refused.month")
    if binding.source and binding.source not in _sources():
        raise RefusedError("bindings.refused.source", value=binding.source[:80])
    if binding.mode == Binding.Mode.HOLDS and not binding.source:
        raise RefusedError("bindings.refused.holds_source")
    if binding.driver and binding.driver not in _drivers():
        raise RefusedError("bindings.refused.driver", value=binding.driver[:60])
    _years(binding)
    known = set(measures)
    for measure in binding.closes:
        if measure not in known:
            raise RefusedError("bindings.refused.measure", value=str(measure)[:80])
    binding.exits = _exits(binding)
    binding.alternatives = _alternatives(binding)
    return binding


def _years(binding: Binding) -> None:
    """Refuse what is signed after it starts, and a duty broken longer ago than anybody means."""
    from kortreist.facts import load

    signed, start = binding.signed_by, binding.start
    if signed is not None and start is not None and signed > start:
        raise RefusedError("bindings.refused.signed_after_start", signed=signed, start=start)
    today = timezone.localdate()
    late = int(load().figure("bindings/duty_years", today).value)
    if not binding.committed and (binding.needs_by or today.year) < today.year - late:
        raise RefusedError("bindings.refused.needs_by", about="needs_by", year=binding.needs_by)


def _label(field: str) -> dict[str, str]:
    """Return what a field is called, in all languages."""
    key = f"bindings.log.field.{field}"
    return {code: web(code)(key) for code in LANGUAGES}


def _numbers(values: Mapping[str, Any], name: str) -> None:
    for field, value in values.items():
        if value is None:
            continue
        low, high = number_limits()[_RANGES[field]]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value) or not low <= value <= high:
            raise RefusedError(
                "bindings.refused.range",
                about=field,
                name=name,
                field=_label(field),
                low=low,
                high=high,
            )
        if is_small_money(field, float(value)):
            raise RefusedError(
                "bindings.refused.small_money",
                about=field,
                name=name,
                field=_label(field),
                smallest=smallest_nok(),
            )


def _tonnes(low: float | None, central: float | None, high: float | None, name: str) -> None:
    if central is None:
        if low is not None or high is not None:
            raise RefusedError("bindings.refused.no_middle", name=name)
        return
    if not (central if low is None else low) <= central <= (central if high is None else high):
        raise RefusedError("bindings.refused.order", name=name)


def _exits(binding: Binding) -> list[dict[str, Any]]:
    out = []
    for way in binding.exits:
        year, nok = way.get("year"), way.get("nok")
        months = way.get("notice_months") or 0
        whole = isinstance(year, int) and not isinstance(year, bool)
        if not whole or not isinstance(nok, int | float) or isinstance(nok, bool):
            raise RefusedError("bindings.refused.exit")
        if nok < 0 or not isinstance(months, int) or not 0 <= months <= 120:
            raise RefusedError("bindings.refused.exit")
        last = binding.last
        if binding.start is not None and (year <= binding.start or (last and year > last)):
            raise RefusedError("bindings.refused.exit_outside", year=year)
        out.append({"year": year, "nok": float(nok), "notice_months": months})
    return sorted(out, key=lambda e: e["year"])


def _alternatives(binding: Binding) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for alternative in binding.alternatives:
        values = {name: alternative.get(name) for name in ALTERNATIVE_FIELDS}
        values["zero"], values["once"] = bool(values["zero"]), bool(values["once"])
        values["name"] = str(values["name"] or "").strip()[:200]
        values["source"] = str(values["source"] or "")
        if not values["name"] and not values["zero"]:
            raise RefusedError("bindings.refused.alternative_name", name=binding.name)
        if values["source"] and values["source"] not in _sources():
            raise RefusedError("bindings.refused.source", value=values["source"][:80])
        called = values["name"] or binding.name
        _numbers({name: values[name] for name in _RANGES if name in values}, called)
        _tonnes(values["tonnes_low"], values["tonnes"], values["tonnes_high"], called)
        if values["zero"] and any(a["zero"] for a in out):
            raise RefusedError("bindings.refused.two_zero", name=binding.name)
        # One that is not known whole leaves the rest unjudged.
        empty = [n for n in ("capital", "running", "tonnes") if values[n] is None]
        if empty:
            raise RefusedError(
                "bindings.refused.alternative_empty",
                about=empty[0],
                name=called,
                binding=binding.name,
                field=_label(empty[0]),
            )
        out.append(values)
    return out
