"""Known changes at plants: one rule at every door, and what reaches the engine."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.accounts.actions.tell_change import change_known, tell_change
from kortreist_web.accounts.known_changes import (
    dominant_source,
    known_file,
    known_of,
    source_choices,
)
from kortreist_web.accounts.models import KnownChange
from kortreist_web.changes.models import Change
from kortreist_web.core.refusals import RefusedError

pytestmark = pytest.mark.django_db

_CLOSURE = {
    "plant": "Verket",
    "what": "Oljekjelen tas ut",
    "sector": "industry_oil_gas",
    "source": "industry_oil_gas",
    "certainty": "decided",
    "from_year": 2028,
    "full_year": 2029,
    "tonnes_low": 80.0,
    "tonnes_central": 100.0,
    "tonnes_high": 120.0,
    "fossil_percent": 80.0,
    "source_title": "Årsrapport 2025",
    "checked_on": dt.date(2026, 11, 1),
}


def at(name, *args):
    with override("nb"):
        return reverse(f"accounts:{name}", args=("X001", *args))


def test_what_is_told_is_logged_and_reaches_the_engine_with_its_fossil_part(place, people):
    from kortreist.baseline import read_known_changes

    tell_change(people.editor, place, **_CLOSURE, why="Brev fra verket")
    assert Change.objects.filter(why="Brev fra verket").exists()
    tell_change(people.editor, place, **{**_CLOSURE, "plant": "Idé; å", "certainty": "idea"})
    with known_file(known_of(place), "X001") as path:
        found = read_known_changes(path, "4005")
    assert [(k.plant, k.counts, k.own) for k in found] == [
        ("Verket", True, True),
        ("Idé; å", False, True),
    ]
    assert found[0].tonnes == pytest.approx((-64.0, -80.0, -96.0))
    assert (found[0].from_year, found[0].full_year) == (2028, (2029.0, 2029.0, 2029.0))


def test_nothing_told_is_no_file(place):
    with known_file(known_of(place), "X001") as path:
        assert path is None


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"plant": " "}, "known_words"),
        ({"certainty": "sure"}, "known_certainty"),
        ({"source": "nothing"}, "known_source"),
        ({"address": "javascript:x"}, "known_address"),
        ({"from_year": 1990}, "known_year"),
        ({"full_year": 2027}, "known_full_year"),
        ({"tonnes_low": None}, "known_three"),
        ({"tonnes_low": 110.0}, "known_order"),
        ({"tonnes_low": -5.0}, "known_order"),
        ({"tonnes_high": 1e12}, "known_size"),
        ({"fossil_percent": 0.0}, "known_fossil"),
        ({"from_year": None, "full_year": None}, "known_from_year"),
        ({"source_title": ""}, "known_said_where"),
    ],
)
def test_what_does_not_hold_together_is_refused(place, people, values, key):
    with pytest.raises(RefusedError) as refused:
        tell_change(people.editor, place, **{**_CLOSURE, **values})
    assert refused.value.key == f"accounts.refused.{key}"
    for language in ("nb", "nn", "en"):
        assert "{" not in refused.value.message(language)
    assert not KnownChange.objects.exists()


@pytest.fixture
def here(place):
    """A change of the largest source here of one actor, and what it emits."""
    from kortreist_web.accounts.computation import compute_account

    row = max(
        (
            s
            for s in compute_account(place).content["sources"]
            if s["scope"] == "direct" and s["weights"].get("territorial")
        ),
        key=lambda s: s["value"],
    )
    change = {**_CLOSURE, "sector": row["sector"], "source": row["source"], "actor": row["actor"]}
    return {**change, "fossil_percent": 100.0}, row["value"]


def some(tonnes):
    return {"tonnes_low": tonnes, "tonnes_central": tonnes, "tonnes_high": tonnes}


def test_more_than_the_source_emits_is_refused_when_it_is_entered(place, people, here):
    change, emits = here
    with pytest.raises(RefusedError) as refused:
        tell_change(people.editor, place, **{**change, **some(3 * emits)})
    assert refused.value.key == "accounts.refused.known_above"
    for language, field in (
        ("nb", "feltet «Mest»"),
        ("nn", "feltet «Mest»"),
        ("en", "the field 'Highest'"),
    ):
        said = refused.value.message(language)
        assert field in said
        assert "Verket" in said
        assert f"{emits:,.0f}".replace(",", "") in said.replace("\u202f", "").replace(",", "")
        assert ".csv" not in said
    assert tell_change(people.editor, place, **{**change, **some(1.0)}).acts


def test_several_changes_of_a_source_share_it(place, people, here):
    """Each fits alone; together they take away more than there is."""
    change, emits = here
    first = tell_change(people.editor, place, **{**change, **some(0.7 * emits)})
    second = {**change, "plant": "Det andre", **some(0.6 * emits)}
    with pytest.raises(RefusedError) as refused:
        tell_change(people.editor, place, **second)
    assert "Det andre" in refused.value.message("nb")
    assert f"{0.3 * emits:.0f}" in refused.value.message("nb").replace("\u202f", "")
    change_known(people.editor, place, first, **some(0.4 * emits))
    assert tell_change(people.editor, place, **second).acts
    with pytest.raises(RefusedError):
        change_known(people.editor, place, first, **some(0.5 * emits))


@pytest.mark.parametrize("rises", [False, True])
def test_nothing_can_change_where_nothing_is_emitted(place, people, rises):
    nothing = {**_CLOSURE, "actor": "residents", "rises": rises}
    with pytest.raises(RefusedError) as refused:
        tell_change(people.editor, place, **nothing)
    assert refused.value.key == "accounts.refused.known_nothing_here"
    assert "feltet «Hvilken kilde" in refused.value.message("nb")


def test_a_plan_that_is_refused_for_a_row_names_the_plant_and_no_file(place, people, here):
    """A row from before the rule, or before a new edition."""
    from kortreist.errors import KortreistError
    from kortreist_web.plans.computation import compute
    from kortreist_web.plans.questions import pins_for, question_for

    change, emits = here
    tell_change(people.editor, place, **{**change, **some(1.0)})
    asked = question_for(place)
    for name in ("low", "central", "high"):
        asked["known_changes"][0][f"fossil_{name}"] = -3.0 * emits
    with pytest.raises(KortreistError) as refused:
        compute(place, asked, pins_for(place, futures=64, extras=False))
    said = refused.value.message("nb")
    assert "«Verket», feltet «Mest»" in said
    assert "csv" not in said


def test_only_editors_write(place, people):
    with pytest.raises(PermissionDenied):
        tell_change(people.reader, place, **_CLOSURE)


def test_the_form_writes_shows_refusals_and_removes(place, people, as_person):
    client = as_person(people.editor)
    typed = {
        "plant": "Verket",
        "what": "Oljekjelen tas ut",
        "part": "industry_oil_gas/industry_oil_gas",
        "actor": "business",
        "certainty": "decided",
        "rises": "down",
        "from_year": "2028",
        "tonnes_low": "80",
        "tonnes_central": "100,0",
        "tonnes_high": "120",
        "source_title": "Årsrapport",
        "checked_on": "2026-11-01",
    }
    wrong = client.post(at("known_new"), {**typed, "source_title": ""})
    assert wrong.status_code == 422
    assert "må ha en kilde" in wrong.content.decode()
    assert client.post(at("known_new"), typed).status_code == 302
    row = KnownChange.objects.get()
    assert (row.tonnes_central, row.fossil_percent, row.rises) == (100, 100, False)
    page = client.get(at("known")).content.decode()
    assert "Verket" in page
    assert "Regnes med" in page
    again = {**typed, "certainty": "idea", "version": row.version}
    assert client.post(at("known_change", row.pk), again).status_code == 302
    assert "Regnes ikke med" in client.get(at("known")).content.decode()
    client.post(at("known_remove", row.pk))
    assert not KnownChange.objects.exists()


def test_the_api_has_the_same_rule(place, people, client):
    from kortreist_web.core.actor_context import acting
    from kortreist_web.people.models import ApiToken
    from kortreist_web.people.tokens import new_key

    text, prefix, digest = new_key()
    with acting(people.administrator, "test"):
        ApiToken.objects.create(
            organisation=place,
            user=people.editor,
            name="k",
            prefix=prefix,
            digest=digest,
            scopes=["read", "write"],
            expires_on=dt.date.today() + dt.timedelta(days=30),
        )
    key = {"HTTP_AUTHORIZATION": f"Bearer {text}"}
    url = "/api/v1/organisations/X001/known-changes"
    body = {**_CLOSURE, "checked_on": "2026-11-01"}

    def send(method, address, sent):
        return getattr(client, method)(
            address, json.dumps(sent), content_type="application/json", **key
        )

    made = send("post", url, body)
    assert made.status_code == 201
    assert made.json()["acts"]
    refused = send("post", url, {**body, "tonnes_low": 5000.0})
    assert refused.status_code in (400, 422)
    assert "rekkefølge" in refused.json()["detail"] or "order" in refused.json()["detail"]
    one = f"{url}/{made.json()['id']}"
    put = send("put", one, {**body, "certainty": "idea", "version": made.json()["version"]})
    assert not put.json()["acts"]
    stale = send("put", one, {**body, "version": made.json()["version"]})
    assert stale.status_code == 409
    assert [r["plant"] for r in client.get(url, **key).json()] == ["Verket"]
    assert client.delete(one, **key).status_code == 204
    assert client.get(url, **key).json() == []


def test_a_question_keeps_what_was_known_when_it_was_asked(place, people):
    from kortreist_web.plans.questions import question_for

    known = tell_change(people.editor, place, **_CLOSURE)
    asked = question_for(place)
    change_known(people.editor, place, known, certainty="shelved")
    assert asked["known_changes"][0]["certainty"] == "decided"
    assert question_for(place, asked)["known_changes"][0]["certainty"] == "decided"
    assert question_for(place)["known_changes"][0]["certainty"] == "shelved"


def test_the_largest_source_is_named_and_whether_anything_is_known_of_it(place, people):
    def row(source, value, weight=1.0):
        return {
            "sector": "industry_oil_gas",
            "source": source,
            "value": value,
            "weights": {"territorial": weight},
        }

    content = {"sources": [row("industry_oil_gas", 60.0), row("other", 40.0), row("x", 500.0, 0.0)]}
    found = dominant_source(content, place)
    assert (found["share"], found["known"]) == (0.6, False)
    tell_change(people.editor, place, **_CLOSURE)
    assert dominant_source(content, place)["known"]
    assert dominant_source({"sources": [row("a", 1.0), row("b", 1.0)]}, place) is None


def test_the_account_page_names_it_first(place, people, client):
    from kortreist_web.accounts.computation import compute_account

    result = compute_account(place)
    assert dominant_source(result.content, place) is None  # road traffic is split in several
    sources = [
        {**s, "value": s["value"] * (1000.0 if s["sector"] == "industry_oil_gas" else 1.0)}
        for s in result.content["sources"]
    ]
    content = {**result.content, "sources": sources}
    type(result).objects.filter(pk=result.pk).update(content=content)
    page = client.get("/nb/X001/regnskap/").content.decode()
    assert "Spør eierne" in page
    assert page.index("Den største kilden er") < page.index("k-cards")
    tell_change(people.editor, place, **_CLOSURE)
    assert "Spør eierne" not in client.get("/nb/X001/regnskap/").content.decode()


def test_sources_are_named_in_each_language():
    named = {code: dict(source_choices(code)) for code in ("nb", "nn", "en")}
    assert named["nb"].keys() == named["nn"].keys() == named["en"].keys()
    assert not any("_" in name for names in named.values() for name in names.values())


def test_a_rise_is_no_larger_than_a_plant_and_leaves_the_source_to_others(place, people, account):
    def three(tonnes):
        names = ("tonnes_low", "tonnes_central", "tonnes_high")
        return {**_CLOSURE, **dict.fromkeys(names, tonnes)}

    with pytest.raises(RefusedError) as refused:
        tell_change(people.editor, place, **{**three(6e7), "rises": True})
    assert refused.value.key == "accounts.refused.known_size"
    tell_change(people.editor, place, **{**three(4e6), "rises": True})
    tell_change(people.editor, place, **{**three(10.0), "plant": "Det andre"})
    assert KnownChange.objects.count() == 2
