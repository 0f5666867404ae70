"""Bokmål, nynorsk and English: every text there, none of them a key, none in another language."""

from __future__ import annotations

import re

import pytest
from kept_texts import kept
from lxml import html as parser

from kortreist.accounts.ledger import Account
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import account_document, budget_document
from kortreist.documents.format.html import render_html
from kortreist.i18n import LANGUAGES

#: Forms that are bokmål (or shared with Danish) and never nynorsk.
ONLY_BOKMAAL = """
    ikke hva hvem hvilke hvilken hvilket hvor hvorfor hvordan hver hvert fra mye noen noe bare jeg
    dere deres disse de utslippene utslipp tiltakene tallene kilden kilder kilde gjøre gjør
    kommunens uten beregnet usikkerhet utgave mulige mulig årsverkene være innbyggere innbyggerne
    virksomhet tjenester annet annen samlet hele nødvendig bolig boliger andel andelen veid følger
    koster fremtid fremtider regnskap regnskapet sammenlignet kjøpes virkemidler forventet
"""
#: Norwegian of either kind that no English text holds.
NORWEGIAN = """
    og ikke ikkje av på fra frå til det som er ble blir vart tiltak tiltakene tiltaka utslipp
    utslepp kommunen kommunens regnskap rekneskap rammen ramma sjanse uten utan hva kva hvem kven
    kostnad kilde kjelde beregnet mål må ukjent ukjend tusen skjønn skjøn prosent tonn innbyggere
"""


def fixed(language: str) -> dict[str, str]:
    texts = kept("documents")
    return {key: " ".join(said[language].values()) for key, said in texts.items()}


def found(text: str, words: str) -> set[str]:
    present = set(re.findall(r"[a-zæøåé]+", text.lower()))
    return present & set(words.split())


@pytest.fixture(scope="module")
def shown(
    budget: ClimateBudget, real: ClimateBudget, account: Account
) -> dict[str, dict[str, str]]:
    """Language → page → its text without the list of works, whose titles are their own."""
    out: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        made = {
            "made": budget_document(budget, language),
            "real": budget_document(real, language),
            "account": account_document(account, language),
            "real account": account_document(real.account, language),
        }
        out[language] = {}
        for name, document in made.items():
            tree = parser.fromstring(render_html(document))
            for away in tree.xpath("//table[@id='table-works'] | //style | //dl[@class='facts']"):
                away.drop_tree()
            words = [
                *tree.xpath("//body//text()"),
                *tree.xpath("//@aria-label"),
                *tree.xpath("//meta[@name='description']/@content"),
            ]
            out[language][name] = " ".join(words)
    return out


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_and_no_hole_is_left_in_any_text(
    language: str, shown: dict[str, dict[str, str]]
) -> None:
    for name, text in shown[language].items():
        assert not re.search(r"[{}\ue000\ue001]", text), name
        assert not re.search(r"\b[a-z]+_[a-z_]+\b", text), (
            name,
            re.findall(r"\b[a-z]+_[a-z_]+\b", text),
        )
        rooms = r"\b(documents|budgets|accounts|measures|futures|plans|reason|warning|note)\.[a-z]"
        assert not re.search(rooms, text), name
        assert "None" not in text.split(), name
        assert "nan" not in text.lower().split(), name


def test_the_fixed_english_texts_hold_no_norwegian() -> None:
    wrong = {key: words for key, text in fixed("en").items() if (words := found(text, NORWEGIAN))}
    assert wrong == {}
    letters = [key for key, text in fixed("en").items() if re.search("[æøåÆØÅ]", text)]
    assert letters == []


def test_the_fixed_nynorsk_texts_hold_no_bokmaal() -> None:
    wrong = {
        key: words for key, text in fixed("nn").items() if (words := found(text, ONLY_BOKMAAL))
    }
    assert wrong == {}


def test_the_lists_of_words_would_find_something() -> None:
    """The three languages differ: each list finds much in the texts it is not meant for."""
    assert len(found(" ".join(fixed("nb").values()), ONLY_BOKMAAL)) > 30
    assert len(found(" ".join(fixed("nn").values()), NORWEGIAN)) > 20


@pytest.mark.parametrize("page", ["made", "real", "account", "real account"])
def test_whole_pages_are_in_one_language(page: str, shown: dict[str, dict[str, str]]) -> None:
    assert found(shown["en"][page], NORWEGIAN) == set()
    assert found(shown["nn"][page], ONLY_BOKMAAL) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_follow_the_language(language: str, shown: dict[str, dict[str, str]]) -> None:
    text = shown[language]["made"]
    assert ("23,510" in text) == (language == "en")
    assert ("23\u202f510" in text) == (language != "en")
