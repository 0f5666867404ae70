"""One workbook of many municipalities: read, looked at, taken in, renewed and taken back."""

from __future__ import annotations

import csv
from collections import defaultdict

import pytest
from django.urls import reverse
from installation_files import COUNTY, FEW, NUMBERS, TELEMARK, URL, as_csv, send, take_in, work

from kortreist_web.accounts.models import AccountResult, InventoryFigure, Vintage
from kortreist_web.changes.models import Change
from kortreist_web.installation.models import InstallationChange, OfficialFile
from kortreist_web.jobs.models import Job
from kortreist_web.tenants.models import Organisation

pytestmark = pytest.mark.django_db


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_municipality_in_the_file_has_a_page_that_asks_little_of_the_database(
    drift, client, thirty, django_assert_max_num_queries
):
    """Thirty are taken in once, which takes seconds, and looked at in each way."""
    url = send(drift, thirty)
    assert not Vintage.objects.exists()  # nothing is used before she says so
    seen = page(drift, url)
    assert f"Kommuner: {len(NUMBERS)} av 357" in seen
    assert take_in(drift, url).status_code == 302
    made = Organisation.objects.filter(published=True, official_only=True)
    assert set(made.values_list("code", flat=True)) == set(NUMBERS)
    assert AccountResult.objects.count() == len(NUMBERS)
    assert Organisation.objects.get(code="4034").language == "nn"  # Tokke has nynorsk
    assert Organisation.objects.get(code="4003").language == "nb"
    assert f"{len(NUMBERS)} av {len(NUMBERS)} kommuner" in page(drift, url)
    client.logout()
    for code in ("4003", "1577", "0301"):
        said = page(client, f"/nb/{code}/")
        assert "er ikke laget av" in said or "har ikke laget" in said
        assert "trolig mellom" in said or "90 %" in said
        assert page(client, f"/nb/{code}/regnskap/")
        assert page(client, f"/nb/{code}/regnskap/sammenlign/")
        # Nothing the municipality might have decided has a page.
        for name in ("budgets", "decisions", "reports", "bindings"):
            assert client.get(reverse(f"{name}:public", args=[code])).status_code == 404
    for address in (
        "/nb/",
        "/nb/?q=skien",
        "/nb/kart/",
        "/nb/kart/?vis=utslipp",
        "/nb/4003/",
        "/nb/4003/regnskap/",
        "/nb/4003/regnskap/sammenlign/",
        "/nb/4003/regnskap/sammenlign/?utvalg=fylke",
        "/data/catalogue.ttl",
    ):
        with django_assert_max_num_queries(25, info=address):
            assert client.get(address).status_code == 200
    if COUNTY.exists():
        the_real_county_is_the_files_to_the_gram()


def the_real_county_is_the_files_to_the_gram():
    expected = defaultdict(float)
    with COUNTY.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["År"] == "2024":
                expected[row["Kommune"]] += float(row["Utslipp"])
    for one in Organisation.objects.filter(code__in=TELEMARK):
        content = AccountResult.objects.get(place=one.code).content
        assert content["totals"]["territorial"]["value"] == pytest.approx(
            expected[one.name], abs=1e-6
        )


def test_what_was_done_is_in_both_logs(drift, operator, workbook):
    take_in(drift, send(drift, workbook))
    verbs = list(InstallationChange.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == [f"installation.{v}" for v in ("send_in_figures", "take_in_figures", "take_in")]
    assert InstallationChange.objects.filter(user=operator).count() == 3
    line = Change.objects.get(organisation__code="4003")
    assert (line.verb, line.kind, line.user) == ("installation.make_pages", "add", operator)


def test_who_does_not_run_the_site_takes_nothing_in(client, people, workbook):
    from django.core.exceptions import PermissionDenied

    from kortreist_web.installation.actions.send_in_figures import send_in_figures

    client.force_login(people.administrator)
    assert client.get(URL).status_code == 403
    assert client.post(URL, {"what": "x"}).status_code == 403
    with pytest.raises(PermissionDenied):
        send_in_figures(people.administrator, filename="a.xlsx", content=workbook)
    assert not OfficialFile.objects.exists()


@pytest.mark.parametrize("published", [True, False])
def test_those_who_have_opened_or_closed_their_pages_are_left_alone(drift, workbook, published):
    from web_world import add_person

    from kortreist_web.tenants.actions.open_site import open_site

    mine = Organisation.objects.create(
        code="4003", figures_code="4003", name="Skien her", valid_from="2024-01-01"
    )
    boss = add_person(mine, "administrator", "a@skien.example")
    open_site(boss, mine, published=True)
    open_site(boss, mine, published=published)
    before = (mine.name, mine.published, mine.official_only, mine.language)
    take_in(drift, send(drift, workbook))
    mine.refresh_from_db()
    assert (mine.name, mine.published, mine.official_only, mine.language) == before
    assert not AccountResult.objects.filter(place="4003").exists()
    assert Organisation.objects.filter(official_only=True).count() == len(FEW) - 1


def test_one_taken_into_use_before_the_figures_came_has_its_page_too(drift, operator, workbook):
    from django.test import Client

    from kortreist_web.installation.actions.take_into_use import take_into_use

    take_into_use(operator, place="Skien", email="kari@skien.example", name="Kari")
    take_in(drift, send(drift, workbook))
    take_into_use(operator, place="Notodden", email="nils@notodden.example", name="Nils")
    anyone = Client()
    for code in ("4003", "4005"):
        one = Organisation.objects.get(code=code)
        assert (one.published, one.official_only) == (True, True)
        assert "har ikke laget denne siden" in page(anyone, f"/nb/{code}/")
        assert anyone.get(f"/data/{code}/account.json").status_code == 200
        assert anyone.get(reverse("budgets:public", args=[code])).status_code == 404
    line = Change.objects.filter(organisation__code="4003", what="tenants.Organisation").first()
    assert line.verb == "installation.make_pages"


def test_a_page_with_official_figures_says_nothing_that_nobody_knows(drift, operator, workbook):
    from django.test import Client

    take_in(drift, send(drift, workbook))
    anyone = Client()
    for address in ("/nb/4003/", "/nb/4003/mal/"):
        said = page(anyone, address)
        assert "Siden viser bare offisielle tall, fordi Skien ikke har åpnet" in said
        for claim in ("har ikke publisert", "har ikke registrert", "ikke noe eget mål"):
            assert claim not in said
    # While the account is not there, nobody is asked to upload what is here.
    AccountResult.objects.all().delete()
    said = page(anyone, "/nb/4003/regnskap/")
    assert "De offisielle tallene er her, men klimaregnskapet er ikke regnet ut" in said
    assert "Last opp" not in said


def test_sent_twice_and_taken_in_twice_is_once(drift, workbook):
    url = send(drift, workbook)
    assert send(drift, workbook) == url
    drift.post(f"{url}avgjor/", {"what": "accept"})
    drift.post(f"{url}avgjor/", {"what": "accept"})
    work()
    take_in(drift, url)
    assert (Vintage.objects.count(), OfficialFile.objects.count()) == (1, 1)
    assert AccountResult.objects.count() == Organisation.objects.count() == len(FEW)


def test_it_goes_on_where_it_was_interrupted(drift, workbook, monkeypatch):
    from kortreist_web.installation import place_pages

    monkeypatch.setattr(place_pages, "AT_A_TIME", 2)
    url = send(drift, workbook)
    drift.post(f"{url}avgjor/", {"what": "accept"})
    from kortreist_web.jobs import tasks

    def one():
        tasks.run.call(Job.objects.filter(state="waiting").order_by("id").first().pk)

    one()  # the edition
    one()  # the first two pages
    assert Organisation.objects.count() == AccountResult.objects.count() == 2
    # A worker dies with the next two; its lease runs out and another takes them.
    second = Job.objects.filter(state="waiting").order_by("id").first()
    Job.objects.filter(pk=second.pk).update(state="cancelled")
    work()
    assert Organisation.objects.count() == len(FEW) - 2
    assert "Sider som mangler: 2." in page(drift, url)
    drift.post(f"{url}avgjor/", {"what": "go_on"})
    work()
    assert Organisation.objects.count() == AccountResult.objects.count() == len(FEW)
    assert "Sider som mangler" not in page(drift, url)


def test_a_file_without_a_county_keeps_its_figures(drift, rows, workbook):
    take_in(drift, send(drift, workbook))
    fewer = as_csv([r for r in rows if r[1] not in TELEMARK])
    url = send(drift, fewer, "uten_2026-06-01.csv")
    seen = page(drift, url)
    assert "mangler 3 kommuner som utgaven 01.05.2026 har" in seen
    take_in(drift, url)
    assert Vintage.objects.count() == 1  # not looked at
    take_in(drift, url, looked_at="on")
    newest = {a.place: a.vintage.date.isoformat() for a in AccountResult.objects.order_by("id")}
    assert newest["4003"] == "2026-05-01"
    assert newest["1577"] == "2026-06-01"


def test_a_file_that_doubts_is_looked_at(drift, rows, workbook):
    take_in(drift, send(drift, workbook))
    large = as_csv([(*r[:7], r[7] * (3 if r[1] == "4003" else 1)) for r in rows])
    url = send(drift, large, "stor_2026-04-01.csv")
    doubts = OfficialFile.objects.first().preview["doubts"]
    assert [d["kind"] for d in doubts] == ["large", "older"]
    assert "Skien (4003)" in page(drift, url)
    take_in(drift, url, looked_at="on")
    # The older edition is kept; pages go on with the newest.
    assert Vintage.objects.count() == 2
    assert AccountResult.objects.count() == len(FEW)


@pytest.mark.parametrize("change", ["duplicate", "empty", "page"])
def test_what_cannot_be_used_is_refused_and_kept_out(drift, rows, change):
    few = [r for r in rows if r[1] in ("4003", "4005")]
    content = {
        "duplicate": as_csv([*few, few[0]]),
        "empty": as_csv([]),
        "page": b"<!doctype html><html></html>",
    }[change]
    url = send(drift, content, "feil_2026-05-01.xlsx" if change == "page" else "feil.csv")
    one = OfficialFile.objects.get()
    assert one.state == "refused"
    assert one.preview["refused"]["said"]["nn"] in page(drift, url.replace("/nb/", "/nn/"))
    take_in(drift, url)
    assert not Vintage.objects.exists()


def test_numbers_of_before_a_merger_get_no_page(drift, rows):
    old = [("Telemark", "0807", "Notodden", *r[3:]) for r in rows if r[1] == "4005"]
    split = [("Nordland", "1850", "Tysfjord", *r[3:]) for r in rows if r[1] == "4003"]
    url = send(drift, as_csv([*old, *split]), "gammel_2026-05-01.csv")
    preview = OfficialFile.objects.get().preview
    assert preview["places"] == ["4005"]
    assert [o["number"] for o in preview["other"]] == ["1850"]
    assert "nå " in page(drift, url)
    take_in(drift, url)
    assert list(Organisation.objects.values_list("code", flat=True)) == ["4005"]


def test_two_files_at_once(drift, rows, workbook):
    newer = as_csv([(*r[:7], r[7] * 1.1) for r in rows if r[1] in TELEMARK])
    one, two = send(drift, workbook), send(drift, newer, "telemark_2026-06-01.csv")
    for url in (one, two):
        drift.post(f"{url}avgjor/", {"what": "accept", "looked_at": "on"})
    work()
    assert Organisation.objects.count() == len(FEW)
    newest = AccountResult.objects.filter(place="4003").latest("vintage__date")
    assert newest.vintage.date.isoformat() == "2026-06-01"


def test_an_edition_is_taken_back_and_in_again(drift, client, rows, workbook):
    first = [(*r[:7], r[7] * 0.9) for r in rows if r[1] in TELEMARK]
    take_in(drift, send(drift, as_csv(first), "telemark_2026-04-01.csv"))
    url = send(drift, workbook)
    take_in(drift, url, looked_at="on")
    wrong = Vintage.objects.get(date="2026-05-01")
    drift.post(f"{URL}utgave/{wrong.pk}/trekk/", {"why": "  "})
    wrong.refresh_from_db()
    assert wrong.withdrawn_at is None  # no reason
    before = page(client, "/nb/4003/")
    drift.post(f"{URL}utgave/{wrong.pk}/trekk/", {"why": "Feil fil"})
    work()
    assert InventoryFigure.objects.filter(vintage=wrong).exists()  # it can still be checked
    client.logout()
    # The edition before holds again, at once, for those that are in it; the others close.
    after = page(client, "/nb/4003/")
    assert "01.05.2026" in before
    assert "01.05.2026" not in after
    assert "01.04.2026" in after
    assert not Organisation.objects.get(code="1577").published
    line = Change.objects.filter(organisation__code="1577").first()
    assert (line.verb, line.why) == ("installation.withdraw_edition", "Feil fil")
    client.force_login(OfficialFile.objects.first().sent_by)
    again = send(client, workbook)
    assert again != url
    take_in(client, again, looked_at="on")
    wrong.refresh_from_db()
    assert wrong.withdrawn_at is None
    assert Organisation.objects.get(code="1577").published


def test_nothing_of_a_municipality_shows_until_it_opens_its_pages(drift, client, workbook):
    from kortreist_web.publishing.published import is_self_made
    from kortreist_web.tenants.actions.open_site import open_site

    take_in(drift, send(drift, workbook))
    from web_world import add_person

    skien = Organisation.objects.get(code="4003")
    boss = add_person(skien, "administrator", "a@skien.example")
    client.logout()
    assert not is_self_made(skien)
    assert client.get(reverse("budgets:public", args=["4003"])).status_code == 404
    open_site(boss, skien, published=True)
    assert is_self_made(skien)
    assert client.get(reverse("budgets:public", args=["4003"])).status_code == 200
    assert "har ikke laget" not in page(client, "/nb/4003/")
