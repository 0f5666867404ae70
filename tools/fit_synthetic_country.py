"""Fit the made country's parameters to the inventories of Telemark's municipalities.

Writes ``src/kortreist/facts/data/synthetic_country.csv`` anew from the newest edition under
``../shared/data/telemark``, which is not part of the project; run it when a new edition comes.

Run: ``python tools/fit_synthetic_country.py``; ``--check`` tells whether the table would change.
"""

from __future__ import annotations

import csv
import io
import math
import sys
import tempfile
from pathlib import Path

import numpy as np

from kortreist import places
from kortreist.connectors import import_inventory, inventory
from kortreist.facts import load

ROOT = Path(__file__).resolve().parents[1]
EDITIONS = ROOT.parent / "shared" / "data" / "telemark" / "emissions"
TABLE = ROOT / "src" / "kortreist" / "facts" / "data" / "synthetic_country.csv"
FIELDS = (
    "sector",
    "source",
    "national",
    "part",
    "needs",
    "presence_small",
    "presence_large",
    "log_mean",
    "density_slope",
    "log_sd",
    "trend",
)
#: A straight line through fewer municipalities says more about them than about the source.
LEAST_FOR_A_SLOPE = 10
#: National main source and part of it that a sector's made tonnes are scaled to.
NATIONAL = {
    "industry_oil_gas": (2, ""),
    "energy_supply": (3, ""),
    "heating": (4, ""),
    "road_transport": (5, ""),
    "other_mobile_combustion": (6, "machinery"),
    "shipping": (6, "shipping_and_fishing"),
    "aviation": (6, "domestic_aviation"),
    "agriculture": (7, ""),
    "waste_and_wastewater": (9, ""),
    "fluorinated_gases": (9, ""),
}


def table() -> str:
    """Return the fitted table as CSV text."""
    newest = max(EDITIONS.glob("*.csv"))
    large_from = load().figure("made/large_population").value
    by_place: dict[str, dict[tuple[str, str], dict[int, float]]] = {}
    with tempfile.TemporaryDirectory() as data_dir:
        import_inventory(newest, data_dir=Path(data_dir))
        for place in places.members(places.find("40")):
            rows = inventory(place.number, data_dir=Path(data_dir)).rows
            found = by_place.setdefault(place.number, {})
            for r in rows:
                series = found.setdefault((r.sector, r.source), {})
                series[r.year] = series.get(r.year, 0.0) + r.value
    years = sorted({y for f in by_place.values() for s in f.values() for y in s})
    first, last = years[0], years[-1]
    persons = {n: places.population(places.find(n), last) or 0.0 for n in by_place}
    area = {n: places.area_km2(places.find(n)) or 1.0 for n in by_place}
    coast = {
        n
        for n, found in by_place.items()
        if sum(s.get(last, 0.0) for k, s in found.items() if k[0] == "shipping") > 0
    }
    out = io.StringIO()
    writer = csv.DictWriter(out, FIELDS, lineterminator="\n")
    writer.writeheader()
    for key in sorted({k for found in by_place.values() for k in found}):
        needs = "coast" if key[0] == "shipping" else ""
        now = {n: f.get(key, {}).get(last, 0.0) for n, f in by_place.items()}
        there = [n for n in by_place if now[n] > 0.0]
        if not there or key[0] not in NATIONAL:
            continue
        can = [n for n in by_place if not needs or n in coast]
        log_head = np.array([math.log(now[n] / persons[n]) for n in there])
        density = np.array([math.log(persons[n] / area[n]) for n in there])
        slope = 0.0
        if len(there) >= LEAST_FOR_A_SLOPE:
            slope = float(np.polyfit(density, log_head, 1)[0])
        rest = log_head - slope * density
        before = sum(f.get(key, {}).get(first, 0.0) for f in by_place.values())
        trend = math.log(sum(now.values()) / before) / (last - first) if before > 0 else 0.0
        number, part = NATIONAL[key[0]]
        writer.writerow(
            {
                "sector": key[0],
                "source": key[1],
                "national": number,
                "part": part,
                "needs": needs,
                "presence_small": presence(can, there, persons, 0.0, large_from),
                "presence_large": presence(can, there, persons, large_from, math.inf),
                "log_mean": round(float(rest.mean()), 4),
                "density_slope": round(slope, 4),
                "log_sd": round(float(rest.std(ddof=1)) if len(there) > 2 else 1.0, 4),
                "trend": round(min(max(trend, -0.1), 0.1), 4),
            }
        )
    return out.getvalue()


def presence(
    can: list[str], there: list[str], persons: dict[str, float], low: float, high: float
) -> float:
    """Return the share of municipalities of a size that have the source.

    Half a municipality is added to both sides where the few there are all agree.
    """
    of_size = [n for n in can if low <= persons[n] < high]
    has = sum(n in there for n in of_size)
    if has == len(of_size) > 5 or (has == 0 and not of_size):
        return 1.0 if has else 0.5
    return round((has + 0.5) / (len(of_size) + 1.0), 4)


def main() -> int:
    """Write the table, or tell whether it would change."""
    text = table()
    if "--check" in sys.argv[1:]:
        same = TABLE.read_text("utf-8") == text
        print("the table is as fitted" if same else "the table would change")
        return 0 if same else 1
    TABLE.write_text(text, "utf-8")
    print(f"{TABLE.relative_to(ROOT)}: {len(text.splitlines()) - 1} sources")
    return 0


if __name__ == "__main__":
    sys.exit(main())
