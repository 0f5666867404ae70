"""A measure's own page shows its two prices from the newest plan, or the reason for none."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.measures.here import price_here

pytestmark = pytest.mark.django_db


def page(client, measure, language="nb"):
    with override(language):
        address = reverse("measures:show", args=("X001", measure))
    return " ".join(client.get(address).content.decode().split())


def of_mark(content, mark):
    rows = [*content["measures"], *content["not_chosen"]]
    return next(r for r in rows if r["price_mark"] == mark and "/" not in r["id"])


@pytest.mark.parametrize("mark", ["ranked", "saves", "not_ranked"])
def test_prices_are_the_newest_plans(place, make_plan, content, people, as_person, mark):
    row = of_mark(content, mark)
    older = {**content, "measures": [], "not_chosen": []}
    make_plan(name="Eldre", answer=older)
    make_plan(name="Nyest")
    here = price_here(place, row["id"])
    assert here.name == "Nyest"
    assert (here.municipality is None) == (row["nok_per_tonne"] is None)
    assert bool(here.reason) == (mark != "ranked")
    client = as_person(people.reader)
    for language, title in (
        ("nb", "Pris her, etter den nyeste"),
        ("nn", "etter den nyaste"),
        ("en", "Price here, according to the latest plan"),
    ):
        text = page(client, row["id"], language)
        assert title in text
        assert "Nyest" in text
    if mark == "ranked":
        from kortreist.documents.format.digits import rounded_price
        from kortreist_web.core.texts import web

        said = web("nb").number(rounded_price(row["nok_per_tonne_society"]))
        assert said in page(client, row["id"])
    if mark == "saves":
        shown = page(client, row["id"])
        year = content["plan_years"][-1]
        assert (f"Sparer i {year}" in shown) == bool(row["saves"])
        assert (f"Spart i {year}, men ikke regnet med" in shown) == bool(row["saves_apart"])


def test_without_a_plan_or_a_price_nothing_is_shown(place, make_plan, content, people, as_person):
    row = of_mark(content, "ranked")
    assert price_here(place, row["id"]) is None
    assert "etter den nyeste planen" not in page(as_person(people.reader), row["id"])
    for rows in (content["measures"], content["not_chosen"], content["state_must"]):
        for r in rows:
            r.pop("price_mark", None)
    make_plan(answer=content)
    assert price_here(place, row["id"]) is None
