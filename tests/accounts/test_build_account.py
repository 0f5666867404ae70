"""The whole account: three totals, one overlap, and what is missing."""

from __future__ import annotations

import dataclasses
import math
import pathlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist import accounts, places
from kortreist.accounts.ledger import Account, Source, total
from kortreist.accounts.totals import overlap_of
from kortreist.errors import BoundaryError, FiguresMissingError, InputError
from kortreist.units import BOUNDARIES

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def notodden(data_dir: pathlib.Path) -> Account:
    return accounts.build(places.find("4005"), data_dir=data_dir)


def test_notodden_is_the_official_inventory(notodden: Account) -> None:
    assert notodden.year == 2024
    assert notodden.totals["territorial"].value == pytest.approx(40354, abs=15)
    assert notodden.history[2009] == pytest.approx(52245, abs=15)
    assert not {2010, 2012, 2014} & set(notodden.history)
    assert notodden.totals["territorial"].value == pytest.approx(notodden.history[2024], abs=1e-6)
    assert notodden.population == 13266
    assert notodden.vintage_id


def test_history_and_year(data_dir: pathlib.Path) -> None:
    old = accounts.build(places.find("4005"), year=2009, data_dir=data_dir)
    assert old.totals["territorial"].value == pytest.approx(old.history[2009], abs=1e-6)
    with pytest.raises(InputError) as caught:
        accounts.build(places.find("4005"), year=2010, data_dir=data_dir)
    assert caught.value.key == "year.unknown"
    assert "2009" in str(caught.value)


def test_identity_of_the_totals(notodden: Account) -> None:
    assert set(notodden.totals) == set(BOUNDARIES)
    assert notodden.overlap is not None
    t, c, both = (notodden.totals[b].value for b in BOUNDARIES)
    assert both == pytest.approx(t + c - notodden.overlap.value, abs=1e-9 * both)
    assert 0 < notodden.overlap.value < min(t, c)


def test_different_boundaries_are_never_added(notodden: Account) -> None:
    with pytest.raises(BoundaryError):
        notodden.totals["territorial"] + notodden.totals["consumption"]


def test_every_source_and_total_has_an_origin(notodden: Account) -> None:
    for s in notodden.sources:
        assert s.origin in notodden.origins, s.id
    for b in notodden.totals:
        assert f"total/{b}" in notodden.origins
    for origin in notodden.origins.values():
        for id in origin.inputs:
            assert id in notodden.origins, (origin.id, id)


def test_consumption_interval_knows_that_the_split_is_uncertain(notodden: Account) -> None:
    bare = total(notodden.sources, "consumption")
    q = notodden.totals["consumption"]
    assert q.value == bare.value
    assert q.low < bare.low
    assert q.high > bare.high


sources = st.lists(
    st.builds(
        lambda scope, code, value, spread, inside, final, memo: Source(
            id=f"{scope}/{code}",
            scope=scope,
            actor="residents",
            sector="s",
            source=str(code),
            theme="other",
            value=value,
            low=value * (1 - spread),
            high=value * (1 + spread),
            final_demand=final or scope == "indirect",
            origin="o",
            inside=inside if scope == "indirect" else 0.0,
            memo=memo,
        ),
        st.sampled_from(["direct", "indirect"]),
        st.integers(0, 20),
        st.floats(0, 1e6),
        st.floats(0, 1),
        st.floats(0, 1),
        st.booleans(),
        st.booleans(),
    ),
    max_size=25,
)


@given(sources)
@settings(max_examples=200)
def test_combined_counts_the_overlap_once(found: list[Source]) -> None:
    t, c, both = (total(found, b) for b in BOUNDARIES)
    overlap = overlap_of(tuple(found))
    scale = max(1.0, t.value, c.value)
    assert both.value == pytest.approx(t.value + c.value - overlap.value, abs=1e-9 * scale)
    assert overlap.low <= overlap.value <= overlap.high


def test_municipality_without_inventory_still_has_consumption(data_dir: pathlib.Path) -> None:
    account = accounts.build(places.find("4018"), data_dir=data_dir)
    assert "territorial" not in account.totals
    assert account.missing["territorial"] == "accounts.missing.no_inventory"
    assert "combined" in account.missing
    q = account.totals["consumption"]
    assert account.population is not None
    assert 8 < q.value / account.population < 16
    assert not [s for s in account.sources if s.scope == "direct"]
    assert "accounts.note.household_mean" in account.notes
    with pytest.raises(FiguresMissingError) as caught:
        accounts.require_total(account, "territorial")
    assert caught.value.exit_code == 3


def test_county_is_missing_until_every_member_is_there(data_dir: pathlib.Path) -> None:
    account = accounts.build(places.find("40"), data_dir=data_dir)
    assert account.missing["territorial"] == "accounts.missing.county"
    assert len(account.lacking) == 16
    assert not any(name.startswith("4005") for name in account.lacking)
    assert "4001" in accounts.Naming("nb").why_missing(account, "territorial")


def test_country_is_the_national_inventory(data_dir: pathlib.Path) -> None:
    account = accounts.build(places.find("NO"), data_dir=data_dir)
    # SSB 13931: 46,654 kt in 2023; the main sources are rounded to whole kt one by one.
    by_year = account.history
    assert by_year[1990] == pytest.approx(51_348_000, abs=5_000)
    assert set(by_year) == set(range(1990, max(by_year) + 1))
    assert by_year[2023] == pytest.approx(46_654_000, abs=5_000)
    assert account.totals["territorial"].value == pytest.approx(by_year[account.year], abs=1)
    households = math.fsum(
        s.value for s in account.sources if s.scope == "direct" and s.final_demand
    )
    assert 4e6 < households < 6e6  # 5.07 Mt in 2021 (air emission accounts)
    assert account.population is not None
    assert account.missing["consumption"] == "accounts.missing.no_tables"
    with pytest.raises(InputError, match="2012–2020"):
        accounts.require_total(account, "consumption")


def test_the_country_of_a_year_with_tables_has_three_totals_and_their_overlap(
    data_dir: pathlib.Path,
) -> None:
    account = accounts.build(places.find("NO"), year=2020, data_dir=data_dir)
    t, c, both = (account.totals[b].value for b in BOUNDARIES)
    assert account.overlap is not None
    assert both == pytest.approx(t + c - account.overlap.value)
    assert account.basis == ()
    assert account.population is not None
    assert c / account.population == pytest.approx(13.1, abs=0.05)
    # Residents' own emissions stand in the air emission accounts' rows, and nowhere else.
    assert not any(s.final_demand for s in account.sources if s.scope == "direct")
    at_home = math.fsum(
        s.value * s.inside
        for s in account.sources
        if s.id.startswith("indirect/residents/residents_direct/")
    )
    before = accounts.build(places.find("NO"), year=2021, data_dir=data_dir)
    split = math.fsum(s.value for s in before.sources if s.scope == "direct" and s.final_demand)
    assert at_home == pytest.approx(4.90e6, abs=0.01e6)
    assert split == pytest.approx(at_home, rel=0.05)
    abroad = {a.id: a.value for a in account.asides}["residents_abroad_counted"]
    assert abroad == pytest.approx(0.21e6, abs=0.005e6)
    with pytest.raises(InputError):
        accounts.build(places.find("NO"), year=2020, data_dir=data_dir, households={"type_1": 1.0})


def test_the_documented_footprints_are_those_the_program_gives() -> None:
    page = pathlib.Path(__file__).resolve().parents[2] / "docs/explanation/indirect-emissions.md"
    rows = [
        [float(cell) for cell in line.strip("|").split("|")]
        for line in page.read_text("utf-8").splitlines()
        if re.match(r"\| 20[12]\d \|", line)
    ]
    assert tuple(r[0] for r in rows) == accounts.footprint_years()
    for year, whole, stock, without, net, head in rows:
        account = accounts.build(places.COUNTRY, year=int(year))
        mt = account.totals["consumption"].value / 1e6
        beside = {a.id: a.value / 1e6 for a in account.asides}
        assert account.population is not None
        assert (mt, beside["without_stock_additions"], beside["net_stock"]) == pytest.approx(
            (whole, without, net), abs=0.0051
        )
        assert mt - without == pytest.approx(stock, abs=0.011)
        assert mt * 1e6 / account.population == pytest.approx(head, abs=0.051)


def test_a_place_is_compared_with_the_country_like_for_like(data_dir: pathlib.Path) -> None:
    here = accounts.build(places.find("4005"), year=2020, data_dir=data_dir)
    country = accounts.build(places.COUNTRY, year=2020)
    text = " ".join(accounts.comparison_text(here, country, "en", width=90).split())
    assert "2020/2022" in text
    assert "Without additions to stock it is 11.9 tonnes per resident" in text


def test_a_municipality_says_whose_structure_its_consumption_has(data_dir: pathlib.Path) -> None:
    """Only residents follow the year: the label goes with the figure, and the gaps have a size."""
    old, new = (
        accounts.build(places.find("4005"), year=y, data_dir=data_dir) for y in (2015, 2024)
    )
    for account in (old, new):
        assert account.basis == (2020, 2022)
        said = accounts.account_dict(account, "consumption", "en")
        assert said["totals"]["consumption"]["label"] == "structure and prices of 2020/2022"
        assert said["totals"]["consumption"]["basis"] == [2020, 2022]
        text = accounts.account_text(account, "en", "consumption", width=90)
        assert "structure and prices of 2020/2022" in " ".join(text.split())
        assert "It is not a time series" in " ".join(text.split())
        rows = accounts.account_csv(account, "consumption", "en").splitlines()
        assert all("structure and prices of" in r for r in rows[1:] if ",indirect," in r)
    assert old.population is not None
    assert new.population is not None
    indirect = [
        math.fsum(s.value for s in a.sources if s.scope == "indirect" and not s.memo) / people
        for a, people in ((old, old.population), (new, new.population))
    ]
    assert indirect[0] == pytest.approx(indirect[1])
    # The country's 0.62, 0.91, 6.57 and 0.21 Mt, by residents.
    country = places.population(places.COUNTRY, 2020)
    assert country is not None
    sizes = {a.id: a.value / new.population * country / 1e6 for a in new.asides}
    assert sizes == pytest.approx(
        {
            "non_profit_institutions": 0.62,
            "not_in_the_survey": 0.91,
            "stock_additions": 6.57,
            "residents_abroad": 0.21,
        },
        abs=0.006,
    )
    # So a head here and a head of the country are like for like.
    mean = indirect[1] + 4.90e6 / country + math.fsum(a.value for a in new.asides) / new.population
    assert mean == pytest.approx(13.08, abs=0.02)


def test_unknown_vintage_is_refused(data_dir: pathlib.Path) -> None:
    with pytest.raises((InputError, FiguresMissingError)):
        accounts.build(places.find("4005"), as_of="no-such-vintage", data_dir=data_dir)


def test_memo_rows_are_in_no_total(notodden: Account) -> None:
    memo = dataclasses.replace(notodden.sources[-1], id="indirect/business/nace/A", memo=True)
    for b in BOUNDARIES:
        assert total([*notodden.sources, memo], b) == total(notodden.sources, b)


@pytest.mark.skipif(not SHARED.exists(), reason="real data not here")
def test_all_of_telemark_to_the_gram(tmp_path: pathlib.Path) -> None:
    import csv

    from kortreist.connectors import import_inventory

    file = SHARED / "telemark/emissions/klimagassutslipp_telemark_2026-04-24.csv"
    import_inventory(file, data_dir=tmp_path)
    sums: dict[tuple[str, int], list[float]] = {}
    with file.open(encoding="utf-8-sig", newline="") as f:
        for r in csv.DictReader(f):
            sums.setdefault((r["Kommune"].strip(), int(r["År"][:4])), []).append(
                float(r["Utslipp"])
            )
    names = {name for name, _ in sums}
    assert len(names) == 17
    everything = []
    for place in places.members(places.find("40")):
        account = accounts.build(place, data_dir=tmp_path)
        (name,) = [n for n in names if n.split(" - ")[0] == place.name.split(" - ")[0]]
        for year, value in account.history.items():
            assert value == pytest.approx(math.fsum(sums[name, year]), abs=1e-6)
        assert account.totals["territorial"].value == pytest.approx(
            math.fsum(sums[name, 2024]), abs=1e-6
        )
        everything.extend(sums[name, 2024])
    county = accounts.build(places.find("40"), data_dir=tmp_path)
    assert county.totals["territorial"].value == pytest.approx(math.fsum(everything), abs=1e-6)
    assert county.lacking == ()
    # Combined is no sum of the members': some of what one buys is emitted in another.
    every = [accounts.build(p, data_dir=tmp_path) for p in places.members(places.find("40"))]
    for boundary, as_sum in (("territorial", True), ("consumption", True), ("combined", False)):
        added = math.fsum(a.totals[boundary].value for a in every)
        if as_sum:
            assert county.totals[boundary].value == pytest.approx(added)
        else:
            assert county.totals[boundary].value < added
    assert "accounts.note.county_overlap" in county.notes
    assert all("accounts.note.county_overlap" not in a.notes for a in every)
