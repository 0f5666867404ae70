"""A hearing with 5,000 submissions: the officer's list, and the table of submissions as PDF.

Makes an empty site, one hearing with made submissions of three points each, a third of them
answered, and opens the officer's lists through Django's own client: everything but the network.
Processor time is judged, as it does not depend on what else the machine does; the wall clock is
printed beside it.

Goals: the lists p95 ≤ 300 ms, the table as PDF ≤ 20 s.

Run: ``python benchmarks/hearing_5000.py [--submissions 5000] [--rounds 20]``.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import os
import tempfile
import time
from collections.abc import Callable
from functools import partial

P95_MS, PDF_SECONDS = 300.0, 20.0
_TODAY = dt.date(2027, 4, 15)
_SAID = (
    "Bygg sykkelveien til skolen først, og gjør den bred nok for vinterdrift, nummer {n}.",
    "Biogass i lastebilene kan vente til prisen er kjent, det mener vi i lag {n}.",
    "Rammen for {n} er for stram: la innbyggerne se hva som går ut hvis den holdes.",
)


def _made(submissions: int) -> tuple[str, int]:
    """Make a site with one closed hearing; return its editor's address and the hearing's key."""
    from kortreist_web.core.actor_context import acting
    from kortreist_web.core.content import content_hash
    from kortreist_web.decisions.models import Body
    from kortreist_web.hearings.models import (
        Hearing,
        Submission,
        SubmissionHandling,
        SubmissionPoint,
    )
    from kortreist_web.participation.models import Answer, AnsweredItem, Phase, Process
    from kortreist_web.people.models import Membership, User
    from kortreist_web.tenants.models import Organisation
    from kortreist_web.versions.models import Version

    place = Organisation.objects.create(
        code="X001",
        figures_code="4005",
        name="Eksempeldal",
        invented=True,
        published=True,
        valid_from=dt.date(2020, 1, 1),
    )
    editor = User.objects.create_user("editor@x001.example", password="a long password")
    own = {"organisation": place}
    lines = [
        {"measure": m, "name": {"nb": n}, "start_year": 2028}
        for m, n in (("bike_network", "Sykkelveinett"), ("biogas_trucks", "Biogass"))
    ]
    content = {"title": "Klimabudsjett 2028", "year": 2028, "plan_years": [2028], "target": {}}
    content |= {"frame": {"2028": 30_000.0}, "lines": lines}
    with acting(editor, "benchmark"):
        Membership.objects.create(user=editor, role="editor", **own)
        version = Version(
            kind="budget", subject="2028", number=1, state="proposed", content=content, **own
        )
        version.save()
        council = Body(name="Kommunestyret", kind="council", **own)
        council.save()
        process = Process(
            title="Klimabudsjett 2028",
            question="Hva først?",
            promise="listen",
            version_of=version,
            decided_by=council,
            decision_on=dt.date(2027, 6, 17),
            state="open",
            opened_on=dt.date(2027, 2, 15),
            **own,
        )
        process.save()
        days = {"opens_on": dt.date(2027, 2, 15), "closes_on": dt.date(2027, 3, 30)}
        phase = Phase(process=process, kind="hearing", order=1, **days, **own)
        phase.save()
        hearing = Hearing(
            process=process,
            phase=phase,
            heard=version,
            rule="hearing/weeks",
            state="closed",
            **days,
            **own,
        )
        hearing.save()
    frozen = []
    for n in range(1, submissions + 1):
        text = "\n\n".join(said.format(n=n) for said in _SAID)
        said = {"sender": f"Avsender {n}", "sender_kind": "person", "text": text, "sections": []}
        said |= {"language": "nb", "files": []}
        at = dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC)
        row = Submission(hearing=hearing, number=n, received_on=at.date(), received_at=at, **own)
        row.received_by, row.content, row.content_hash = "web", said, content_hash(said)
        frozen.append(row)
    rows = Submission._base_manager.bulk_create(frozen, 500)
    SubmissionHandling._base_manager.bulk_create(
        [SubmissionHandling(submission=row, state="split", **own) for row in rows], 500
    )
    sections = ("measure.bike_network", "measure.biogas_trucks", "frame")
    points = SubmissionPoint._base_manager.bulk_create(
        [
            SubmissionPoint(
                submission=row,
                number=number,
                quote=_SAID[number - 1].format(n=row.number),
                section=section,
                **own,
            )
            for row in rows
            for number, section in enumerate(sections, start=1)
        ],
        500,
    )
    answered = points[::3]
    answers = Answer._base_manager.bulk_create(
        [
            Answer(
                process=process,
                outcome="accepted_in_part",
                reason="Første etappe bygges i 2028. Resten vurderes når prisen er kjent.",
                answered_on=_TODAY,
                **own,
            )
            for _ in answered
        ],
        500,
    )
    AnsweredItem._base_manager.bulk_create(
        [
            AnsweredItem(answer=a, subject_kind="submission_point", subject=p.pk, **own)
            for a, p in zip(answers, answered, strict=True)
        ],
        500,
    )
    return editor.email, hearing.pk


def _timed(do: Callable[[], object]) -> tuple[float, float]:
    cpu, wall = time.process_time(), time.perf_counter()
    do()
    return time.process_time() - cpu, time.perf_counter() - wall


def main() -> None:
    """Print a row a page, and the table as files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as state:
        os.environ["KORTREIST_STATE"] = state
        os.environ["DJANGO_SETTINGS_MODULE"] = "kortreist_web.config.settings"
        import django

        django.setup()
        import numpy as np
        from django.conf import settings
        from django.core.management import call_command
        from django.test import Client

        from kortreist_web.people.models import User

        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
        settings.REQUEST_LIMITS = {}
        logging.disable(logging.INFO)
        call_command("migrate", verbosity=0)
        email, pk = _made(asked.submissions)
        client = Client()
        user = User.objects.get(email=email)
        client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        base = f"/nb/X001/arbeid/horing/{pk}"
        for path in (
            "svar/",
            "svar/?side=200",
            "svar/?state=unanswered&section=frame",
            "svar/?q=skolen+4711",
            "uttalelser/",
            "uttalelser/?q=4711",
        ):
            answer = client.get(f"{base}/{path}")
            assert answer.status_code == 200, (path, answer.status_code)
            times = [_timed(partial(client.get, f"{base}/{path}")) for _ in range(asked.rounds)]
            cpu, wall = (1e3 * float(np.quantile([t[i] for t in times], 0.95)) for i in (0, 1))
            mark = "" if cpu <= P95_MS else "  over the goal"
            print(f"{path:40} p95 {cpu:6.0f} ms processor, {wall:6.0f} ms wall{mark}", flush=True)
        for extension in ("xlsx", "pdf", "docx"):
            cpu, wall = _timed(partial(client.get, f"{base}/merknader.{extension}"))
            mark = "  over the goal" if extension == "pdf" and cpu > PDF_SECONDS else ""
            print(f"{extension:40} {cpu:6.1f} s processor, {wall:6.1f} s wall{mark}", flush=True)


if __name__ == "__main__":
    main()
