"""JSON, CSV and text say the same thing as the account, and say it readably."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import math
import pathlib
import re
import subprocess
import sys
from importlib import resources

import jsonschema
import pytest

from kortreist import accounts, places
from kortreist.accounts.as_csv import COLUMNS
from kortreist.accounts.as_text import rounded
from kortreist.accounts.ledger import Account
from kortreist.accounts.terminal import table
from kortreist.errors import FiguresMissingError
from kortreist.i18n import LANGUAGES
from kortreist.units import BOUNDARIES, Quantity

SCHEMA = json.loads(
    (resources.files("kortreist.accounts") / "account.schema.json").read_text("utf-8")
)


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def notodden(data_dir: pathlib.Path) -> Account:
    return accounts.build(places.find("4005"), data_dir=data_dir)


@pytest.fixture(scope="module")
def hjartdal(data_dir: pathlib.Path) -> Account:
    """A municipality whose inventory is not imported."""
    return accounts.build(places.find("4018"), data_dir=data_dir)


@pytest.mark.parametrize("where", ["4005", "4018", "40", "NO"])
def test_json_follows_its_schema(where: str, data_dir: pathlib.Path) -> None:
    account = accounts.build(places.find(where), data_dir=data_dir)
    document = json.loads(accounts.account_json(account))
    jsonschema.validate(document, SCHEMA)
    assert set(document["totals"]) | set(document["missing"]) == set(BOUNDARIES)
    assert not set(document["totals"]) & set(document["missing"])
    for boundary in account.totals:
        jsonschema.validate(json.loads(accounts.account_json(account, boundary)), SCHEMA)


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_rows_of_a_boundary_sum_to_its_total(notodden: Account, boundary) -> None:
    document = accounts.account_dict(notodden, boundary)
    assert list(document["totals"]) == [boundary]
    whole = document["totals"][boundary]["value"]
    assert math.fsum(s["value"] for s in document["sources"]) == pytest.approx(whole, abs=1e-6)
    table_ = csv.DictReader(io.StringIO(accounts.account_csv(notodden, boundary)))
    assert math.fsum(float(r["value"]) for r in table_) == pytest.approx(whole, abs=1e-6)


def test_weights_give_every_total(notodden: Account) -> None:
    rows = list(csv.DictReader(io.StringIO(accounts.account_csv(notodden))))
    assert len(rows) == len(notodden.sources)
    for b in BOUNDARIES:
        summed = math.fsum(float(r["value"]) * float(r[f"weight_{b}"]) for r in rows)
        assert summed == pytest.approx(notodden.totals[b].value, abs=1e-6)
    assert tuple(rows[0]) == COLUMNS
    assert all(r["unit"] == "t CO2e" and r["vintage"] and r["origin"] for r in rows)


def test_csv_runs_no_formula(notodden: Account) -> None:
    evil = dataclasses.replace(notodden.sources[0], source='=HYPERLINK("x")', sector="@cmd")
    text = accounts.account_csv(dataclasses.replace(notodden, sources=(evil,)))
    row = next(csv.DictReader(io.StringIO(text)))
    assert row["source"].startswith("'=")
    assert row["sector"].startswith("'@")
    assert not row["value"].startswith("'")


def test_missing_boundary_is_refused(hjartdal: Account) -> None:
    for write in (accounts.account_json, accounts.account_csv):
        with pytest.raises(FiguresMissingError):
            write(hjartdal, "territorial")
    with pytest.raises(FiguresMissingError):
        accounts.account_text(hjartdal, "nb", "combined")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("where", ["4005", "4018", "40", "NO"])
def test_text_fits_and_has_no_raw_keys(
    where: str, width: int, language: str, data_dir: pathlib.Path
) -> None:
    account = accounts.build(places.find(where), data_dir=data_dir)
    text = accounts.account_text(account, language, width=width)
    assert max(map(len, text.splitlines())) <= width
    assert not re.search(r"\{\w*\}|\bNone\b|\bnan\b|accounts\.", text)
    assert "\x1b" not in text


def test_text_shows_the_totals(notodden: Account) -> None:
    text = accounts.account_text(notodden, "nb", width=80)
    number = accounts.Naming("nb").t.number
    for b in BOUNDARIES:
        assert number(notodden.totals[b].value) in text
    for word in ("Personbiler", "Innbyggere", "2009", "Overlapp".lower(), "AR5"):
        assert word in text
    assert "Ikke beregnet: 2010, 2012, 2014." in text
    assert "Vegtrafikk" in accounts.account_text(notodden, "nn", width=80)


def test_missing_is_a_dash_and_a_reason(hjartdal: Account) -> None:
    text = accounts.account_text(hjartdal, "nb", width=80)
    assert "kortreist import" in text
    assert re.search(r"Direkte utslipp i kommunen\s+–", text)


def test_comparison(notodden: Account, hjartdal: Account) -> None:
    text = accounts.comparison_text(notodden, hjartdal, "nb", width=80)
    assert "Notodden" in text
    assert hjartdal.place.name in text
    assert re.search(r"Veitrafikk\s+\d+,\d\d\s+–", text)
    assert max(map(len, text.splitlines())) <= 80


def test_interval_is_rounded_to_what_is_known() -> None:
    assert rounded(Quantity(40354.2, 37012.9, 43695.4, "territorial")) == (37000.0, 43700.0)
    assert rounded(Quantity(5.0, 5.0, 5.0, "territorial")) == (5.0, 5.0)


def test_narrow_table_keeps_name_and_last_column() -> None:
    text = table(["Name", "A", "B", "Sum"], [["x" * 30, "1", "2", "3"]], 22, give_up=([1, 2],))
    assert max(map(len, text.splitlines())) <= 22
    assert "Sum" in text


def test_no_heavy_import_for_an_account() -> None:
    code = (
        "import sys;from kortreist import accounts,places;"
        "a=accounts.build(places.find('4005'));accounts.account_text(a,'nb',width=80);"
        "heavy={'polars','numba','scipy','altair','openpyxl','xarray','httpx'}&set(sys.modules);"
        "assert not heavy,heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_says_why_what_is_bought_sums_to_less_than_the_total(
    notodden: Account, language: str
) -> None:
    number = accounts.Naming(language).t.number
    bought = math.fsum(s.value for s in notodden.sources if s.scope == "indirect" and not s.memo)
    own = math.fsum(s.value for s in notodden.sources if s.final_demand and s.scope == "direct")
    total = notodden.totals["consumption"].value
    assert bought + own == pytest.approx(total)
    text = accounts.account_text(notodden, language, width=100)
    after = text.split(number(bought))[-1]
    assert number(own) in after
    assert number(total) in after
    inside = accounts.account_text(notodden, language, boundary="territorial", width=100)
    assert number(total) not in inside
