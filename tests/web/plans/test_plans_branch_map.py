"""The map is read from the page alone: which year, which sign, what then, and what if not."""

import re

import pytest
from django.urls import reverse
from django.utils.translation import override
from lxml import html

from kortreist_web.plans.branch_map import branch_map

pytestmark = pytest.mark.django_db


def way(share, starts, cut):
    return {
        "share": {"low": share - 0.05, "central": share, "high": share + 0.05},
        "starts": [{"measure": m, "name": m, "year": y} for m, y in starts],
        "reach_t": {"low": 20_000.0, "central": 23_000.0, "high": 26_000.0},
        "cut_t": {"low": 0.9 * cut, "central": cut, "high": 1.1 * cut},
        "cost_nok": 1e6,
        "own_nok": 0.2e6,
        "target": {"low": 0.0, "central": 0.0, "high": 0.02},
        "frame": {"low": 0.0, "central": 0.0, "high": 0.02},
    }


def branch(sign, **changes):
    post = {"kind": "condition", "key": "", "name": "x", "direction": "up", "threshold": None}
    return {
        "year": 2028,
        "sign": {**post, "year": 2028, **sign},
        "yes": way(0.54, [("van_rule_local_readiness", 2029)], 168.0),
        "no": way(0.46, [], 0.0),
        "gain_nok": {"low": 1.0, "central": 2.0, "high": 3.0},
        "stability": 1.0,
        "until": None,
        **changes,
    }


LAW = branch({"key": "van_requirement"}, until=2034)
PRICE = branch(
    {"kind": "cost", "key": "eco_driving", "direction": "down", "threshold": 0.68},
    yes=way(0.2, [("eco_driving", 2029)], 330.0),
    no=way(0.8, [("mass_reuse", 2030)], 40.0),
)
CARS = branch({"kind": "driver", "key": "car_km", "direction": "up", "threshold": 1.05})


@pytest.fixture
def with_map(content, make_plan):
    """Make a plan whose map has some branches."""

    def make(*branches, **changes):
        content["pathway_map"] = {
            "year": 2035,
            "learning_year": 2029,
            "target_t": 15_674.0,
            "out_of_reach": True,
            "now": [{"measure": "eco_driving", "name": "Økokjøring", "year": 2027}],
            "anyway": [],
            "branches": list(branches),
            "unsorted": [],
            "signs": 44,
            "undecided": way(1.0, [], 0.0),
            "followed": way(1.0, [], 1_100.0),
            **changes,
        }
        return make_plan(answer=content)

    return make


def section(client, plan, language="nb"):
    with override(language):
        url = reverse("plans:show", args=("X001", plan.pk))
    page = html.fromstring(client.get(url).content.decode())
    return page.xpath("//section[@aria-labelledby='map']")


def said(node):
    return " ".join(node.text_content().split())


def test_year_sign_then_and_otherwise_are_said(people, as_person, with_map):
    (found,) = section(as_person(people.reader), with_map(LAW, PRICE))
    stops = [said(li) for li in found.xpath(".//ol/li")]
    law, price = stops[-3:-1]
    assert law.startswith("Innen utgangen av 2028 Gjelder dette fra 2029? Krav om at alle nye")
    assert (
        "Ja, i 55 % av utviklingene Start «Klar for krav om elektriske varebiler» fra 2029." in law
    )
    assert "Nei, i 45 % av utviklingene Ikke start det." in law
    assert re.search(r"Bestemmes av: [^.]*staten\. Hvis ingenting bestemmes innen", law, re.I)
    assert "utgangen av 2028: utslippet i 2035 blir 168 t høyere" in law
    assert law.endswith("siste start som lønner seg, er 2034.")
    assert "Er prisen under 68 % av det som er regnet her?" in price
    assert "100 % er kostnaden planen regner med" in price
    assert re.search(r"høyere der svaret er ja, og 40 t der det er nei\.$", price)
    assert "bommes det oftere på målet" in stops[-1]
    assert "_" not in said(found)  # every id has its name
    rows = found.xpath(".//table/tbody/tr")
    assert len(rows) == 6  # two ways a question, followed, and nothing decided


def test_what_cannot_wait_stands_first_and_what_is_open_is_not_said_to_be_decided(
    people, as_person, content, with_map
):
    content["decide_now"]["measures"] = ["electric_city_buses", "forest_machines"]
    content["kept_open"]["measures"] = ["car_sharing"]
    some = [{"measure": m, "name": m, "year": 2029} for m in ("car_sharing", "mass_reuse")]
    (found,) = section(as_person(people.reader), with_map(LAW, anyway=some))
    first, _, settled, still, _, end = [said(li) for li in found.xpath(".//ol[1]/li[@class]")]
    assert first.startswith("Nå: 2 tiltak kan ikke vente. Gjør dem, eller si nei.")
    assert first.count("Bestemmes av: ") == 2
    assert settled.startswith("Fra 2029: 1 tiltak til er planlagt")
    assert still.startswith("Fra 2029: 1 tiltak til er fortsatt åpne")
    assert "Bildeling" in still
    assert "Avgjøres ingen av spørsmålene over, blir det 1 100 t høyere." in end.replace(
        "\xa0", " "
    )


def test_a_price_says_what_a_hundred_per_cent_is(content, with_map):
    row = content["measures"][0]
    row["cost"], row["cost_missing"] = {"business": {"2027": 1.5e6, "2028": 1.0e6}}, []
    price = {"kind": "cost", "key": row["id"], "threshold": 0.68}

    def last(direction):
        asked = branch({**price, "direction": direction})
        with override("en"):
            plan = with_map(asked)
            found = branch_map(plan.content, lambda _, key: key, lambda id: id, {})
        (stop,) = [s for s in found["map_stops"] if s.kind == "branch"]
        return stop.after[1].replace("\xa0", " ")

    years = f"{content['plan_years'][0]}–{content['plan_years'][-1]}"
    assert f"the cost the plan assumes for the measure: NOK 2.5 million in {years}" in last("down")
    # What costs in the plan's own years cannot say how large the saving is.
    assert "the saving the plan assumes for the measure, for everyone" in last("up")
    row["cost"] = {"business": {"2027": -2.5e6}}
    assert f"the saving the plan assumes for the measure: NOK 2.5 million in {years}" in last("up")
    row["cost_missing"] = ["county"]
    assert "the saving the plan assumes for the measure, for everyone" in last("up")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_map_without_branches_says_so(people, as_person, with_map, language):
    (found,) = section(as_person(people.reader), with_map(), language)
    wanted = {
        "nb": "Ingen av de 44 tegnene",
        "nn": "Ingen av dei 44 teikna",
        "en": "None of the 44 signs",
    }
    assert wanted[language] in said(found)
    assert "{" not in said(found)


def test_a_target_within_reach_has_its_chance(content, with_map):
    plan = with_map(CARS, out_of_reach=False)
    with override("en"):
        stops = branch_map(plan.content, lambda kind, key: key, lambda id: id, {})["map_stops"]
    (cars,) = [s for s in stops if s.kind == "branch"]
    assert "car_km" in cars.head
    assert "above 105%" in cars.head
    assert "is met in" in stops[-1].after[1]


def test_an_older_plan_has_no_map_and_still_opens(people, as_person, content, make_plan):
    content["pathway_map"] = [{"id": "baseline", "measures": [], "tips": 2027}]
    assert section(as_person(people.reader), make_plan(answer=content)) == []
    content["pathway_map"] = None  # a try, which is asked less of
    assert section(as_person(people.reader), make_plan(answer=content)) == []
    assert branch_map({"pathway_map": None}, lambda kind, key: key, lambda id: id, {}) == {}
