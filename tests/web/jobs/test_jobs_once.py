"""A job is done once: whatever dies, comes twice or comes late."""

from datetime import timedelta

import pytest
from django.utils import timezone

from kortreist.errors import InputError
from kortreist_web.core.domain import domains
from kortreist_web.jobs import tasks
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import MAX_ATTEMPTS, cancel, enqueue, requeue_expired

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def written(monkeypatch):
    """A kind of job that writes what it was given; returns what has been written."""
    found = []

    def work(job, progress):
        progress(1, 2, "")
        return lambda: found.append(job.params["n"]) or {"n": job.params["n"]}

    monkeypatch.setitem(domains()["jobs"].jobs, "test.write", work)
    return found


def run(job):
    tasks.run.call(job.pk)
    job.refresh_from_db()
    return job


def test_it_is_done_once_though_the_queue_says_it_twice(written):
    job = run(enqueue("test.write", {"n": 1}))
    assert (job.state, job.result, job.attempt) == ("done", {"n": 1}, 1)
    run(job)
    assert written == [1]


def test_the_same_key_is_the_same_job(written):
    first = enqueue("test.write", {"n": 1}, key="upload-1")
    assert enqueue("test.write", {"n": 2}, key="upload-1").pk == first.pk
    assert Job.objects.count() == 1


def test_a_job_whose_worker_died_is_taken_up(written):
    job = enqueue("test.write", {"n": 1})
    gone = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state="running", attempt=1, lease_until=gone)
    assert requeue_expired() == 1
    assert requeue_expired() == 0
    assert (run(job).state, job.attempt, written) == ("done", 2, [1])


def test_a_lease_of_a_wrong_clock_keeps_nobody_waiting(written):
    """Its worker died while the machine's clock was a day, or a year, ahead."""
    job = enqueue("test.write", {"n": 1})
    for ahead in (timedelta(days=1), timedelta(days=365)):
        later = timezone.now() + ahead
        Job.objects.filter(pk=job.pk).update(state="running", attempt=1, lease_until=later)
        assert requeue_expired() == 1
    assert (run(job).state, written) == ("done", [1])


def test_a_job_with_a_living_worker_is_left_alone(written):
    job = enqueue("test.write", {"n": 1})
    later = timezone.now() + timedelta(seconds=20)
    Job.objects.filter(pk=job.pk).update(state="running", attempt=1, lease_until=later)
    assert requeue_expired() == 0
    assert run(job).state == "running"
    assert written == []


def test_a_worker_that_comes_back_late_writes_nothing(monkeypatch):
    found = []

    def slow(job, progress):
        # While this one slept, the lease ended and another took the job.
        Job.objects.filter(pk=job.pk).update(attempt=job.attempt + 1)
        return lambda: found.append(1) or {}

    monkeypatch.setitem(domains()["jobs"].jobs, "test.slow", slow)
    job = run(enqueue("test.slow", {}))
    assert (job.state, found) == ("running", [])


def test_what_a_cancelled_job_would_write_is_refused(monkeypatch):
    found = []

    def work(job, progress):
        assert cancel(job)
        return lambda: found.append(1) or {}

    monkeypatch.setitem(domains()["jobs"].jobs, "test.cancelled", work)
    job = run(enqueue("test.cancelled", {}))
    assert (job.state, found) == ("cancelled", [])
    assert not cancel(job)


def test_one_that_takes_its_workers_down_is_given_up(written):
    job = enqueue("test.write", {"n": 1})
    gone = timezone.now() - timedelta(seconds=1)
    Job.objects.filter(pk=job.pk).update(state="running", attempt=MAX_ATTEMPTS, lease_until=gone)
    assert requeue_expired() == 0
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", {"key": "lost"})


def test_a_refusal_is_kept_in_every_language(monkeypatch):
    def work(job, progress):
        raise InputError("year.unknown", year=2010, known="2009")

    monkeypatch.setitem(domains()["jobs"].jobs, "test.refused", work)
    job = run(enqueue("test.refused", {}))
    assert (job.state, job.error["key"]) == ("failed", "year.unknown")
    assert set(job.error["said"]) == {"nb", "nn", "en"}
    assert "2010" in job.error["said"]["en"]


def test_our_own_fault_says_nothing_of_the_inside(monkeypatch):
    def work(job, progress):
        raise ZeroDivisionError("secret")

    monkeypatch.setitem(domains()["jobs"].jobs, "test.fault", work)
    assert run(enqueue("test.fault", {})).error == {"key": "own_fault"}


def test_half_a_write_is_no_write(monkeypatch, place):
    from kortreist_web.tenants.models import Organisation

    def work(job, progress):
        def write():
            Organisation.objects.filter(pk=place.pk).update(name="Halv")
            raise ZeroDivisionError

        return write

    monkeypatch.setitem(domains()["jobs"].jobs, "test.half", work)
    assert run(enqueue("test.half", {})).state == "failed"
    place.refresh_from_db()
    assert place.name == "Eksempeldal"


@pytest.mark.django_db
def test_the_queue_forgets_what_is_done_and_never_what_waits():
    """A job that has waited for a year is still to be done."""
    import datetime as dt

    from django.utils import timezone
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    from kortreist_web.jobs.management.commands.worker import _Watch
    from kortreist_web.jobs.queue import enqueue

    enqueue("accounts.compute", {})
    DBTaskResult.objects.update(enqueued_at=timezone.now() - dt.timedelta(days=365))
    watch = _Watch()
    watch._forget()
    assert DBTaskResult.objects.count() == 1
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL)
    watch._forget()
    assert not DBTaskResult.objects.exists()
