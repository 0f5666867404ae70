"""The table of bindings: what is read, and what is refused with row and field."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from kortreist import measures
from kortreist.bindings import Binding, parse_bindings, read_bindings
from kortreist.bindings.columns import COLUMNS
from kortreist.errors import InputError

EXAMPLE = Path(__file__).parents[2] / "examples" / "bindings.csv"
HEAD = (
    "id;navn;type;status;signeres;start;levetid;kapital_kr;drift_kr_år;utslipp_t_år_lav;"
    "_midt;_høy;kilde;del_i_referansebane;utgang_år;utgang_kr;stenger;alternativ_til"
)
ROW = (
    "a;Anbud;transportavtale;planlagt;2027-06;2028;10;0;1 000 000;250;400,5;550;"
    "Veitrafikk/Busser;0;2031|2033;1 500 000|0;electric_city_buses;"
)
NULL = "null;Forlenge;;;;;;0;0;300;400;500;;;;;;a"


def read(*rows: str, head: str = HEAD) -> tuple[Binding, ...]:
    content = "\n".join([head, *rows]).encode()
    return parse_bindings(content, "bindinger.csv", {m.id for m in measures.library()})


def test_a_row_in_the_stated_columns() -> None:
    (b,) = read(ROW, NULL)
    assert (b.kind, b.status, b.signed_by, b.start, b.lifetime) == (
        "transport_contract",
        "planned",
        2027,
        2028,
        10,
    )
    assert b.signed_month == 6
    assert (b.capital, b.running) == (0.0, 1e6)
    (flow,) = b.flows
    assert (flow.low, flow.central, flow.high) == (250.0, 400.5, 550.0)
    assert flow.source == "road_transport/buses"
    assert [(e.year, e.nok) for e in b.exits] == [(2031, 1.5e6), (2033, 0.0)]
    assert b.closes == ("electric_city_buses",)
    (zero,) = b.alternatives
    assert (zero.zero, zero.start, zero.lifetime) == (True, 2028, None)
    assert b.missing() == ()


def test_what_is_empty_is_not_known() -> None:
    (b,) = read("a;Anbud;;;;;;;;;;;;;;;;")
    assert (b.capital, b.running, b.flows, b.lifetime) == (None, None, (), None)
    assert b.missing() == ("flow", "start", "lifetime", "capital", "running", "zero_alternative")
    (b,) = read("a;Anbud;;;;;;;;;0;;;;;;;")
    assert len(b.flows) == 1


@pytest.mark.parametrize(
    ("old", "new", "row", "field"),
    [
        ("400,5", "-400", 2, "utslipp_t_år_midt"),
        ("400,5", "1.234", 2, "utslipp_t_år_midt"),
        ("400,5", "600", 2, "utslipp_t_år_høy"),
        ("400,5", "", 2, "utslipp_t_år_midt"),
        ("400,5", "mye", 2, "utslipp_t_år_midt"),
        (";10;0;", ";10,5;0;", 2, "levetid"),
        (";10;0;", ";0;0;", 2, "levetid"),
        ("transportavtale", "trikk", 2, "type"),
        ("planlagt", "kanskje", 2, "status"),
        ("2027-06", "2029", 2, "signeres"),
        ("2031|2033", "2031", 2, "utgang_kr"),
        ("2031|2033", "2027|2033", 2, "utgang_år"),
        ("electric_city_buses", "helikopter", 2, "stenger"),
        (";0;2031", ";1,5;2031", 2, "del_i_referansebane"),
        (";;;;;;a", ";;;;;;b", 3, "alternativ_til"),
        ("a;Anbud", ";Anbud", 2, "id"),
        ("a;Anbud", "a;", 2, "navn"),
    ],
)
def test_what_cannot_hold_is_refused_whole_with_row_and_field(
    old: str, new: str, row: int, field: str
) -> None:
    text = "\n".join([ROW, NULL])
    assert old in text
    with pytest.raises(InputError) as error:
        read(*text.replace(old, new, 1).split("\n"))
    for language in ("nb", "nn", "en"):
        message = error.value.message(language)
        assert "bindinger.csv" in message
        assert str(row) in message
        assert field in message


def test_millions_without_their_zeros_and_prices_of_another_time_are_misprints() -> None:
    head = "id;navn;kapital_kr;drift_kr_år;prisår"
    for cells, field in (
        ("85;0;", "kapital_kr"),
        ("0;2,5;", "drift_kr_år"),
        ("0;0;2090", "prisår"),
    ):
        with pytest.raises(InputError) as refused:
            read(f"a;Skole;{cells}", head=head)
        assert field in refused.value.message("nb")
    (b,) = read("a;Skole;0;-900000;2026", head=head)
    assert (b.capital, b.running) == (0.0, -9e5)


def test_every_wrong_cell_is_told_of_at_once() -> None:
    with pytest.raises(InputError) as refused:
        read(
            ROW.replace(";10;", ";x;").replace("2027-06", "2027-13"),
            ROW.replace("a;Anbud;", "b;Buss;").replace("250;", "900;"),
            "c;Grei;;;;;;;;;;;;;;;;",
        )
    said = refused.value.message("nb")
    for part in ("3 celler", "levetid", "signeres", "utslipp_t_år_lav", "2027-13"):
        assert part in said
    assert len(refused.value.errors) == 3


def test_two_zero_alternatives_and_two_of_one_id_are_refused() -> None:
    with pytest.raises(InputError, match="zero alternative"):
        read(ROW, NULL, NULL.replace("null;", "a:null;"))
    with pytest.raises(InputError, match="appears twice"):
        read(ROW, ROW)
    with pytest.raises(InputError, match="unknown"):
        read(ROW, head=HEAD.replace("stenger", "farge"))
    with pytest.raises(InputError, match="headings only"):
        read()


def test_a_workbook_says_the_same_as_a_csv() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(";"))
    for line in (ROW, NULL):
        cells: list[object] = [c or None for c in line.split(";")]
        for i in (5, 6, 9, 11):
            cells[i] = int(str(cells[i])) if cells[i] else None
        cells[10] = float(str(cells[10]).replace(",", "."))
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    known = {m.id for m in measures.library()}
    assert parse_bindings(out.getvalue(), "b.xlsx", known) == read(ROW, NULL)


def test_the_example_is_read() -> None:
    out = read_bindings(EXAMPLE, {m.id for m in measures.library()})
    assert len(out) == 9
    assert sum(len(b.alternatives) for b in out) == 14


def test_the_how_to_names_every_column() -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "judge-what-binds.md"
    text = page.read_text("utf-8")
    assert not [c.name for c in COLUMNS.values() if f"`{c.name}`" not in text]
