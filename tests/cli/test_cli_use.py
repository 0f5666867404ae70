"""The command line as a terminal user meets it: help, lists, pipes, completion."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path

import pytest

from kortreist import measures
from kortreist.cli import main, tables
from kortreist.i18n import LANGUAGES


def run(*words: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    try:
        code = main(words)
    except SystemExit as stop:
        code = int(stop.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KORTREIST_DATA_DIR", str(tmp_path / "home"))
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_command_is_answered_with_help(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run("-l", language, capsys=capsys)
    assert code == 2
    assert "kortreist account 4005" in out
    assert "KORTREIST_DATA_DIR" in out
    assert "130" in out, "exit codes"
    assert "show program's version" not in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_has_examples_and_tells_its_defaults(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("account", "plan", "measures", "vintages", "import", "nation", "serve"):
        code, out, _ = run(command, "--help", "-l", language, capsys=capsys)
        assert code == 0
        assert f"\n  kortreist {command}" in out, command
    _, plan, _ = run("plan", "--help", "-l", language, capsys=capsys)
    for default in ("1000", "20261123", "20.0", "territorial", "last"):
        assert f": {default})" in " ".join(plan.split()), default
    assert "TARGET_YEAR" not in plan


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("accont", "4005"), "account"),
        (("plan", "4005", "--budgt", "3"), "--budget"),
        (("plan", "4005", "--boundary", "teritorial"), "territorial"),
        (("account", "Notoden"), "4005 Notodden"),
    ],
)
def test_a_slip_is_answered_with_what_was_meant(
    words: tuple[str, ...], meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(*words, capsys=capsys)
    assert code == 2
    assert out == ""
    assert "mente du" in err.casefold()
    assert meant in err.casefold().replace("notodden", "Notodden")


def test_a_plan_needs_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run("plan", capsys=capsys)
    assert (code, out) == (2, "")
    assert "STED" in err


def test_ids_are_whole_lines_in_a_pipe(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run("measures", capsys=capsys)
    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[0] for row in rows] == [m.id for m in measures.library()]
    assert {len(row) for row in rows} == {5}
    _, out, _ = run("vintages", capsys=capsys)
    assert out.startswith("mdir-2026-04\t")


def on_terminal(*command: str, **environment: str) -> str:
    """Run a command on a terminal of its own; return what it shows."""
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kortreist.cli", *command],
        stdout=slave,
        stderr=slave,
        env={**os.environ, "TERM": "xterm", "PYTHONUTF8": "1", **environment},
    )
    os.close(slave)
    shown = b""
    while process.poll() is None or select.select([master], [], [], 0.2)[0]:
        try:
            shown += os.read(master, 65536)
        except OSError:
            break
    os.close(master)
    text = shown.decode()
    assert process.wait() == 0, text
    return text


@pytest.mark.parametrize("columns", ["80", "44"])
def test_ids_are_never_folded_on_a_narrow_terminal(columns: str, data_dir: Path) -> None:
    text = on_terminal("measures", "4005", COLUMNS=columns)
    assert "fossil_heating_phase_out" in text
    assert "zero_emission_sites_municipal" in text


def test_help_is_marked_on_a_terminal_and_plain_in_a_pipe(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, plain, _ = run("vintages", "--help", "-l", "en", capsys=capsys)
    assert "\x1b" not in plain
    shown = on_terminal("vintages", "--help", "-l", "en", COLUMNS="80")
    assert "\x1b[1moptions:\x1b[0m" in shown
    assert "\x1b[36m--compare\x1b[0m" in shown
    bare = re.sub(r"\x1b\[[0-9;]*m", "", shown).replace("\r\n", "\n")
    assert bare.split() == plain.split()


def test_every_reading_command_speaks_json(
    capsys: pytest.CaptureFixture[str], data_dir: Path
) -> None:
    file = data_dir / "part_2026-05-01.csv"
    file.write_text(
        "Kommune,År,Sektor,Utslippskilde,Utslipp\nNotodden,2024,Veitrafikk,Busser,1013\n", "utf-8"
    )
    code, out, err = run("import", str(file), "--json", "--confirm-large-change", capsys=capsys)
    imported = json.loads(out)
    assert code == 0
    assert err.count("\n") == 0, "no progress in a log"
    assert imported["unlike_before"][0]["now"] == 1013
    id = imported["vintage"]["id"]
    _, out, _ = run("vintages", "4005", "--json", capsys=capsys)
    assert id in {v["id"] for v in json.loads(out)}
    _, out, _ = run("vintages", "4005", "--compare", "mdir-2026-04", id, "--json", capsys=capsys)
    alone = {row["sector"]: row for row in json.loads(out)["sectors_in_one"]}
    assert "road_transport" not in alone
    assert alone["agriculture"]["in"] == "mdir-2026-04"
    assert alone["agriculture"]["tonnes"] > 0
    _, text, _ = run("vintages", "4005", "--compare", "mdir-2026-04", id, capsys=capsys)
    assert "Sektoren Jordbruk er bare i mdir-2026-04" in " ".join(text.split())
    compared = {row["year"]: row for row in json.loads(out)["years"]}
    assert compared[2024]["difference"] == pytest.approx(1013 - 40354.49)
    assert compared[2023]["second"] is None, "missing is not zero"
    _, out, _ = run("measures", "4005", "--json", capsys=capsys)
    assert {m["id"] for m in json.loads(out)} < {m.id for m in measures.library()}
    _, out, _ = run("facts-review", "--today", "2030-01-01", "--json", capsys=capsys)
    assert sum(row["rows"] for row in json.loads(out)) > 100


def test_a_plan_as_json_writes_no_files(
    capsys: pytest.CaptureFixture[str], data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(data_dir)
    code, out, err = run("plan", "4005", "--futures", "64", "--json", capsys=capsys)
    assert code == 0
    assert json.loads(out)["place"]["number"] == "4005"
    assert "64" in err
    assert not (data_dir / "out").exists()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (("--measures", "none.toml"), "none.toml"),
        (("--word-template", "none.docx"), "none.docx"),
        (("--word-template", __file__), "Word-dokument"),
        (("--budget", "nan"), "1\u202f000\u202f000\u202f000\u202f000"),
        (("--budget", "1e308"), "kroner"),
        (("--budget", "-5"), "kroner"),
        (("--staff", "inf"), "årsverk"),
        (("--time-limit", "nan"), "sekunder"),
        (("--futures", "1"), "intervall"),
        (("--target", "1"), "prosenttegn"),
        (("--target", "0,55"), "prosenttegn"),
        (("--target", "150%"), "ikke et kutt"),
        (("--target", "1%"), "22,8"),
        (("--seed", "-1"), "Frøet"),
        (("--count", "van=1e308"), "varebil"),
        (("--answer", "count/van=nan"), "count/van"),
        (("--target-year", "9999"), "2060"),
    ],
)
def test_mistakes_are_told_before_anything_is_said_to_be_computed(
    more: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run("plan", "4005", *more, capsys=capsys)
    assert (code, out) == (2, "")
    assert says in err
    assert "Regner" not in err


def test_a_place_without_figures_is_not_computed(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = run("plan", "4022", capsys=capsys)
    assert code == 3
    assert err.startswith("Feil: ")


def test_completion_in_bash(capsys: pytest.CaptureFixture[str]) -> None:
    _, script, _ = run("completion", "bash", capsys=capsys)

    def after(*words: str) -> set[str]:
        quoted = " ".join(f'"{w}"' for w in words)
        line = f"{script}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _kortreist;"
        done = subprocess.run(
            ["bash", "-c", line + ' printf "%s\\n" "${COMPREPLY[@]}"'],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stderr == ""
        return set(done.stdout.split())

    assert after("kortreist", "me") == {"measures"}
    assert after("kortreist", "plan", "400") >= {"4001", "4003", "4005"}
    assert after("kortreist", "plan", "4005", "--target-") == {"--target-year"}
    assert after("kortreist", "plan", "--boundary", "t") == {"territorial"}
    assert after("kortreist", "completion", "") == {"bash", "zsh", "fish"}


@pytest.mark.parametrize(("shell", "check"), [("zsh", ["-n"]), ("fish", ["--no-execute"])])
def test_completion_names_every_command_and_option(
    shell: str, check: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    import shutil

    _, script, _ = run("completion", shell, capsys=capsys)
    for word in ("import-projections", "target-year", "boundary-without", "4005"):
        assert word in script
    assert script.count("'") % 2 == 0, "quotes are closed"
    if shutil.which(shell):
        file = tmp_path / f"completion.{shell}"
        file.write_text(script, "utf-8")
        subprocess.run([shell, *check, str(file)], check=True)


def test_version_and_mistakes_need_no_figures() -> None:
    """0.2 s: a solver, tables and a chart library are for what uses them."""
    heavy = ["numpy", "numba", "polars", "rich", "scipy", "httpx", "dask", "kortreist.facts"]
    code = (
        "import sys; from kortreist.cli import main\n"
        "for words in (['--version'], []):\n    main(words)\n"
        f"print(sorted(set({heavy}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert done.stderr.strip() == "[]"


def test_headings_are_marked_on_a_terminal_and_plain_in_a_pipe(monkeypatch, capsys):
    text = "4005 Notodden 2024\n══════════════════\nt CO2e\n\nTRE TOTALER\nVei  1 200\n"
    tables.print_report(text)
    assert capsys.readouterr().out == text + "\n"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    tables.print_report(text)
    shown = capsys.readouterr().out
    assert "\x1b[1mTRE TOTALER" in shown
    assert "\x1b[1mVei" not in shown
    assert re.sub(r"\x1b\[[\d;]*m", "", shown) == text + "\n"
