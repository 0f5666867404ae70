"""What has been tried is listed, undone and done again, without script."""

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.core.actor_context import acting
from kortreist_web.plans.computation import Answer, finish
from kortreist_web.plans.models import Plan
from kortreist_web.plans.try_history import go, remember, standing


def at(name, *args):
    with override("nb"):
        return reverse(f"plans:{name}", args=("X001", *args))


def test_undo_and_redo_go_through_the_tries_in_their_order():
    session = {}
    assert standing(session, 1) == (False, False)
    for tried in (11, 12, 13):
        remember(session, 1, 1, tried)
    remember(session, 1, 1, 13)  # the same again is no new step
    assert standing(session, 1) == (True, False)
    assert go(session, 1, "undo") == (1, 12)
    assert go(session, 1, "undo") == (1, 11)
    assert standing(session, 1) == (True, True)
    assert go(session, 1, "redo") == (1, 12)
    # Another change from here: what was undone is gone.
    remember(session, 1, 1, 14)
    assert standing(session, 1) == (True, False)
    assert [go(session, 1, "undo") for _ in range(4)] == [(1, 12), (1, 11), None, None]
    assert standing(session, 1) == (False, True)
    assert standing(session, 2) == (False, False)  # each plan its own


@pytest.mark.django_db
def test_a_change_is_listed_and_undone_without_script(place, people, plan, content, as_person):
    me = as_person(people.editor)
    out = content["measures"][0]["id"]
    first = {"money_nok": "9000000"}
    second = {**first, f"m_{out}": "out"}
    shown = []
    for data in (first, second):
        me.post(at("what_if", plan.pk), data)
        tried = Plan.objects.filter(passing=True).latest("pk")
        with acting(people.editor, "test"):
            finish(tried, Answer(content))
        shown.append(tried)
    page = me.get(at("try", plan.pk, plan.pk, shown[1].pk))
    changes = [" ".join(c.split()) for c in page.context["changes"]]
    assert len(changes) == 2
    assert "9 000 000 (før: programmets forutsetning)" in changes[0]
    assert changes[1].endswith("Hold utenfor (før: Som planen finner best)")
    assert "Angre siste endring" in page.content.decode()
    assert [n for _, _, n in page.context["parts"] if n] == [1]

    back = me.post(at("step", plan.pk), {"undo": "1"})
    assert back.headers["Location"] == at("try", plan.pk, plan.pk, shown[0].pk) + "#result"
    page = me.get(at("try", plan.pk, plan.pk, shown[0].pk))
    assert len(page.context["changes"]) == 1
    assert "Gjør endringen igjen" in page.content.decode()
    assert page.context["form"]["money_nok"].value() in ("9\u202f000\u202f000", "9\xa0000\xa0000")
    back = me.post(at("step", plan.pk), {"undo": "1"})
    assert back.headers["Location"] == at("what_if", plan.pk)
    back = me.post(at("step", plan.pk), {"redo": "1"})
    assert back.headers["Location"].startswith(at("try", plan.pk, plan.pk, shown[0].pk))
    # A try that is thrown away is not looked for.
    with acting(people.editor, "test"):
        shown[1].delete()
    back = me.post(at("step", plan.pk), {"redo": "1"})
    assert back.headers["Location"] == at("what_if", plan.pk)
    # Who may not change has no steps to take.
    assert as_person(people.reader).post(at("step", plan.pk), {"undo": "1"}).status_code == 403
