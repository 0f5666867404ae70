"""A table is read whole or not at all, and every fault is named with its mend."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kortreist_web.budgets.amounts import AmountError, read_amount
from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.lines_diff import amounts_beside, compare
from kortreist_web.budgets.lines_export import table
from kortreist_web.budgets.lines_import import preview
from kortreist_web.budgets.money_units import unit_note
from kortreist_web.budgets.tables import MAX_ROWS, read_table
from kortreist_web.core.exports import csv_bytes
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.core.workbooks import excel_bytes

HEAD = ["ansvar", "funksjon", "art/konto", "tekst", "2027", "2028"]


def faults(*rows, head=HEAD, unit=1, measures=()):
    found = preview([head, *rows], unit, measures)
    return [(f.row, f.column, f.why.rpartition(".")[2]) for f in found.faults]


@given(st.integers(-(10**12), 10**12))
def test_an_amount_is_read_however_it_is_written(n):
    spaced = f"{n:,}".replace(",", " ")
    for text in (str(n), spaced, spaced.replace(" ", "\u00a0"), f"{n},00", f"kr {n}", float(n)):
        assert read_amount(text) == n
    if abs(n) >= 1_000_000:
        assert read_amount(f"{n:,}".replace(",", ".")) == n
    if n < 0:
        assert read_amount(f"({-n})") == n
        assert read_amount(str(n).replace("-", "−")) == n


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345", "-1.234"])
def test_what_can_be_read_in_two_ways_is_refused(text):
    with pytest.raises(AmountError) as refused:
        read_amount(text)
    assert refused.value.key == "budgets.amount.doubtful"


@pytest.mark.parametrize("text", ["abc", "1 2 x", "=1+1", "12,345,6", True, "1e5", float("inf")])
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(AmountError) as refused:
        read_amount(text)
    assert refused.value.key == "budgets.amount.not_number"


def _read(text):
    try:
        return read_amount(text)
    except AmountError as refused:
        return refused.key


@given(st.text(max_size=20))
def test_no_text_makes_it_fail_otherwise(text):
    found = _read(text)
    assert isinstance(found, int | None) or web("nb").has(found)


def test_empty_is_missing_and_not_zero():
    assert read_amount("") is None
    found = preview([HEAD, ["1", "2", "3", "Biler", "", 0]], 1, ())
    assert found.rows[0].amounts == {"2028": 0}


def test_thousands_become_kroner():
    found = preview([HEAD, ["1", "2", "3", "Biler", "1,5", 2]], 1000, ())
    assert found.rows[0].amounts == {"2027": 1500, "2028": 2000}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["1", "2", "3", "", 5, 5], (2, "tekst", "text_empty")),
        (["1", "2", "3", "Biler", "1.234", 5], (2, "2027", "doubtful")),
        (["1", "2", "3", "Biler", "mye", 5], (2, "2027", "not_number")),
        (["1", "2", "3", "Biler", "", ""], (2, "", "no_amounts")),
        (["1" * 21, "2", "3", "Biler", 5, 5], (2, "ansvar", "too_long")),
        (["1", "2", "3", "Biler", 10**14, 5], (2, "2027", "too_large")),
    ],
)
def test_a_bad_row_is_named(row, fault):
    assert faults(row, ["1", "2", "3", "God", 1, 1]) == [fault]


def test_every_bad_row_is_named_not_only_the_first():
    assert len(faults(["1", "", "", "A", "x", "y"], ["2", "", "", "", 1, 1])) == 3


def test_two_rows_that_cannot_be_told_apart():
    row = ["1", "2", "3", "Biler", 1, 1]
    assert faults(row, row) == [(3, "", "twice")]


@pytest.mark.parametrize(
    ("head", "why"),
    [
        (["ansvar", "2027"], "no_text"),
        (["tekst"], "no_years"),
        (["tekst", "2027", "2027"], "year_twice"),
        (["tekst", "text", "2027"], "column_twice"),
        (["tekst", "2027", "budsjett"], "unknown_column"),
    ],
)
def test_bad_headings(head, why):
    assert [f[2] for f in faults(["x"] * len(head), head=head)] == [why]


def test_a_measure_of_another_year_is_let_go_and_the_line_kept():
    head = ["tekst", "tiltak", "2027"]
    rows = [head, ["Innbyggerpanel", "residents_assembly", 90_000], ["Biler", "cars", 5]]
    found = preview(rows, 1, ["cars"], 2027, ["residents_assembly", "cars"])
    assert found.faults == []
    assert [(r.text, r.measure) for r in found.rows] == [("Innbyggerpanel", ""), ("Biler", "cars")]
    assert [(n.row, n.value, n.why) for n in found.notes] == [
        (2, "residents_assembly", "budgets.table.measure_other_year")
    ]
    # What the municipality does not have at all is a misprint.
    assert preview(rows, 1, ["cars"], 2027).faults[0].why == "budgets.table.unknown_measure"


#: As municipalities' own files are: a title, the unit in words, an empty row, then headings.
TITLED = [
    ["Eksempeldal kommune: økonomiplan 2027–2030"],
    ["Tall i hele tusen kroner"],
    [],
    ["Ansvar", "Funksjon", "Art/konto", "Tekst", 2027, 2028],
    ["4100", "332", "02300", "Ladepunkter", 1_250, 800],
    ["4100", "332", "12300", "Drift av ladepunkter", 95, 110],
]
HEADED = [["ansvar", "tekst", "2027 (1000 kr)", "2028 (1000 kr)"], ["1", "Buss", 4_300, 4_450]]


@pytest.mark.parametrize("table", [TITLED, HEADED])
def test_a_file_in_thousands_is_never_read_as_kroner(table):
    assert "budgets.table.unit_thousands" in {f.why for f in preview(table, 1, ()).faults}
    found = preview(table, 1000, ())
    assert found.faults == []
    assert found.rows[0].amounts["2027"] in (1_250_000, 4_300_000)
    assert found.years == ["2027", "2028"]


@pytest.mark.parametrize(
    ("said", "unit", "why"),
    [
        ("Beløp i mill. kr", 1000, "unit_millions"),
        ("Alle tall i hele kroner", 1000, "unit_kroner"),
        ("Alle tall i hele kroner", 1, None),
        ("Skyss for 1000 elever", 1, None),
    ],
)
def test_a_unit_that_is_said_must_be_the_chosen(said, unit, why):
    found = preview([[said], ["tekst", "2027"], ["A", 5]], unit, ())
    assert [f.why.rpartition(".")[2] for f in found.faults] == ([why] if why else [])
    assert "budgets.table.title_left_out" in {n.why for n in found.notes}


def test_amounts_a_thousandth_of_what_is_there_are_noted():
    def row(text, *amounts, measure=""):
        return Row("1", "332", "12300", text, dict(zip(("2027", "2028"), amounts, strict=True)),
                   measure)  # fmt: skip

    there = {r.key: r for r in (row("Buss", 4_300_000, 4_450_000), row("Lading", 95_000, 0))}
    sent = [row("Buss", 4_300, 4_400), row("Lading", 100, 110)]
    assert unit_note(sent, 1, there, {}) == "budgets.table.unit_thousandth"
    assert unit_note(sent, 1, {}, {}) == "budgets.table.unit_small"
    assert unit_note([row("Ny", 81, 82, measure="a")], 1, {}, {"a": {"2027": 90_000}}) == (
        "budgets.table.unit_thousandth"
    )
    right = [row("Buss", 4_300_000, 4_400_000), row("Lading", 100_000, 110)]
    assert unit_note(right, 1, there, {}) == ""
    large = [row("Buss", 4_300_000_000, 4_400_000_000)]
    assert unit_note(large, 1000, there, {}) == "budgets.table.unit_thousandfold"


def test_a_measure_must_be_in_the_budget():
    head = ["tekst", "tiltak", "2027"]
    assert faults(["A", "buses", 1], head=head, measures=["cars"]) == [
        (2, "tiltak", "unknown_measure")
    ]
    assert preview([head, ["A", "cars", 1]], 1, ["cars"]).rows[0].measure == "cars"


def test_every_fault_has_words_in_three_languages():
    for code in ("nb", "nn", "en"):
        for name in ("empty", "no_rows", "formula", "twice", "unknown_measure", "too_long"):
            assert web(code)(f"budgets.table.{name}")


texts = st.text("abcæøå =+-@0123'", min_size=1, max_size=12).map(lambda t: " ".join(t.split()))
rows = st.lists(
    st.builds(
        Row,
        st.text("0123456789", max_size=6),
        st.text("0123", max_size=3),
        st.text("0123", max_size=5),
        texts.filter(lambda t: bool(t) and not t.startswith("'")),
        st.dictionaries(
            st.sampled_from(["2027", "2028"]), st.integers(-(10**9), 10**9), min_size=1
        ),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda r: r.key,
)


@given(rows)
def test_what_is_exported_is_what_is_read_again(made):
    out = table(made, [2027, 2028])
    # What its account tells of a line's kind is read with it.
    told = [row.of_kind() for row in made]
    assert preview(read_table(csv_bytes(out, excel=True)), 1, ()).rows == told


def test_a_workbook_comes_back_with_its_leading_zeros():
    made = [Row("0410", "", "010", "=cmd|' /C calc'!A0", {"2027": -5})]
    content = excel_bytes({"x": table(made, [2027, 2028])})
    from openpyxl import load_workbook

    cell = load_workbook(io.BytesIO(content)).active["D2"]
    assert cell.value.startswith("'=")
    assert cell.data_type == "s"
    assert preview(read_table(content), 1, ()).rows == made


def test_csv_as_excel_in_norway_saves_it():
    content = "ansvar;tekst;2027\r\n1;Kjøp av ladere;1 000\r\n".encode("cp1252")
    assert preview(read_table(content), 1, ()).rows[0].text == "Kjøp av ladere"


def test_a_formula_without_a_value_is_refused():
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.active.append(["tekst", "2027"])
    book.active.append(["Biler", "=1+1"])
    book.save(out)
    found = preview(read_table(out.getvalue()), 1, ())
    assert [(f.row, f.column, f.why) for f in found.faults] == [
        (2, "2027", "budgets.table.formula")
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   ",
        b"PK\x03\x04 not a zip",
        b"\x00\x01\x02",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old",
    ],
)
def test_what_is_no_table_is_refused(content):
    with pytest.raises(RefusedError):
        read_table(content)


def test_too_many_rows_are_refused():
    with pytest.raises(RefusedError):
        read_table(b"tekst;2027\n" + b"a;1\n" * (MAX_ROWS + 1))


def test_a_workbook_that_unpacks_to_far_too_much_is_refused():
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 60_000_000)
    with pytest.raises(RefusedError):
        read_table(out.getvalue())


def test_what_is_new_changed_and_gone():
    a, b, c = (Row("", "", "", t, {"2027": 1}) for t in "abc")
    changed = Row("", "", "", "b", {"2027": 2})
    found = compare([a, changed, Row("", "", "", "d", {"2027": 1})], {r.key: r for r in (a, b, c)})
    assert {k: [key[3] for key in v] for k, v in found.items()} == {
        "new": ["d"],
        "changed": ["b"],
        "same": ["a"],
        "unclear": [],
        "absent": ["c"],
    }


def test_what_a_line_is_now_stands_beside_also_for_years_the_table_leaves_out():
    old = Row("", "", "", "a", {"2026": 5, "2027": 1, "2028": 3})
    row = Row("", "", "", "a", {"2027": 2, "2028": 3})
    assert amounts_beside(row, old, ["2026", "2027", "2028"]) == [
        (None, 5, True),
        (2, 1, True),
        (3, 3, False),
    ]
    assert amounts_beside(row, None, ["2027"]) == [(2, None, False)]


@pytest.mark.django_db
def test_the_exported_workbook_says_what_it_is_and_is_taken_in_again(place):
    """The sheet about the figures is last: the reader takes the first one that people see."""
    from kortreist_web.budgets.lines_export import about

    made = [Row("410", "320", "11900", "Ladere", {"2027": 40_000}, "eco_driving")]
    content = excel_bytes({"Økonomiplan": table(made, [2027, 2028]), "Om": about(place, 2027)})
    found = read_table(content)
    assert preview(found, 1, {"eco_driving"}).rows == [made[0].of_kind()]
    assert found.others == ("Om",)
    from openpyxl import load_workbook

    said = [str(r[0]) for r in load_workbook(io.BytesIO(content))["Om"].values]
    assert any("skal aldri legges sammen" in line for line in said)
    assert any("ikke null" in line for line in said)


@pytest.mark.parametrize("written", ["1.2345", "1,2345", "-12.3456", "kr 1.234"])
def test_an_amount_with_too_many_decimals_is_refused_not_rounded(written):
    with pytest.raises(AmountError) as refused:
        read_amount(written)
    assert refused.value.key == "budgets.amount.doubtful"
    assert read_amount("1,23") == 1
    assert read_amount("1,2345", 1000) == 1235  # thousands: 1 234,50
    assert read_amount(1234.5678) == 1235  # a cell's number, as computed
