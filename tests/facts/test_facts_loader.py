"""A damaged facts package says which table, row and field, and how to mend it."""

from __future__ import annotations

import json
import pathlib
from datetime import date
from typing import Any

import pytest

from kortreist.errors import FactsError
from kortreist.facts.loader import Facts

FIELDS: list[dict[str, Any]] = [
    {"name": "id", "type": "string", "constraints": {"required": True, "pattern": "[a-z]+"}},
    {"name": "value", "type": "number", "constraints": {"minimum": 0, "maximum": 10}},
    {"name": "kind", "type": "string", "constraints": {"enum": ["a", "b"]}},
    {"name": "valid_from", "type": "date"},
    {"name": "valid_to", "type": "date"},
    {"name": "sure", "type": "boolean"},
    {"name": "count", "type": "integer"},
]
HEADER = "id,value,kind,valid_from,valid_to,sure,count"
GOOD = "x,1.5,a,2020-01-01,2024-01-01,true,3"
SOURCES = "id,title,publisher,url,licence\nwork,Title,Publisher,,CC0\n"


def package(folder: pathlib.Path, *lines: str, **provenance: str) -> Facts:
    (folder / "data").mkdir(exist_ok=True)
    (folder / "data" / "t.csv").write_text("\n".join(lines) + "\n", "utf-8")
    (folder / "data" / "sources.csv").write_text(SOURCES, "utf-8")
    works = [{"name": n, "type": "string"} for n in ("id", "title", "publisher", "url", "licence")]
    descriptor = {
        "name": "p",
        "resources": [
            {
                "name": "t",
                "path": "data/t.csv",
                "provenance": {"source": "work", **provenance},
                "schema": {"fields": FIELDS, "primaryKey": ["id", "valid_from"]},
            },
            {"name": "sources", "path": "data/sources.csv", "schema": {"fields": works}},
        ],
    }
    (folder / "datapackage.json").write_text(json.dumps(descriptor), "utf-8")
    return Facts(folder)


def test_cells_get_their_types_and_empty_is_missing(tmp_path: pathlib.Path) -> None:
    first, second = package(tmp_path, HEADER, GOOD, "y,,,,,,").table("t")
    assert first == {
        "id": "x",
        "value": 1.5,
        "kind": "a",
        "valid_from": date(2020, 1, 1),
        "valid_to": date(2024, 1, 1),
        "sure": True,
        "count": 3,
    }
    assert second["value"] is None


@pytest.mark.parametrize(
    ("line", "field", "problem"),
    [
        (",1,a,,,,", "id", "empty"),
        ("X,1,a,,,,", "id", "not of the form"),
        ("x,much,a,,,,", "value", "not a number"),
        ("x,-1,a,,,,", "value", "below 0"),
        ("x,11,a,,,,", "value", "above 10"),
        ("x,1,c,,,,", "kind", "not one of a, b"),
        ("x,1,a,01.02.2020,,,", "valid_from", "not a date"),
        ("x,1,a,2020-01-01,2020-01-01,,", "valid_to", "not after 2020-01-01"),
        ("x,1,a,,,yes,", "sure", "not a boolean"),
        ("x,1,a,,,,1.5", "count", "not a integer"),
    ],
)
def test_a_bad_cell_names_file_row_and_field(
    tmp_path: pathlib.Path, line: str, field: str, problem: str
) -> None:
    store = package(tmp_path, HEADER, "z,2,b,,,,", line)
    with pytest.raises(FactsError) as caught:
        store.table("t")
    for language in ("nb", "nn", "en"):
        message = caught.value.message(language)
        assert "t.csv" in message
        assert "3" in message
        assert field in message
        assert problem in message


@pytest.mark.parametrize("header", [HEADER + ",more", "id,value", "value,id,kind", ""])
def test_a_missing_or_extra_header_is_refused(tmp_path: pathlib.Path, header: str) -> None:
    with pytest.raises(FactsError) as caught:
        package(tmp_path, header).table("t")
    assert caught.value.key == "facts.bad_header"
    assert "t.csv" in str(caught.value)


def test_a_short_row_names_its_number(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FactsError, match=r"t\.csv, row 3: 2 cells, but 7"):
        package(tmp_path, HEADER, GOOD, "x,1").table("t")


def test_a_key_that_comes_twice_names_both_rows(tmp_path: pathlib.Path) -> None:
    with pytest.raises(FactsError, match=r"row 3.*already in row 2"):
        package(tmp_path, HEADER, GOOD, GOOD).table("t")


def test_a_missing_file_and_an_unknown_table(tmp_path: pathlib.Path) -> None:
    store = package(tmp_path, HEADER, GOOD)
    (tmp_path / "data" / "t.csv").unlink()
    with pytest.raises(FactsError) as caught:
        store.table("t")
    assert caught.value.key == "facts.no_file"
    with pytest.raises(FactsError, match=r"no facts table 'u'\. Tables: t, sources"):
        store.table("u")


def test_validity_includes_the_first_day_and_not_the_last(tmp_path: pathlib.Path) -> None:
    store = package(tmp_path, HEADER, GOOD, "x,2,a,2024-01-01,,,")
    days = (date(2019, 12, 31), date(2020, 1, 1), date(2023, 12, 31), date(2024, 1, 1))
    found = [[r["value"] for r in store.table("t", d)] for d in days]
    assert found == [[], [1.5], [1.5], [2.0]]
    assert store.row("t", date(2030, 1, 1), id="x")["value"] == 2
    with pytest.raises(FactsError, match="2 rows"):
        store.row("t", id="x")


def test_the_tables_provenance_stands_in_for_the_rows(tmp_path: pathlib.Path) -> None:
    store = package(tmp_path, HEADER, "x,1,a,,,,", mark="recalled", checked_on="2026-11-23")
    origin = store.origin("t", store.table("t")[0])
    assert (origin.mark, origin.checked_on, origin.licence) == ("recalled", "2026-11-23", "CC0")


def test_an_unknown_source_or_mark_is_refused(tmp_path: pathlib.Path) -> None:
    store = package(tmp_path, HEADER, GOOD, source="nobody")
    with pytest.raises(FactsError, match="'nobody'"):
        store.check()
    with pytest.raises(FactsError, match="mark"):
        package(tmp_path, HEADER, GOOD, mark="sure").check()
