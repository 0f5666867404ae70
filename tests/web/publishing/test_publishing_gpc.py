"""GPC and CDP-ICLEI layouts of Notodden's account: nothing lost, nothing made up."""

import copy
import csv
import io

import pytest

from kortreist_web.publishing.gpc import NOTATION, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(notodden):
    return notodden.account.content


def by_ref(found):
    return {r.ref: r for r in found.rows}


def test_rows_sum_to_the_total_inside_the_border(content):
    found = reported(content)
    assert sum(r.value or 0.0 for r in found.rows) == pytest.approx(40354.49)
    assert found.total == pytest.approx(content["totals"]["territorial"]["value"])
    assert found.unmapped == []


def test_each_source_is_reported_once(content):
    found = reported(content)
    used = [s for r in found.rows for s in r.sources]
    inside = [s["id"] for s in content["sources"] if s["weights"]["territorial"]]
    assert sorted(used) == sorted(inside)


@pytest.mark.parametrize(
    ("ref", "tonnes"),
    [
        ("II.1.1", 1012.93 + 7822.40 + 8449.66 + 4091.68),
        ("III.1.1", 305.26 + 2747.32),
        ("V.1", 3676.65 + 860.23),
        ("V.3", 3709.63),
        ("I.5.1", 650.90 + 252.63),
        ("IV.2", 462.43 + 1239.31 + 147.98 + 51.64 + 95.90),
        ("II.4.3", 3.49),
    ],
)
def test_notoddens_tonnes_stand_where_they_belong(content, ref, tonnes):
    assert by_ref(reported(content))[ref].value == pytest.approx(tonnes, abs=0.03)


def test_a_row_has_a_figure_or_a_key_with_a_reason(content):
    for row in reported(content).rows:
        assert (row.value is None) == (row.notation in NOTATION), row.ref
        if row.value is None:
            assert row.explanation


@pytest.mark.parametrize(
    ("ref", "key"),
    [("I.1.2", "NE"), ("III.1.3", "IE"), ("IV.1", "IE"), ("I.7.1", "NO"), ("V.2", "NE")],
)
def test_notation_keys(content, ref, key):
    assert by_ref(reported(content))[ref].notation == key


def test_consumption_is_never_in_the_layout(content):
    used = [s for r in reported(content).rows for s in r.sources]
    assert not [s for s in used if s.startswith("indirect/")]


def with_unknown(content):
    changed = copy.deepcopy(content)
    source = copy.deepcopy(changed["sources"][0])
    source |= {"id": "direct/moon/cheese/business", "sector": "moon", "source": "cheese"}
    source |= {"name": "=Månen", "value": 100.0}
    changed["sources"].append(source)
    return changed


def test_a_source_nobody_has_mapped_is_listed_and_counted(content):
    found = reported(with_unknown(content))
    assert [(u["id"], u["value"]) for u in found.unmapped] == [
        ("direct/moon/cheese/business", 100.0)
    ]
    assert found.total == pytest.approx(40354.49 + 100.0)


def test_unmapped_sources_stand_in_the_file_and_on_the_page(client, place, make_account, content):
    make_account(place, content={"sources": with_unknown(content)["sources"]})
    rows = list(csv.reader(io.StringIO(client.get("/data/X001/gpc.csv").content.decode())))
    (one,) = [r for r in rows if r[0] == "unmapped"]
    assert one[2:5] == ["'=Månen", "", "100"]
    assert rows[-1][0] == "total"
    assert float(rows[-1][4]) == pytest.approx(40454.49)
    assert "=Månen: 100" in client.get("/nb/X001/data/").content.decode()


def test_file_of_gpc_sums_to_its_last_line(client, notodden):
    answer = client.get("/data/4005/gpc.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    *lines, total = rows
    assert len(lines) == 53
    assert sum(float(r["value"] or 0) for r in lines) == pytest.approx(float(total["value"]))
    assert {r["vintage"] for r in rows} == {"mdir-2026-04"}


def test_file_of_cdp_keeps_the_total_and_says_why_cells_are_empty(client, notodden):
    answer = client.get("/data/4005/cdp.csv")
    *lines, total = csv.DictReader(io.StringIO(answer.content.decode()))
    columns = ("crf_direct", "crf_grid", "crf_outside")
    whole = sum(float(r[c]) for r in lines for c in columns if r[c])
    assert whole == pytest.approx(40354.49)
    assert sum(float(total[c]) for c in columns if total[c]) == pytest.approx(40354.49)
    assert total["crf_grid_key"] == "NE"
    for r in lines:
        assert any(r[c] or r[f"{c}_key"] for c in columns)


def test_workbook_has_layouts_unmapped_mapping_and_keys(client, notodden):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(client.get("/data/4005/gpc.xlsx").content), read_only=True)
    assert book.sheetnames == [
        "GPC",
        "CDP-ICLEI",
        "Uten plass",
        "Slik er kildene plassert",
        "Koder",
        "Om tallene",
    ]
    assert book["GPC"]["A1"].value == "GPC ref No."
