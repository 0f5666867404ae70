"""A small made-up account, measures and futures for the tests of pathways."""

from __future__ import annotations

from datetime import date

import numpy as np

from kortreist.accounts.ledger import Account, Source
from kortreist.measures.measure import Cost, Effect, Measure, Spread
from kortreist.places.place import Place

KEYS = (
    ("road_transport", "passenger_cars"),
    ("road_transport", "buses"),
    ("agriculture", "enteric_fermentation"),
    ("heating", "lpg"),
)
ACTORS = ("residents", "business")


def spread(low: float, central: float, high: float) -> Spread:
    return Spread(low, central, high, "judgement", "judgement")


def account(values: list[float] | None = None) -> Account:
    values = values or [1000.0, 400.0, 90.0, 60.0, 10.0, 800.0, 30.0, 20.0]
    sources = []
    for i, (sector, source) in enumerate(KEYS):
        for j, actor in enumerate(ACTORS):
            v = values[2 * i + j]
            sources.append(
                Source(
                    f"direct/{sector}/{source}/{actor}",
                    "direct",
                    actor,
                    sector,
                    source,
                    "other",
                    v,
                    v * 0.9,
                    v * 1.1,
                    actor == "residents",
                    "x",
                )
            )
    sources.append(
        Source(
            "indirect/residents/coicop/07.1",
            "indirect",
            "residents",
            "coicop",
            "07.1",
            "transport",
            500.0,
            400.0,
            600.0,
            True,
            "x",
            inside=0.1,
        )
    )
    sources.append(
        Source(
            "indirect/business/nace/C",
            "indirect",
            "business",
            "nace",
            "C",
            "goods",
            9e6,
            8e6,
            1e7,
            True,
            "x",
            memo=True,
        )
    )
    place = Place("4005", "Notodden", "municipality", date(2024, 1, 1))
    return Account(
        place, 2024, "v", "2026-04-24", "o", "AR5", tuple(sources), {}, None, {}, {}, 100.0, {}
    )


def effect(
    key: tuple[str, str],
    mode: str,
    phi: Spread | None,
    to: tuple[str, str] | None = None,
    conversion: float = 0.3,
    actors: tuple[str, ...] = (),
    scope: str = "direct",
) -> Effect:
    return Effect(
        scope,
        *key,
        mode,
        phi,
        actors,
        to_scope="direct" if to else "",
        to_sector=to[0] if to else "",
        to_source=to[1] if to else "",
        conversion=conversion if to else 0.0,
    )


def measure(
    id: str,
    *effects: Effect,
    ramp: int = 3,
    lifetime: int = 12,
    costs: tuple[Cost, ...] = (),
    conditions: tuple[str, ...] = (),
) -> Measure:
    return Measure(
        id=id,
        name={},
        description={},
        level=2,
        theme="other",
        unit="planning",
        effects=effects,
        costs=costs,
        ramp_years=ramp,
        lifetime_years=lifetime,
        commitment_years=1,
        staff_fte=1.0,
        indicator={},
        source="judgement",
        enabling_conditions=conditions,
    )


def many(seed: int, count: int = 14) -> list[Measure]:
    """Measures of all kinds, some of which remove a source whole."""
    rng = np.random.default_rng(seed)
    out = []
    for i in range(count):
        effects = []
        for _ in range(int(rng.integers(1, 4))):
            mode = ("avoid", "shift", "improve")[int(rng.integers(3))]
            c = float(rng.uniform(0.02, 0.9))
            phi = spread(1.0, 1.0, 1.0) if rng.random() < 0.12 else spread(0.4 * c, c, 1.0)
            to = None
            if mode == "shift":
                to = [None, KEYS[1], KEYS[0], ("road_transport", "trams")][int(rng.integers(4))]
            actors = ("residents",) if rng.random() < 0.3 else ()
            key = KEYS[int(rng.integers(len(KEYS)))]
            effects.append(effect(key, mode, phi, to, float(rng.uniform(0, 1.5)), actors))
        conditions = ("road_pricing_law",) if rng.random() < 0.2 else ()
        out.append(
            measure(
                f"m{i}",
                *effects,
                ramp=int(rng.integers(1, 7)),
                lifetime=int(rng.integers(4, 20)),
                conditions=conditions,
            )
        )
    return out


def plan(seed: int, measures: list[Measure]) -> dict[str, int]:
    rng = np.random.default_rng(seed)
    return {m.id: int(rng.integers(2024, 2040)) for m in measures if rng.random() < 0.8}
