"""Write how far plans agree with the measures of real climate budgets and plans.

    python tools/agreement.py            # writes docs/explanation/agreement-with-budgets.md
    python tools/agreement.py --kept     # the same from the plans kept by the last run

The accounts of all five places must be imported (``kortreist import FILE``): only Notodden ships
with the program. What the plans said is kept in ``agreement_plans.json``; what municipalities
have published, measure by measure, is read by hand in ``budget_measures.csv``.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "agreement-with-budgets.md"
KEPT = ROOT / "tools" / "agreement_plans.json"
NAMED = ROOT / "tools" / "budget_measures.csv"

PLACES = ("4005", "4003", "4001", "4026", "4032")
AT = (5, 10, 20)
#: Municipalities that must have named a measure for it to count as what they do.
ENOUGH = 2
STARTS = ("adopted", "start_now", "anchor_first")
#: Who decides what the municipality can carry out alone or with those it pays.
OWN = ("council", "delegated", "partners")
#: The plan's order of what the municipality decides.
OURS = "this plan, what the municipality decides"
_DRAWS, _SPLITS, _SEED = 2000, 400, 20261130

FloatArray = npt.NDArray[np.float64]
Plan = Mapping[str, Any]


# -- what others do --------------------------------------------------------------------


def read() -> list[dict[str, str]]:
    """Return the rows read by hand."""
    with NAMED.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def naming(rows: Sequence[Mapping[str, str]], *, low: bool = False) -> dict[str, set[str]]:
    """Return municipality → measures it has named; matches of low confidence left out."""
    out: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["measure"] and (low or row["confidence"] != "low"):
            out[row["municipality"]].add(row["measure"])
    return dict(out)


# -- how a plan orders measures --------------------------------------------------------


def orders(plan: Plan) -> dict[str, list[str]]:
    """Return the orders that are compared: this plan's own, and simple ones."""
    mine = plan["measures"]
    dear = float("inf")

    def price(m: Mapping[str, Any]) -> tuple[float, float]:
        if m["mark"] == "saves":
            return -dear, -m["cuts"]
        return dear if m["price"] is None else m["price"], -m["cuts"]

    return {
        "this plan": [m["id"] for m in mine],
        OURS: [m["id"] for m in mine if m["decider"] in OWN],
        "cheapest tonne first": [m["id"] for m in sorted(mine, key=price)],
        "largest cut first": [m["id"] for m in sorted(mine, key=lambda m: -m["cuts"])],
    }


def precision(order: Sequence[str], wanted: set[str], k: int) -> float:
    """Return the share of the first ``k`` that are wanted.

    Examples
    --------
    >>> precision(["a", "b", "c"], {"b"}, 2)
    0.5
    """
    first = order[:k]
    return sum(m in wanted for m in first) / len(first) if first else float("nan")


def tau(x: FloatArray, y: FloatArray) -> float:
    """Return Kendall's tau-b: agreement of two orders, ties counted (Kendall 1945).

    Examples
    --------
    >>> tau(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0]))
    1.0
    """
    a, b = np.sign(x[:, None] - x), np.sign(y[:, None] - y)
    scale = np.sqrt((a * a).sum() * (b * b).sum())
    return float((a * b).sum() / scale) if scale > 0.0 else float("nan")


def counts(named: Mapping[str, set[str]], some: Sequence[str]) -> Counter[str]:
    """Return how many of some municipalities have named each measure; each counts as often as
    it is in the list."""
    return Counter(m for place in some for m in named[place])


# -- agreement -------------------------------------------------------------------------


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Return the interval of nine in ten."""
    low, high = np.nanquantile(np.array(values), [0.05, 0.95])
    return float(low), float(high)


def agrees(
    plan: Plan, named: Mapping[str, set[str]], some: Sequence[str], least: int
) -> list[float]:
    """Return precision at :data:`AT` and rank agreement, when some municipalities are asked.

    A measure is theirs when at least ``least`` of them have named it.
    """
    order = orders(plan)["this plan"]
    n = counts(named, some)
    wanted = {m for m in order if n[m] >= least}
    share = np.array([m["early"] for m in plan["measures"]])
    times = np.array([float(n[m]) for m in order])
    return [*(precision(order, wanted, k) for k in AT), tau(share, times)]


def of_place(plan: Plan, named: Mapping[str, set[str]]) -> dict[str, Any]:
    """Return precision and rank agreement of one plan, with intervals over municipalities."""
    order = orders(plan)["this plan"]
    everyone = sorted(named)
    rng = np.random.default_rng(_SEED)

    def measured(some: Sequence[str], least: int) -> list[float]:
        return agrees(plan, named, some, least)

    n = counts(named, everyone)
    wanted = {m for m in order if n[m] >= ENOUGH}
    again = [measured(list(rng.choice(everyone, len(everyone))), ENOUGH) for _ in range(_DRAWS)]
    by_chance = rng.hypergeometric(
        len(wanted), len(order) - len(wanted), [min(k, len(order)) for k in AT], (_DRAWS, len(AT))
    ) / [min(k, len(order)) for k in AT]
    return {
        "ranked": len(order),
        "starts": sum(m["group"] in STARTS for m in plan["measures"]),
        "wanted": len(wanted),
        "named": sum(n[m] > 0 for m in order),
        "value": measured(everyone, ENOUGH),
        "interval": [interval(v) for v in zip(*again, strict=True)],
        "once": measured(everyone, 1)[: len(AT)],
        "chance": [
            (len(wanted) / len(order), *interval(list(by_chance[:, i]))) for i in range(len(AT))
        ],
    }


def beside(
    plans: Mapping[str, Plan], no_staff: Mapping[str, Plan], named: Mapping[str, set[str]]
) -> dict[str, list[Any]]:
    """Return precision of every order, what one half of the municipalities has named being
    asked and the other half being known: mean over places, interval over halves."""
    everyone = sorted(named)
    rng = np.random.default_rng(_SEED)
    found: dict[str, list[list[float]]] = defaultdict(list)
    for _ in range(_SPLITS):
        mixed = list(rng.permutation(everyone))
        known, asked = mixed[: len(mixed) // 2], mixed[len(mixed) // 2 :]
        often, wanted_of = counts(named, known), counts(named, asked)
        each: dict[str, list[list[float]]] = defaultdict(list)
        for number, plan in plans.items():
            all_orders = orders(plan)
            ids = all_orders["this plan"]
            wanted = {m for m in ids if wanted_of[m]}
            # Of what is named equally often, any order: the names' own says nothing.
            all_orders["most often named by the others"] = sorted(
                ids, key=lambda m: (-often[m], rng.random())
            )
            all_orders["at random"] = list(rng.permutation(ids))
            own = sorted(all_orders[OURS])
            all_orders["at random, what the municipality decides"] = list(rng.permutation(own))
            if number in no_staff:
                all_orders["this plan, own staff not counted"] = [
                    m["id"] for m in no_staff[number]["measures"]
                ]
            for name, order in all_orders.items():
                each[name].append([precision(order, wanted, k) for k in AT])
        for name, rows in each.items():
            found[name].append(list(np.mean(rows, axis=0)))
    return {
        name: [(float(np.mean(v)), *interval(v)) for v in zip(*rows, strict=True)]
        for name, rows in found.items()
    }


# -- the page --------------------------------------------------------------------------


def _shown(value: float, low: float, high: float) -> str:
    return f"{value:.2f} ({low:.2f}–{high:.2f})"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, text: bool = False) -> list[str]:
    marks = ["---", *["---" if text else "---:"] * (len(head) - 1)]
    return [
        "| " + " | ".join(head) + " |",
        "| " + " | ".join(marks) + " |",
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]


def _nok(m: Mapping[str, Any]) -> str:
    if m["price"] is not None:
        return f"{m['price']:,}"
    return str(m["mark"]).replace("_", " ")


def page(kept: Mapping[str, Any], rows: Sequence[Mapping[str, str]]) -> str:
    """Return the page.

    Parameters
    ----------
    kept : mapping
        ``plans``: number → what the plan says of each measure; ``names``, ``reasons`` and
        ``groups`` in English.
    rows : sequence of mapping
        What municipalities have named.
    """
    plans: Mapping[str, Plan] = kept["plans"]
    named = naming(rows)
    all_named = naming(rows, low=True)
    documents = {(r["municipality"], r["document"]) for r in rows}
    matched = [r for r in rows if r["measure"]]
    low = sum(r["confidence"] == "low" for r in matched)
    out = [
        "# Agreement with the measures of real budgets",
        "",
        "Do plans say *start now* of what municipalities with climate budgets and climate plans "
        "do? Written by `python tools/agreement.py`.",
        "",
        "## What is compared",
        "",
        f"{len(rows)} measures that {len({r['municipality'] for r in rows})} municipalities have "
        f"published in {len(documents)} documents, matched by hand by one reader to the library: "
        f"{len(matched)} to {len({r['measure'] for r in matched})} of its measures, {low} of them "
        f"with low confidence and not counted; {len(rows) - len(matched)} have no measure in the "
        "library. Each row has its page, what was read and how sure the match is: "
        "`tools/budget_measures.csv`.",
        "",
        "What this can and cannot show:",
        "",
        "- Most documents were read in part: a summary, the first part of a table. What is not "
        "in what was read is not known to be missing. Kristiansand's budget has 38 measures, of "
        "which four are counted; Stavanger's plan has over 200. So precision is at the low end, "
        "and recall of what a municipality does cannot be told.",
        "- None of those who published are among the five whose account is here, but Porsgrunn "
        "with two measures. So each plan is held against what municipalities do in general: a "
        f"measure counts as theirs when at least {ENOUGH} have named it. Most are larger, and "
        "cities.",
        "- What is adopted is what was right, affordable and agreed on then. Agreement is no "
        "proof that a plan is good, and disagreement none that it is bad.",
        "",
        "## Precision and rank agreement",
        "",
        "Precision at 5, 10 and 20: the share of the plan's first measures, in its own order, "
        f"that at least {ENOUGH} municipalities have named. The order is that of the groups, "
        "and within them the share of futures in which an early start is right; past the starts "
        "it goes on into what is kept open. Rank agreement is Kendall's tau-b of that share and "
        "the number of municipalities. In brackets the interval of nine in ten when "
        "municipalities are drawn again.",
        "",
    ]
    results = {n: of_place(plan, named) for n, plan in plans.items()}
    out += _table(
        ["", "starts", "ranked", "named by two", *(f"at {k}" for k in AT), "tau"],
        [
            [
                kept["plans"][n]["name"],
                str(r["starts"]),
                str(r["ranked"]),
                str(r["wanted"]),
                *(_shown(v, *i) for v, i in zip(r["value"], r["interval"], strict=True)),
            ]
            for n, r in results.items()
        ],
    )
    out += [
        "What a random order gives, and precision when one municipality is enough:",
        "",
        *_table(
            [
                "",
                *(f"random at {k}" for k in AT),
                "named by one",
                *(f"at {k}, one is enough" for k in AT),
            ],
            [
                [
                    kept["plans"][n]["name"],
                    *(_shown(*c) for c in r["chance"]),
                    str(r["named"]),
                    *(f"{v:.2f}" for v in r["once"]),
                ]
                for n, r in results.items()
            ],
        ),
        "## Beside simpler orders",
        "",
        "The municipalities are split in two at random, "
        f"{_SPLITS} times: what one half has named is asked for, what the other half has named is "
        "known to the order *most often named*. Mean of the five places; in brackets nine in ten "
        "of the splits.",
        "",
    ]
    out += _table(
        ["order", *(f"at {k}" for k in AT)],
        [
            [name, *(_shown(*v) for v in values)]
            for name, values in beside(plans, kept["no_staff"], named).items()
        ],
    )
    out += _found(kept, named, results)
    out += _disagreements(kept, plans, named)
    out += _missing(rows)
    low_too = {n: of_place(plan, all_named)["value"][1] for n, plan in plans.items()}
    out += [
        "## What the matching decides",
        "",
        "With matches of low confidence counted, precision at 10 is "
        + ", ".join(
            f"{low_too[n]:.2f} ({results[n]['value'][1]:.2f}) in {plans[n]['name']}" for n in plans
        )
        + ".",
        "",
    ]
    return "\n".join(out).rstrip() + "\n"


def _found(
    kept: Mapping[str, Any], named: Mapping[str, set[str]], results: Mapping[str, Mapping[str, Any]]
) -> list[str]:
    plans, no_staff = kept["plans"], kept["no_staff"]
    starts = [m for p in plans.values() for m in p["measures"] if m["group"] in STARTS]
    others = sum(m["decider"] not in OWN for m in starts)
    pairs = [
        (v, c) for r in results.values() for v, c in zip(r["value"], r["chance"], strict=False)
    ]
    above = sum(v > c[2] for v, c in pairs)
    return [
        "## What it shows",
        "",
        f"**The agreement is weak.** In {above} of {len(pairs)} comparisons a plan's first "
        "measures are named more often than a random order would have them nine in ten times, "
        "and rank agreement is about zero or below. What other municipalities do tells what a "
        "municipality does far better than any order by price, tonnes or futures. Why:",
        "",
        f"- **Who decides.** {others} of {len(starts)} starts are for others to decide: farmers, "
        "firms, residents, the county. Budgets list what the municipality itself does. Each "
        "measure of the plan says who decides; the plan sorts by what is right, not by whose it "
        "is. Among what the municipality decides the agreement is larger, and still no better "
        "than a random order of those.",
        "- **What a budget is for.** Cycleways, buses, charging, building sites without emission "
        "and solar power are chosen for health, access, market and power. The plan names them "
        "and says that the climate alone does not carry them; it does not say they are wrong.",
        "- **Where the tonnes are.** Purchases, furniture, repair and energy in buildings cut "
        "outside the border or next to nothing inside it. A territorial plan cannot rank them.",
        "- **What has become law.** Cars and vans bought without emission were a decision when "
        "the budgets were made, and have been a rule since 2022: the plan counts them in the "
        "baseline, and only changing sooner is left.",
        "- **Where both agree**: gas from landfills, taxis and own cars in the cities, growth in "
        "hubs where the place grows; old stoves are at the bar.",
        "",
        "### What it says of our rules and library",
        "",
        "The comparison showed one fault, which is mended: a charging point and a building site "
        "without emission were said to be chosen for health, time or access. No measure that "
        "several have is shut out by a cost of the unit that a source contradicts. But "
        "**own staff decides much, and it is judgement**: how many years' work "
        "it takes to bring a measure about, the same in a small place as in a large one, so that "
        "a tonne is dearest where the tonnes are few. National studies leave it out. Without "
        "it:",
        "",
        *_table(
            ["", "starts", "starts, own staff not counted", "named by two, and then started"],
            [
                [
                    plans[n]["name"],
                    str(sum(m["group"] in STARTS for m in plans[n]["measures"])),
                    str(sum(m["group"] in STARTS for m in no_staff[n]["measures"])),
                    _moved(kept, n, counts(named, sorted(named))),
                ]
                for n in plans
            ],
            text=True,
        ),
        "Precision hardly moves by it, but which measures a small place starts does. Answer the "
        "question of staff in the plan's list of figures that rest on judgement, or give your own "
        "([how](../how-to/override-a-measure.md)). Two doubts more: refuse trucks and other heavy "
        "vehicles stand without state support, and charging at home has its effect on the car, so "
        "that neither can win on price.",
        "",
    ]


def _moved(kept: Mapping[str, Any], number: str, n: Mapping[str, int]) -> str:
    """Return what several have named and the plan starts only where staff is not counted."""
    now = {m["id"] for m in kept["plans"][number]["measures"] if m["group"] in STARTS}
    names = [
        kept["names"][m["id"]]
        + (
            ""
            if was["price"] is None or m["without_staff"] is None
            else f" ({was['price']:,} → {m['without_staff']:,} NOK/t)"
        )
        for m in kept["no_staff"][number]["measures"]
        if m["group"] in STARTS and m["id"] not in now and n[m["id"]] >= ENOUGH
        for was in kept["plans"][number]["measures"]
        if was["id"] == m["id"]
    ]
    return "; ".join(names) or "–"


def _disagreements(
    kept: Mapping[str, Any], plans: Mapping[str, Plan], named: Mapping[str, set[str]]
) -> list[str]:
    n = counts(named, sorted(named))
    groups: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for plan in plans.values():
        for m in plan["measures"]:
            groups[m["id"]][plan["name"]] = m
    starts = {
        id: [p for p, m in where.items() if m["group"] in STARTS] for id, where in groups.items()
    }
    ours = sorted(
        (id for id, p in starts.items() if p and not n[id]), key=lambda i: -len(starts[i])
    )
    out = [
        "## Each disagreement, with the plan's reason",
        "",
        "### The plan starts it, and no municipality has named it",
        "",
    ]
    rows = []
    for id in ours:
        m = groups[id][starts[id][0]]
        rows.append(
            [
                kept["names"][id],
                ", ".join(starts[id]),
                kept["reasons"][m["reason"]],
                _nok(m),
                _OURS.get(id, ""),
            ]
        )
    out += _table(
        ["measure", "started in", "the plan's reason", "NOK/t", "our reading"], rows, text=True
    )
    out += [
        f"### At least {ENOUGH} municipalities have named it, and some plan does not start it",
        "",
    ]
    rows = []
    for id, times in sorted(n.items(), key=lambda p: (-p[1], p[0])):
        if times < ENOUGH or len(starts.get(id, ())) == len(plans):
            continue
        reasons: dict[str, list[str]] = defaultdict(list)
        for plan in plans.values():
            m = groups.get(id, {}).get(plan["name"])
            if m is None:
                why = plan["others"].get(id, "not_here")
                reasons[_NOT_RANKED.get(why, why)].append(plan["name"])
            elif m["group"] not in STARTS:
                said = f"{kept['groups'][m['group']]}: {kept['reasons'][m['reason']]}"
                reasons[said].append(plan["name"])
        here = next(iter(groups.get(id, {}).values()), None)
        rows.append(
            [
                kept["names"][id],
                str(times),
                ", ".join(starts.get(id, ())) or "–",
                "; ".join(f"{why} ({', '.join(where)})" for why, where in reasons.items()),
                "–" if here is None else _nok(here),
                _THEIRS.get(id, ""),
            ]
        )
    out += _table(
        ["measure", "named by", "started in", "the plan's reason", "NOK/t", "our reading"],
        rows,
        text=True,
    )
    return out


def _missing(rows: Sequence[Mapping[str, str]]) -> list[str]:
    found = [r for r in rows if not r["measure"]]
    return [
        "### Named, and not in the library",
        "",
        *(f"- {r['municipality']}: {r['words']} ({r['note']})." for r in found),
        "",
    ]


#: Why a measure has no place in the plan's order.
_NOT_RANKED = {
    "outside_boundary": "its cut is of another boundary than the plan's target",
    "no_effect": "no source here that it cuts, or too little",
    "unquantified": "without a figure for its effect",
    "not_here": "nothing here that it acts on",
}
#: Our own reading of each disagreement; never the words of a municipality.
_OURS: dict[str, str] = {
    "construction_logistics": "others' sites: the municipality asks for it in its contracts",
    "delivery_logistics": "firms decide; Oslo names three measures for goods transport",
    "remote_work": "employers decide; seldom counted as a climate measure",
    "passenger_car_electric": "residents and firms decide; budgets count it in the baseline",
    "mass_reuse": "cuts what lorries drive; in plans for land and masses, not in climate budgets",
    "landfill_new_wells": "only where there is a landfill; Oslo names more gas from two",
    "precise_fertilising": "farmers decide; budgets name advice to farmers, its means",
    "eco_driving": "firms decide; cheap, small, and its effect wears off",
    "herd_health_and_grazing": "farmers decide; budgets name advice to farmers, its means",
    "biological_treatment_leaks": "the waste company decides; rests on judgement",
    "leaner_fast_boats": "the county decides",
    "electric_vans_business": "firms decide; a state rule is being prepared",
}
_THEIRS: dict[str, str] = {
    "cycle_network": "chosen for health, time and safety; the plan says so and leaves it open",
    "municipal_fleet_electric": "law since 2022 for what is bought: what is left is to change "
    "sooner, and where the cars are few, staff decides the price",
    "compact_growth": "agrees where the place grows; dear where few homes are built",
    "more_frequent_buses": "chosen for access; at or below zero in the national study, which "
    "counts health and time",
    "energy_management": "saves money and power, hardly a tonne inside the border: a plan for the "
    "footprint shows it",
    "solar_on_municipal_roofs": "power, not a tonne inside the border",
    "climate_weighted_procurement": "cuts where goods are made; 30 % weight is law since 2024",
    "ev_charging_homes": "lets others change: its effect is counted on the car",
    "electric_city_buses": "the county's contract; public purchase rule since 2025 for city buses",
    "furniture_reuse": "cuts where goods are made",
    "road_pricing": "needs the state's consent, and traffic of a city",
    "wood_stove_exchange": "right early in about 70 % of the futures, the bar is 80 %; its "
    "deadline is past, so the plan asks for a yes or a no",
    "tolls_by_fuel": "only where there are tolls; what others pay is not in the library",
    "lending_and_repair": "cuts where goods are made",
    "zero_emission_sites_municipal": "23 000 NOK/t for a middle-sized machine, about 3 000 for a "
    "large one: done to build a market, and for noise and air",
    "landfill_gas_capture": "agrees but in Fyresdal, where what leaks is little",
    "farm_climate_advice": "the plan starts what the advice is to bring about, at its own price",
    "zero_emission_taxis": "agrees in the two cities",
    "electric_vans": "law since 2022 for what is bought: what is left is to change sooner",
    "electric_refuse_truck": "4 966 NOK/t with the library's price; state support is not in it",
    "car_sharing": "right early in one of five futures: cars that disappear are few and uncertain",
    "biogas_filling_station": "without a figure for its effect",
}


# -- what the plans say ----------------------------------------------------------------


def ask(progress: Callable[[str], None] = print) -> dict[str, Any]:
    """Return what the five plans say, in plain values."""
    import kortreist
    from kortreist.i18n import Translator
    from kortreist.measures import library

    t = Translator("en")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "no_staff.toml"
        file.write_text("".join(f"[{m.id}]\nstaff_fte = 0.0\n" for m in library()), "utf-8")
        plans = {n: _said(kortreist.plan(n, extras=False), progress) for n in PLACES}
        no_staff = {
            n: _said(kortreist.plan(n, extras=False, overrides=file), progress) for n in PLACES
        }
    reasons = sorted({m["reason"] for p in plans.values() for m in p["measures"]})
    groups = sorted({m["group"] for p in plans.values() for m in p["measures"]})
    return {
        "what": "Written by tools/agreement.py",
        "engine": kortreist.__version__,
        "plans": plans,
        "no_staff": no_staff,
        "names": {m.id: m.name["en"] for m in library()},
        "reasons": {r: t(f"plans.reason.{r}").rstrip(".") for r in reasons},
        "groups": {g: t(f"plans.group.{g}") for g in groups},
    }


def _said(budget: Any, progress: Callable[[str], None]) -> dict[str, Any]:
    """Return what one plan says of each measure, in its order."""
    said = []
    for v in budget.outcome.verdicts:
        price = budget.outcome.prices[v.measure]
        ranked = price.mark == "ranked"
        said.append(
            {
                "id": v.measure,
                "group": v.group,
                "reason": v.reason,
                "early": round(v.early_share, 3),
                "decider": v.decider,
                "price": _whole(price.society_with_staff) if ranked else None,
                "without_staff": _whole(price.society) if ranked else None,
                "mark": price.mark,
                "cuts": round(price.cuts, 1),
            }
        )
    known = {m["id"] for m in said}
    others = {m.id: str(why) for m, why in budget.not_chosen if m.id not in known}
    others |= {m.measure.id: "unquantified" for m in budget.unquantified}
    place = budget.account.place
    progress(f"{place.number}: {sum(m['group'] in STARTS for m in said)} start")
    return {"name": place.name, "measures": said, "others": others}


def _whole(nok: float | None) -> int | None:
    return None if nok is None else round(nok)


def main(arguments: Sequence[str]) -> int:
    """Write the page; returns the exit code."""
    if "--kept" not in arguments:
        found = json.dumps(ask(), ensure_ascii=False, indent=1, sort_keys=True)
        KEPT.write_text(found + "\n", "utf-8")
    PAGE.write_text(page(json.loads(KEPT.read_text("utf-8")), read()), "utf-8")
    print(PAGE.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
