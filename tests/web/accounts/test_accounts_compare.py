"""Municipalities side by side, and the map with its table."""

import datetime as dt
import io
from pathlib import Path

import pytest

from kortreist_web.accounts.comparison import figures_of, likeness, most_alike, widest_vintage
from kortreist_web.accounts.map_views import _grid
from kortreist_web.accounts.models import InventoryFigure, Vintage
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version

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
    assert [r["name"] for r in page.context["rows"]] == ["Skien", "Tinn", "Eksempeldal"]
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
@pytest.mark.case("r07_utgave_2025-01-24.csv")
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
    sure = {"what": "accept", "looked_at": "on"}
    client.post(f"{base}{Upload.objects.get().pk}/avgjor/", sure)
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
    from kortreist_web.accounts.comparison import _names, name_of

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


def test_all_are_counted_within_the_same_narrower_boundary(country, place, client):
    """Skien without its plants: 60 000 of 260 000 t are left, by hand."""
    whole = client.get("/nb/X001/regnskap/sammenlign/", {"med": "4003"})
    page = client.get("/nb/X001/regnskap/sammenlign/", {"med": "4003", "uten": "kvote"})
    assert [r["one"].tonnes for r in whole.context["rows"]] == [260_000.0, 30_000.0]
    assert [r["one"].tonnes for r in page.context["rows"]] == [30_000.0, 60_000.0]
    said = "Direkte utslipp i kommunen, uten industri (kilden der kvotepliktige anlegg står)"
    text = page.content.decode()
    assert f"<caption>{said}" in text
    assert said in page.context["chart"].title
    assert said not in whole.content.decode()
    assert '<option value="kvote" selected>' in text


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_choices_have_the_names_of_the_account_page(account, place, client, language):
    names = [
        client.get(f"/{language}/{page}").context["narrower"]
        for page in ("X001/regnskap/", "X001/regnskap/sammenlign/", "kart/")
    ]
    assert names[0] == names[1] == names[2]
    assert len({name for _, name, _ in names[0]}) == 3


def test_the_map_has_the_choice_and_keeps_it_when_sorted(country, client):
    page = client.get("/nn/kart/?sorter=value&uten=kvote")
    rows = {r["name"]: r["tonnes"] for r in page.context["rows"]}
    assert rows["Skien"] == 60_000.0
    text = page.content.decode()
    told = "Direkte utslepp i kommunen, utan industri (kjelda der kvotepliktige anlegg står)"
    assert told in text
    assert 'href="?sorter=name&amp;vis=utslipp&amp;uten=kvote#tabell"' in text
    assert 'href="?vis=utslipp&amp;sorter=value&amp;uten=alt"' in text


def test_where_nothing_is_left_a_municipality_is_without_figures_and_not_zero(country):
    from kortreist_web.accounts.models import InventoryFigure

    InventoryFigure.objects.create(
        vintage=country,
        place="4001",
        year=2024,
        sector="industry_oil_gas",
        source="industry_oil_gas",
        tonnes=5.0,
    )
    assert "4001" in figures_of(country)[1]
    assert "4001" not in figures_of(country, without=("ets",))[1]


def test_files_and_api_say_the_same_as_the_pages(country, place, client):
    import csv

    address = "/data/X001/comparison.csv?med=4003&uten=kvote"
    rows = list(csv.DictReader(io.StringIO(client.get(address).content.decode())))
    assert [(r["place"], r["value"], r["without"]) for r in rows] == [
        ("4005", "30000", "ets"),
        ("4003", "60000", "ets"),
    ]
    assert (
        rows[0]["boundary_name"]
        == "Direkte utslipp i kommunen, uten industri (kilden der kvotepliktige anlegg står)"
    )
    everyone = client.get("/data/municipalities.json?uten=kvote").json()
    assert {r["place"]: r["value"] for r in everyone}["4003"] == 60_000
    assert client.get("/data/municipalities.xlsx").status_code == 200
    api = client.get("/api/v1/organisations/X001/comparison?without=ets&beside=4003").json()
    assert [r["value"] for r in api] == [30_000, 60_000]
    assert len(client.get("/api/v1/municipalities?without=ets,shipping").json()) == 3
    assert client.get("/api/v1/municipalities?without=others").status_code == 422


def test_ones_own_is_set_off_and_the_largest_comes_first(country, place, client):
    page = client.get("/nb/X001/regnskap/sammenlign/?per=total&utvalg=fylke")
    rows = page.context["rows"]
    assert [r["value"] for r in rows] == sorted((r["value"] for r in rows), reverse=True)
    assert [r["name"] for r in rows if r["own"]] == ["Eksempeldal"]
    said = page.content.decode()
    assert said.count('class="k-fill-inventory"') == 1  # one bar is one's own, the others are grey
    assert said.count('class="k-others"') == len(rows) - 1
    assert "<strong>Eksempeldal</strong>" in said


def test_a_countys_newer_edition_leaves_nobody_out(country, client):
    newer = Vintage.objects.create(
        engine_id="county", date=dt.date(2026, 7, 1), origin="made", years=[2024]
    )
    for number in ("4003", "4026"):
        InventoryFigure.objects.create(
            vintage=newer, place=number, year=2024, sector="x", source="x", tonnes=1.0
        )
    assert widest_vintage() == country
    InventoryFigure.objects.create(
        vintage=newer, place="4005", year=2024, sector="x", source="x", tonnes=1.0
    )
    Vintage.objects.filter(pk=newer.pk).update(added_at=dt.datetime(2026, 7, 1, tzinfo=dt.UTC))
    assert widest_vintage() == newer


def test_the_map_says_what_each_has_and_leads_to_all(country, client, write, people):
    from web_world import add_person

    def organisation(code, **values):
        return Organisation.objects.create(
            code=code, figures_code=code, name=code, valid_from="2024-01-01", **values
        )

    organisation("4003", published=True, official_only=True)
    own = organisation("4026", published=True)
    add_person(own, "editor", "e@tinn.example")
    decided = organisation("4005", published=True)
    add_person(decided, "editor", "e@notodden.example")
    Version.objects.create(
        organisation=decided, kind="budget", subject="2026", number=1, state="adopted", content={}
    )
    organisation("4001")  # nothing open
    page = client.get("/nb/kart/")
    states = {t["name"]: t["state"] for t in page.context["tiles"]}
    assert (states["Skien"], states["Tinn"], states["Notodden"], states["Porsgrunn"]) == (
        "official",
        "own",
        "budget",
        "none",
    )
    said = page.content.decode()
    assert "Bare offisielle tall: 1" in said
    assert "Ingenting ennå: 354" in said
    below = said.split("</svg>")[-1]
    for tile in page.context["tiles"]:  # reached and named without hovering
        assert f'href="{tile["url"]}"' in below
