"""A domain made by the how-to alone gets all a domain has, and no rule lets it leave one out."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.any_database  # it has one of its own
ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT / "tools"))

from structure import CENTRAL  # noqa: E402

HOWTO = ROOT / "docs/how-to/develop"
PAGES = ("add-a-domain.md", "add-an-action-with-its-page-and-api.md", "add-a-kind.md")
CONTRACT = "Domains of the site import only to their left"
_FILE = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_NAMES = ("groves/__init__.py", "groves/actions/__init__.py")


def files() -> dict[str, str]:
    """The files the how-to prints, by their paths."""
    return dict(pair for page in PAGES for pair in _FILE.findall((HOWTO / page).read_text("utf-8")))


def central(file: str) -> tuple[str, str]:
    """The line before which the made domain's own stands in a central file, and its own."""
    before, line = CENTRAL[file]
    return before, line.format(domain="groves")


def put_in(file: Path, before: str, line: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(before) == 1
    file.write_text(text.replace(before, line + before), "utf-8")


def contract_alone() -> str:
    """The site's import contract, without the engine's: quicker."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    head, *contracts = text[text.index("[tool.importlinter]") :].split("[[")
    (mine,) = [c for c in contracts if CONTRACT in c]
    return head.replace('"kortreist", ', "") + "[[" + mine


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A copy of the checkout with the made domain: the folder, and a name in the settings."""
    root: Path = tmp_path_factory.mktemp("made")
    # With what is compiled of it: a copy has the time of its source, so nothing is compiled anew.
    skipped = shutil.ignore_patterns("static")
    web = root / "src/kortreist_web"
    shutil.copytree(ROOT / "src/kortreist_web", web, ignore=skipped)
    (root / "src/kortreist").symlink_to(ROOT / "src/kortreist")
    for folder in (ROOT / "src/kortreist_web").rglob("static"):
        (web / folder.relative_to(ROOT / "src/kortreist_web")).symlink_to(folder)
    for name, text in {**files(), **dict.fromkeys(_NAMES, '"""Groves."""\n')}.items():
        path = web / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    put_in(web / "config/settings.py", *central("src/kortreist_web/config/settings.py"))
    (root / "pyproject.toml").write_text(contract_alone(), "utf-8")
    (root / "made_settings.py").write_text(
        "from kortreist_web.config.settings import *\n\n\n"
        "class _None(dict):\n"
        "    def __contains__(self, label):\n        return True\n\n"
        "    def __getitem__(self, label):\n        return None\n\n\n"
        "MIGRATION_MODULES = _None()\n"
        "PASSWORD_HASHERS = ['django.contrib.auth.hashers.MD5PasswordHasher']\n"
    )
    return root


def run(source: Path, *command: str, **values: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("KORTREIST")}
    paths = (source / "src", source, ROOT / "tests/web", ROOT / "tests/kept")
    values |= {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    return subprocess.run(
        command,
        env=kept | values,
        cwd=source,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def found(source: Path) -> dict:
    done = run(
        source,
        sys.executable,
        str(Path(__file__).with_name("made_domain.py")),
        DJANGO_SETTINGS_MODULE="made_settings",
        KORTREIST_STATE=str(source / "state"),
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_it_is_small():
    made = files()
    said_first = (HOWTO / PAGES[0]).read_text("utf-8")
    assert '`__init__.py` with a docstring, `"""Groves."""`' in said_first  # what _NAMES adds
    code = [n for n, text in made.items() if n.endswith(".py")]
    assert {"groves/domain.py", "groves/models.py", "locale/groves.toml"} <= set(made)
    said = [
        line.strip()
        for name in ("models", "policies", "domain", "actions/plant", "views")
        for line in made[f"groves/{name}.py"].splitlines()
    ]
    lines = [x for x in said if x and not x.startswith(('"""', "from", "import", "__all__"))]
    assert len(code) == 11
    assert len(lines) <= 50


def test_it_gets_menu_page_api_log_names_export_and_erasure(found):
    assert found["planted"] == 200
    assert found["listed"] == ["Ekelund"]
    assert found["exported"] == ["Ekelund", "Bøkelund"]
    assert found["without_key"] == 401
    assert found["page"] == [200, True]
    assert found["stranger"] == 404
    assert found["menu"]
    assert found["log"] == [True, True, True]
    assert (found["note"], found["left"]) == (2, 0)


def test_it_is_adopted_by_resolution_compared_and_published(found):
    assert found["waits"]
    assert found["paper"] == found["document"] == found["resolution"] == [200, True]
    assert found["adopted"] == ["adopted", 2]
    assert found["twice"] == "decisions.refused.not_proposed"
    assert found["diff"] == [200, True, False]
    assert found["public"] == [200, 404]  # a proposal is the members' only
    assert found["hash"]
    assert found["csv"] == ["name,hectares", "Ekelund,1.5"]
    assert found["catalogue"] == [True, True]
    assert not found["not_yet"]
    assert found["figure"] == ["Ekelund", 1.5]


def test_its_versions_are_exported_and_erased_with_its_rows(found):
    assert found["versions"] == [
        ["planting", 1, "proposed"],
        ["planting", 2, "adopted"],
        ["planting", 3, "proposed"],
    ]
    assert found["left"] == 0


def test_it_keeps_every_rule_as_it_is(found):
    assert found["whole"] == {}


@pytest.mark.parametrize(
    ("without", "rule"),
    [
        ("pages", "pages"),
        ("work_links", "links"),
        ("apis", "apis"),
        ("kinds", "kinds"),
        ("groves.decided.superseded", "kind_texts"),
        ("tenant_data", "tenant_data"),
        ("policy", "policies"),
        ("groves.event.grove.planted", "events"),
        ("groves.log.model.Grove", "log_names"),
        ("groves.log.field.hectares", "log_names"),
        ("groves.log.verb.plant", "log_names"),
    ],
)
def test_what_is_left_out_breaks_its_rule(found, without, rule):
    assert set(found["without"][without]) == {rule}
    assert "rove" in " ".join(found["without"][without][rule])


@pytest.mark.long  # each time: the contract itself, by `make check`
def test_the_import_contract_wants_it_and_holds_it(source):
    """Not in the layers: refused. In the layers: held there."""
    lint = str(Path(sys.executable).with_name("lint-imports"))
    arguments = (lint, "--no-cache")
    assert f"{CONTRACT} BROKEN" in run(source, *arguments).stdout
    put_in(source / "pyproject.toml", *central("pyproject.toml"))
    assert f"{CONTRACT} KEPT" in run(source, *arguments).stdout
    views = source / "src/kortreist_web/indicators/views.py"
    views.write_text(views.read_text("utf-8") + "\nfrom kortreist_web.groves import models\n")
    assert f"{CONTRACT} BROKEN" in run(source, *arguments).stdout
