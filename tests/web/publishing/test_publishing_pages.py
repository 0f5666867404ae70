"""The published front: what it says, and that every number leads to where it comes from."""

import re

import pytest
from django.utils import translation

from kortreist_web.publishing.front import chance_words

pytestmark = pytest.mark.django_db


def origins(html):
    return re.findall(r'class="k-origin" href="([^"]+)"', html)


def test_overview_shows_account_budget_progress_and_decisions(client, account, adopted):
    html = client.get("/nb/X001/").content.decode()
    for said in (
        "40\u202f354",
        "trolig mellom",
        "Endring siden 2009",
        'Målet er <a class="p-figure"',
        "Lite sannsynlig: budsjettet holder i omtrent 3 av 10 mulige utviklinger.",
        "Ventet utslipp i 2030: 825 tonn",
        "=Klimabudsjett",
        "sak 112/26",
    ):
        assert said in html, said
    assert "har ikke laget denne siden" not in html


def test_every_marked_number_leads_to_its_own_page(client, account, adopted):
    for page, least in (("/nb/X001/", 8), ("/nb/X001/mal/", 10)):
        html = client.get(page).content.decode()
        links = origins(html)
        assert len(links) >= least
        links += re.findall(r'<a class="p-figure" href="([^"]+)"', html)
        assert len(links) >= 10
        for link in set(links):
            answer = client.get(link)
            assert answer.status_code == 200, link
            assert "Hvor tallet kommer fra" in answer.content.decode()


def test_link_names_its_figure_for_those_who_hear_the_page(client, account):
    html = client.get("/en/X001/").content.decode()
    assert "Where does this figure come from? Direct emissions in 2024" in html


def test_page_of_a_municipality_nobody_works_in_says_so(client, notodden):
    html = client.get("/nb/4005/").content.decode()
    assert "Notodden har ikke laget denne siden" in html
    assert "har ikke publisert noe vedtatt klimabudsjett" in html


def test_without_an_account_the_official_total_is_shown_without_an_interval(client, place):
    from kortreist_web.accounts.bundled import ensure_bundled

    ensure_bundled()
    html = client.get("/nb/X001/").content.decode()
    assert "40\u202f354" in html
    assert "Usikkerheten er ikke beregnet" in html
    assert "90 % sannsynlig" not in html


def test_without_any_figures_the_page_says_what_to_do(client, place, people, as_person):
    assert "ikke publisert noe klimaregnskap" in client.get("/nb/X001/").content.decode()
    html = as_person(people.editor).get("/nb/X001/").content.decode()
    assert "/nb/X001/arbeid/regnskap/" in html


@pytest.mark.parametrize("page", ["", "mal/", "data/"])
def test_unpublished_pages_do_not_exist_for_others(client, other, strangers, as_person, page):
    assert client.get(f"/nb/X002/{page}").status_code == 404
    assert as_person(strangers.reader).get(f"/nb/X002/{page}").status_code == 200


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("page", ["", "mal/", "data/"])
def test_pages_in_every_language(client, account, adopted, page, language):
    html = client.get(f"/{language}/X001/{page}").content.decode()
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    assert "publishing." not in re.sub(r'href="[^"]*"', "", html)


def test_overview_asks_the_database_little(client, account, adopted, django_assert_max_num_queries):
    client.get("/nb/X001/")
    with django_assert_max_num_queries(14):
        client.get("/nb/X001/")


def test_goals_show_the_law_with_source_and_the_day_it_was_checked(client, place):
    html = client.get("/nb/X001/mal/").content.decode()
    assert "Utslippene i Norge er 55\u202f% lavere enn i 1990" in html
    assert "Utslippene i Norge er 70–75\u202f% lavere enn i 1990" in html
    assert "https://lovdata.no/dokument/NL/lov/2017-06-16-60" in html
    assert "kontrollert 29.11.2026" in html


def test_targets_in_force_are_those_of_the_day():
    from datetime import date

    from kortreist_web.publishing.goals import statutory

    then = statutory(date(2020, 1, 1))
    assert [(f["year"], f["now"]) for f in then["law"]] == [("2030", True), ("2050", True)]
    assert "40" in then["law"][0]["said"]
    assert {f["year"] for f in statutory(date(2026, 1, 1))["law"]} == {"2030", "2035", "2050"}


def test_data_page_lists_files_licences_catalogue_and_citation(client, account, adopted):
    html = client.get("/nb/X001/data/").content.decode()
    for link in (
        "/data/X001/account.csv",
        "/data/X001/account.csv?excel=1",
        "/data/X001/account.xlsx",
        "/data/X001/budget/2027/1.json",
        "/data/X001/report/2027/1.json",
        "/data/X001/decisions.json",
        "/data/X001/gpc.xlsx",
        "/data/X001/catalogue.ttl",
        "/api/v1/docs",
    ):
        assert f'"{link}"' in html, link
    assert "/data/X001/budget/2027/2.json" not in html, "a proposal"
    assert "CC BY-SA 4.0" in html
    assert account.content_hash[:12] in html


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (
            0.0,
            "Very unlikely: {keeps} in almost none of the possible futures.",
        ),
        (
            0.04,
            "Very unlikely: {keeps} in almost none of the possible futures.",
        ),
        (
            0.5,
            "Could go either way: {keeps} in about 5 of 10 possible futures.",
        ),
        (
            0.97,
            "Very likely: {keeps} in almost all of the possible futures.",
        ),
        (
            1.0,
            "Very likely: {keeps} in almost all of the possible futures.",
        ),
        (None, "The chance has not been calculated."),
    ],
)
def test_chances_in_plain_words(chance, said):
    with translation.override("en"):
        assert chance_words(chance) == said.format(keeps="the budget keeps within the frame")


def test_the_address_that_never_changes_is_called_so(client, account, adopted):
    html = client.get("/nn/X001/mal/").content.decode()
    link = re.search(r'<a class="ds-link" href="([^"]+)">Fast adresse \(JSON\)</a>', html)
    assert client.get(link.group(1)).status_code == 200


def test_the_front_says_who_has_not_made_its_page(client, account, notodden):
    html = client.get("/nb/").content.decode()
    assert "Notodden har ikke laget siden selv" in html
    assert "Eksempeldal har ikke laget siden selv" not in html
    assert "Eige skjøn, med breie spenn" in client.get("/nn/om/").content.decode()
    assert "Own judgement" not in client.get("/nn/om/").content.decode()
