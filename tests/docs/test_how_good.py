"""The table of how good it is: every row asked for, commands that exist, values not stale."""

from __future__ import annotations

import doctest
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from grimp import ImportGraph

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import counted_cases  # noqa: E402
import how_good  # noqa: E402
import how_good_measures as measures  # noqa: E402
import sizes  # noqa: E402
import structure  # noqa: E402
from figures_table import PLACES  # noqa: E402
from how_good_rows import WHY, Row  # noqa: E402
from intervals_table import between  # noqa: E402

KEPT = how_good.read()
ROWS = how_good.all_rows(KEPT)
#: What must stand in the table, whatever is added.
KEYS = {
    *(f"{what}-{n}" for what in ("prices", "tonnes", "money", "agreement") for n in PLACES),
    *(f"coverage-{k}" for k in ("80", "1-2", "3-5", "6-8")),
    *(f"footprint-{year}" for year in range(2012, 2021)),
    "hand-review", "hand-all", "verdicts", "cases",
    "upward", "circles", "file-circles", "untyped", "central",
    "clicks-1280", "clicks-390", "pages-p95", "pages-queries", "pages-first",
    "make-setup", "make-test", "make-test-all", "lines-kortreist", "lines-kortreist_web",
}  # fmt: skip


def test_the_page_is_what_the_tool_writes_of_what_is_kept() -> None:
    page = how_good.PAGE.read_text("utf-8")
    assert page == between(page, how_good.BEGIN, how_good.section(KEPT))


def test_every_row_that_is_asked_for_is_there_once() -> None:
    keys = [r.key for r in ROWS]
    assert len(keys) == len(set(keys))
    assert set(keys) >= KEYS
    assert set(KEPT["values"]) <= set(keys), "a value of no row"


def test_every_row_belongs_to_a_group_that_measures_it() -> None:
    assert {r.group for r in ROWS} == {*measures.CHEAP, *measures.LONG}


def targets() -> set[str]:
    text = (ROOT / "Makefile").read_text("utf-8")
    return set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))


def exists(command: str) -> bool:
    """Tell whether there is what a command names: script, target, test, group, subcommand."""
    first, *rest = command.split()
    if first == "make":
        return set(rest) <= targets()
    if first == "lint-imports":
        return "importlinter" in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    if first == "kortreist":
        from kortreist.cli.parser import build_parser
        from kortreist.i18n import Translator

        build_parser(Translator("en")).parse_args(rest)  # leaves with 2 where there is none such
        return True
    assert first == "python", command
    files = [word for word in rest if word.endswith(".py")]
    if "--only" in rest:
        groups = rest[rest.index("--only") + 1 :]
        assert set(groups) <= {*measures.CHEAP, *measures.LONG}, command
    return bool(files) and all((ROOT / name).exists() for name in files)


@pytest.mark.parametrize("command", sorted({r.command for r in ROWS}))
def test_every_command_named_exists(command: str) -> None:
    assert exists(command)


def test_a_command_that_is_not_there_is_seen() -> None:
    assert not exists("make how-bad")
    assert not exists("python tools/how_bad.py")
    with pytest.raises(SystemExit):
        exists("kortreist bend")


@pytest.mark.parametrize("row", [r for r in ROWS if r.key in KEPT["values"]], ids=lambda r: r.key)
def test_what_is_kept_has_its_day_and_what_is_not_met_its_reason(row: Row) -> None:
    value = KEPT["values"][row.key]
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", value["on"])
    if row.group in measures.LONG:
        assert "cores" in value["where"], row.key
    if row.goal == "none set" or row.goal.startswith("none set:"):
        assert value["met"] is None
    if value["met"] is False:
        assert row.key in WHY, "a goal that is not met says why: tools/how_good_rows.py"


@pytest.mark.parametrize("group", ["coverage", "agreement", "structure"])
def test_what_is_quickly_measured_is_not_stale(group: str) -> None:
    """``python tools/how_good.py --only GROUP`` renews it."""
    now = measures.CHEAP[group]()
    assert {k: r.value for k, r in now.items()} == {k: KEPT["values"][k]["value"] for k in now}


def all_of(key: str) -> int:
    return int(KEPT["values"][key]["value"].split()[-1])


def test_no_case_has_come_since_they_were_counted() -> None:
    assert all_of("hand-all") == len(measures.hand_tests())
    with measures.VERDICTS.open(encoding="utf-8") as file:
        assert all_of("verdicts") == len(file.readlines()) - 1
    if measures.CASES.exists():
        assert all_of("cases") == len(measures.reported())


def test_the_fourteen_cases_of_the_review_are_each_a_tests() -> None:
    text = (ROOT / measures.HAND[0]).read_text("utf-8")
    assert {int(n) for n in re.findall(r'"method (\d+)"', text)} == set(range(1, 15))


def test_every_package_has_its_lines() -> None:
    folders = {
        f"lines-{package}/{folder.name}"
        for package in sizes.PACKAGES
        for folder in (ROOT / "src" / package).iterdir()
        if (folder / "__init__.py").exists()
    }
    assert folders <= set(KEPT["values"]), "python tools/how_good.py --only sizes"


@pytest.mark.long
def test_lines_of_code_are_not_far_from_what_is_printed() -> None:
    """Renewed when a tenth has come or gone: ``python tools/how_good.py --only sizes``."""
    for name, found in measures.code_sizes().items():
        if "/" not in name:
            now, kept = (
                int(text.split(";")[0].replace(" ", ""))
                for text in (found.value, KEPT["values"][name]["value"])
            )
            assert 0.9 * kept <= now <= 1.1 * kept, name


def test_what_was_timed_by_hand_is_kept_with_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, path in (("KEPT", how_good.KEPT), ("PAGE", how_good.PAGE)):
        copy = tmp_path / path.name
        copy.write_text(path.read_text("utf-8"), "utf-8")
        monkeypatch.setattr(how_good, name, copy)
    monkeypatch.setattr(how_good, "ROOT", tmp_path)
    seen = ["--seen", "make-test=9:58", "make-setup=200", "--note", "alone"]
    assert how_good.main(seen) == 0
    values: dict[str, Any] = how_good.read()["values"]
    assert (values["make-test"]["value"], values["make-test"]["met"]) == ("9 min 58 s", True)
    assert (values["make-setup"]["value"], values["make-setup"]["met"]) == ("3 min 20 s", False)
    assert values["make-test"]["where"].endswith("cores, alone")
    assert "| 9 min 58 s | yes |" in how_good.PAGE.read_text("utf-8")
    for wrong in ("make-test=soon", "cases=9:58", "make-nothing=3"):
        with pytest.raises(SystemExit):
            how_good.main(["--seen", wrong])


@pytest.mark.parametrize("tool", [counted_cases, measures, structure], ids=lambda t: t.__name__)
def test_what_the_tools_say_by_example(tool: ModuleType) -> None:
    found = doctest.testmod(tool)
    assert found.attempted
    assert not found.failed


def test_an_import_to_the_right_and_a_circle_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = ImportGraph()
    packages = ("documents", "facts", "plans")
    domains = ("budgets", "core", "people")
    for name in (
        *structure.PACKAGES,
        *(f"kortreist.{n}" for n in packages),
        *(f"kortreist_web.{n}" for n in domains),
    ):
        graph.add_module(name)
    for importer, imported in (
        ("kortreist.facts.loader", "kortreist.plans.milp"),
        ("kortreist.plans.milp", "kortreist.facts.loader"),
        ("kortreist_web.people.models", "kortreist_web.budgets.models"),
        ("kortreist_web.budgets.models", "kortreist_web.core.models"),
    ):
        graph.add_import(importer=importer, imported=imported)
    monkeypatch.setattr(structure, "graph", lambda: graph)
    assert structure.upward() == [
        "kortreist.facts.loader → kortreist.plans.milp",
        "kortreist_web.people.models → kortreist_web.budgets.models",
    ]
    assert structure.package_circles() == [["kortreist.facts", "kortreist.plans"]]
    assert structure.circles() == [["kortreist.facts.loader", "kortreist.plans.milp"]]
    assert measures.code()["upward"] == measures.Result("2", met=False)


def test_a_case_that_nothing_tests_is_not_right(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "README.md"
    page.write_text(
        "| file | right |\n| --- | --- |\n| `a.csv` | 1 |\n| `b.csv` | 2 |\n| c | 3 |\n"
    )
    noted = [
        {"test": "t", "cases": ["a.csv"], "outcome": "passed"},
        {"test": "u", "cases": ["b.csv"], "outcome": "skipped"},
    ]
    monkeypatch.setattr(counted_cases, "run", lambda *_: noted)
    monkeypatch.setattr(measures, "CASES", page)
    assert measures.cases() == {"cases": measures.Result("1 of 3", met=False)}
    assert "c: no test" in capsys.readouterr().err
    monkeypatch.setattr(measures, "CASES", tmp_path / "none.md")
    with pytest.raises(measures.NotHereError):
        measures.cases()
