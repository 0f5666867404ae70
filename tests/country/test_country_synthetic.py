"""The made country: real residents, sums of the national inventory, and nobody's account."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from kortreist import facts, places
from kortreist.country import country_accounts, is_synthetic, synthetic_account
from kortreist.country.synthetic import synthetic_year
from kortreist.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
OFFSHORE = 1


@pytest.fixture(scope="module")
def country():
    return [synthetic_account(p) for p in places.municipalities()]


def test_every_municipality_with_its_real_residents(country) -> None:
    assert len(country) == 357
    known = {
        r["code"]: r["persons"]
        for r in facts.load().table("population")
        if r["year"] == synthetic_year()
    }
    for account in country:
        if account.population is not None:  # None: split out since, and only estimated before
            assert account.population == known[account.place.number]
    assert sum(a.population or 0 for a in country) > 5.4e6


def test_marked_as_made_everywhere(country) -> None:
    for account in country:
        assert account.place.name.endswith("(made)")
        assert is_synthetic(account)
        assert account.vintage_id == "made-country"
        assert set(account.totals) == {"territorial"}
        assert all(s.scope == "direct" for s in account.sources)
    assert {o.mark for o in country[0].origins.values() if "made" in o.id} == {"computed"}


def test_main_sources_add_to_the_national_inventory(country) -> None:
    store = facts.load()
    number = {
        (r["sector"], r["source"]): (r["national"], r["part"])
        for r in store.table("synthetic_country")
    }
    total: dict[tuple[int, str | None], float] = {}
    for account in country:
        for s in account.sources:
            key = number[s.sector, s.source]
            total[key] = total.get(key, 0.0) + s.value / 1000
    newest = max(r["year"] for r in store.table("national_inventory"))
    national = {
        r["number"]: r["kt"] for r in store.table("national_inventory") if r["year"] == newest
    }
    part = {r["id"]: r["share"] for r in store.table("national_sub_sources")}
    for (main, sub), kt in total.items():
        assert kt == pytest.approx(national[main] * (part[sub] if sub else 1.0), rel=1e-9)
    assert {main for main, _ in total} == set(national) - {OFFSHORE}


def test_sources_and_history_are_sane(country) -> None:
    for account in country:
        total = account.totals["territorial"].value
        assert total > 0
        assert account.history[synthetic_year()] == pytest.approx(total, rel=1e-9)
        assert all(s.value > 0 for s in account.sources)
        assert len({s.id for s in account.sources}) == len(account.sources)
    heads = sorted(a.totals["territorial"].value / a.population for a in country if a.population)
    assert 2.0 < heads[len(heads) // 2] < 12.0
    inland = [a for a in country if a.place.county == "34"]
    assert not any(s.sector == "shipping" for a in inland for s in a.sources)


def test_same_seed_same_country_whoever_is_asked_for(country) -> None:
    place = places.find("1151")
    again = synthetic_account(place)
    assert again == next(a for a in country if a.place.number == "1151")
    assert synthetic_account(place, seed=1).totals != again.totals


def test_real_accounts_where_there_are_some_and_made_ones_for_the_rest(tmp_path: Path) -> None:
    found = country_accounts(("4005", "0301"), data_dir=tmp_path)
    assert [a.place.number for a in found] == ["0301", "4005"]
    assert [is_synthetic(a) for a in found] == [True, False]
    assert {s.scope for a in found for s in a.sources} == {"direct"}
    with pytest.raises(InputError, match="not a municipality"):
        country_accounts(("40",), data_dir=tmp_path)


@pytest.mark.skipif(not SHARED.exists(), reason="real data not here")
def test_the_parameters_are_as_fitted() -> None:
    tool = ROOT / "tools" / "fit_synthetic_country.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
