"""Judged in the plan's own futures: stored with its hash, stale when either changes."""

import pytest

from kortreist_web.bindings.actions.change import change
from kortreist_web.bindings.actions.freeze_page import freeze_page
from kortreist_web.bindings.actions.judge import judge as judge_action
from kortreist_web.bindings.entered import judged_rows
from kortreist_web.bindings.page_content import page_content, terms_of
from kortreist_web.bindings.presenters import present
from kortreist_web.bindings.standing import standing
from kortreist_web.core.refusals import RefusedError
from kortreist_web.jobs.tasks import run

pytestmark = pytest.mark.django_db


def test_the_engine_judges_in_the_plans_own_futures(place, people, enter, make_plan):
    """The one test that asks the engine: everything else reads a made answer."""
    plan = make_plan()
    boiler = enter()
    bare = enter(name="Ny skole", kind="building", tonnes=None, tonnes_low=None, tonnes_high=None)
    decided = enter(name="Vedtatt kjel", status="adopted", signed_by=2026, start=2027)
    judgement = judge_action(people.editor, place)
    run.call(judgement.job_id)
    judgement.refresh_from_db()
    assert judgement.state == "ready", judgement.refused
    content = judgement.content
    assert content["plan"]["content_hash"] == plan.content_hash
    judged = content["judged"]
    assert judged[boiler.key]["committed_t"] == pytest.approx(3000.0)
    assert judged[boiler.key]["verdict"] == "avoid"
    assert judged[bare.key]["verdict"] == "unknown"
    assert judged[bare.key]["missing"] == ["flow"]
    assert judged[bare.key]["committed_t"] is None
    _rows_add_up(content["increases"], boiler.key, decided.key, plan)


def _rows_add_up(increases, planned, decided, plan):
    rows = {r["key"]: r for r in increases["rows"]}
    assert set(rows) == {planned, decided}
    pathway = plan.content["pathway"]
    for year in ("2027", "2028", "2030"):
        total = increases["without"][year]["central"]
        # The plan's own pathway: the same question, seed and futures.
        assert total == pytest.approx(pathway[year]["central"], abs=1e-6)
        total += rows[decided]["tonnes"][year]["central"]
        assert total == pytest.approx(increases["decided"][year]["central"], abs=1e-6)
        total += rows[planned]["tonnes"][year]["central"]
        assert total == pytest.approx(increases["everything"][year]["central"], abs=1e-6)
    # 150 t less the 160 t of repairing the old one.
    assert rows[planned]["tonnes"]["2030"]["central"] == pytest.approx(-10.0, abs=1.0)
    assert rows[planned]["tonnes"]["2027"]["central"] == 0.0


def test_stale_when_the_plan_or_a_binding_changes(place, people, enter, judge, make_plan):
    boiler = enter()
    judge()
    assert not standing(place, judged_rows(place)).stale
    change(people.editor, place, boiler, capital=7e6)
    now = standing(place, judged_rows(place))
    assert now.changed == {boiler.key}
    assert now.of(boiler.key) is None, "what was judged is of another binding"
    change(people.editor, place, boiler, capital=6e6)
    enter(name="En til")
    assert standing(place, judged_rows(place)).changed == {"en-til"}
    judge()
    make_plan("Nyere")
    assert standing(place, judged_rows(place)).another_plan


def test_nothing_is_judged_without_a_plan_or_anything_entered(place, people, enter, make_plan):
    enter()
    with pytest.raises(RefusedError, match="plan"):
        judge_action(people.editor, place)


def test_how_much_of_each_councils_frame_is_spent():
    frame = {str(y): 100.0 for y in range(2027, 2032)}

    def row(key, tonnes, committed):
        by_year = {str(y): {"central": tonnes} for y in range(2026, 2040)}
        return {
            "key": key,
            "committed": committed,
            "start": 2026,
            "last": 2039,
            "judged": {"committed_by_year": by_year},
        }

    rows = [
        row("a", 10.0, True),
        row("b", 5.0, False),
        {"key": "c", "committed": True, "start": None, "last": None, "judged": None},
    ]
    now, following, third, _ = terms_of(rows, frame, 2027)
    assert (now["first"], now["last"], now["years"]) == (2024, 2027, [2027])
    assert (following["frame"], following["decided"], following["planned"]) == (400, 40, 20)
    assert (following["share_decided"], following["share_all"]) == (0.1, 0.15)
    assert following["bound_by"] == ["a", "b"]
    assert third["frame"] is None, "no frame is not a frame of nothing"
    assert third["share_decided"] is None


def test_the_page_says_what_binds_the_next_council_and_what_leaving_costs(
    place, people, enter, judge, as_person
):
    contract = enter(
        name="Busskontrakt",
        kind="transport_contract",
        status="contracted",
        signed_by=2025,
        start=2026,
        lifetime=10,
        exits=[{"year": 2030, "nok": 1.5e6}],
    )
    enter(name="Parkeringshus", kind="parking")
    bare = enter(name="Skole", kind="building", tonnes=None, tonnes_low=None, tonnes_high=None)
    judge(**{contract.key: {"verdict": "keep_open", "first": 2026, "last": 2035}})
    page = as_person(people.reader).get("/nb/X001/arbeid/bindinger/").content.decode()
    assert "Neste kommunestyre, 2028–2031" in page
    assert "1,5" in page
    assert "ingen utgang foreslått" in page
    assert "Mangler: utslippet" in page
    shown = present(page_content(place))
    assert [r.data["key"] for r in shown.binding_next] == [contract.key]
    assert shown.leaving_known == 1.5e6
    assert bare.key in {r.data["key"] for r in shown.open}


def test_nothing_entered_is_said_as_none_registered(place, people, as_person):
    page = as_person(people.reader).get("/nb/X001/arbeid/bindinger/").content.decode()
    assert "Ingen registrert" in page


def _hits(answer):
    page = answer.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def test_the_public_page_is_what_was_frozen_and_published(
    place, people, enter, judge, client, as_person
):
    from kortreist_web.publishing.actions.publish import publish

    boiler = enter()
    with pytest.raises(RefusedError):
        freeze_page(people.editor, place)
    judge()
    version = freeze_page(people.editor, place)
    address = f"/nb/X001/bindinger/{version.year}/{version.number}/"
    assert client.get(address).status_code == 404
    assert "har ikke publisert" in client.get("/nb/X001/bindinger/").content.decode()
    asked = {"q": "gasskjel"}
    assert "/bindinger/" not in _hits(client.get("/nb/X001/sok/", asked))
    publish(people.approver, place, kind="bindings", row=version)
    row = f"binding-{boiler.pk}"
    found = _hits(client.get("/nb/X001/sok/", asked))
    assert f"/nb/X001/bindinger/#{row}" in found, "and then found"
    html = client.get("/nb/X001/bindinger/").content.decode()
    assert f'id="{row}"' in html
    assert "låser det kommunen fast" in html  # what "unngå: lås" asks for, in words of every day
    change(people.editor, place, boiler, name="Et annet navn")
    page = client.get("/nb/X001/bindinger/").content.decode()
    assert "Gasskjel i svømmehallen" in page
    assert "Et annet navn" not in page
    with pytest.raises(RefusedError, match=r"endret|vurder"):
        freeze_page(people.editor, place)
    table = client.get("/data/X001/bindings/" + f"{version.year}/{version.number}.csv")
    assert table.status_code in (200, 404)


def _daily(place, day="2026-11-30"):
    """Let a worker ask for the day's work, and do what it asks for."""
    from datetime import date

    from kortreist_web.bindings.daily import ask_for_the_day
    from kortreist_web.bindings.work import JUDGE_AGAIN
    from kortreist_web.jobs.models import Job

    ask_for_the_day(date.fromisoformat(day))
    ask_for_the_day(date.fromisoformat(day))
    jobs = list(Job.objects.filter(organisation=place, kind=JUDGE_AGAIN, state="waiting"))
    for job in jobs:
        run.call(job.pk)
    return jobs


def test_what_is_stale_is_judged_anew_once_a_day_and_nothing_else(
    place, people, enter, judge, make_plan, monkeypatch
):
    from kortreist_web.bindings import work
    from kortreist_web.bindings.models import Judgement

    boiler = enter()
    assert _daily(place) == [], "what nobody has had judged is not judged by itself"
    first = judge()
    content, asked = dict(first.content), []

    def answer(judgement, progress):
        asked.append([v["key"] for v in judgement.entered])
        return content, {}

    monkeypatch.setattr(work, "answer", answer)
    assert len(_daily(place)) == 1, "asked twice a day is once"
    assert asked == [], "it is as it was judged"
    enter(name="En til")
    assert len(_daily(place, "2026-12-01")) == 1
    assert [sorted(keys) for keys in asked] == [sorted([boiler.key, "en-til"])]
    assert Judgement.objects.count() == 2
    assert not standing(place, judged_rows(place)).stale
    # Another plan; and the job that comes twice finds nothing to do.
    make_plan("Nyere")
    (job,) = _daily(place, "2026-12-02")
    assert len(asked) == 2
    run.call(job.pk)
    assert (len(asked), Judgement.objects.count()) == (2, 3)


def test_what_is_refused_is_not_asked_again_until_something_changes(
    place, people, enter, judge, monkeypatch
):
    from kortreist_web.bindings import work

    boiler = enter()
    judge()
    asked = []

    def answer(judgement, progress):
        asked.append(1)
        return None, {"key": "x", "said": {"nb": "Nei."}}

    monkeypatch.setattr(work, "answer", answer)
    change(people.editor, place, boiler, capital=7e6)
    for day in ("2026-12-01", "2026-12-02"):
        _daily(place, day)
    assert asked == [1]
    change(people.editor, place, boiler, capital=8e6)
    _daily(place, "2026-12-03")
    assert asked == [1, 1]


def test_an_old_verdict_is_shown_as_older_and_never_goes_to_the_council(
    place, people, enter, judge, make_plan, as_person
):
    from kortreist_web.bindings.actions.propose import propose_binding

    boiler = enter()
    judge()
    client, address = as_person(people.editor), "/nb/X001/arbeid/bindinger/"
    assert "eldre vurdering" not in client.get(address).content.decode()
    make_plan("Nyere")
    for page in (address, f"{address}{boiler.pk}/"):
        assert "eldre vurdering: " in client.get(page).content.decode()
    with pytest.raises(RefusedError, match="Vurder alt på nytt"):
        propose_binding(people.editor, place, boiler, motion="adopt")
    judge()
    assert "eldre vurdering" not in client.get(address).content.decode()
    assert propose_binding(people.editor, place, boiler, motion="adopt")


def test_another_program_or_a_newer_account_makes_it_old(place, people, enter, judge, monkeypatch):
    from kortreist_web.bindings import standing as module

    enter()
    judge()
    rows = judged_rows(place)
    monkeypatch.setattr(module, "engine_version", lambda: "another")
    assert standing(place, rows).another_program
    assert standing(place, rows).stale
    monkeypatch.undo()
    monkeypatch.setattr(module, "_newer_account", lambda *_: True)
    now = standing(place, rows)
    assert (now.stale, now.old) == (False, True), "judging anew in the same plan mends nothing"
    assert page_content(place)["bindings"][0]["old"]


def _among(alone, left_out, share, together=1500.0, orders=10):
    values = {"together_t": together, "alone_t": alone, "left_out_t": left_out}
    return {"among_all": {**values, "share_t": share, "orders": orders}}


def test_all_that_is_planned_at_once_and_each_left_out(place, people, enter, judge, as_person):
    first, second = enter(), enter(name="Veg", kind="road")
    decided = enter(name="Vedtatt", status="adopted")
    among = {
        first.key: _among(1000.0, 700.0, 850.0),
        second.key: _among(800.0, 500.0, 650.0),
        decided.key: {"among_all": None},
    }
    judge(**among)
    found = present(page_content(place)).all_at_once
    assert (found.together, found.sum_alone, found.differs, found.shared) == (
        1500,
        1800,
        True,
        True,
    )
    assert [row[0] for row in found.rows] == [first.name, "Veg"], "decided are in what they add to"
    assert sum(row[3] for row in found.rows) == pytest.approx(found.together)
    page = as_person(people.reader).get("/nb/X001/arbeid/bindinger/").content.decode()
    page = page.replace("\u00a0", " ").replace("\u202f", " ")
    assert "1 500 tonn mer over rammen" in page
    assert "1 800 tonn til sammen" in page
    assert "snitt over 10 rekkefølger" in page
    change(people.editor, place, second, capital=9e6)
    assert present(page_content(place)).all_at_once is None, "of another set, it is not known"


def test_before_which_of_the_councils_meetings(place, people, enter, as_person):
    from datetime import date

    from kortreist_web.core.actor_context import acting
    from kortreist_web.tasks.models import Task

    year = date.today().year + 1
    from kortreist_web.decisions.models import Body, CasePaper
    from kortreist_web.tasks.actions.make_calendar import make_calendar
    from kortreist_web.versions.queries import freeze

    # The law's last day for the budget is a limit, no meeting.
    make_calendar(people.editor, place, year=year)
    with acting(people.editor, "test"):
        due = date(year, 2, 11)
        Task(organisation=place, kind="council", title="Kommunestyret", due=due).save()
        # A case that is on its way says when the council has it.
        Body(organisation=place, name="Bygdetinget", kind="council").save()
        held = [
            {"body": "Formannskapet", "date": f"{year}-08-20"},
            {"body": "Bygdetinget", "date": f"{year}-06-11"},
        ]
        about = freeze(place, "binding", f"{year}-99", "proposed", {"title": "x"})
        CasePaper(
            organisation=place, frozen=about, title="x", recommendation="x", meetings=held
        ).save()
    values = {"start": year + 2, "status": "planned", "kind": "building"}
    entered = {
        "spring": enter(name="Vår", signed_by=year, signed_month=5, **values),
        "late": enter(name="Etter siste", signed_by=year, signed_month=9, **values),
        "early": enter(name="For tidlig", signed_by=year, signed_month=1, **values),
        "beyond": enter(name="Utenfor", signed_by=year + 1, signed_month=5, **values),
        "open": enter(name="Uten dag", signed_by=None, **values),
        "chief": enter(
            name="Delegert", decider="chief_executive", signed_by=year, signed_month=5, **values
        ),
    }
    rows = {r["key"]: r for r in page_content(place)["bindings"]}
    found = {
        n: (rows[b.key]["meeting"], rows[b.key]["too_late_for_meeting"]) for n, b in entered.items()
    }
    assert found == {
        "spring": (f"{year}-02-11", False),
        "late": (f"{year}-06-11", False),
        "early": (None, True),
        # A calendar that ends before says nothing of the last meeting.
        "beyond": (None, False),
        "open": (None, False),
        "chief": (None, False),
    }
    client = as_person(people.reader)
    assert (
        "ingen møter i kommunestyrets kalender før"
        in client.get("/nb/X001/arbeid/bindinger/").content.decode()
    )
    one = client.get(f"/nb/X001/arbeid/bindinger/{entered['spring'].pk}/").content.decode()
    assert f"Før møtet 11. februar {year}" in one or "Før møtet 11.02." in one


def test_what_breaks_a_duty_and_where_a_free_clause_ends_it_stand_on_its_page(
    people, enter, judge, as_person
):
    boiler = enter(needs_by=2028)
    names = {"": False, ":null": True, ":2": False}
    choices = [
        {"id": boiler.key + end, "name": "", "zero": zero, "right_in": 0.4, "loss_nok": 1e6}
        for end, zero in names.items()
    ]
    whole = {"territorial": {"low": 2800.0, "central": 3456.0, "high": 4100.0}}
    judge(
        **{
            boiler.key: {
                "alternatives": [c | {"breaks_duty": c["zero"]} for c in choices],
                "committed_to": 2030,
                "whole_life_by_account": whole,
            }
        }
    )
    page = as_person(people.editor).get(f"/nb/X001/arbeid/bindinger/{boiler.pk}/").content.decode()
    assert page.count("Bryter plikten") == 1
    assert "til og med 2030: da kan det forlates" in page
    assert "beholdes til og med 2047" in page
    assert "3456" in page.replace("\u202f", "").replace("\u00a0", "")
