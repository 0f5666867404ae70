"""Addresses of figures: stable, with the whole chain, and only of what may be read."""

import json
import re

import pytest
from django.utils import translation

from kortreist_web.core.pointers import MISSING, join, parts, resolve
from kortreist_web.core.provenance_tree import chain
from kortreist_web.publishing.descriptions import describe, inside

pytestmark = pytest.mark.django_db


def page(row, kind, pointer, language="nb"):
    return f"/{language}/X001/tall/{kind}/{row.content_hash[:12]}/{pointer}"


def test_pointers_find_keys_with_slashes_and_nothing_beyond_the_content():
    content = {"a/b": [{"c~d": 1}], "n": None}
    assert resolve(content, parts("/a~1b/0/c~0d")) == 1
    assert resolve(content, parts("n")) is None
    for wrong in ("a~1b/1", "a~1b/-1", "a~1b/00", "n/x", "a~1b/" + "9" * 30, "a~1b/٣"):
        assert resolve(content, parts(wrong)) is MISSING
    assert parts(join("a/b", 0, "c~d")) == ("a/b", "0", "c~d")


def test_total_shows_value_unit_boundary_edition_interval_chain_and_pins(client, account):
    html = client.get(page(account, "account", "totals/territorial/value")).content.decode()
    for said in (
        "40\u202f354",
        "tonn CO₂e",
        "direkte utslipp",
        "24.04.2026",
        "trolig mellom 36\u202f401 og 44\u202f308 (90 % sannsynlig)",
        "Sum av direkte utslipp",
        "https://www.miljodirektoratet.no/tjenester/klimagassutslipp-kommuner/",
        "NLOD",
        "kontrollert i kilden",
        "mdir-2026-04",
        account.content_hash,
        "/totals/territorial/value",
    ):
        assert said in html, said


def test_the_chain_of_the_total_shows_the_numbers_it_is_the_sum_of(client, account):
    html = client.get(page(account, "account", "totals/territorial/value")).content.decode()
    inside = html.partition('<ul class="p-made-of">')[2].partition("</ul>")[0]
    assert "Veitrafikk" in inside
    assert re.search(r"<h1[^>]*>\s*Utslipp i 2024", html)
    assert "21\u202f377\u00a0tonn CO₂e" in inside
    figure = describe("account", account.content, parts("totals/territorial/value"))
    each = [describe("account", account.content, parts(p)) for _, p in figure.made_of]
    assert sum(one.value for one in each) == pytest.approx(figure.value)


@pytest.mark.parametrize(
    ("pointer", "value", "unit"),
    [
        ("per_head/territorial", 3.0419, "tonnes_per_head"),
        ("population", 13266, "people"),
        ("history/2009", 52245.05, "tonnes"),
        ("derived/change/2009/2024", 40354.49 / 52245.05 - 1, "share"),
        ("derived/share/territorial/0", 21_377.3 / 40_354.49, "share"),
        ("sources/0/value", 3709.63, "tonnes"),
        ("sources/0/low", 1112.889, "tonnes"),
        ("sources/0/influence", 0.15, "share"),
        ("web/history/2024/aviation", 3.49, "tonnes"),
        ("overlap/value", 14867.142, "tonnes"),
    ],
)
def test_figures_of_an_account(account, pointer, value, unit):
    found = describe("account", account.content, parts(pointer))
    assert found.value == pytest.approx(value, rel=1e-4)
    assert found.unit == unit
    assert found.origins
    assert chain(account.content["provenance"], found.origins)


def test_every_figure_of_an_account_has_an_origin_that_is_written(account):
    content = account.content
    known = {o["id"] for o in content["provenance"]}
    found = inside("account", content, ())
    assert len(found) > 100
    lacking = [(label, f.origins) for label, _, f in found if not set(f.origins) & known]
    assert not lacking


def test_a_sectors_sum_is_made_of_the_sources_in_it(account):
    keys = parts("web/boundaries/territorial/sectors/0/value")
    found = describe("account", account.content, keys)
    assert found.value == pytest.approx(
        sum(resolve(account.content, parts(p)) for _, p in found.made_of)
    )


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("target/reduction", "55,5\u202f%"),
        ("frame/2030", "800"),
        ("pathway/2030", "820"),
        ("pathway/2030/low", "810"),
        ("probability_under_frame/2030", "30\u202f%"),
        ("history/2024", "1\u202f080"),
        ("lines/0/effect/2030/central", "5"),
        ("lines/0/cost/municipality/2027", "1\u202f000"),
        ("derived/change/2009/2024", "−32\u202f%"),
    ],
)
def test_figures_of_a_budget(client, adopted, pointer, text):
    answer = client.get(page(adopted.budget, "budget", pointer))
    assert answer.status_code == 200
    assert answer.context["figure"].text == text


def test_a_line_as_a_whole_lists_its_figures(client, adopted):
    answer = client.get(page(adopted.budget, "budget", "lines/0"))
    assert "Elbiler: kostnad i 2027 for kommunen" in answer.content.decode()


@pytest.mark.parametrize(
    ("pointer", "text"),
    [
        ("forecast/2030/central", "825"),
        ("probability/2030", "25\u202f%"),
        ("counts/on_track", "1"),
        ("rows/0/observations/0/value", "–"),
        ("rows/0/planned", "5"),
        ("change/2030", "5"),
    ],
)
def test_figures_of_a_report(client, adopted, pointer, text):
    answer = client.get(page(adopted.report, "report", pointer))
    assert answer.context["figure"].text == text


def test_what_counts_no_emissions_names_no_edition_of_the_inventory(client, adopted):
    for pointer in ("counts/on_track", "rows/0/status"):
        assert client.get(page(adopted.report, "report", pointer)).context["edition"] == ""
    assert client.get(page(adopted.report, "report", "forecast/2030")).context["edition"]


def test_a_missing_observation_says_why(client, adopted):
    html = client.get(page(adopted.report, "report", "rows/0/observations/0/value")).content
    assert "Ikke talt" in html.decode()


def test_chain_writes_each_origin_once_and_survives_a_circle():
    with translation.override("nb"):
        found = chain(
            [
                {"id": "a", "kind": "formula", "title": "A", "inputs": ["b", "c"]},
                {"id": "b", "kind": "formula", "title": "B", "inputs": ["a", "c", "gone"]},
                {"id": "c", "kind": "fact", "title": "C", "url": "javascript:x"},
            ],
            ["a", "nowhere"],
        )
    (a,) = found
    b, c = a.inputs
    assert [(i.id, i.again) for i in b.inputs] == [("a", True), ("c", False)]
    assert (c.id, c.again, c.anchor) == ("c", True, b.inputs[1].anchor)
    assert b.inputs[1].url == ""


def test_old_versions_keep_their_addresses(client, place, account, make_account):
    newer = make_account(place, content={"year": 2025}, vintage=_later())
    assert newer.content_hash != account.content_hash
    old = client.get(page(account, "account", "totals/territorial/value"))
    assert old.status_code == 200
    assert account.content_hash in old.content.decode()


def _later():
    from datetime import date

    from kortreist_web.accounts.models import Vintage

    return Vintage.objects.create(engine_id="later", date=date(2027, 4, 1), origin="made")


def test_a_proposal_is_for_members_until_it_is_decided_upon(client, adopted, people, as_person):
    where = page(adopted.proposal, "budget", "frame/2030")
    assert client.get(where).status_code == 404
    answer = as_person(people.reader).get(where)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    "wrong",
    [
        "account/{hash}/nothing/here",
        "account/000000000000/year",
        "budget/{hash}/year",
        "account/{short}/year",
        "decision/{hash}/year",
        "account/{hash}/derived/change/2009/1999",
    ],
)
def test_wrong_addresses_are_not_found(client, account, wrong):
    path = wrong.format(hash=account.content_hash[:12], short=account.content_hash[:8])
    assert client.get(f"/nb/X001/tall/{path}").status_code == 404


def test_another_organisations_snapshot_is_not_found_here(client, account, notodden):
    prefix = notodden.account.content_hash[:12]
    assert client.get(f"/nb/X001/tall/account/{prefix}/population").status_code == 404


def test_a_part_without_figures_says_so(client, account):
    answer = client.get(page(account, "account", "place"))
    assert answer.status_code == 200
    assert "ikke noe enkelt tall" in answer.content.decode()


def test_figure_as_json_carries_the_whole_chain(client, account):
    where = f"/data/X001/figure/account/{account.content_hash[:12]}/per_head/territorial"
    answer = client.get(where)
    found = json.loads(answer.content)
    assert found["value"] == account.content["per_head"]["territorial"]
    assert found["snapshot"]["content_hash"] == account.content_hash
    assert [o["id"] for o in found["origins"]] == ["total/territorial", "facts/population"]
    assert found["origins"][0]["inputs"][0]["licence"] == "NLOD"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    english = json.loads(client.get(f"{where}?language=en").content)
    assert english["label"].startswith("Emissions per resident in 2024: Direct emissions")


def test_script_in_a_source_address_is_never_a_link(client, adopted):
    html = client.get(page(adopted.budget, "budget", "pathway/2030")).content.decode()
    assert "javascript:" not in html


def test_days_among_the_pins_are_written_as_other_days(client, account, adopted):
    html = client.get(page(adopted.budget, "budget", "target/reduction")).content.decode()
    for said, iso in (("07.10.2026", "2026-10-07"), ("05.10.2026", "2026-10-05")):
        assert said in html
        assert iso not in html
