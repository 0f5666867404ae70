"""Several at once: one resolution, one adopted version, a number each. PostgreSQL only.

SQLite lets one writer in at a time, and its tests share one connection.
"""

import os
import threading

import pytest
from django.db import connection
from django.utils import timezone

from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.models import Budget
from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.actions.record import record
from kortreist_web.decisions.models import Resolution
from kortreist_web.versions.models import Version

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not os.environ.get("KORTREIST_TEST_DATABASE_URL"), reason="needs PostgreSQL"
    ),
]


def at_once(*wishes):
    """Run each wish in a thread, all let go together; return results and refusals."""
    gate, out = threading.Barrier(len(wishes)), []

    def run(wish):
        try:
            gate.wait()
            out.append(wish())
        except (RefusedError, ConflictError) as refused:
            out.append(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(w,)) for w in wishes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return out


def test_four_clicks_propose_once(place, people, draft):
    copies = [Budget.objects.get(pk=draft.pk) for _ in range(4)]
    found = at_once(*(lambda b=b: propose(people.editor, place, b) for b in copies))
    assert {f.pk for f in found} == {Version.objects.get().pk}


def test_four_budgets_of_a_year_get_four_numbers(place, people, plan, owned):
    drafts = [
        owned(draft_from_plan(people.editor, place, plan, year=2027, title=f"Nr {n}"))
        for n in range(4)
    ]
    at_once(*(lambda b=b: propose(people.editor, place, b) for b in drafts))
    numbers = Version.objects.values_list("number", flat=True)
    assert sorted(numbers) == [1, 2, 3, 4]


def test_four_who_record_the_same_case_record_it_once(place, people, proposal):
    def wish():
        return record(
            people.approver,
            place,
            frozen=proposal,
            body="Kommunestyret",
            decided_on=timezone.localdate(),
            case_number="123/26",
            archive_reference="1",
            title="t",
            text="t",
            outcome="adopted",
        )

    found = at_once(wish, wish, wish, wish)
    assert sum(isinstance(f, Resolution) for f in found) == 1
    assert Resolution.objects.count() == 1
    assert Version.objects.filter(state="adopted").count() == 1


def test_a_case_decided_two_ways_at_once_is_decided_one_way(place, people, proposal):
    def wish(outcome, case):
        return lambda: record(
            people.approver,
            place,
            frozen=proposal,
            body="Kommunestyret",
            decided_on=timezone.localdate(),
            case_number=case,
            archive_reference="1",
            title="t",
            text="t",
            outcome=outcome,
        )

    at_once(wish("adopted", "1/26"), wish("rejected", "2/26"), wish("returned", "3/26"))
    made = Resolution.objects.get()
    state = {"adopted": "adopted", "rejected": "rejected", "returned": "draft"}[made.outcome]
    assert Budget.objects.get().state == state
