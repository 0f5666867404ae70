"""Two who write at once: one chain, no line lost, no number twice."""

import os
import threading

import pytest
from django.db import connection

from kortreist_web.changes.chain import chain_faults
from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.tenants.models import Unit

_LINES = 15


def write(place, person, writer):
    """Add units one transaction at a time, as requests do; return what went wrong."""
    try:
        for n in range(_LINES):
            with acting(person, "tenants.add_unit", why=f"{writer}"):
                Unit.objects.create(
                    organisation=place, name=f"{writer} {n}", valid_from="2024-01-01"
                )
    except Exception as wrong:
        return wrong
    finally:
        connection.close()
    return None


@pytest.mark.database
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    not os.environ.get("KORTREIST_TEST_DATABASE_URL"),
    reason="needs PostgreSQL: SQLite's tests share one connection in memory",
)
def test_two_threads_write_one_chain(place, people):
    before, gate, out = Change.objects.filter(organisation=place).count(), threading.Barrier(2), []

    def run(writer):
        gate.wait()
        out.append(write(place, people.editor, writer))

    threads = [threading.Thread(target=run, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert out == [None, None]
    assert list(chain_faults(place)) == []
    numbers = Change.objects.filter(organisation=place).values_list("number", flat=True)
    assert sorted(numbers) == list(range(1, before + 2 * _LINES + 1))
