"""A worker lives on where the entry it was doing is gone, and does the next."""

import pytest
from django.db import DatabaseError
from django_tasks_db.models import DBTaskResult

from kortreist_web.core.domain import domains
from kortreist_web.jobs.management.commands.worker import _worker
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import enqueue

# Outside a transaction: one that failed would refuse what follows.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database]


@pytest.fixture
def gone(monkeypatch):
    """Kinds of job whose entry, or whose all, is taken away while they are done."""

    def work(job, progress):
        if job.params["takes"]:
            DBTaskResult.objects.filter(status="RUNNING").delete()
        if job.params["takes"] == "all":
            Job.objects.filter(pk=job.pk).delete()
        return lambda: {"written": True}

    monkeypatch.setitem(domains()["jobs"].jobs, "test.gone", work)


@pytest.mark.parametrize("takes", ["entry", "all"])
def test_what_was_taken_away_is_told_and_the_next_is_done(gone, caplog, takes):
    first = enqueue("test.gone", {"takes": takes})
    after = enqueue("test.gone", {"takes": ""})
    _worker("*", batch=True).run()
    assert Job.objects.get(pk=after.pk).state == "done"
    told = [r for r in caplog.records if "taken away" in r.getMessage()]
    assert [r.job for r in told] == [[first.pk]]
    kept = list(Job.objects.filter(pk=first.pk))
    assert [j.state for j in kept] == ([] if takes == "all" else ["done"])


def test_an_entry_that_is_there_and_cannot_be_marked_is_no_silence(gone, monkeypatch):
    def broken(self, *args, **kwargs):
        raise DatabaseError("disk full")

    enqueue("test.gone", {"takes": ""})
    for name in ("set_successful", "set_failed"):
        monkeypatch.setattr(DBTaskResult, name, broken)
    with pytest.raises(DatabaseError, match="disk full"):
        _worker("*", batch=True).run()
