"""A county's plan on the site is the engine's sum of its municipalities' plans."""

import json
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.core.refusals import RefusedError
from kortreist_web.plans.actions.ask import ask
from kortreist_web.plans.models import Plan
from kortreist_web.plans.questions import pins_for

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]
NEWEST = (
    Path(__file__).parents[4]
    / "shared/data/telemark/emissions/klimagassutslipp_telemark_2026-04-24.csv"
)


def at(name, *args, language="nb"):
    with override(language):
        return reverse(name, args=("40", *args))


@pytest.fixture
def county(db):
    from web_world import add_person

    from kortreist_web.tenants.models import Organisation

    made = Organisation.objects.create(
        code="40",
        figures_code="40",
        name="Telemark",
        kind="county_authority",
        valid_from="2024-01-01",
    )
    made.editor = add_person(made, "editor", "e@40.example")
    return made


@pytest.fixture
def edition(tmp_path):
    """Fyresdal and Tinn of the edition of 2026."""
    from kortreist_web.accounts.edition_store import take_in_for_everybody

    if not NEWEST.exists():
        pytest.skip("shared data is not mounted")
    lines = NEWEST.read_text(encoding="utf-8-sig").splitlines()
    kept = [line for line in lines[1:] if "Fyresdal" in line or "Tinn" in line]
    file = tmp_path / "utslipp_2026-04-24.csv"
    file.write_text("\n".join([lines[0], *kept]) + "\n", encoding="utf-8")
    return take_in_for_everybody(file)


@pytest.fixture
def summed(county, edition, work):
    ask(county.editor, county, name="Sum", futures=64)
    (job,) = work()
    assert job.state == "done"
    return Plan.objects.get()


def test_it_is_the_engines_sum_and_names_who_is_not_in_it(summed, county, as_person):
    from kortreist import places
    from kortreist.budgets import county_plan
    from kortreist_web.accounts.data_directories import engine_data_dir

    content = summed.content
    assert content["kind"] == "sum_of_members"
    assert [m["number"] for m in content["members"]] == ["4026", "4032"]
    import datetime as dt

    engine = county_plan(
        places.find("40"),
        data_dir=engine_data_dir(county),
        futures_count=64,
        seed=summed.pins["seed"],
        today=dt.date.fromisoformat(summed.pins["today"]),
    )
    for year in engine.plan_years:
        assert content["pathway"][str(year)]["central"] == pytest.approx(
            engine.pathway[year].central
        )
        assert content["frame"][str(year)] == pytest.approx(engine.frame[year])
    client = as_person(county.editor)
    for language, word in (
        ("nb", "ikke hel"),
        ("nn", "ikkje heil"),
        ("en", "total is incomplete"),
    ):
        page = client.get(at("plans:show", summed.pk, language=language)).content.decode()
        assert word in page
        assert "4003 Skien" in page
        assert "Fyresdal" in page
        assert 'id="stair"' in page
    files = client.get(at("plans:document", summed.pk, "nb", "json"))
    assert json.loads(files.content)["lacking"] == content["lacking"]
    assert client.get(at("plans:document", summed.pk, "nb", "pdf")).content[:4] == b"%PDF"
    # Nobody decides for all at once.
    assert client.get(at("plans:what_if", summed.pk)).status_code == 404
    with pytest.raises(RefusedError, match="summen av kommunenes"), override("nb"):
        draft_from_plan(county.editor, county, summed, year=2027, title="K")
    assert "Hver kommune lager sitt eget" in client.get(at("budgets:list")).content.decode()


def test_money_of_all_at_once_is_refused_and_not_asked_for(county, edition, work, as_person):
    page = as_person(county.editor).get(at("plans:new")).content.decode()
    assert 'name="money_nok"' not in page
    assert 'name="target_year"' in page
    ask(county.editor, county, name="P", question={"money_nok": 1e6}, futures=64)
    work()
    plan = Plan.objects.get()
    assert (plan.state, plan.refused["key"]) == ("refused", "budgets.county_own")


def test_where_the_frame_starts_is_asked_and_told(place, people, as_person, work, monkeypatch):
    """The mean of three years, by hand from the history; what is not looked at is left out."""
    monkeypatch.setattr(
        "kortreist_web.plans.actions.ask.pins_for",
        lambda *args, **values: pins_for(*args, **{**values, "extras": False}),
    )
    client = as_person(people.editor)
    with override("nb"):
        new = reverse("plans:new", args=("X001",))
    client.post(new, {"name": "Snitt", "frame_start": "mean3", "futures": "64"})
    plan = Plan.objects.get()
    assert plan.question["frame_start"] == "mean3"
    work()
    plan.refresh_from_db()
    start, history = plan.content["frame_start"], plan.content["history"]
    years = [str(y) for y in start["years"]]
    assert len(years) == 3
    assert start["value"] == pytest.approx(sum(history[y] for y in years) / 3)
    for language, said in (
        ("nb", "Rammen begynner i snittet av"),
        ("nn", "Ramma byrjar i snittet"),
        ("en", "The frame starts at the mean of"),
    ):
        with override(language):
            url = reverse("plans:show", args=("X001", plan.pk))
        assert said in client.get(url).content.decode()


def test_unsaid_the_frame_starts_in_the_last_year(place, people, as_person):
    with override("nb"):
        new = reverse("plans:new", args=("X001",))
    as_person(people.editor).post(new, {"name": "Uten"})
    assert Plan.objects.get().question["frame_start"] == "last"
