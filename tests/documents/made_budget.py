"""A made climate budget of a municipality that does not exist: X001 Eksempeldal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from kortreist import places
from kortreist.accounts.ledger import Account, Source, total
from kortreist.backtests import Backtest, BlockInterval, Break, Coverage
from kortreist.baseline import KnownChange, ProjectionCheck
from kortreist.baseline.known_changes import Certainty
from kortreist.budgets.budget import (
    ActivityCount,
    Band,
    BudgetMeasure,
    ClimateBudget,
    FrameStart,
    KnownRow,
    Money,
    Restatement,
    Target,
)
from kortreist.budgets.without_open import WithoutOpen
from kortreist.measures.measure import Cost, Effect, Instrument, Measure, Quality, Spread
from kortreist.places.place import Place
from kortreist.plans.branches import Branch, PathwayMap, Way
from kortreist.plans.interval import Range
from kortreist.plans.judgement import Judged, Worth
from kortreist.plans.outcome import (
    Change,
    Demand,
    DriverShare,
    Finding,
    Goal,
    GoalShare,
    Learning,
    Levels,
    Marginal,
    Pilot,
    PlanOutcome,
    Regret,
    Room,
    RoomChange,
    Signpost,
    SolverReport,
    ToDecide,
    TradeOff,
    Verdict,
)
from kortreist.plans.pricing import Price
from kortreist.plans.stair import Stair, StairRow, Step
from kortreist.provenance import Origin
from kortreist.units import Quantity

__all__ = ["made_budget", "made_outcome", "synthetic_account"]

VINTAGE = "made-2026-04"
#: One of every kind of price.
PRICES = {
    0: Price(
        "ranked",
        3_100.0,
        2_941.0,
        -300.0,
        6_200.0,
        society_with_staff=3_320.0,
        cuts=388.0,
        limit=4_900.0,
    ),
    1: Price("saves", saves={"municipality": 190_000.0, "residents": 61_000.0}, cuts=268.7),
    2: Price("not_ranked", cuts=120.0),
    3: Price("too_small", cuts=12.0),
    6: Price(
        "ranked",
        9_000.0,
        12_000.0,
        5_000.0,
        20_000.0,
        society_with_staff=12_600.0,
        cuts=34.0,
        limit=4_900.0,
    ),
}
PLACE = Place("X001", "Eksempeldal", "municipality", date(1990, 1, 1), county="X0")
HISTORY = {
    2009: 52_245.05, 2011: 54_804.2, 2013: 50_777.9, 2015: 46_969.4, 2016: 45_394.1,
    2017: 43_641.0, 2018: 45_681.3, 2019: 42_842.7, 2020: 43_555.5, 2021: 43_532.0,
    2022: 42_955.8, 2023: 39_585.2, 2024: 40_354.49,
}  # fmt: skip
DIRECT = (
    ("road_transport", "passenger_cars", "residents", "transport", 7_900.3),
    ("road_transport", "passenger_cars", "municipality", "transport", 350.2),
    ("road_transport", "heavy_vehicles", "business", "transport", 7_822.0),
    ("road_transport", "vans", "business", "transport", 4_092.0),
    ("road_transport", "buses", "business", "transport", 1_213.0),
    ("agriculture", "enteric_fermentation", "business", "food", 3_677.0),
    ("agriculture", "agricultural_soils", "business", "food", 4_570.0),
    ("waste_and_wastewater", "landfill_gas", "municipality", "goods", 3_830.0),
    ("heating", "wood_burning", "residents", "buildings", 1_023.0),
    ("heating", "fossil_oil", "business", "buildings", 298.0),
    ("other_mobile_combustion", "construction", "business", "transport", 2_700.0),
    ("other_mobile_combustion", "construction", "municipality", "transport", 628.99),
    ("industry_oil_gas", "industry_oil_gas", "business", "goods", 252.0),
    ("fluorinated_gases", "hfc_use", "business", "goods", 1_998.0),
)
INDIRECT = (
    ("residents", "coicop", "01.1", "food", 21_400.0, 0.06),
    ("residents", "coicop", "04.5", "energy", 6_100.0, 0.02),
    ("residents", "coicop", "07.2", "transport", 15_800.0, 0.01),
    ("residents", "coicop", "09.4", "goods", 8_200.0, 0.0),
    ("municipality", "kostra_cost_type", "buildings", "buildings", 5_300.0, 0.04),
    ("municipality", "kostra_cost_type", "food", "food", 900.0, 0.06),
    ("business", "investment", "fixed_capital", "goods", 14_100.0, 0.03),
)


def synthetic_account() -> Account:
    """Return the account of Eksempeldal 2024."""
    origins = {
        f"vintage/{VINTAGE}": Origin(
            f"vintage/{VINTAGE}", "import", "Made inventory, April 2026",
            source="Miljødirektoratet: Utslipp av klimagasser i kommuner og fylker",
            url="https://www.miljodirektoratet.no/tjenester/klimagassutslipp-kommuner/",
            licence="NLOD", valid_from="2026-04-24", checked_on="2026-11-23",
        ),
        "formula/actor_split": Origin(
            "formula/actor_split", "formula", "Actor shares", mark="computed",
            expression="tonnes × the actor's share", inputs=(f"vintage/{VINTAGE}",),
        ),
        "indirect/multipliers": Origin(
            "indirect/multipliers", "fact", "Multipliers of 65 products",
            source="Statistisk sentralbyrå: Kryssløpstabeller",
            url="https://www.ssb.no/nasjonalregnskap-og-konjunkturer/tables/input-output",
            licence="CC BY-SA 4.0", checked_on="2026-11-23", mark="partly",
        ),
    }  # fmt: skip
    sources = [
        Source(
            f"direct/{sector}/{source}/{actor}", "direct", actor, sector, source, theme,
            value, value * 0.8, value * 1.25, actor == "residents", "formula/actor_split",
        )
        for sector, source, actor, theme, value in DIRECT
    ]  # fmt: skip
    sources += [
        Source(
            f"indirect/{actor}/{sector}/{source}", "indirect", actor, sector, source, theme,
            value, value * 0.6, value * 1.5, True, "indirect/multipliers", inside=inside,
            overlaps="direct/*" if inside else None,
        )
        for actor, sector, source, theme, value, inside in INDIRECT
    ]  # fmt: skip
    return Account(
        place=PLACE, year=2024, vintage_id=VINTAGE, vintage_date="2026-04-24",
        vintage_origin="Made inventory", gwp="AR5", sources=tuple(sources),
        totals={b: total(sources, b) for b in ("territorial", "consumption", "combined")},
        overlap=Quantity(10_500.0, 8_000.0, 13_000.0, "combined"),
        missing={}, history=HISTORY, population=13_266.0, origins=origins,
    )  # fmt: skip


def _say(nb: str, nn: str, en: str) -> dict[str, str]:
    return {"nb": nb, "nn": nn, "en": en}


def _spread(low: float, mid: float, high: float, mark: str = "partly") -> Spread:
    source = "judgement" if mark == "judgement" else "mdir_inventory"
    return Spread(low, mid, high, source, mark)  # type: ignore[arg-type]


def _measure(id: str, names: tuple[str, str, str], level: int, theme: str, unit: str,
             where: tuple[str, str], fraction: Spread | None,
             **more: object) -> Measure:  # fmt: skip
    return Measure(
        id=id, name=_say(*names),
        description=_say(
            "Bytte ut det som slipper ut, når det likevel skal fornyes.",
            "Byte ut det som slepp ut, når det likevel skal fornyast.",
            "Replace what emits when it is renewed anyway.",
        ),
        level=level, theme=theme, unit=unit,  # type: ignore[arg-type]
        effects=(Effect("direct", *where, "improve", fraction),),
        costs=(Cost("municipality", "capital", "fixed", _spread(1e6, 2e6, 4e6)),),
        ramp_years=4, lifetime_years=12, commitment_years=8, staff_fte=0.5,
        indicator=_say("Andel utslippsfrie", "Del utsleppsfrie", "Share emission-free"),
        source="mdir_inventory",
        qualities=(
            Quality("air_and_quiet", 2, _say("Mindre støy", "Mindre støy", "Less noise")),
            Quality("equity", -1, _say("Dyrest for noen", "Dyrast for nokre", "Dearest for some")),
        ),
        instruments=(
            Instrument(_say("Innkjøpskrav", "Innkjøpskrav", "Purchase rules"), "municipality"),
            Instrument(_say("Tilskudd", "Tilskot", "Grant"), "state"),
        ),
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


QUANTIFIED = (
    (("Elektriske personbiler", "Elektriske personbilar", "Electric passenger cars"),
     1, "transport", "planning", ("road_transport", "passenger_cars"), 0.20),
    (("Elektriske varebiler", "Elektriske varebilar", "Electric vans"),
     1, "transport", "procurement", ("road_transport", "vans"), 0.16),
    (("Utslippsfrie bygge- og anleggsplasser <krav i alle kontrakter>",
      "Utsleppsfrie bygge- og anleggsplassar <krav i alle kontraktar>",
      "Emission-free construction sites <in all contracts>"),
     1, "buildings", "property", ("other_mobile_combustion", "construction"), 0.15),
    (("Gassuttak fra deponiet", "Gassuttak frå deponiet", "Landfill gas collection"),
     1, "goods", "water_and_waste", ("waste_and_wastewater", "landfill_gas"), 0.14),
    (("Biogass av husdyrgjødsel", "Biogass av husdyrgjødsel", "Biogas from manure"),
     2, "food", "agriculture_office", ("agriculture", "agricultural_soils"), 0.12),
    (("Mer buss, sykkel og gange", "Meir buss, sykkel og gange", "More bus, cycling and walking"),
     2, "transport", "planning", ("road_transport", "passenger_cars"), 0.10),
    (("Fossilfri varme i alle bygg", "Fossilfri varme i alle bygg", "Fossil-free heat"),
     1, "buildings", "property", ("heating", "fossil_oil"), 0.04),
    (("Sambruk av bygg & rom", "Sambruk av bygg & rom", "Shared buildings & rooms"),
     3, "buildings", "culture", ("heating", "wood_burning"), 0.09),
)  # fmt: skip


#: Further in tonnes and cheaper, clear of zero; reach is not.
WHEN_BOUND = RoomChange(
    Range(-14.0, -3.0, 2.0),
    Range(-640.0, -610.0, -580.0),
    Range(-1_250_000.0, -1_190_000.0, -1_140_000.0),
    Range(90_000.0, 130_000.0, 180_000.0),
)


def made_room(goal: Goal) -> Room:
    """Return a room for manoeuvre in which binding shortens reach and costs."""
    here = Levels(
        Range(28_210.0, 28_640.0, 29_020.0),
        Range(84_300.0, 86_400.0, 88_700.0),
        Range(135.2e6, 139.9e6, 144.0e6),
    )
    there = Levels(
        Range(28_090.0, 28_520.0, 28_900.0),
        Range(86_000.0, 88_200.0, 90_500.0),
        Range(131.9e6, 136.5e6, 140.6e6),
    )
    change = Levels(
        Range(90.0, 120.0, 151.0),
        Range(-1_870.0, -1_800.0, -1_730.0),
        Range(3.1e6, 3.4e6, 3.8e6),
    )
    shares = ((0.35, 0.99), (0.4, 0.95), (0.45, 0.76), (0.5, 0.31), (0.55, 0.04), (0.6, 0.0))
    curve = tuple(
        GoalShare(cut, 52_245.0 * (1.0 - cut), share, min(1.0, share + 0.01), share, share)
        for cut, share in shares
    )
    return Room(
        here, there, change, Range(1.9e6, 2.2e6, 2.5e6), Range(0.0, 40.0, 80.0), curve, goal,
        0.0, 2030, 2029,
    )  # fmt: skip


def _verdict(n: int | str, group: str, reason: str, start: int | None, early: float,
             post: Signpost | None = None, decider: str = "delegated",
             **more: object) -> Verdict:  # fmt: skip
    values: dict[str, object] = {
        "stability": 0.97, "uncertain": False, "early_share": early,
        "ever_share": min(1.0, early + 0.2), "start_year": start, "when_bound": WHEN_BOUND,
        "committed_emissions": 0.0, "closes": (),
        "closes_until": None, "binding_years": 8,
        "regret": Regret(160_000.0, 410_000.0, 1 - early, early, 640_000.0),
        "satisficing": early, "info_gap": early / 2, "decide_by": 2028,
    }  # fmt: skip
    values.update(more)
    return Verdict(f"made_{n}", group, reason, signpost=post, decider=decider,  # type: ignore[arg-type]
                   **values)  # type: ignore[arg-type]  # fmt: skip


def _judged(
    kind: Any,
    key: str,
    value: tuple[float, float, float],
    *,
    tonnes: float = 0.0,
    nok: float = 0.0,
    asked: str = "business",
    question: str = "Norcem 2018? ({language})",
) -> Judged:
    moves = nok + tonnes * 3_400.0

    def said(text: str) -> dict[str, str]:
        return {x: text.format(language=x) for x in ("nb", "nn", "en")} if text else {}

    label = said(f"{kind} {key.replace('_', ' ')} {{language}}")
    return Judged(
        kind, key, label, *value, said("stk {language}"),
        "judgement", "judgement", tonnes, nok, moves, said(question),
        "number" if question else "", asked,
        Worth(moves * 0.9, tonnes / 10.0) if question else Worth(0.0, 0.0),
    )  # fmt: skip


def made_outcome() -> PlanOutcome:
    """Return a robust plan with all groups, the target out of reach."""
    goal = Goal("reachable", 2030, 28_734.8, 0.45, 0.75)
    nothing = Regret(None, None, 0.0, 0.0)
    verdicts = (
        _verdict(1, "adopted", "adopted", 2028, 1.0, decide_by=None, decision_rule="budget_line",
                 regret=Regret(0.0, 90_000.0, 0.0, 1.0, 0.0)),
        _verdict(0, "start_now", "early_and_free", 2027, 0.94),
        _verdict(2, "anchor_first", "early_but_binds", 2027, 0.41, decider="council",
                 stability=0.62, uncertain=True, binding_years=15, decide_by=2026,
                 decision_rule="plan_provisions", variants=19,
                 changes=(Change("price", "low", "keep_open"),)),
        _verdict(5, "decide_now", "some_futures", 2028, 0.2,
                 Signpost("effect", "made_5", "up", 1.1, 2028, 2024, 4.0, Range(0.0, 0.0, 0.0),
                          Range(0.0, 0.0, 0.0), 256, 52), stability=0.7, uncertain=True,
                 decide_by=2024,
                 pilot=Pilot("cost", 0.13, 1.0, 124e3, 107e3, 37e3, 705e3, 2027, "share")),
        _verdict(3, "keep_open", "some_futures", 2028, 0.3,
                 Signpost("driver", "van_fossil_share", "up", 0.8, 2027, 2028, 3.0,
                          Range(0.66, 0.72, 0.78), Range(0.05, 0.08, 0.11), 256, 77), "partners",
                 pilot=Pilot("both", 0.05, 4.0, 129e3, 640e3, 210e3, 1.31e6, 2027, "try")),
        _verdict("tax", "keep_open", "waits_for_condition", None, 0.0,
                 Signpost("condition", "road_pricing_law", "up", None, 2031, 2031, 2.0,
                          futures=256, unwatched="never_right"), "state",
                 regret=nothing, decide_by=2031),
        _verdict(7, "avoid", "closes_more", None, 0.1, decider="council",
                 committed_emissions=1_250.0, closes=("made_0", "made_1"), closes_until=2041,
                 decide_by=None),
        _verdict(6, "not_for_climate", "too_dear", None, 0.0, regret=nothing, decide_by=None),
        _verdict(4, "unknown", "unknown_cost", None, 0.0,
                 Signpost("cost", "made_4", "down", year=2028, lead_years=2.5,
                          unwatched="cost_unknown"), "council", regret=nothing,
                 decide_by=None),
    )  # fmt: skip
    stair = Stair(
        2030, 2024, 40_354.49, 23_510.27,
        (
            Step("adopted", 3_200.0, 5_651.4, 8_100.0,
                 (StairRow("driver", "car_fossil_share", 4_000.0),
                  StairRow("driver", "van_km", -348.6),
                  StairRow("driver", "landfill_decay", 2_000.0))),
            Step("state", 800.0, 1_024.0, 1_250.0,
                 (StairRow("condition", "road_pricing_law", 1_024.0, ("made_tax",)),)),
            Step("others", 80.0, 111.0, 140.0,
                 (StairRow("condition", "public_transport_funding", 111.0, ("made_5",)),)),
            Step("plan", 930.0, 1_098.0, 1_260.0, (StairRow("measure", "made_0", 1_098.0),),
                 in_plan=1_098.0),
            Step("more", 450.0, 540.0, 630.0,
                 (StairRow("measure", "made_6", 340.0, (), "too_dear"),
                  StairRow("measure", "made_4", 200.0, (), "unknown_cost"))),
            Step("unreached", 6_100.0, 8_419.82, 10_700.0),
        ),
    )  # fmt: skip
    return PlanOutcome(
        stairs=(stair,),
        starts={f"made_{n}": 2027 if n % 2 == 0 else 2028 for n in range(8)},
        refused={"made_tax": "waits"},
        verdicts=verdicts,
        room=made_room(goal),
        solver=SolverReport(86_369.7, 86_008.5, 0.00418, 1.1, 6.7e-16, "gap", 8, 0.0051),
        learning=Learning(2029, 10_300_000.0),
        decide_now=ToDecide(("made_5",), dict.fromkeys(range(2025, 2036), 240.0),
                            dict.fromkeys(range(2025, 2036), 150_000.0)),
        trade_off=(
            TradeOff(0.0, 0.0, 29_128.7, 0.0, 0, False),
            TradeOff(6_000_000.0, 6_230_000.0, 27_636.2, 32.0, 5, False),
            TradeOff(12_000_000.0, 13_450_000.0, 26_931.5, 45.0, 8, True),
            TradeOff(24_000_000.0, 23_680_000.0, 26_600.8, 47.0, 8, False),
        ),
        marginal=(
            Marginal("made_0", 388.0, 360.1, 3_100.0, 2_941.0),
            Marginal("made_1", 268.7, 244.1, None, None),
            Marginal("made_4", 96.6, 0.3, None, None),
        ),
        prices={
            **{f"made_{n}": price for n, price in PRICES.items()}, "made_4": Price("unknown"),
        },
        pathway_map=_map(),
        drivers=(
            DriverShare("driver", "heavy_fossil_share", 0.29, 0.07, 0.31, 0.05, 2_279.0, 0.0,
                        -30_000.0, 9_000.0),
            DriverShare("effect", "made_2", 0.12, 0.05, 0.13, 0.02, 900.0, 15_900.0, 4_000.0,
                        27_800.0),
            DriverShare("delay", "", -0.004, 0.02, 0.03, 0.01, 300.0, None),
        ),
        findings=(
            Finding("missed", (("driver", "heavy_fossil_share", "above", 2044.4),
                               ("driver", "population", "above", 0.0062)), 0.56, 0.68, 0.37),
            Finding("met", (("condition", "road_pricing_law", "below", 2028.9),),
                    0.63, 0.85, 0.63),
        ),
        in_the_way=(
            Demand("target", "", 0.45), Demand("money", "", 0.0), Demand("staff", "", 0.02),
            Demand("conditions", "", 0.1), Demand("all", "", 0.31),
        ),
        judged=(
            _judged("effect", "made_2", (40.0, 55.0, 90.0), tonnes=61.0, asked="municipality"),
            _judged("cost", "made_0/0", (-2_000.0, 12_500.0, 30_000.0), nok=820_000.0),
        ),
        judged_others=(_judged("driver", "blending_duty", (-0.8, 0.0, 0.4), tonnes=400.0,
                               asked="state", question=""),),
        answered=(_judged("count", "van", (304.0, 320.0, 336.0), nok=10_000.0),),
    )  # fmt: skip


def _way(share: float, starts: tuple[tuple[str, int], ...], reach: float, cut: float) -> Way:
    return Way(
        Range(max(share - 0.05, 0.0), share, min(share + 0.05, 1.0)),
        starts,
        Range(reach - 1_900.0, reach, reach + 2_100.0),
        Range(cut * 0.9, cut, cut * 1.1),
        cut * 2_100.0,
        cut * 480.0,
        Range(0.0, 0.004, 0.02),
        Range(0.0, 0.0, 0.011),
    )


def _map() -> PathwayMap:
    law = Signpost("condition", "road_pricing_law", "up", year=2028)
    price = Signpost("cost", "made_3", "down", 0.85, 2028)
    return PathwayMap(
        year=2030,
        learning_year=2029,
        target_t=18_300.0,
        now=(("made_0", 2027), ("made_1", 2028)),
        anyway=(("made_6", 2029),),
        branches=(
            Branch(
                2028,
                law,
                _way(0.4, (("made_tax", 2029),), 26_100.0, 840.0),
                _way(0.6, (), 27_200.0, 0.0),
                Range(120_000.0, 1_450_000.0, 2_780_000.0),
                0.98,
                2030,
            ),
            Branch(
                2028,
                price,
                _way(0.35, (("made_3", 2029),), 26_500.0, 310.0),
                _way(0.65, (("made_5", 2029),), 26_900.0, 120.0),
                Range(40_000.0, 410_000.0, 780_000.0),
                0.86,
            ),
        ),
        unsorted=("made_2",),
        signs=31,
        undecided=_way(1.0, (), 27_282.5, 0.0),
        followed=_way(1.0, (), 26_760.0, 522.5),
        out_of_reach=True,
    )


def _plant(id: str, certainty: Certainty, tonnes: tuple[float, float, float] | None) -> KnownChange:
    return KnownChange(
        id, "X001", "Eksempelverket", {"nb": "Ny ovn", "nn": "Ny omn", "en": "New oven"},
        "industry_oil_gas", "industry_oil_gas", "business", certainty, 2027, None,
        (2027.0, 2027.0, 2028.0), tonnes, status="verified", source_title="Made",
        checked_on="2026-11-01",
    )  # fmt: skip


def made_budget(*, restated: bool = True, draft: bool = True) -> ClimateBudget:
    """Return a whole made budget: effects of each year sum to baseline minus pathway."""
    account = synthetic_account()
    years = tuple(range(2025, 2036))
    plan_years = (2027, 2028, 2029, 2030)
    start = account.totals["territorial"].value
    goal = HISTORY[2009] * 0.45
    frame = {y: start + (goal - start) * min(1.0, (y - 2024) / 6) for y in years}
    baseline_c = {y: start * 0.985 ** (y - 2024) for y in years}
    cut = {y: max(0.0, min(1.0, (y - 2026) / 4)) * 11_800.0 for y in years}
    weights = [w for *_, w in QUANTIFIED]
    measures = []
    for n, (names, level, theme, unit, where, weight) in enumerate(QUANTIFIED):
        mark = "judgement" if level == 3 else "partly"
        measure = _measure(f"made_{n}", names, level, theme, unit, where,
                           _spread(0.1, 0.3, 0.6, mark))  # fmt: skip
        effect = {
            y: Band(0.6 * cut[y] * weight / sum(weights), cut[y] * weight / sum(weights),
                    1.5 * cut[y] * weight / sum(weights))
            for y in years
        }  # fmt: skip
        missing = ("municipality",) if n == 4 else ("business",) if n == 5 else ()
        cost: dict[str, dict[int, float]] = {
            "municipality": {y: 350_000.0 * (n + 1) if y < 2029 else -60_000.0 for y in plan_years},
            "business": dict.fromkeys(plan_years, 1200000.0),
            "residents": dict.fromkeys(plan_years, 90000.0 * n),
        }
        if n == 4:
            cost["municipality"] = {}
        measures.append(
            BudgetMeasure(
                measure, 2027 if n % 2 == 0 else 2028, effect, cost, missing,
                {b: {y: Money(0.6 * nok, 0.4 * nok, min(0.5 * nok, 2 * nok),
                              max(0.5 * nok, 2 * nok)) for y, nok in years_.items()}
                 for b, years_ in cost.items()},
                Price("unknown") if missing else PRICES.get(n, PRICES[0]),
                ActivityCount("van", 320.0, ("municipality", "register", "emission")[n % 3], 45.2),
                0.4,
            )
        )  # fmt: skip
    unknown = (
        _measure("made_repair", ("Reparasjonsverksted", "Reparasjonsverkstad", "Repair workshop"),
                 3, "goods", "culture", ("", ""), None),
        _measure("made_density", ("Fortetting ved 15-minuttersbyen",
                                  "Fortetting ved 15-minuttsbyen",
                                  "Density by the 15-minute town"),
                 3, "land_use", "planning", ("", ""), None),
    )  # fmt: skip
    formulas = (
        "frame",
        "baseline",
        "pathway",
        "effect",
        "cost",
        "probability",
        "own_limit",
        "futures",
        "known",
        "projection",
    )
    origins = {
        f"formula/{f}": Origin(f"formula/{f}", "formula", f.capitalize(), mark="computed",
                               expression=f"made rule of {f}",
                               inputs=(f"vintage/{VINTAGE}",) if f == "frame" else ())
        for f in formulas
    }  # fmt: skip
    origins["figures/target/2030"] = Origin(
        "figures/target/2030", "fact", "Statutory target 2030: at least 55 % below 1990",
        source="Stortinget: Klimaloven", url="https://lovdata.no/dokument/NL/lov/2017-06-16-60",
        licence="NLOD", valid_from="2023-01-01", checked_on="2026-11-23",
    )  # fmt: skip
    other = replace(unknown[0], id="made_tax", name=_say("Vegpris", "Vegpris", "Road pricing"))
    restatement = Restatement(
        "made-2025-01", VINTAGE, 50_120.0, HISTORY[2009],
        {y: frame[y] * 0.96 for y in plan_years}, {y: frame[y] for y in plan_years},
    )  # fmt: skip
    made = ClimateBudget(
        account=account,
        target=Target("territorial", 2009, 2030, 0.55, "figures/target/2030"),
        plan_years=plan_years,
        years=years,
        frame=frame,
        frame_start=FrameStart("last", (2024,), 2024, HISTORY[2024]),
        baseline={y: Band(v * 0.94, v, v * 1.05) for y, v in baseline_c.items()},
        pathway={
            y: Band((v - cut[y]) * 0.9, v - cut[y], (v - cut[y]) * 1.1)
            for y, v in baseline_c.items()
        },
        probability_under_frame={y: max(0.0, 0.62 - 0.14 * (y - 2027)) for y in years},
        measures=tuple(measures),
        unquantified=tuple(
            BudgetMeasure(m, 2027, {}, {}, ("municipality",)) for m in unknown
        ),
        not_chosen=((other, "reason.money"),),
        state_must=((other, "state"), (unknown[1], "county")),
        limits={"money_nok_per_year": 12_000_000.0, "staff_fte": 3.0,
                "money_nok_per_year_origin": "formula/own_limit",
                "staff_fte_origin": "formula/own_limit"},
        futures=1000,
        seed=20261123,
        created="2026-11-23",
        engine_version="0.1.0",
        origins=origins,
        outcome=made_outcome(),
        draft=draft,
        restatement=restatement if restated else None,
        price_year=2025,
        dearest={y: 3_600.0 + 300.0 * (y - 2027) for y in range(2027, 2036)},
        judged_shares={"money": 0.4, "tonnes": 0.33},
        warnings=("warning.reference_1990",),
        known_changes=(
            KnownRow(
                _plant("oven", "decided", (-90.0, -100.0, -110.0)),
                {y: Band(-110.0, -100.0, -90.0) for y in range(2025, 2036)},
            ),
            KnownRow(_plant("capture", "studied", None), {}),
        ),
        projection=(
            ProjectionCheck(
                "agriculture", 2030, 2024, 1.0, 7.0, -6.0, "baseline.gap.agriculture", "NB2026"
            ),
            ProjectionCheck("agriculture", 2035, 2024, 4.0, 7.0, -3.0, "", "NB2026"),
        ),
        use=((other, "construction_site_law"),),
        backtest=made_backtest(),
        breaks=(
            Break("X0", "agriculture", "agricultural_soils", 2019, 2020, 17, 0.94, 0.315),
        ),
    )  # fmt: skip
    held = made.kept_open
    back = {
        y: Band(*(t + held.tonnes[y] for t in (b.low, b.central, b.high)))
        for y, b in made.pathway.items()
    }
    chances = {y: p * 0.9 for y, p in made.probability_under_frame.items()}
    without = WithoutOpen(back, chances)
    return replace(made, without_open=without)


def made_backtest() -> Backtest:
    """A place with too few pairs of its own: Telemark's coverage instead."""
    c = Coverage({50: 0.502, 80: 0.796, 90: 0.882}, 1819, -0.0009, 0.0918)
    return Backtest(
        place=PLACE, whose=places.find("40"), own=False, coverage=c,
        block=BlockInterval((0.734, 0.853), (0.758, 0.835), (0.72, 0.867)),
        forward=Coverage({50: 0.467, 80: 0.762, 90: 0.863}, 1054, -0.0064, 0.0797),
        by_horizon={}, horizon_blocks={}, by_base_year={}, by_place={}, worst_sources=(),
        own_pairs=36, forward_whose=places.find("40"),
        editions=("made-2026-04",), repeated=(), calibrated_on="2026-11-29",
    )  # fmt: skip
