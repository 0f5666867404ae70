"""Every text is there in three languages, is used, and no page has a word of its own."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from django.forms import HiddenInput
from kept_texts import kept, wrong_with

from kortreist.i18n import _room
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text

PACKAGE = Path(__file__).parents[3] / "src" / "kortreist_web"
ROOMS = sorted(p.stem for p in (PACKAGE / "locale").glob("*.toml"))
TEMPLATES = sorted(PACKAGE.rglob("templates/**/*.html"))
#: Words that are the same in all languages: names, and what a screen reader does not read.
NAMES = {
    "Kortreist",
    "Bokmål",
    "Nynorsk",
    "English",
    "Word",
    "PowerPoint",
    "PDF",
    "CSV",
    "JSON",
    "HTML",
    "Excel",
    "GPC",
    "CDP",
    "API",
    "DCAT",
    "DCAT-AP-NO",
    "Turtle",
    "JSON-LD",
    "SHA-256",
    "OpenAPI",
    "xlsx",
    "CDP-ICLEI",
    "i",
    "uutilsynet",
    "datatilsynet",
    "no",
    # The columns of the table that economic plans are exchanged in.
    "ansvar",
    "funksjon",
    "art",
    "konto",
    "tekst",
}


@lru_cache(maxsize=1)
def texts() -> dict[str, dict[str, str]]:
    return {k: v for room in ROOMS for k, v in _room(room, "kortreist_web").items()}


@lru_cache(maxsize=1)
def sources() -> str:
    files = [p for p in PACKAGE.rglob("*") if p.suffix in (".py", ".html") and p.is_file()]
    files += [p for p in PACKAGE.rglob("*.toml") if p.parent.name != "locale"]
    return "\n".join(p.read_text("utf-8") for p in files)


@pytest.mark.parametrize("room", ROOMS)
def test_every_text_is_in_every_language_with_the_same_values(room):
    wrong = {k: w for k, said in kept(room, "kortreist_web").items() if (w := wrong_with(said))}
    assert wrong == {}


#: Words that are bokmål only. "Hver" and "en" are left out: they are words of nynorsk too.
BOKMAL = re.compile(
    r"\b(ikke|hvor|hvordan|hvorfor|hvilke[nt]?|hvem|hva|hvis|hvert|noen|noe|bare|jeg|hun|dere|deres"
    r"|kommunens|kommuner|kommunene|fylker|utslippene|utslippet|tiltakene|målene|årene|rammen|\w*banen"
    r"|enhet|enheten|enhetene|innbyggerne|tallene|tallet|gjøre|gjør|være|mye|høyere|hele|egne"
    r"|beregne[st]?|vises|brukes|betales|regnes|kreves|settes|vedtatt|vedtatte|måned|økning"
    r"|virkning\w*|ble|selv)\b",
    re.I,
)
#: Words for what a measure does that are not the one used: *effekt*, also in bokmål's field.
OTHER_WORDS = re.compile(r"\bverknad\w*", re.I)
#: Words of other people that stand in nynorsk texts as they are written there.
QUOTED = re.compile(r"«Utslipp av klimagasser i kommuner og fylker»|«hva beløpet er»")


@lru_cache
def said_in(language: str) -> dict[str, str]:
    """Return every text in a language of both packages, wherever it is kept, by file and key."""

    def walk(value: object, at: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
        if isinstance(value, dict):
            for key, part in value.items():
                yield from walk(part, (*at, key))
        elif isinstance(value, list):
            for number, part in enumerate(value):
                yield from walk(part, (*at, str(number)))
        elif isinstance(value, str) and language in at:
            yield at, value

    return {
        f"{path.name}:{'.'.join(at)}": QUOTED.sub("", said)
        for path in sorted(PACKAGE.parent.rglob("*.toml"))
        for at, said in walk(tomllib.loads(path.read_text("utf-8")), ())
    }


@pytest.mark.parametrize("words", [BOKMAL, OTHER_WORDS], ids=["bokmål", "verknad"])
def test_nynorsk_is_nynorsk_and_has_one_word_for_an_effect(words):
    texts_there = said_in("nn")
    assert len(texts_there) > 3000
    assert {key: said for key, said in texts_there.items() if words.search(said)} == {}


#: Acts speak of *virkninger* and of *medvirkning*; what a measure does is its *effekt*.
_EFFECT = re.compile(r"\bvirkning(?:en|ene|er|ens)?\b", re.I)


def test_bokmal_has_one_word_for_an_effect():
    assert {k: v for k, v in said_in("nb").items() if _EFFECT.search(v)} == {}


#: A word twice; Norwegian may say *det det gjelder*.
_TWICE = re.compile(r"\b([^\W\d_]{2,}) \1\b", re.I)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_word_stands_twice(language):
    found = {
        key: twice[0]
        for key, said in said_in(language).items()
        if (twice := _TWICE.search(said)) and twice[0] not in ("det det", "ID ID")
    }
    assert found == {}


#: Words of the field and of everyday English that no Norwegian text has of itself.
_ENGLISH = re.compile(
    r"\b(the|and|with|from|measures?|targets?|landfills?|budgets|sources|vehicles?|waste|heating"
    r"|energy|roads?|charging|tonnes|years?|municipal|council|effects?|costs?|boundary|share"
    r"|footprint|baseline|pathway|frame|plants?)\b",
    re.I,
)
#: What a program or a standard calls something: an option, a command, a file, a column of a form.
_CODE = re.compile(
    r"\{[^}]*\}|<[^>]*>|«[^»]*»|`[^`]*`|'[^']*'|--[\w-]+|kortreist [\w.]+|[\w.]*\w[._/]\w+[\w.]*"
    r"|\w+/[A-ZÅÆØ]\w*"
)
#: Columns of the international forms, which have English names; names of columns and tables.
_FORMS = ("publishing.toml:column.gpc_", "publishing.toml:column.crf_", "cli.toml:help.projections")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_norwegian_texts_hold_no_english(language):
    found = {
        key: english[0]
        for key, said in said_in(language).items()
        if not key.startswith(_FORMS) and (english := _ENGLISH.search(_CODE.sub(" ", said)))
    }
    assert found == {}


def test_the_words_that_are_looked_for_would_be_found():
    assert _ENGLISH.search(_CODE.sub(" ", "0,22 landfill i {n} year"))[0] == "landfill"
    assert _TWICE.search("Target target")
    assert _EFFECT.search("Virkningen")
    assert not _EFFECT.search("medvirkning")


def test_no_text_is_unused():
    said = sources()
    rooms = "|".join(ROOMS)
    whole = set(re.findall(rf"""["'`]((?:{rooms})(?:\.[a-z0-9_]+)+)["'`]""", said))
    stems = set(re.findall(rf"""["'`]((?:{rooms})\.(?:[a-z0-9_]+\.)*[a-z0-9_]*)\{{""", said))
    stems |= set(
        re.findall(rf"""["'`]((?:{rooms})\.(?:[a-z0-9_]+\.)*(?:[a-z0-9_]+_)?)["'`]""", said)
    )
    stems |= {f"{form}." for form in re.findall(r'texts = "([\w.]+)"', said)}
    # Names of events and for the change log are looked up in each domain's own file.
    stems |= {f"{room}.{kind}." for room in ROOMS for kind in ("event", "log")}
    # A stem that another part is put after with a plus, or as a default of a parameter.
    stems |= {f"{key}." for key in whole} | {f"{key}_" for key in whole}
    unused = sorted(
        key for key in texts() if key not in whole and not any(key.startswith(s) for s in stems)
    )
    assert not unused


def test_every_text_a_page_asks_for_is_there():
    asked: set[str] = set()
    for path in TEMPLATES:
        asked |= set(re.findall(r"""\{% t ["']([\w.]+[\w])["'](?!\|)""", path.read_text("utf-8")))
    for path in PACKAGE.rglob("*.py"):
        asked |= set(
            re.findall(r"""(?<![.\w])(?:text|Text)\(\s*"([\w.]+\w)"\s*[,)]""", path.read_text())
        )
    asked = {key for key in asked if key.split(".")[0] in ROOMS}
    assert len(asked) > 500
    assert not sorted(k for k in asked if k not in texts())


#: Labels and help that a form sets when it is made, not where the field is declared.
_SET_LATER = {
    "decisions.record_form.outcome_help",
    "decisions.record_form.why_help",
    "signposts.reading.value",
}


def _refusals() -> set[str]:
    """The whole keys that something is refused with, wherever it is raised."""
    raised = r"""\bRefusedError\(\s*["']([\w.]+\w)["']"""
    return {
        key for path in PACKAGE.rglob("*.py") for key in re.findall(raised, path.read_text("utf-8"))
    }


def test_every_refusal_has_its_text():
    asked = _refusals()
    assert len(asked) > 200
    missing = sorted(asked - set(texts()))
    assert not missing, f"write these in locale/<domain>.toml, in all languages: {missing}"


def _forms(of: type) -> Iterator[type]:
    for form in of.__subclasses__():
        yield form
        yield from _forms(form)


def _asked_by(form: type) -> Iterator[str]:
    """The keys of the labels and help of a form's fields; its own, or those of its ``texts``."""
    for name, field in form.base_fields.items():
        if isinstance(field.widget, HiddenInput):
            continue
        for said, key in ((field.label, name), (field.help_text, f"{name}_help")):
            if isinstance(said, Text):
                yield said.key
            elif not said and form.texts:
                yield f"{form.texts}.{key}"


def test_every_field_of_a_form_has_a_label_and_help():
    import_module("kortreist_web.config.urls")  # reads every view, and so every form
    asked = {k for form in _forms(Form) for k in _asked_by(form)}
    assert len(asked) > 300
    missing = sorted(key for key in asked - _SET_LATER if not texts().get(key))
    assert not missing, f"write these in locale/<domain>.toml, in all languages: {missing}"


class _Words(HTMLParser):
    """What a page says outside its variables."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.silent = 0
        self.feed(content)

    def handle_starttag(self, tag, attributes):
        self.silent += tag in ("script", "style", "code")
        for name, value in attributes:
            if name in ("title", "aria-label", "placeholder", "alt"):
                self.handle_data(value or "")

    def handle_endtag(self, tag):
        self.silent -= tag in ("script", "style", "code")

    def handle_data(self, data):
        if not self.silent:
            self.words += re.findall(r"[^\W\d_][\w₂²-]*", data)


def test_no_page_has_words_of_its_own():
    wrong = {}
    for path in TEMPLATES:
        content = re.sub(
            r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", path.read_text("utf-8"), flags=re.S
        )
        content = re.sub(r"(?s)<!--.*?-->|&\w+;", " ", content)
        found = [w for w in _Words(content).words if w not in NAMES]
        if found:
            wrong[str(path.relative_to(PACKAGE))] = found
    assert not wrong
