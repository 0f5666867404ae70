"""What a measure's cost is made of: how many units, what one costs, and whose figure that is.

Kept with the draft as the plan had them, in the budget's kroner, so that the page of a figure
shows the multiplication and not only its result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kortreist.i18n import LANGUAGES, name_in
from kortreist_web.core.texts import engine, language, text, web

__all__ = ["factors_of", "said_of_factors"]

#: NOK below which a rest is rounding.
_NOTHING = 500.0


def factors_of(
    content: Mapping[str, Any], years: Sequence[int], growth: float | None, own: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Return measure → units and unit costs, of those in a plan that are priced by unit.

    Parameters
    ----------
    content : mapping
        ``plan.json``; one made before measures were priced by unit has none.
    years : sequence of int
        The budget's.
    growth : float or None
        Share by which prices rise from the plan's to the budget's.
    own : mapping of str to str
        The engine's id → what the database calls a measure.

    Returns
    -------
    dict
        Measure → ``unit`` (name by language), ``treated`` (units in ``year``, the plan's last),
        ``origin`` (how they are counted), ``one`` (bearer → NOK of investment and NOK of running
        cost a year, of one unit), ``staff`` (NOK of own staff in ``year``), ``rest`` (NOK of
        running cost in ``year`` that follows neither), ``price_year`` and ``source`` of what one
        costs.
    """
    from kortreist.facts import load
    from kortreist.measures.activity import unit_name

    facts, factor = load(), 1.0 + (growth or 0.0)
    rows = {str(r["id"]): r for r in facts.table("unit_costs")}
    titles = {str(r["id"]): str(r["title"]) for r in facts.table("sources")}
    year = content["plan_years"][-1] if content.get("plan_years") else 0
    price_year = (content.get("prices") or {}).get("year")
    if growth is not None and years:
        price_year = years[0]
    out = {}
    for m in content["measures"]:
        activity, row = m.get("activity") or {}, rows.get(m["id"])
        if not activity.get("one_costs") or activity.get("treated") is None:
            continue
        money = ((m.get("money") or {}).get("municipality") or {}).get(str(year)) or {}
        staff, treated = money.get("staff", 0.0), float(activity["treated"])
        mine = (activity["one_costs"].get("municipality") or {}).get("running", 0.0)
        rest = money.get("running", 0.0) - staff - treated * mine
        # Whoever has given own figures has a unit cost of her own: the library's source is not it.
        source = "" if row is None or m.get("overridden") else str(row["source"])
        out[own.get(m["id"], m["id"])] = {
            "unit": {lang: unit_name(facts, activity["unit"], lang) for lang in LANGUAGES},
            "treated": treated,
            "origin": activity["origin"],
            "year": int(year),
            "one": {
                bearer: {kind: nok * factor for kind, nok in one.items()}
                for bearer, one in activity["one_costs"].items()
            },
            "staff": staff * factor,
            "rest": rest * factor if abs(rest) > _NOTHING else 0.0,
            "price_year": price_year,
            "source": titles.get(source, source),
        }
    return out


def said_of_factors(
    factors: Mapping[str, Any] | None, bearer: str, kinds: Sequence[str], year: str
) -> str:
    """Write number of units times what one costs; empty where the cost is not so made.

    Parameters
    ----------
    factors : mapping or None
        A measure's, of :func:`factors_of`.
    bearer : str
        Whose cost.
    kinds : sequence of str
        ``running``, ``investment`` or both.
    year : str
        The figure's: another than the one units are counted in has a number of its own.
    """
    one = (factors or {}).get("one", {}).get(bearer)
    told = [k for k in kinds if one and one.get(k)]
    if not factors or not told:
        return ""
    say = web()
    values = {
        "n": say.number(factors["treated"], 0 if factors["treated"] >= 100 else 1),
        "unit": name_in(factors["unit"], language()),
        "counted": engine()(f"documents.price.origin_{factors['origin']}"),
        "year": factors["year"],
        "prices": factors["price_year"],
    }
    out = [text(f"budgets.factors.{kind}", nok=say.number(one[kind]), **values) for kind in told]
    if bearer == "municipality" and "running" in kinds:
        more = [k for k in ("staff", "rest") if abs(factors[k]) >= 1.0]
        out += [text(f"budgets.factors.{k}", nok=say.number(factors[k]), **values) for k in more]
    out.append(text("budgets.factors.counted", **values))
    if year != str(factors["year"]):
        out.append(text("budgets.factors.other_year", **values))
    if factors["source"]:
        out.append(text("budgets.factors.source", source=factors["source"]))
    return " ".join(out)
