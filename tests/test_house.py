"""The house's own rules: exported, documented, translated, small."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
import sys
import tomllib
from pathlib import Path

import pytest
from domain_rules import RULES, look_ups
from kept_texts import kept, wrong_with

import kortreist
import kortreist_web

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tools"))

from structure import all_untyped_actors, untyped_actors  # noqa: E402

SRC = ROOT / "src" / "kortreist"
WEB = ROOT / "src" / "kortreist_web"
MODULES = sorted(
    m.name
    for package in (kortreist, kortreist_web)
    for m in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    if not m.name.endswith("__main__") and ".migrations" not in m.name
)
#: What Django reads by name exports nothing, and a domain's packages are folders.
_READ_BY_NAME = re.compile(
    r"kortreist_web\.(config\.settings|config\.wsgi|manage|\w+\.(apps|\w*urls)"
    r"|\w+\.templatetags(\.\w+)?|\w+\.management(\.commands(\.\w+)?)?|\w+(\.(actions|views))?)"
)


def test_public_names_exist_and_are_documented() -> None:
    assert len(MODULES) > 1000
    wrong = []
    for name in MODULES:
        module = importlib.import_module(name)
        if not module.__doc__:
            wrong.append(f"{name} has no docstring")
        exported = getattr(module, "__all__", None)
        if exported is None and not _READ_BY_NAME.fullmatch(name):
            wrong.append(f"{name} has no __all__")
        for public in exported or ():
            thing = getattr(module, public, None)
            if thing is None and not hasattr(module, public):
                wrong.append(f"{name}.{public} does not exist")
            elif (inspect.isclass(thing) or inspect.isfunction(thing)) and not inspect.getdoc(
                thing
            ):
                wrong.append(f"{name}.{public} has no docstring")
    assert wrong == []


def test_every_public_name_of_the_engine_is_in_the_reference() -> None:
    text = (ROOT / "docs" / "reference" / "api.md").read_text("utf-8")
    missing = [n for n in kortreist.__all__ if f"`{n}`" not in text and f"`{n}(" not in text]
    assert not missing


def test_every_command_is_in_the_reference() -> None:
    from kortreist.cli.parser import build_parser
    from kortreist.i18n import Translator

    text = (ROOT / "docs" / "reference" / "command-line.md").read_text("utf-8")
    parser = build_parser(Translator("en"))
    for action in parser._actions:
        choices = action.choices if isinstance(action.choices, dict) else {}
        for command, sub in choices.items():
            assert f"kortreist {command}" in text, command
            for option in sub._actions:
                for flag in option.option_strings:
                    if flag.startswith("--") and flag != "--help":
                        assert f"`{flag}" in text, f"{command} {flag}"


@pytest.mark.parametrize("room", sorted(p.stem for p in (SRC / "locale").glob("*.toml")))
def test_every_text_is_in_every_language_with_the_same_fields(room: str) -> None:
    wrong = {key: found for key, said in kept(room).items() if (found := wrong_with(said))}
    assert wrong == {}


def test_every_error_raised_has_a_text() -> None:
    known = {key.removeprefix("errors.") for key in kept("errors")}
    used = set()
    for path in SRC.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id.endswith("Error")
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
                and re.fullmatch(r"[a-z_0-9]+(\.[a-z_0-9]+)+", node.args[0].value)
            ):
                used.add(node.args[0].value)
    assert used
    assert used <= known, used - known


def test_modules_are_small() -> None:
    long = {
        str(p.relative_to(ROOT)): n
        for folder in (SRC, WEB)
        for p in folder.rglob("*.py")
        if "migrations" not in p.parts and (n := len(p.read_text("utf-8").splitlines())) > 400
    }
    assert not long


def test_the_engine_is_numb_to_the_machine() -> None:
    """Nothing at run time reads the test data, and no file carries a machine's path."""
    for path in (*SRC.rglob("*.py"), *WEB.rglob("*.py")):
        text = path.read_text("utf-8")
        assert "shared/data" not in text, path
        assert not re.search(r"['\"]/(work|home|root|tmp)/", text), path


@pytest.mark.parametrize("rule", RULES)
def test_every_domain_keeps_the_rule(rule: str) -> None:
    assert RULES[rule]() == []


def test_a_look_up_to_the_right_is_seen(tmp_path: Path) -> None:
    folder = tmp_path / "tenants"
    folder.mkdir()
    (folder / "a.py").write_text('apps.get_model("budgets.Budget")\nget_model("people.User")\n')
    (folder / "b.py").write_text('import_module("kortreist_web.plans.x")\nget_model("core.A")\n')
    found = look_ups(tmp_path)
    assert [line.split(" ")[0] for line in found] == [
        "tenants/a.py:1",
        "tenants/a.py:2",
        "tenants/b.py:1",
    ]


def test_the_settings_and_the_import_contract_name_the_domains_in_one_order() -> None:
    from django.conf import settings

    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (site,) = [c for c in contracts["contracts"] if c.get("containers") == ["kortreist_web"]]
    assert site["exhaustive"]
    assert not any(c.get("ignore_imports") for c in contracts["contracts"])
    layers = [name.strip() for layer in site["layers"] for name in re.split("[|:]", layer)]
    assert [name for name in reversed(layers) if name in settings.LOCAL_APPS] == list(
        settings.LOCAL_APPS
    )


def test_an_actor_that_is_anything_is_seen() -> None:
    source = (
        "def adopt(who: Any, organisation: 'O', *, user: Any | None = None): ...\n"
        "users: list[Any] = []\n"
        "def read(value: Any, who: Actor): ...\n"
    )
    assert untyped_actors(source) == ["2 users", "1 who", "1 user"]


def test_actors_and_organisations_have_types() -> None:
    """A mistaken argument of an action is found before it runs."""
    assert all_untyped_actors() == []


def test_the_way_past_the_change_log_is_taken_by_none_but_export_erasure_and_backup() -> None:
    """The plain manager and raw deletes write without a history."""
    past = re.compile(r"_raw_delete|save_base|_base_manager[^\n]*\.(update|delete|bulk_\w+)\(")
    users = {p.relative_to(WEB).parts[0] for p in WEB.rglob("*.py") if past.search(p.read_text())}
    assert users == {"changes"}
