"""The national figures in the facts are those of the real files."""

from __future__ import annotations

import csv
import pathlib

import pytest

from kortreist.facts.loader import load
from kortreist.measures import library

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"
real = pytest.mark.skipif(not SHARED.exists(), reason="real data not here")


def test_seventy_seven_measures_and_unknown_cost_is_not_zero():
    rows = load().table("national_measures")
    assert len(rows) == 77
    cost = {r["id"]: r["cost_upper_nok_per_t"] for r in rows}
    assert cost["T08"] is None, "blank is unknown"
    assert cost["T01"] == 0.0


@real
def test_national_measures_equal_the_file():
    path = next((SHARED / "measures").glob("klimatiltak*.csv"))
    with path.open(encoding="utf-8-sig") as file:
        theirs = {
            r["tiltak_id"]: (
                r["navn"],
                r["potensial_2035_kt_co2e"],
                r["tiltakskostnad_ovre_kr_per_tonn"],
            )
            for r in csv.DictReader(file)
        }
    ours = {r["id"]: r for r in load().table("national_measures")}
    assert set(ours) == set(theirs)
    for id, (name, potential, cost) in theirs.items():
        assert ours[id]["name"] == name
        assert ours[id]["potential_kt_2035"] == (float(potential) if potential else None)
        assert ours[id]["cost_upper_nok_per_t"] == (float(cost) if cost else None)


@real
def test_national_emissions_equal_the_file():
    path = next((SHARED / "national").glob("ssb_13931*.csv"))
    theirs = {}
    for line in path.read_text("latin-1").splitlines():
        cells = [c.strip().strip('"') for c in line.split(";")]
        if len(cells) == 4 and cells[2] == "2023":
            theirs[cells[0].split()[0]] = float(cells[3])
    ours = {r["id"]: r["kt"] for r in load().table("national_emissions")}
    assert sorted(ours.values()) == sorted(theirs.values())
    assert ours["road_transport"] == theirs["5"]
    assert ours["other_transport"] == theirs["6"]


@real
def test_agriculture_shares_equal_telemark_2023():
    path = max((SHARED / "telemark" / "emissions").glob("*.csv"))
    sums: dict[str, float] = {}
    with path.open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            if row["År"].startswith("2023") and row["Sektor"].strip() == "Jordbruk":
                name = row["Utslippskilde"].replace("_x000D_", "").strip()
                sums[name] = sums.get(name, 0.0) + float(row["Utslipp"])
    share = {r["id"]: r["share"] for r in load().table("national_sub_sources")}
    total = sum(sums.values())
    assert share["manure_management"] == pytest.approx(sums["Gjødselhåndtering"] / total, abs=1e-4)
    assert share["agricultural_soils"] == pytest.approx(sums["Jordbruksarealer"] / total, abs=1e-4)


def test_conditions_have_rising_probabilities_and_years():
    rows = load().table("enabling_conditions")
    assert len(rows) >= 15
    for r in rows:
        if r["status"] == "in_force":
            assert r["probability_central"] is None, "in force is certain"
            continue
        assert 0 <= r["probability_low"] <= r["probability_central"] <= r["probability_high"] <= 1
        assert r["from_year_low"] <= r["from_year_central"] <= r["from_year_high"]
        assert r["nb"]
        assert r["nn"]
        assert r["en"]


#: Residents of the country in round figures, and how far above what there is two sources of
#: our own may be apart.
_RESIDENTS, _SLACK = 5.6e6, 1.25


def test_no_measure_treats_more_units_than_the_country_has():
    """A share of a source, and effect a unit times the units, are two roads to one figure.

    Safe ways to school cut as much as three and a half times the country's pupils could.
    Units counted by emission hold by their own arithmetic; those of one actor are left out,
    since the country's emission is not shared out on actors here.
    """
    kt: dict[tuple[str, str], float] = {}
    for row in load().table("national_groups"):
        if row["actor"] is None:
            key = (row["sector"], row["source"])
            kt[key] = kt.get(key, 0.0) + row["kt"]
    each = {
        r["id"]: r["per_1000_inhabitants"] / 1000.0
        for r in load().table("activity_units")
        if r["count_rule"] == "population"
    }
    seen = set()
    for measure in library():
        activity = measure.activity
        if activity is None or activity.effect is None or activity.unit not in each:
            continue
        effects = [e for e in measure.effects if e.scope == "direct" and e.fraction is not None]
        if activity.boundary != "direct" or any(e.actors for e in effects):
            continue
        cut = sum(e.fraction.central * kt.get((e.sector, e.source), 0.0) for e in effects)
        treated = cut * 1e6 / activity.effect.central
        assert treated <= _SLACK * each[activity.unit] * _RESIDENTS, measure.id
        seen.add(measure.id)
    assert {"safe_school_routes", "wastewater_nitrous_oxide", "zero_emission_taxis"} <= seen
