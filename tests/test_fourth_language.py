"""A fourth language is one key more in each text: nothing else of the program knows of it.

Northern Sami is made by marking every bokmål text, in a copy of both packages whose code is the
code itself: only the files of texts are others. What the reader sees must then be marked, whether
on the terminal, in a plan or on a page.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from kept_results import empty_site
from kept_texts import forms
from lxml import html as parser

from kortreist.facts import load
from kortreist.i18n import _room

SRC = Path(__file__).parents[1] / "src"
#: What the fourth language says of itself; Django has no texts in it.
OF_ITSELF = {
    "name": "Davvisámegiella",
    "data": "nb",
    "tag": "se-NO",
    "authority": "SME",
    "decimal": ",",
    "thousands": "\u00a0",
    "percent": "{number} pst",
    "date": "{year}/{month}/{day}",
}
#: CLDR's plural categories of Northern Sami: it has a dual.
FORMS = ("one", "two", "other")
#: A text of it; one that is cut ends in an ellipsis.
MARKED = re.compile("⟦[^⟦⟧]*[⟧…]")
#: A number as only the fourth language writes it.
SPACED = re.compile("\\d\u00a0\\d{3}")
PAGES = """
import json, sys
import django
django.setup()
from django.test import Client
from django.test.utils import override_settings
from kortreist_web.core.actor_context import acting
from kortreist_web.tenants.models import Organisation
Organisation.objects.create(code="X001", figures_code="4005", name="Eksempeldal", invented=True,
                            valid_from="2020-01-01", published=True, language="se")
with override_settings(ALLOWED_HOSTS=["*"]):
    client = Client(SERVER_NAME="localhost")
    asked = ("/se/", "/se/X001/", "/se/konto/inn/", "/data/X001/catalogue.ttl")
    pages = {a: client.get(a) for a in asked}
    pages["chosen"] = client.get("/", headers={"accept-language": "se,nb;q=0.5"})
    out = {a: [r.status_code, r.get("Location", ""), r.content.decode()] for a, r in pages.items()}
print(json.dumps(out))
"""
WRITTEN = """
import sys
from pathlib import Path
import kortreist
from kortreist.documents import write_all
plan = kortreist.plan("4005", futures_count=64, extras=bool(sys.argv[2]))
write_all(plan, Path(sys.argv[1]), "se")
"""


def add_fourth(path: Path) -> str:
    """Return a file of texts with the fourth language in it; where others have forms, it has."""
    package = path.parents[1].name
    lines = []
    for key, said in _room(path.stem, package).items():
        _, _, inner = key.partition(".")
        own: Any = OF_ITSELF.get(inner) if path.stem == "languages" else None
        if own is None and all(isinstance(text, str) for text in said.values()):
            own = f"⟦{said['nb']}⟧"
        elif own is None:
            own = {form: f"⟦{form}: {forms(said['nb'])['other']}⟧" for form in FORMS}
        texts = ", ".join(f"{k} = {_toml(v)}" for k, v in {**said, "se": own}.items())
        # A sentence of the notes is a key with points of its own.
        lines.append(f"{_path(inner, path.stem)} = {{ {texts} }}")
    return "\n".join(lines)


def _toml(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(value)
    return "{ " + ", ".join(f"{k} = {json.dumps(v)}" for k, v in value.items()) + " }"


def _path(key: str, room: str) -> str:
    parts = key.split(".", 1) if room == "notes" else key.split(".")
    return ".".join(map(json.dumps, parts))


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Run Python where the texts have a fourth language; returns what it prints."""
    root = tmp_path_factory.mktemp("fourth")
    for package in ("kortreist", "kortreist_web"):
        (root / package / "locale").mkdir(parents=True)
        for entry in (SRC / package).iterdir():
            if entry.name not in ("locale", "__pycache__"):
                (root / package / entry.name).symlink_to(entry)
        for path in (SRC / package / "locale").glob("*.toml"):
            (root / package / "locale" / path.name).write_text(add_fourth(path), "utf-8")
    (root / "state").mkdir()
    shutil.copy(empty_site(), root / "state")  # its tables say nothing in any language
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("KORTREIST_")},
        "PYTHONPATH": str(root),
        "KORTREIST_HOME": str(root / "home"),
        "KORTREIST_STATE": str(root / "state"),
        "DJANGO_SETTINGS_MODULE": "kortreist_web.config.settings",
        "PYTHONUTF8": "1",
        "COLUMNS": "200",
    }

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=root,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return run


def unmarked(text: str) -> str:
    """Return what no text of the fourth language has said."""
    while True:
        shorter = MARKED.sub(" ", text)
        if shorter == text:
            return text
        text = shorter


def bokmaal() -> set[str]:
    """Return sentences of the texts, whole, in bokmål."""
    found: set[str] = set()
    for path in [*SRC.glob("kortreist*/locale/*.toml")]:
        found |= set(re.findall(r'nb = "([^"{}]{16,})"', path.read_text("utf-8")))
    return {text for text in found if len(text.split()) > 2}


def is_in_fourth(text: str) -> None:
    assert text.count("⟦") > 3
    rest = unmarked(text)
    assert not re.search("[⟦⟧]", rest)
    words = " ".join(rest.split())
    for work in load().table("sources"):  # works keep the names they have
        words = words.replace(work["title"], "")
    assert [s for s in bokmaal() if " ".join(s.split()) in words] == []


def test_the_account_the_help_and_an_error_are_in_it(program: Any) -> None:
    account = program("-m", "kortreist.cli", "account", "4005", "-l", "se")
    is_in_fourth(account)
    assert SPACED.search(account)
    is_in_fourth(program("-m", "kortreist.cli", "plan", "--help", "-l", "se"))


@pytest.mark.parametrize("extras", ["", pytest.param("extras", marks=pytest.mark.long)])
def test_a_plan_is_written_in_it_in_every_form(program: Any, tmp_path: Path, extras: str) -> None:
    """Before a delivery also what takes longest to compute, whose texts lie in the same files."""
    program("-c", WRITTEN, str(tmp_path), extras)
    page = parser.fromstring((tmp_path / "plan.html").read_bytes())
    assert page.get("lang") == "se"
    for style in page.xpath("//style | //script"):
        style.drop_tree()
    text = " ".join(page.xpath("//body//text()"))
    is_in_fourth(text)
    assert SPACED.search(text)
    assert " pst" in text
    assert {f.suffix for f in tmp_path.iterdir()} == {".html", ".pdf", ".docx", ".json"}


def test_the_site_is_in_it_though_django_is_not(program: Any) -> None:
    pages = json.loads(program("-c", PAGES))
    for address in ("/se/", "/se/X001/", "/se/konto/inn/"):
        status, _, content = pages[address]
        assert status == 200, address
        page = parser.fromstring(content)
        assert page.get("lang") == "se", address
        for style in page.xpath("//style | //script"):
            style.drop_tree()
        is_in_fourth(" ".join(page.xpath("//body//text()")))
        assert page.xpath("//nav//a[@lang='se']/text()") == ["Davvisámegiella"]
    assert pages["chosen"][1].startswith("/se/")
    assert "language/SME>" in pages["/data/X001/catalogue.ttl"][2]


def test_its_dual_is_a_form_of_its_own(program: Any) -> None:
    code = """
from kortreist.i18n import Translator
t = Translator("se", "kortreist_web")
for n in (0, 1, 2, 3, 21, "1\u00a0002"):
    print(t("plans.key.measures", n=n).partition(":")[0][1:])
"""
    assert program("-c", code).split() == ["other", "one", "two", "other", "other", "other"]
