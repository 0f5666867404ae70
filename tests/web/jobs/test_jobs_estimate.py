"""What is waited for says how long it usually takes, from what was done before."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from kortreist_web.core.actor_context import acting
from kortreist_web.jobs.estimate import usual_said, usual_seconds
from kortreist_web.jobs.models import Job


@pytest.mark.django_db
def test_the_median_of_what_is_done_is_said_in_words(place, people):
    now = timezone.now()
    jobs = Job.objects.filter(kind="test.kind")
    assert usual_said(jobs) == ""
    with acting(people.editor, "test"):
        for seconds, state in ((10, "done"), (12, "done"), (300, "done"), (900, "failed")):
            Job.objects.create(
                organisation=place,
                kind="test.kind",
                state=state,
                started_at=now - timedelta(seconds=seconds),
                finished_at=now,
            )
    assert usual_seconds(jobs) == 12
    with override("nb"):
        assert usual_said(jobs) == "Det pleier å ta om lag 12 sekunder."
    with override("en"):
        assert "about 12 seconds" in usual_said(jobs)
