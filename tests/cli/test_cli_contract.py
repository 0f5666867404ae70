"""The command line as its user meets it: a fresh process, a home of its own.

Where the process itself says nothing more, the command is run in this one.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import math
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kortreist.cli import main

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
needs_data = pytest.mark.skipif(not SHARED.exists(), reason="real data not here")


def kortreist(*words: str, data_dir: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kortreist.cli", *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={
            **os.environ,
            "KORTREIST_DATA_DIR": str(data_dir),
            "PYTHONUTF8": "1",
            "COLUMNS": "80",
            **env,
        },
        check=False,
    )


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, answered as a process answers."""

    def run(*words: str, data_dir: Path) -> subprocess.CompletedProcess[str]:
        monkeypatch.setenv("KORTREIST_DATA_DIR", str(data_dir))
        monkeypatch.setenv("COLUMNS", "80")
        try:
            code = main(words)
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return subprocess.CompletedProcess(words, code, said.out, said.err)

    return run


def test_account_of_the_default_municipality(tmp_path: Path) -> None:
    done = kortreist("account", "4005", data_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Notodden" in done.stdout
    assert "40\u202f354" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 100


def test_account_json_keeps_its_contract(tmp_path: Path) -> None:
    done = kortreist("account", "notodden", "--json", data_dir=tmp_path)
    assert done.returncode == 0, done.stderr
    out = json.loads(done.stdout)
    assert out["place"] == {"number": "4005", "name": "Notodden", "kind": "municipality"}
    assert set(out["vintage"]) >= {"id", "date", "origin"}
    assert out["gwp"] == "AR5"
    assert out["totals"]["territorial"]["value"] == pytest.approx(40354.49)
    for total in out["totals"].values():
        assert total["low"] <= total["value"] <= total["high"]
        assert total["unit"] == "t CO2e"
    direct = [s for s in out["sources"] if s["scope"] == "direct"]
    assert math.fsum(s["value"] for s in direct) == pytest.approx(40354.49, abs=1e-6)
    for s in out["sources"]:
        assert set(s) >= {
            "id",
            "scope",
            "actor",
            "sector",
            "source",
            "theme",
            "value",
            "low",
            "high",
            "unit",
            "overlaps",
        }


@pytest.mark.parametrize("boundary", ["territorial", "consumption", "combined"])
def test_rows_of_a_boundary_sum_to_its_total(tmp_path: Path, boundary: str, here: Run) -> None:
    done = here("account", "4005", "--json", "--boundary", boundary, data_dir=tmp_path)
    out = json.loads(done.stdout)
    assert list(out["totals"]) == [boundary]
    assert math.fsum(s["value"] for s in out["sources"]) == pytest.approx(
        out["totals"][boundary]["value"], abs=1e-6
    )


def test_csv_and_year_and_language(tmp_path: Path, here: Run) -> None:
    done = here(
        "account", "4005", "--csv", "--year", "2009", "--boundary", "territorial", data_dir=tmp_path
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert math.fsum(float(r["value"]) for r in rows) == pytest.approx(52245.05)
    assert "Direct emissions" in here("account", "4005", "-l", "en", data_dir=tmp_path).stdout


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("account", "9999"), 2, "9999"),
        (("account", "Notoden"), 2, "Notodden"),
        (("account", "3808"), 2, "4005"),
        (("account", "4005", "--year", "2010"), 2, "2010"),
        (("account", "4022", "--boundary", "territorial"), 3, "kortreist import"),
        (("import", "does-not-exist.xlsx"), 2, "does-not-exist.xlsx"),
        (("plan", "4005", "--target-year", "2020"), 2, "2020"),
        (("plan", "4005", "--reference-year", "2010"), 2, "2010"),
        (("account",), 2, "STED"),
        (("nonsense",), 2, "nonsense"),
    ],
)
def test_errors_are_clear_and_in_norwegian(
    tmp_path: Path, words: tuple[str, ...], code: int, says: str, here: Run
) -> None:
    done = here(*words, data_dir=tmp_path)
    assert done.returncode == code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "Feil: " in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [(("nonsense",), 2), (("account", "4022", "--boundary", "territorial"), 3)],
)
def test_a_process_ends_with_the_code_and_says_why(
    tmp_path: Path, words: tuple[str, ...], code: int, here: Run
) -> None:
    done = kortreist(*words, data_dir=tmp_path)
    alike = here(*words, data_dir=tmp_path)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr == alike.stderr


def test_plan_writes_four_documents_that_agree_and_keeps_demands(tmp_path: Path) -> None:
    out, first = tmp_path / "plan", dt.date.today().year + 1
    demands = (
        "--fix",
        f"eco_driving={first + 2}",
        "--exclude",
        "mass_reuse",
        "--learning-year",
        f"{first + 3}",
    )
    done = kortreist(
        "plan", "4005", "--out", str(out), "--futures", "64", *demands, data_dir=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert str(out / "plan.html") in done.stdout
    assert {p.name for p in out.iterdir()} == {"plan.html", "plan.pdf", "plan.docx", "plan.json"}
    plan = json.loads((out / "plan.json").read_text("utf-8"))
    assert plan["draft"] is True
    starts = {m["id"]: m["start_year"] for m in plan["measures"]}
    assert starts["eco_driving"] == first + 2
    assert "mass_reuse" not in starts
    assert plan["learning"]["year"] == first + 3
    years = set(plan["baseline"])
    for year in years:
        cut = math.fsum(m["effect"][year]["central"] for m in plan["measures"])
        gap = plan["baseline"][year]["central"] - plan["pathway"][year]["central"]
        assert cut == pytest.approx(gap, abs=1e-6)
    # A year that is over has no chance.
    today = dt.date.today().year
    assert set(plan["probability_under_frame"]) == {y for y in years if int(y) > today}
    assert all(0 <= chance <= 1 for chance in plan["probability_under_frame"].values())
    ids = {o["id"] for o in plan["provenance"]}
    html = (out / "plan.html").read_text("utf-8")
    assert set(re.findall(r'data-ref="([^"]+)"', html)) <= ids


@needs_data
@pytest.mark.long
def test_the_same_plan_twice_on_one_core_or_three_and_all_of_telemark(tmp_path: Path) -> None:
    file = SHARED / "telemark" / "emissions" / "klimagassutslipp_telemark_2026-04-24.csv"
    assert kortreist("import", str(file), data_dir=tmp_path).returncode == 0
    again = kortreist("import", str(file), data_dir=tmp_path)
    assert again.returncode == 0
    assert "Ingenting er endret" in again.stdout
    for name in ("Skien", "Porsgrunn", "Fyresdal"):
        out = tmp_path / name
        done = kortreist("plan", name, "--out", str(out), "--futures", "200", data_dir=tmp_path)
        assert done.returncode == 0, done.stderr
    first = json.loads((tmp_path / "Fyresdal" / "plan.json").read_text("utf-8"))
    kortreist(
        "plan",
        "Fyresdal",
        "--out",
        str(tmp_path / "b"),
        "--futures",
        "200",
        data_dir=tmp_path,
        NUMBA_NUM_THREADS="3",
    )
    second = json.loads((tmp_path / "b" / "plan.json").read_text("utf-8"))
    assert first == second
    for name in ("plan.html", "plan.json", "plan.docx"):
        alike = [(tmp_path / folder / name).read_bytes() for folder in ("Fyresdal", "b")]
        assert alike[0] == alike[1], f"{name}: anybody can make it again, to the byte"


def test_nothing_asked_is_wrong_use_not_our_fault(tmp_path: Path) -> None:
    done = kortreist(data_dir=tmp_path)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_demands_that_cannot_all_be_met_are_refused_with_the_mend(
    tmp_path: Path, here: Run
) -> None:
    first = dt.date.today().year + 1
    clash = here("plan", "4005", "--fix", f"cycle_network={first}", data_dir=tmp_path)
    assert clash.returncode == 2
    assert "Sammenhengende sykkelveinett" in clash.stderr
    assert "kr i året går det" in clash.stderr


def test_the_country_in_json(tmp_path: Path, here: Run) -> None:
    done = here(
        "nation",
        "--only",
        "4005,1144",
        "--futures",
        "64",
        "--workers",
        "0",
        "--json",
        "--out",
        str(tmp_path / "n"),
        data_dir=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    for row in (
        found["measures"] if isinstance(found["measures"], list) else found["measures"].values()
    ):
        assert sum(row["share_by_group"].values()) == pytest.approx(1.0)
        assert row["national_effect"]["low"] <= row["national_effect"]["high"]


def test_an_old_terminal_gets_its_table(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kortreist.cli", "account", "4005"],
        capture_output=True,
        check=False,
        env={
            **os.environ,
            "KORTREIST_DATA_DIR": str(tmp_path),
            "PYTHONUTF8": "0",
            "PYTHONIOENCODING": "latin-1",
        },
    )
    assert done.returncode == 0, done.stderr
    assert "Notodden" in done.stdout.decode("latin-1")


def test_a_file_with_a_part_of_the_inventory_is_told(tmp_path: Path, here: Run) -> None:
    file = tmp_path / "part_2026-05-01.csv"
    file.write_text(
        "Kommune,År,Sektor,Utslippskilde,Utslipp\nNotodden,2024,Veitrafikk,Busser,1013\n", "utf-8"
    )
    done = here("import", str(file), data_dir=tmp_path / "home")
    assert (done.returncode, "--confirm-large-change" in done.stderr) == (2, True)
    again = ("import", str(file), "--confirm-large-change")
    done = here(*again, data_dir=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert "OBS: Notodden 2024: 1\u202f013 t" in done.stderr
    assert "40\u202f354 t" in done.stderr


def test_a_comparison_is_text_and_says_so(tmp_path: Path, here: Run) -> None:
    done = here("account", "4005", "--compare", "NO", "--json", data_dir=tmp_path)
    assert done.returncode == 2
    assert "bare som tekst" in done.stderr


@pytest.mark.parametrize("where", ["4005", "NO"])
def test_an_account_waits_for_no_solver(where: str, tmp_path: Path) -> None:
    """Half a second and 40 MB: numpy, scipy and numba are for plans, and imported by them."""
    code = (
        "import sys; from kortreist.cli import main;"
        f"main(['account', '{where}', '--year', '2020', '--json']);"
        "print(sorted({'numpy', 'scipy', 'numba', 'highspy'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "KORTREIST_DATA_DIR": str(tmp_path), "PYTHONUTF8": "1"},
        check=True,
    )
    assert done.stderr.strip() == "[]"


def test_why_here_in_the_terminal_and_as_a_file(here: Run, tmp_path: Path) -> None:
    told = here("brief", "4005", data_dir=tmp_path).stdout
    assert "Notodden" in told
    assert "\n- " in told
    out = tmp_path / "hvorfor.pdf"
    assert here("brief", "4005", "--out", str(out), data_dir=tmp_path).returncode == 0
    assert out.read_bytes().startswith(b"%PDF")
    wrong = here("brief", "4005", "--out", str(tmp_path / "hvorfor.odt"), data_dir=tmp_path)
    assert wrong.returncode == 2
