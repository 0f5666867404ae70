"""The documentation is run: every command and every piece of Python, as it is printed.

What cannot run here stands in :data:`NOT_HERE` with the reason, and with what holds it instead.
What takes long (plans, the country) runs in ``make test-all``.
"""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from reading_docs import ROOT, Block, blocks, commands, pages

SHARED = ROOT.parent / "shared" / "data"
TELEMARK = SHARED / "telemark" / "emissions"

#: Commands that are not run, and why. Each must be used by some page, so that none goes stale.
NOT_HERE = {
    r"make run\b": "serves until it is stopped; started in tests/web/config",
    r"make (test|test-all|bench|how-good|lock|docs)\b": "these tests, or longer than they",
    r"kortreist serve\b": "serves until it is stopped; started in tests/web/config",
    r"kortreist manage\b": "the site's database; tests/web runs each of them",
    r"kortreist fetch\b": "asks Statistics Norway; tests/connectors asks a server on loopback",
    r"curl\b": "a site with that name; tests/web/api runs every one against the site",
    r"\S*python examples/api_client\.py\b": "a site with that name; run in tests/web/api",
    r"(\S*/)?pip install\b": "the network; the extras are held against pyproject.toml below",
    r"(\w+=\w+ )?(\S*python -m )?pytest\b": "these tests; that the files are there is held below",
    r"git \b": "the reader's own changes",
    r"\S*jupyter lab\b": "opens a browser; tests/test_examples.py runs the notebook",
    r"sudo\b": "changes the machine it is written for",
    r"docker compose\b": "a container engine; the file's own lines are run in tests/web/config",
    r"dask\b": "several machines; tests/country runs a cluster on one",
    r"kortreist nation --scheduler\b": "several machines; tests/country runs a cluster on one",
    r"kortreist nation --out\b": "ten minutes; tests/country runs the same for a few",
    r"kortreist backtest all --write\b": "writes the program's own tables; in tests/backtests",
}
#: Blocks that are no commands: what they are.
NO_COMMANDS = {
    "docs/explanation/how-good.md": "takes minutes: tests/docs/test_how_good.py holds the tool",
    "docs/explanation/interim-report.md": "formulas",
    "docs/explanation/money.md": "formulas",
    "docs/explanation/pathways.md": "formulas",
    "docs/explanation/three-totals.md": "formulas",
    "docs/reference/measures.md": "formulas",
    "docs/how-to/power-bi-and-excel.md": "queries of Power BI: tests/web/api holds their columns",
    "docs/how-to/sign-in-with-openid-connect.md": "variables: tests/web/config reads them",
    "docs/how-to/show-a-chart-elsewhere.md": "a line of HTML, held by test_publishing_charts",
}
#: What takes more than a few seconds.
HEAVY = r"make plan\b|kortreist (plan|bind|nation|backtest)\b|kortreist\.plan\(|nation\("

PAGES = [page for page in pages() if blocks(page)]


def _runnable(page: str) -> Iterator[Block]:
    for block in blocks(page):
        if block.language or page not in NO_COMMANDS:
            yield block


def _not_here(command: str) -> str | None:
    bare = command.replace(".venv/bin/", "", 1)
    return next((why for p, why in NOT_HERE.items() if re.match(p, bare)), None)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook in the agency's form, of the municipalities of Telemark."""
    if not TELEMARK.exists():
        pytest.skip("shared data is not mounted")
    made = openpyxl.Workbook()
    assert made.active is not None
    made.active.title = "Oversikt - detaljert"
    newest = sorted(TELEMARK.glob("*.csv"))[-1]
    with newest.open(encoding="utf-8-sig") as rows:
        for i, row in enumerate(csv.reader(rows)):
            year, value = (row[1], row[4]) if i == 0 else (int(row[1][:4]), float(row[4]))
            made.active.append([row[0], year, row[2], row[3], value])
    path: Path = tmp_path_factory.mktemp("agency") / "utslippsstatistikk.xlsx"
    made.save(path)
    return path


@pytest.fixture
def checkout(tmp_path: Path, workbook: Path) -> Path:
    """A folder as a reader has it: the checkout with an environment, and files of her own."""
    names = ("examples", "src", "deploy", "docs", "Makefile", "pyproject.toml", "requirements.lock")
    for name in names:
        (tmp_path / name).symlink_to(ROOT / name)
    program = tmp_path / ".venv" / "bin" / "kortreist"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m kortreist.cli "$@"\n', "utf-8")
    program.chmod(0o755)
    (program.parent / "python").symlink_to(sys.executable)
    (tmp_path / ".venv" / ".installed").touch()  # what `make` sets up is here already
    for name in ("utslippsstatistikk.xlsx", "utslippsstatistikk_alle_kommuner.xlsx", "FILE"):
        (tmp_path / name).write_bytes(workbook.read_bytes())
    for file in TELEMARK.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "FILE").unlink()
    (tmp_path / "FILE").write_bytes(
        (tmp_path / sorted(TELEMARK.glob("*.csv"))[0].name).read_bytes()
    )
    docx.Document().save(str(tmp_path / "Kommune.docx"))
    (tmp_path / "own.toml").write_text("[electric_vans]\nramp_years = 4\n", "utf-8")
    return tmp_path


def _environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "HOME": str(folder),
        "KORTREIST_DATA_DIR": str(folder / "home"),
        "PATH": f"{folder / '.venv' / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
    }


def _follow(page: str, folder: Path, *, heavy: bool) -> int:
    """Do what a page says, from its top; return how much was done."""
    if page == "docs/how-to/import-the-inventory.md":  # it compares two editions
        _shell(f"kortreist import {sorted(TELEMARK.glob('*.csv'))[0].name}", folder, page)
    done = 0
    session = ""
    for block in _runnable(page):
        if block.language not in ("python", "json"):  # what follows may use its files
            session = _in_python(session, folder, page)
        if block.language == "toml":
            done += _keep(block, folder)
        elif block.language == "json":
            json.loads(block.text)
            done += 1
        elif block.language == "python":
            if re.search(HEAVY, block.text) and not heavy:
                continue
            session += f"{block.text}\n{_NOT_RUN}\n"
            done += 1
        else:
            for command in commands(block):
                if _not_here(command) or (re.search(HEAVY, command) and not heavy):
                    continue
                _shell(command, folder, f"{page}:{block.line}")
                done += 1
    _in_python(session, folder, page)
    return done


#: Stands after a block of Python that no process has run yet: to start one for each takes longer.
_NOT_RUN = "# not run"


def _in_python(session: str, folder: Path, page: str) -> str:
    """Run a page's Python so far, as one who reads on has it, unless all of it has been run."""
    if _NOT_RUN in session:
        session = session.replace(_NOT_RUN, "")
        _run([sys.executable, "-c", session], folder, page)
    return session


def _keep(block: Block, folder: Path) -> int:
    """Write a TOML block under the name its first line gives, and load it as measures."""
    tomllib.loads(block.text)
    name = re.match(r"# (\S+\.toml)", block.text)
    file = folder / (name[1] if name else "another.toml")
    file.write_text(block.text, "utf-8")
    code = f"import kortreist; assert kortreist.library({str(file)!r})"
    _run([sys.executable, "-c", code], folder, f"{block.page}:{block.line}")
    return 1


def _shell(command: str, folder: Path, where: str) -> None:
    _run(["bash", "-euo", "pipefail", "-c", command], folder, f"{where}: {command}")


def _run(words: list[str], folder: Path, where: str) -> None:
    done = subprocess.run(
        words, cwd=folder, env=_environment(folder), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{where}\n{done.stdout[-1500:]}\n{done.stderr[-3000:]}"


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_says_can_be_done(page: str, checkout: Path) -> None:
    _follow(page, checkout, heavy=False)


@pytest.mark.long
@pytest.mark.parametrize(
    "page", [p for p in PAGES if any(re.search(HEAVY, b.text) for b in _runnable(p))]
)
def test_what_a_page_says_can_be_done_to_its_end(page: str, checkout: Path) -> None:
    assert _follow(page, checkout, heavy=True) > 0
    if page == "docs/tutorial/first-climate-budget.md":
        for file in ("out/4005/plan.html", "out/notodden/plan.docx"):
            assert (checkout / file).is_file(), f"{page} names {file}"


def test_every_block_is_run_or_said_not_to_be() -> None:
    """A command nobody can classify is either a slip or needs a reason."""
    known = re.compile(r"(\.venv/bin/)?kortreist |make plan\b|mkdir ")
    unsaid = []
    for page in PAGES:
        for block in _runnable(page):
            if block.language in ("python", "toml", "json"):
                continue
            assert block.language == "", f"{page}:{block.line}: what is {block.language}?"
            unsaid += [
                f"{page}:{block.line}: {c}"
                for c in commands(block)
                if _not_here(c) is None and not known.match(c)
            ]
    assert not unsaid


def test_no_reason_is_stale() -> None:
    every = [c for page in PAGES for b in _runnable(page) if not b.language for c in commands(b)]
    used = {_not_here(c) for c in every}
    stale = [p for p, why in NOT_HERE.items() if why not in used]
    assert not stale
    assert set(NO_COMMANDS) <= set(PAGES)


def test_what_is_installed_is_from_the_checkout_and_its_extras_exist() -> None:
    """The program is in no package index: nobody can install it by name."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "optional-dependencies"
    ]
    texts = {page: (ROOT / page).read_text("utf-8") for page in pages()}
    texts["errors"] = (ROOT / "src/kortreist/locale/errors.toml").read_text("utf-8")
    for page, text in texts.items():
        for what in re.findall(r"pip install ((?:-e )?\S+)", text):
            assert "kortreist[" not in what, f"{page}: {what} is not published"
            for extra in re.findall(r"\.\[(\w+)\]", what):
                assert extra in extras, f"{page}: {what}"


def test_files_that_are_tested_by_hand_are_there() -> None:
    for page in PAGES:
        for block in _runnable(page):
            for command in commands(block):
                if "pytest" in command or command.startswith("git diff"):
                    for path in re.findall(r"\btests/[\w/.]+", command):
                        assert (ROOT / path).exists(), f"{page}:{block.line}: {path}"


def test_links_between_pages_lead_somewhere() -> None:
    lost = []
    for page in pages():
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", (ROOT / page).read_text("utf-8")):
            if "://" not in link and not link.startswith("mailto:"):
                target = (ROOT / page).parent / link
                if not target.exists():
                    lost.append(f"{page}: {link}")
    assert not lost
