"""Municipalities side by side, and the map with its table."""

import datetime as dt
import io
from pathlib import Path

import pytest

from kortreist_web.accounts.comparing import figures_of, likeness, most_alike
from kortreist_web.accounts.map_views import _grid

pytestmark = pytest.mark.django_db


def test_per_head_and_area_by_hand(country):
    _, known = figures_of(country)
    notodden = known["4005"]
    assert notodden.tonnes == 30_000.0
    assert notodden.per("head") == pytest.approx(30_000 / notodden.people)
    assert notodden.per("area") == pytest.approx(30_000 / notodden.area)
    assert notodden.per("income") is None


def test_likeness_is_of_oneself_and_both_ways(country):
    _, known = figures_of(country)
    a, b = known["4005"], known["4003"]
    assert likeness(a, a) == pytest.approx(1.0)
    assert likeness(a, b) == pytest.approx(likeness(b, a))


def test_the_most_alike_is_not_oneself(country):
    _, known = figures_of(country)
    alike = most_alike(known["4005"], known)
    assert [c.number for c in alike] == ["4026", "4003"]


def test_the_page_takes_names_and_numbers(country, place, client):
    page = client.get("/nb/X001/regnskap/sammenlign/", {"med": "Tinn, 4003, Nowhere"})
    assert [r["name"] for r in page.context["rows"]] == ["Eksempeldal", "Tinn", "Skien"]
    assert page.context["unknown"] == "Nowhere"


def test_what_is_missing_is_said_and_not_zero(country, place, client):
    page = client.get("/nb/X001/regnskap/sammenlign/", {"per": "income"})
    assert all(r["value"] is None for r in page.context["rows"])


def test_income_is_fetched_for_all_at_once_and_shown_with_its_source(
    country, place, client, monkeypatch
):
    from django.core.management import call_command

    from kortreist.connectors import fetch
    from kortreist.connectors.fetch import HouseholdIncome

    asked = []

    def answer(numbers):
        asked.extend(numbers)
        return (
            HouseholdIncome("4005", 2024, 600_000.0, 6_000.0, "2026-02-19"),
            HouseholdIncome("4003", 2024, 650_000.0, 26_000.0, "2026-02-19"),
        )

    monkeypatch.setattr(fetch, "fetch_income", answer)
    call_command("fetch_income", stdout=io.StringIO())
    call_command("fetch_income", stdout=io.StringIO())  # again: replaced, not doubled
    assert len(set(asked)) == 357
    page = client.get("/nb/X001/regnskap/sammenlign/", {"per": "income", "med": "4003, Tinn"})
    rows = {r["name"]: r["value"] for r in page.context["rows"]}
    assert rows["Eksempeldal"] == pytest.approx(30_000 / 3_600)  # t per million NOK, by hand
    assert rows["Tinn"] is None
    assert "tabell 06944" in page.content.decode()


_EDITION = """Kommunenummer;Kommune;År;Sektor;Utslippskilde;Utslipp
4005;Notodden;2023;Veitrafikk;Personbiler;13000
4026;Tinn;2023;Veitrafikk;Personbiler;9000
4020;Midt-Telemark;2023;Veitrafikk;Personbiler;10000
1580;Haram;2023;Veitrafikk;Personbiler;9000
1508;Ålesund;2023;Veitrafikk;Personbiler;58000
"""
_CASE = Path(__file__).parents[4] / "shared/cases/r07_utgave_2025-01-24.csv"


@pytest.mark.parametrize("content", [_EDITION.encode(), None], ids=["made", "case"])
def test_names_and_people_are_of_the_editions_numbers_not_of_its_figures_year(
    place, people, as_person, content
):
    """Numbers of 2024 with figures of 2023: there was no number 4026 or 1580 that year."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from kortreist_web.accounts.models import Upload
    from kortreist_web.jobs import tasks
    from kortreist_web.jobs.models import Job

    if content is None:
        if not _CASE.exists():
            pytest.skip("the case is not here")
        content = _CASE.read_bytes()

    def work():
        for job in Job.objects.filter(state="waiting"):
            tasks.run.call(job.pk)

    client, base = as_person(people.editor), "/nb/X001/arbeid/regnskap/"
    client.post(base, {"file": SimpleUploadedFile("utgave_2025-01-24.csv", content)})
    work()
    client.post(f"{base}{Upload.objects.get().pk}/avgjor/", {"what": "accept"})
    work()
    assert Upload.objects.get().state == "accepted"
    asked = {"med": "Tinn, Midt-Telemark, Haram, Ålesund"}
    page = client.get("/nb/X001/regnskap/sammenlign/", asked)
    rows = {r["name"]: r["one"] for r in page.context["rows"]}
    assert page.context["unknown"] == ""
    assert set(rows) == {"Eksempeldal", "Tinn", "Midt-Telemark", "Haram", "Ålesund"}
    assert {n for n, c in rows.items() if c.estimated} == {"Haram", "Ålesund"}
    assert (rows["Tinn"].people, rows["Haram"].people) == (5_546, 9_310)
    text = " ".join(page.content.decode().split())
    assert "≈ 9 310" in text
    assert "er et anslag" in text


def test_a_number_has_the_name_it_had():
    from kortreist_web.accounts.comparing import _names, name_of

    assert _names(dt.date(2021, 6, 1))["1507"] == "Ålesund"
    assert _names(dt.date(2019, 6, 1))["1504"] == "Ålesund"
    assert name_of("3824") == "Tokke"
    assert name_of("9999") == "9999"


def test_who_may_upload_is_led_there_and_others_to_the_map(account, people, as_person):
    address = "/nb/X001/regnskap/sammenlign/"
    reader = as_person(people.reader).get(address).content.decode()
    assert "Last opp regnearket" not in reader
    assert 'href="/nb/kart/"' in reader
    editor = as_person(people.editor).get(address).content.decode()
    assert "Last opp regnearket" in editor
    assert "Eksempeldal bruker tallene til Notodden" in editor


def test_an_edition_with_one_place_says_how_to_compare(account, client):
    page = client.get("/en/X001/regnskap/sammenlign/")
    assert page.status_code == 200
    said = page.content.decode()
    assert 'name="med"' not in said  # nobody to choose
    assert 'href="/en/kart/"' in said
    assert 'name="med"' in client.get("/en/X001/regnskap/sammenlign/?med=Tinn").content.decode()


def test_the_map_has_every_municipality_once(country, client):
    page = client.get("/nb/kart/?sorter=value")
    tiles = page.context["tiles"]
    rows, without = page.context["rows"], page.context["without"]
    assert len(tiles) == len(rows) + len(without) == 357
    assert len({(t["x"], t["y"]) for t in tiles}) == 357
    assert sum(t["value"] is not None for t in tiles) == 3
    assert rows[0]["name"] == "Skien"
    assert all(r["value"] is None for r in without)


def test_no_county_is_left_out_of_the_grid():
    from kortreist import facts

    counties = {r["code"] for r in facts.load().table("counties") if not r["valid_to"]}
    assert set(_grid()) == counties
