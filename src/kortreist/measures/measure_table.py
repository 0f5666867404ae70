"""From a table in a measure file to a :class:`~kortreist.measures.measure.Measure`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast, get_args

from kortreist.accounts.ledger import ACTORS, SCOPES, THEMES
from kortreist.facts.loader import Facts, load
from kortreist.measures.activity import build_activity, expand
from kortreist.measures.derivation import derived_fraction, national_measure
from kortreist.measures.measure import (
    BEARERS,
    DECIDERS,
    QUALITIES,
    Bearer,
    Cost,
    Effect,
    Instrument,
    Measure,
    Mode,
    Quality,
    Spread,
)
from kortreist.measures.problems import Where
from kortreist.measures.sources import known_sources, nearest_sources
from kortreist.provenance import MARKS, Mark

__all__ = ["build_measure", "normalise"]

_REQUIRED = (
    "level",
    "theme",
    "unit",
    "name",
    "description",
    "indicator",
    "source",
    "ramp_years",
    "lifetime_years",
    "commitment_years",
    "staff_fte",
    "instruments",
)
_FIELDS = frozenset(_REQUIRED) | {
    "activity",
    "effects",
    "costs",
    "national",
    "reversal_cost",
    "qualities",
    "excludes",
    "requires",
    "enabling_conditions",
    "relevant_if",
    "conflicts",
    "unquantified_reason",
    "decided_by",
}
_EFFECT = frozenset(
    {"on", "mode", "actors", "fraction", "derived", "source", "mark", "note", "to", "conversion"}
)
_COST = frozenset(
    {
        "bearer",
        "kind",
        "basis",
        "amount",
        "source",
        "mark",
        "note",
        "price_year",
        "transfer",
        "avoided",
        "earmarked",
    }
)
_MODES = get_args(Mode)


def normalise(raw: dict[str, Any], facts: Facts, where: Where) -> dict[str, Any]:
    """Give every effect one source, so that ``effects.2`` means the third effect shown.

    A measure file may name several sources under one effect, and a row of ``unit_costs`` for
    its activity; the library, its overrides and the documents all count effects and costs
    after this step. Costs per unit come first.
    """
    effects: list[Any] = []
    for number, effect in enumerate(where.at("effects").items(raw.get("effects", []))):
        table = where.at(f"effects.{number}").table(effect)
        on = table.get("on")
        for one in on if isinstance(on, list) else [on]:
            effects.append({**table, "on": one})
    out = dict(raw)
    out["effects"] = effects
    out["costs"] = [dict(where.at("costs").table(c)) for c in raw.get("costs", [])]
    if isinstance(raw.get("activity"), str):
        out["activity"], per_unit = expand(facts, raw["activity"], where.at("activity"))
        out["costs"] = per_unit + out["costs"]
    return out


def _spread(
    raw: dict[str, Any], key: str, facts: Facts, where: Where, low: float, high: float
) -> Spread | None:
    if key not in raw:
        return None
    place = where.at(key)
    values = [place.number(v, low, high) for v in place.items(raw[key])]
    if len(values) != 3 or not values[0] <= values[1] <= values[2]:
        raise place.error("not_three")
    source = where.at("source").text(raw.get("source"))
    if all(r["id"] != source for r in facts.table("sources")):
        raise where.at("source").error("no_such", value=source)
    mark: Mark = where.at("mark").choice(raw.get("mark"), MARKS)
    if (source == "judgement") != (mark == "judgement"):
        raise where.at("mark").error("mark_and_source")
    return Spread(values[0], values[1], values[2], source, mark, str(raw.get("note", "")))


def _path(value: object, parts: int, where: Where) -> tuple[str, ...]:
    path = tuple(where.text(value).split("/"))
    if len(path) != parts or path[0] not in SCOPES:
        raise where.error("not_source_path", parts=parts)
    name = "/".join(path[:3])
    if name not in known_sources():
        # A name nobody has would take the measure out of the plan without a word.
        near = ", ".join(nearest_sources(name)) or "-"
        raise where.error("no_source", value=name, suggestions=near)
    if parts == 4:
        where.choice(path[3], ACTORS)
    return path


def _effect(raw: Any, facts: Facts, where: Where) -> Effect:
    where.known(where.table(raw), _EFFECT)
    scope, sector, source = _path(raw.get("on"), 3, where.at("on"))
    mode: Mode = where.at("mode").choice(raw.get("mode"), _MODES)
    if "derived" in raw and "fraction" not in raw:
        derived = where.at("derived")
        note = str(raw.get("note", ""))
        fraction: Spread | None = derived_fraction(
            facts, derived.table(raw["derived"]), note, derived
        )
    else:
        fraction = _spread(raw, "fraction", facts, where, 0, 1)
    actors = tuple(
        where.at("actors").choice(a, ACTORS)
        for a in where.at("actors").items(raw.get("actors", []))
    )
    effect = Effect(scope, sector, source, mode, fraction, actors)
    if mode != "shift":
        if "to" in raw or "conversion" in raw:
            raise where.at("to").error("only_shift")
        return effect
    to = _path(raw.get("to"), 4, where.at("to"))
    conversion = where.at("conversion").number(raw.get("conversion"), 0, 10)
    return replace(
        effect,
        to_scope=to[0],
        to_sector=to[1],
        to_source=to[2],
        to_actor=to[3],
        conversion=conversion,
    )


def _cost(raw: Any, facts: Facts, where: Where) -> Cost:
    where.known(where.table(raw), _COST)
    return Cost(
        where.at("bearer").choice(raw.get("bearer"), BEARERS),
        where.at("kind").choice(raw.get("kind"), ("capital", "running")),
        where.at("basis").choice(
            raw.get("basis"), ("per_unit", "per_tonne", "per_inhabitant", "fixed")
        ),
        _spread(raw, "amount", facts, where, -1e12, 1e12),
        where.at("price_year").whole(raw.get("price_year", 2025), 2000, 2060),
        _yes(raw, "transfer", where),
        _yes(raw, "avoided", where),
        _yes(raw, "earmarked", where),
    )


def _yes(raw: Any, key: str, where: Where) -> bool:
    value = raw.get(key, False)
    if not isinstance(value, bool):
        raise where.at(key).error("not_one_of", value=value, known="true, false")
    return value


def _staff(fte: float, ramp: int, payer: Bearer, facts: Facts) -> Cost:
    pay = facts.figure("measures/nok_per_fte")
    years = fte * ramp
    # The figure is in the prices of the year it holds from.
    pay_year = int(pay.origin.valid_from[:4])
    amount = Spread(
        years * (pay.low or pay.value),
        years * pay.value,
        years * (pay.high or pay.value),
        "judgement",
        "judgement",
        f"own staff: {fte:g} FTE × {ramp} years × {pay.value:,.0f} NOK",
    )
    return Cost(payer, "staff", "fixed", amount, pay_year)


def _shared_entry(value: object, shared: dict[str, Any], kind: str, where: Where) -> Any:
    if not isinstance(value, str):
        return value
    if value not in shared.get(kind, {}):
        raise where.error("no_such", value=value)
    return shared[kind][value]


def _quality(raw: Any, shared: dict[str, Any], where: Where) -> Quality:
    where.known(where.table(raw), frozenset({"quality", "score", "reason"}))
    reason = _shared_entry(raw.get("reason"), shared, "reasons", where.at("reason"))
    score = where.at("score").whole(raw.get("score"), -3, 3)
    if score == 0:
        raise where.at("score").error("no_change")
    return Quality(
        where.at("quality").choice(raw.get("quality"), QUALITIES),
        score,
        where.at("reason").languages(reason),
    )


def _instrument(raw: Any, shared: dict[str, Any], where: Where) -> Instrument:
    table = where.table(_shared_entry(raw, shared, "instruments", where))
    owner = where.at("owner").choice(table.get("owner"), ("municipality", "county", "state"))
    names = {k: v for k, v in table.items() if k not in ("owner", "decision")}
    decision = table.get("decision", "")
    if decision:
        known = tuple(r["id"] for r in load().table("decision_rules"))
        where.at("decision").choice(decision, known)
    return Instrument(where.languages(names), owner, decision)


def _words(raw: dict[str, Any], key: str, where: Where) -> tuple[str, ...]:
    return tuple(where.at(key).text(v) for v in where.at(key).items(raw.get(key, [])))


def build_measure(
    id: str,
    raw: dict[str, Any],
    shared: dict[str, Any],
    facts: Facts,
    where: Where,
    overridden: tuple[str, ...] = (),
) -> Measure:
    """Build and check one measure.

    Parameters
    ----------
    raw : dict
        A measure's table after :func:`normalise`.
    shared : dict
        Texts used by many measures: ``reasons``, ``instruments`` and ``conflicts`` by key.
    overridden : tuple of str
        Paths of the fields that a municipality has given its own value.

    Returns
    -------
    Measure

    Raises
    ------
    FactsError or InputError
        A field is missing, unknown or out of range: names file, measure and field.
    """
    where.known(raw, _FIELDS)
    for key in _REQUIRED:
        if key not in raw:
            raise where.at(key).error("missing")
    ramp = where.at("ramp_years").whole(raw["ramp_years"], 1, 30)
    fte = where.at("staff_fte").number(raw["staff_fte"], 0, 100)
    costs = tuple(_cost(c, facts, where.at(f"costs.{n}")) for n, c in enumerate(raw["costs"]))
    national = raw.get("national")
    potential = None
    if national is not None:
        potential = national_measure(facts, national, where.at("national"))["potential_kt_2035"]
    activity = None
    if "activity" in raw:
        here = where.at("activity")
        effect = _spread(here.table(raw["activity"]), "effect", facts, here, -1e12, 1e12)
        activity = build_activity(raw["activity"], effect, facts, here)
    if activity is None and any(c.basis == "per_unit" for c in costs):
        raise where.at("activity").error("missing")
    conflicts = _shared_entry(raw.get("conflicts", {}), shared, "conflicts", where.at("conflicts"))
    unquantified = raw.get("unquantified_reason", {})
    reversal = raw.get("reversal_cost")
    measure = Measure(
        id=id,
        name=where.at("name").languages(raw["name"]),
        description=where.at("description").languages(raw["description"]),
        level=where.at("level").choice(raw["level"], (1, 2, 3)),
        theme=where.at("theme").choice(raw["theme"], THEMES),
        unit=where.at("unit").text(raw["unit"]),
        effects=tuple(
            _effect(e, facts, where.at(f"effects.{n}")) for n, e in enumerate(raw["effects"])
        ),
        costs=costs,
        ramp_years=ramp,
        lifetime_years=where.at("lifetime_years").whole(raw["lifetime_years"], 1, 120),
        commitment_years=where.at("commitment_years").whole(raw["commitment_years"], 0, 120),
        staff_fte=fte,
        indicator=where.at("indicator").languages(raw["indicator"]),
        source=where.at("source").text(raw["source"]),
        reversal_cost=(
            None if reversal is None else where.at("reversal_cost").number(reversal, 0, 1)
        ),
        qualities=tuple(
            _quality(q, shared, where.at(f"qualities.{n}"))
            for n, q in enumerate(where.at("qualities").items(raw.get("qualities", [])))
        ),
        instruments=tuple(
            _instrument(i, shared, where.at(f"instruments.{n}"))
            for n, i in enumerate(where.at("instruments").items(raw["instruments"]))
        ),
        excludes=_words(raw, "excludes", where),
        requires=_words(raw, "requires", where),
        enabling_conditions=_words(raw, "enabling_conditions", where),
        relevant_if=cast(str, raw.get("relevant_if", "all")),
        conflicts=where.at("conflicts").languages(conflicts) if conflicts else {},
        national_potential_kt_2035=potential,
        overridden=overridden,
        unquantified_reason=(
            where.at("unquantified_reason").languages(unquantified) if unquantified else {}
        ),
        decided_by=where.at("decided_by").choice(raw.get("decided_by", "municipality"), DECIDERS),
        activity=activity,
        national="" if national is None else str(national),
    )
    if fte > 0:
        staff = _staff(fte, ramp, measure.payer, facts)
        measure = replace(measure, costs=(*costs, staff))
    if not measure.quantified and not measure.unquantified_reason:
        raise where.at("unquantified_reason").error("missing")
    return measure
