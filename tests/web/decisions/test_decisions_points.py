"""The points of a resolution: from its text, owned, followed up, and how they stand."""

import datetime as dt
import html

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import web
from kortreist_web.decisions.actions.set_point import set_point
from kortreist_web.decisions.actions.split_text import split_text
from kortreist_web.decisions.data import points_of
from kortreist_web.decisions.models import Resolution, ResolutionPoint
from kortreist_web.decisions.points import POINT, STATES, follow_up, kind_said, split
from kortreist_web.decisions.templatetags.decisions import evidence
from kortreist_web.tasks.actions.begin import begin
from kortreist_web.tasks.actions.change_deadline import change_deadline
from kortreist_web.tasks.actions.finish import finish
from kortreist_web.tasks.actions.lapse import lapse
from kortreist_web.tasks.actions.remove_deadline import remove_deadline
from kortreist_web.tasks.actions.reopen import reopen
from kortreist_web.tasks.models import Task
from kortreist_web.tasks.owners import Owner
from kortreist_web.tasks.setting import set_state
from kortreist_web.tasks.subjects import tasks_about
from kortreist_web.tenants.models import Unit

TEXT = "Kommunestyret vedtar:\n1. Budsjettet vedtas.\n2. Det rapporteres\nhvert tertial.\n"


@pytest.fixture
def resolution(proposal, decide):
    return decide(proposal, text=TEXT)


@pytest.fixture
def points(place, people, resolution):
    return split_text(people.editor, place, resolution=resolution)


def test_numbered_lines_are_points_and_others_go_on(points, resolution):
    assert [(p.number, p.text) for p in points] == [
        (1, "Budsjettet vedtas."),
        (2, "Det rapporteres hvert tertial."),
    ]
    assert [p.kind for p in points] == ["adopt", "standing"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Uten punkter.", []),
        ("2. Ikke fra én", []),
        ("1. En\n3. Ikke neste\n2) To", [1, 2]),
        ("1. Innen 2030\n\n2. Slutt", [1, 2]),
    ],
)
def test_only_numbers_in_order_begin_a_point(text, numbers):
    assert [n for n, _ in split(text)] == numbers


def test_points_are_made_once(place, people, points, resolution):
    assert split_text(people.editor, place, resolution=resolution) == points
    assert ResolutionPoint.objects.count() == 2


def test_text_without_numbers_makes_none(place, people, proposal, decide):
    with pytest.raises(RefusedError) as refused:
        split_text(people.editor, place, resolution=decide(proposal, text="Uten punkter."))
    assert refused.value.key == "decisions.refused.no_numbers"


def change(people, point, who=None, **values):
    given = {"text": point.text, "kind": "do", "why": "Punktet var lest feil", **values}
    return set_point(
        who or people.approver,
        point.organisation,
        resolution=point.resolution,
        number=point.number,
        **given,
    )


def task_of(point):
    return tasks_about(POINT, [point]).get(point.pk)


def standing(point, today=None):
    (one,) = follow_up([ResolutionPoint.objects.get(pk=point.pk)], today or dt.date.today())
    return one


def test_what_is_adopted_asks_nobody_and_what_is_to_be_done_is_a_task(
    place, people, points, resolution
):
    assert [standing(p).state for p in points] == ["adopted", "standing"]
    assert [t.subject for t in Task.objects.all()] == [points[1].pk]
    with acting(people.editor, "test"):
        unit = Unit.objects.create(
            organisation=place, name="Teknisk", valid_from=dt.date(2020, 1, 1)
        )
    due = resolution.decided_on + dt.timedelta(days=30)
    point = change(people, points[1], owner=Owner(unit=unit), due=due)
    task = task_of(point)
    assert (task.kind, task.subject_kind, task.subject) == (
        "resolution_point",
        "decisions.ResolutionPoint",
        point.pk,
    )
    assert task.title == f"{resolution.case_number}, 2. Det rapporteres hvert tertial."
    assert (task.unit, task.due, task.state) == (unit, due, "open")
    assert task.created_by == "decisions.split_text"
    # Asked for again it is the same task.
    assert task_of(change(people, points[1], owner=Owner(role="approver"))).pk == task.pk
    assert task_of(point).role == "approver"


@pytest.fixture
def ordered(people, points):
    """Return a point that orders something of somebody by a day."""
    due = points[1].resolution.decided_on + dt.timedelta(days=30)
    return change(people, points[1], kind="report_back", owner=Owner(role="editor"), due=due)


@pytest.mark.parametrize(
    ("role", "values", "key"),
    [
        ("editor", {"kind": "adopt"}, "approver_rewords"),
        ("editor", {"text": "Det kan rapporteres."}, "approver_rewords"),
        ("approver", {"kind": "adopt", "why": ""}, "point_why"),
        ("approver", {"text": "Det kan rapporteres.", "why": " x "}, "point_why"),
    ],
)
def test_a_councils_order_is_not_undone_without_a_reason_and_the_right(
    people, ordered, role, values, key
):
    given = {"kind": ordered.kind, "owner": Owner(role="editor"), **values}
    with pytest.raises(RefusedError) as refused:
        change(people, ordered, who=getattr(people, role), **given)
    assert refused.value.key == f"decisions.refused.{key}"
    kept, task = ResolutionPoint.objects.get(pk=ordered.pk), task_of(ordered)
    assert (kept.text, kept.kind) == (ordered.text, "report_back")
    assert (task.state, task.role, task.due is not None) == ("open", "editor", True)


def test_who_follows_up_is_the_editors_to_say_without_a_reason(people, ordered):
    owner = Owner(role="approver")
    change(people, ordered, who=people.editor, kind=ordered.kind, owner=owner, why="")
    assert task_of(ordered).role == "approver"


def test_an_order_that_is_changed_with_a_reason_stays_with_it_for_all_to_read(
    place, people, ordered, client
):
    due, why = task_of(ordered).due, "Saken er slått sammen med økonomiplanen"
    change(people, ordered, kind="adopt", text="Kan legges fram.", why=why)
    task, one = task_of(ordered), standing(ordered)
    assert (task.state, task.reason, task.role, task.due) == ("lapsed", why, "editor", due)
    assert (one.state, one.resolved) == ("altered", "Det rapporteres hvert tertial.")
    page = client.get(f"/nb/{place.code}/vedtak/{ordered.resolution_id}/").content.decode()
    for said in ("Endret uten nytt vedtak", why, "Skal legges fram igjen", one.resolved):
        assert said in html.unescape(page), said
    assert ordered.resolution.text == TEXT.strip()
    (_, told) = points_of([ordered.resolution], dt.date.today())[ordered.resolution_id]
    assert (told["state"], told["reason"], told["resolved_text"]) == ("altered", why, one.resolved)
    # Said to be asked for after all, it waits again.
    change(people, ordered, kind="report_back", who=people.editor, why="")
    assert task_of(ordered).state == "open"


def test_what_was_done_stays_done_when_a_later_reading_asks_for_nothing(place, people, ordered):
    on = ordered.resolution.decided_on
    finish(people.editor, place, task_of(ordered), on=on, evidence="Sak 14/27")
    change(people, ordered, kind="adopt")
    task = task_of(ordered)
    assert (task.state, task.done_on, task.evidence) == ("done", on, "Sak 14/27")


def test_the_task_of_a_point_is_no_deadline_to_remove_or_change(place, people, ordered):
    task = task_of(ordered)
    for act in (
        lambda: remove_deadline(people.editor, place, task),
        lambda: change_deadline(
            people.editor, place, task, title="x", due=task.due, kind="deadline"
        ),
    ):
        with pytest.raises(RefusedError) as refused:
            act()
        assert refused.value.key == "tasks.refused.no_deadline"
    assert task_of(ordered).kind == POINT


def test_the_editors_form_has_who_and_when_and_the_approvers_asks_why(
    place, people, ordered, as_person
):
    keys = {"code": place.code, "pk": ordered.resolution_id, "number": ordered.number}
    page = reverse("decisions:point", kwargs=keys)
    sent = {"text": "Kan legges fram.", "kind": "adopt", "owner": "role:editor"}
    answer = as_person(people.editor).post(page, {**sent, "version": ordered.version})
    assert answer.status_code == 302, answer.context["form"].errors
    ordered.refresh_from_db()
    assert (ordered.text, ordered.kind) == ("Det rapporteres hvert tertial.", "report_back")
    answer = as_person(people.approver).post(page, {**sent, "version": ordered.version})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["why"]


def test_the_state_of_a_point_is_its_tasks(place, people, points, resolution):
    point, seen = change(people, points[1]), []
    seen.append(standing(point).state)
    begin(people.editor, place, task_of(point))
    seen.append(standing(point).state)
    with pytest.raises(RefusedError) as refused:
        finish(people.editor, place, task_of(point), on=resolution.decided_on)
    assert refused.value.key == "tasks.refused.no_evidence"
    early = resolution.decided_on - dt.timedelta(days=1)
    with pytest.raises(RefusedError) as refused:
        finish(people.editor, place, task_of(point), on=early, evidence="Sak 14/27")
    assert refused.value.key == "tasks.refused.before"
    finish(people.editor, place, task_of(point), on=resolution.decided_on, evidence="Sak 14/27")
    seen.append(standing(point).state)
    assert seen == ["open", "under_way", "done"]
    with pytest.raises(RefusedError) as refused:
        lapse(people.editor, place, task_of(point), reason="Ikke nødvendig")
    assert refused.value.key == "decisions.refused.lapses_by_resolution"


def test_a_later_resolution_ends_a_point(people, points, resolution, write):
    later = Resolution(
        organisation=resolution.organisation,
        body="Kommunestyret",
        case_number="9/28",
        decided_on=resolution.decided_on + dt.timedelta(days=90),
        archive_reference="2028/1",
        title="Endring",
        text="x",
        outcome="adopted",
    )
    later.save()
    found = {
        name: standing(change(people, points[1], **{name: later})).state
        for name in ("changed_by", "lapsed_by")
    }
    assert found == {"changed_by": "changed", "lapsed_by": "lapsed"}
    assert set(found.values()) < set(STATES)
    assert (task_of(points[1]).state, task_of(points[1]).reason) == ("lapsed", "9/28: Endring")
    assert standing(change(people, points[1])).state == "open"  # it was a mistake
    with pytest.raises(RefusedError) as refused:
        change(people, points[1], changed_by=resolution)
    assert refused.value.key == "decisions.refused.not_later"
    change(people, points[1], changed_by=later)
    with pytest.raises(RefusedError) as refused:
        change(people, points[1], why="")
    assert refused.value.key == "decisions.refused.point_why"
    later.outcome = "rejected"
    with pytest.raises(RefusedError) as refused:
        change(people, points[1], changed_by=later)
    assert refused.value.key == "decisions.refused.later_not_adopted"


def test_overdue_to_the_day(place, people, points, resolution):
    due = resolution.decided_on + dt.timedelta(days=30)
    point, after = change(people, points[1], due=due), due + dt.timedelta(days=1)
    assert not standing(point, due).overdue
    assert standing(point, after).overdue
    finish(people.editor, place, task_of(point), on=resolution.decided_on, evidence="Gjort")
    assert not standing(point, after).overdue


def test_what_is_due_before_it_was_decided_is_refused(people, points):
    with pytest.raises(RefusedError) as refused:
        change(people, points[0], due=dt.date(2000, 1, 1))
    assert refused.value.key == "decisions.refused.before"


def test_who_may_not_and_whose_it_is_not(place, other, people, points):
    with pytest.raises(PermissionDenied):
        set_point(
            people.reader, place, resolution=points[0].resolution, number=1, text="x", kind="do"
        )
    unit = Unit(organisation=other, name="Fremmed", valid_from=dt.date(2020, 1, 1))
    with acting(people.editor, "test"):
        unit.save()
    with pytest.raises(PermissionDenied):
        change(people, points[0], owner=Owner(unit=unit))
    assert [t.subject for t in Task.objects.all()] == [points[1].pk]


def test_another_organisations_resolution_is_nobodys_to_change(other, people, strangers, points):
    """Also where a row that is there already would be changed, which points at nothing new."""
    with pytest.raises(PermissionDenied):
        set_point(
            strangers.editor,
            other,
            resolution=points[0].resolution,
            number=1,
            text="Overtatt",
            kind="do",
        )
    points[0].refresh_from_db()
    assert points[0].text == "Budsjettet vedtas."


def test_two_never_overwrite_each_other(people, points):
    seen = points[0].version
    change(people, points[0], version=seen)
    with pytest.raises(ConflictError):
        change(people, points[0], text="Noe annet", version=seen)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_make_change_and_show_points(place, people, resolution, as_person, language):
    from django.utils.translation import override

    client, keys = as_person(people.editor), {"code": place.code, "pk": resolution.pk}
    with override(language):
        page = reverse("decisions:resolution", kwargs=keys)
        assert client.post(reverse("decisions:split", kwargs=keys)).status_code == 302
        added = client.post(
            reverse("decisions:add_point", kwargs=keys),
            {
                "number": 3,
                "text": "Legg fram <b>igjen</b>",
                "kind": "report_back",
                "owner": "role:approver",
                "due": "2027-03-01",
            },
        )
        assert added.status_code == 302, added.content.decode()[-2000:]
        again = client.post(
            reverse("decisions:add_point", kwargs=keys), {"number": 3, "text": "x", "kind": "do"}
        )
        assert again.status_code == 422
        point = reverse("decisions:point", kwargs={**keys, "number": 3})
        assert client.get(point).status_code == 200
        text = client.get(page).content.decode()
    assert "Det rapporteres hvert tertial." in text
    assert "Legg fram &lt;b&gt;igjen&lt;/b&gt;" in text
    assert point in text
    assert point not in as_person(people.reader).get(page).content.decode()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_case_paper_says_who_follows_each_point_up_and_how_it_stands(
    place, people, points, resolution, language
):
    from kortreist_web.decisions.paper_document import paper_document
    from kortreist_web.decisions.rendering import render_file

    point = change(people, points[1], owner=Owner(person=people.reader))
    finish(people.editor, place, task_of(point), on=resolution.decided_on, evidence="Sak 14/27")
    text = render_file(paper_document(resolution.frozen, None, language), "html").decode()
    assert {"nb": "Følges opp av", "nn": "Blir følgt opp av", "en": "Followed up by"}[
        language
    ] in text
    assert "Sak 14/27" in text
    assert people.reader.name not in text
    employee = {"nb": "en ansatt", "nn": "ein tilsett", "en": "a member of staff"}
    assert employee[language] in text


def test_the_api_and_the_file_say_how_points_stand_and_the_hash_of_a_resolution_stays(
    place, people, points, resolution, client
):
    from kortreist_web.config.page_cache import cache_version
    from kortreist_web.core.content import content_hash
    from kortreist_web.decisions.data import decision_content

    due = resolution.decided_on + dt.timedelta(days=30)
    point = change(people, points[1], owner=Owner(role="approver"), due=due)
    digest, before = content_hash(decision_content(resolution)), cache_version(place.code)
    first = client.get("/data/X001/decisions.json")
    finish(people.editor, place, task_of(point), on=resolution.decided_on, evidence="Sak 14/27")
    (decision,) = client.get("/api/v1/organisations/X001/decisions").json()
    one, two = decision["points"]
    assert (one["state"], one["owner"], one["due"]) == ("adopted", "", None)
    assert (two["owner"], two["due"], two["state"]) == ("Kommunedirektør", due.isoformat(), "done")
    assert (two["overdue"], two["evidence"]) == (False, "Sak 14/27")
    again = client.get("/data/X001/decisions.json")
    assert again["ETag"] != first["ETag"]
    assert again.json()["decisions"][0]["points"][1]["state"] == "done"
    assert content_hash(decision_content(resolution)) == digest
    assert cache_version(place.code) != before  # what anyone reads is made anew


@pytest.mark.parametrize(
    ("page", "sent", "field"),
    [
        ("state", {"state": "done", "on": "today"}, "evidence"),
        ("state", {"state": "done", "on": "tomorrow", "evidence": "x"}, "on"),
        ("state", {"state": "done", "on": "2001-01-01", "evidence": "x"}, "on"),
        ("owner", {"due": "2001-01-01"}, "due"),
    ],
)
def test_what_is_refused_of_a_points_task_is_said_beside_the_field(
    place, people, points, as_person, page, sent, field
):
    task = task_of(change(people, points[1]))
    today = timezone.localdate()
    days = {"today": today, "tomorrow": today + dt.timedelta(days=1)}
    data = {k: days.get(v, v) for k, v in sent.items()} | {"version": task.version}
    client = as_person(people.editor)
    answer = client.post(reverse(f"tasks:{page}", kwargs={"code": "X001", "pk": task.pk}), data)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert answer.context["form"].errors[field][0] in html.unescape(answer.content.decode())


def test_a_point_that_is_done_is_opened_again_with_a_reason_only(place, people, points, resolution):
    task = task_of(change(people, points[1]))
    finish(people.editor, place, task, on=resolution.decided_on, evidence="Sak 14/27")
    for act in (begin, reopen):
        with pytest.raises(RefusedError) as refused:
            act(people.editor, place, task)
        assert (refused.value.key, refused.value.about) == (
            "tasks.refused.no_reason_to_undo",
            "reason",
        )
    set_state(people.editor, task, state="open", reason="Feil punkt")
    assert task.state == "open"
    assert Change.objects.filter(verb="tasks.reopen", why="Feil punkt").exists()


def test_to_lapse_is_not_offered_where_only_a_resolution_lets_it(place, people, points, as_person):
    task = task_of(change(people, points[1]))
    one = reverse("tasks:one", kwargs={"code": "X001", "pk": task.pk})
    answer = as_person(people.editor).get(one)
    states = [key for key, _ in answer.context["state_form"].fields["state"].choices]
    assert states == ["open", "under_way", "done"]
    assert "ved et senere vedtak" in answer.content.decode()


def test_no_point_passes_as_carried_out_because_it_was_decided(place, people, points):
    """Of what is usually recommended only what the decision itself does is adopted by it."""
    assert [standing(p).state for p in points] == ["adopted", "standing"]
    begin(people.editor, place, task_of(points[1]))
    assert standing(points[1]).state == "under_way"
    values = {"council": "Kommunestyret", "place": "X", "period": "2027–2030"}
    values |= {"frames": "2027: 3 t", "cost": "2", "prices": "2025-kroner"}
    keys = ("adopt", "adopt_change", "adopt_frame", "adopt_money", "adopt_report")
    for code in ("nb", "nn", "en"):
        said = [kind_said(web(code)(f"decisions.suggest.{key}", **values)) for key in keys]
        assert said == ["adopt", "adopt", "adopt", "do", "standing"], code


def test_words_that_are_not_the_councils_are_marked_so(place, people, points, client):
    assert all(standing(p).verbatim for p in points)
    own = change(people, points[1], text="Rapporter til kommunedirektøren.")
    assert not standing(own).verbatim
    page = client.get(f"/nb/{place.code}/vedtak/{own.resolution_id}/").content.decode()
    assert page.count("ikke ordrett fra vedtaket") == 1
    (_, said) = points_of([own.resolution], dt.date.today())[own.resolution_id]
    assert said["verbatim"] is False


def test_what_shows_that_a_point_is_done_leads_on_or_says_where_to_ask(
    place, people, points, resolution, client
):
    """An address and a case resolved here are links; the rest is searchable, and said not to be."""
    url = f"/nb/X001/vedtak/{resolution.pk}/"
    finish(
        people.editor, place, task_of(points[1]), on=resolution.decided_on, evidence="Sak 26/0498"
    )
    page = client.get(url).content.decode()
    assert "Sak 26/0498 (ligger ikke på disse sidene" in page
    assert "Av det vedtaket ber om: 1 gjort." in page
    assert url in client.get("/nb/X001/sok/", {"q": "26/0498"}).content.decode()
    number = resolution.case_number
    for said, leads in ((f"Sak {number}", url), ("https://x.no/sak", "https://x.no/sak")):
        written = evidence({"organisation": place}, said)
        assert f'href="{leads}"' in written
        assert "ligger ikke" not in written
    assert "&lt;b&gt;" in evidence({"organisation": place}, "<b> 26/0498")
