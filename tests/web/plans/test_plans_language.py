"""A plan is kept in one language and read in any: what it says is written from keys and values."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist.documents import plan_dict
from kortreist.i18n import Translator
from kortreist_web.core.content import canonical
from kortreist_web.measures.deciders import deciders_text
from kortreist_web.plans.presenters import Reading

#: Words that are of one language only, and common in it.
WORDS = {
    "nb": r"ikke|hvor|hvis|noen|bare|mer|hvordan|penger",
    "nn": r"ikkje|kor|dersom|nokon|berre|meir|korleis|pengar",
    "en": r"the|not|where|if|only|more|how|money|which",
}
FOREIGN = {
    "nb": rf"{WORDS['nn']}|{WORDS['en']}",
    "nn": rf"{WORDS['nb']}|{WORDS['en']}",
    "en": rf"{WORDS['nb']}|{WORDS['nn']}|og|det|av|til|er|som",
}


def said(page):
    """Return the words of a page that are said to be in its own language."""
    page = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", page)
    page = re.sub(r'(?s)<(\w+)[^>]*\slang="[a-z]+"[^>]*>.*?</\1>', " ", page.split("<body", 1)[1])
    return re.sub(r"<[^>]+>", "\n", page)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_page_of_a_plan_holds_another_language(place, people, plan, as_person, language):
    with override(language):
        urls = [
            reverse(f"plans:{name}", args=(place.code, plan.pk)) for name in ("show", "what_if")
        ]
    for url in urls:
        words = said(as_person(people.editor).get(url).content.decode())
        words = words.replace(plan.content["vintage"]["origin"], "")  # a work's own title
        lines = [" ".join(line.split()) for line in words.splitlines()]
        foreign = [s for s in lines if re.search(rf"\b({FOREIGN[language]})\b", s, re.IGNORECASE)]
        assert not foreign


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_what_is_written_from_values_is_what_the_engine_writes(place, budget, content, language):
    theirs = canonical(plan_dict(budget, language))
    with override(language):
        reading = Reading(place, content)
        posts = {}
        for group in reading.groups():
            for member in (*group.members, *(m for _, some in group.folded for m in some)):
                posts[member.measure.id] = member.signpost
        notes = [note for note, _ in reading.notes()]
    rows = [r for name in ("measures", "not_chosen", "state_must") for r in theirs[name]]
    assert len({(r.get("signpost") or {}).get("kind") for r in rows}) > 3
    for row in rows:
        if row["group"]:
            assert posts[row["id"]] == (row["signpost"] or {"text": ""})["text"]
    assert notes == theirs["notes"]


@pytest.mark.django_db
def test_notes_kept_as_text_say_in_which_language_they_are(place, content):
    del content["note_keys"]
    with override("en"):
        assert {lang for _, lang in Reading(place, content).notes()} == {"nb"}


@pytest.mark.django_db
def test_who_decides_is_told_in_one_way(place, people, plan, as_person):
    """Cards, the stair's folds and a measure's page name the same."""
    row = next(r for r in plan.content["measures"] if r["decided_by"] == "residents")
    t = Translator("nb")
    with override("nb"):
        reading = Reading(place, plan.content)
        who = reading.deciders(row)
        url = reverse("plans:show", args=(place.code, plan.pk))
        own = reverse("measures:show", args=(place.code, reading.named(row["id"]).key))
        assert deciders_text("", "residents") == t("measures.decided_by.residents")
    assert who.endswith("innbyggerne")
    client = as_person(people.reader)
    page = " ".join(client.get(url).content.decode().split())
    card = page[page.index('id="groups"') :]
    card = card[card.index(f">{row['name']}</a>") :]
    assert f"Bestemmes av: {who}." in card[: card.index("</li>")]
    assert f"({t('documents.layers.in_plan')}; {who})" in page[: page.index('id="groups"')]
    assert f"<dd> {who} </dd>" in " ".join(client.get(own).content.decode().split())
