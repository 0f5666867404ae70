"""Shares of a source are held to the units there are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kortreist import accounts, connectors, places
from kortreist.measures import library, local_counts, relevant, within_counts
from kortreist.measures.ceiling import max_units, units_reached

TODAY = date(2026, 11, 29)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
INVENTORY = SHARED / "telemark/emissions/klimagassutslipp_telemark_2026-04-24.csv"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not INVENTORY.exists():
        pytest.skip("real data not here")
    data_dir = tmp_path_factory.mktemp("home")
    connectors.import_inventory(INVENTORY, data_dir=data_dir)
    return data_dir


@pytest.mark.parametrize(
    ("number", "id", "left"),
    [
        # 1 m² built per resident; the machines' emission would have been 2.3 times that.
        ("4026", "zero_emission_sites_private", 0.43),
        # What the service vessels emit is not the barges'.
        ("4012", "electric_aquaculture", 0.10),
        # 6 of the 150 kg a decare.
        ("4003", "precise_fertilising", 0.80),
    ],
)
def test_what_is_beyond_the_count_is_cut_off(
    data_dir: Path, number: str, id: str, left: float
) -> None:
    account = accounts.build(places.find(number), data_dir=data_dir)
    found = [m for m in relevant(account, library()) if m.quantified]
    counts = local_counts(account, found, data_dir=data_dir)
    before = next(m for m in found if m.id == id)
    kept, share = within_counts(found, account, counts)
    after = next(m for m in kept if m.id == id)
    assert share[id] == pytest.approx(left, abs=0.01)
    maximum = max_units(after, account, counts)
    assert units_reached(after, account) == pytest.approx(maximum)
    for was, now in zip(before.effects, after.effects, strict=True):
        if was.fraction is not None and now.fraction is not None:
            assert now.fraction.central == pytest.approx(share[id] * was.fraction.central)


def test_no_measure_could_treat_more_than_there_are_in_any_of_telemark(data_dir: Path) -> None:
    """Also those a plan does not choose: somebody may fix them."""
    numbers = [p.number for p in places.municipalities(TODAY) if p.number.startswith("40")]
    assert len(numbers) == 17
    seen = 0
    for number in numbers:
        account = accounts.build(places.find(number), data_dir=data_dir)
        found = [m for m in relevant(account, library()) if m.quantified]
        counts = local_counts(account, found, data_dir=data_dir)
        for m in within_counts(found, account, counts)[0]:
            maximum, reached = max_units(m, account, counts), units_reached(m, account)
            if maximum is not None and reached is not None:
                assert reached <= maximum * (1 + 1e-9), (number, m.id)
                seen += 1
    assert seen > 17 * 10


def test_a_place_without_fish_farms_connects_none(data_dir: Path) -> None:
    account = accounts.build(places.find("4001"), data_dir=data_dir)
    found = [m for m in relevant(account, library()) if m.quantified]
    assert "electric_aquaculture" in {m.id for m in found}, "service vessels are there"
    kept, share = within_counts(found, account, local_counts(account, found, data_dir=data_dir))
    assert "electric_aquaculture" not in {m.id for m in kept}
    assert share["electric_aquaculture"] == 0.0


def test_nitrous_oxide_of_wastewater_follows_the_cited_figure(data_dir: Path) -> None:
    """4 kg a person equivalent, wherever the source holds more than treatment plants."""
    for number in ("4001", "4005", "4026", "4036"):
        account = accounts.build(places.find(number), data_dir=data_dir)
        found = [m for m in relevant(account, library()) if m.id == "wastewater_nitrous_oxide"]
        kept, _ = within_counts(found, account, local_counts(account, found, data_dir=data_dir))
        reached = units_reached(kept[0], account)
        assert account.population is not None
        assert reached is not None
        assert reached <= account.population * 1.0001, number


def test_who_others_decide_for_has_a_cost_known_or_not() -> None:
    """Where somebody else decides, somebody else pays: nothing said would read as free."""
    payer = {"county": "county", "state": "state"}
    for m in library():
        if not m.quantified or m.activity is not None:
            continue
        if m.decided_by in ("municipality", "company"):
            continue
        others = {c.bearer for c in m.costs} - {"municipality"}
        assert others, (m.id, payer.get(m.decided_by, m.decided_by))


def test_coordinated_deliveries_save_no_more_stops_than_a_place_has():
    """Indre Østfold's simulation: more than 82 t a year for about 46 000 inhabitants."""
    measure = next(m for m in library() if m.id == "coordinated_deliveries")
    account = accounts.build(places.find("4005"))
    counts = local_counts(account, [measure])
    (held,), _ = within_counts([measure], account, counts)
    stops = units_reached(held, account)
    assert stops is not None
    assert account.population is not None
    assert stops <= 1_500.0 * account.population / 1000.0 * 1.001
    assert measure.activity is not None
    assert measure.activity.effect is not None
    tonnes = stops * measure.activity.effect.central / 1000.0
    assert 0.0 < tonnes <= 82.0 / 46_000.0 * account.population * 1.02
