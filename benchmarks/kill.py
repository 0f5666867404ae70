"""Kill web, worker and database in the middle of things, and look at what is left.

A site on PostgreSQL with the invented municipality. Again and again a workbook is sent in and
taken in, an amended budget is adopted, or a unit reports; at a random moment the web
processes, the worker or the database is killed with SIGKILL. When all is back: what the site
said was done must be there, whole; what was not done must not be there in part; the same
thing done again must not be there twice; no job may have been done twice.

Run: ``python benchmarks/kill.py [--times 50] [--seed 1]``; exit code 1 on any breach.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "web" / "e2e")]

from running_site import Site  # noqa: E402
from with_postgres import Cluster  # noqa: E402

WORK = "/nb/X001/arbeid"
VICTIMS = ("web", "worker", "database")
FIGURES = 26  # rows of a made file: 13 years, two sources


class Person:
    """A signed-in browser without a screen."""

    def __init__(self, site: Site, role: str) -> None:
        self.site, self.role = site, role
        self.http = httpx.Client(base_url=site.url, timeout=20.0)
        self.sign_in()

    def sign_in(self) -> None:
        self.http.get("/nb/")
        answer = self.post("/nb/prov/", {"role": self.role})
        assert answer.status_code == 302, answer.status_code

    def post(self, url: str, data: dict, files: dict | None = None) -> httpx.Response:
        token = self.http.cookies.get("csrftoken", "")
        headers = {"X-CSRFToken": token, "Referer": self.site.url + "/"}
        return self.http.post(url, data=data, files=files, headers=headers)


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(p) for p in found]


def kill(site: Site, cluster: Cluster, victim: str) -> None:
    """Kill one of the three, and start the database again; the site starts its own parts."""
    if victim == "database":
        cluster.kill()
        cluster.start()
        return
    assert site.process is not None
    for pid in children(site.process.pid):
        line = Path(f"/proc/{pid}/cmdline").read_bytes().decode()
        if ("gunicorn" in line) == (victim == "web"):
            os.killpg(pid, signal.SIGKILL)


def until(what, seconds: float = 60.0):
    """Wait until something is so; the database may be away meanwhile."""
    from django.db import close_old_connections, connection
    from django.db.utils import DatabaseError, InterfaceError

    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := what():
                return found
        except (DatabaseError, InterfaceError, httpx.HTTPError, OSError):
            connection.close()
        close_old_connections()
        time.sleep(0.1)
    raise AssertionError(f"never so: {what.__doc__ or what}")


def attempt(do) -> bool:
    """Do something that may be cut off; tell whether the site said that it was done."""
    try:
        return do().status_code in (200, 302)
    except httpx.HTTPError:
        return False


def do_once(trial: Trial, said: list[bool]) -> None:
    """Do the work of a trial; the database may go away under our own questions too."""
    from django.db import connection
    from django.db.utils import DatabaseError, InterfaceError

    try:
        said.append(trial.do())
    except (DatabaseError, InterfaceError):
        said.append(False)
    finally:
        connection.close()


class Trial:
    """One kind of work: how it is done, and what must be so afterwards."""

    def __init__(self, site: Site, people: dict[str, Person], number: int) -> None:
        self.site, self.people, self.number = site, people, number

    def prepare(self) -> None: ...
    def do(self) -> bool:
        raise NotImplementedError

    def check(self, said_done: bool) -> None:
        raise NotImplementedError


class Import(Trial):
    """A workbook sent in, read and taken in."""

    longest = 2.5

    def prepare(self) -> None:
        n = self.number
        rows = ["Kommunenummer;Kommune;År;Sektor;Utslippskilde;Utslipp"]
        years = [2009, 2011, 2013, *range(2015, 2025)]
        for year in years:
            for source in ("Personbiler", "Varebiler"):
                rows.append(f"4005;Notodden;{year};Veitrafikk;{source};{1000 + n + year / 10}")
        self.content = "\n".join(rows).encode()
        # Each newer than the one before, so that the account is computed from it.
        self.name = f"kill_{dt.date(2026, 5, 1) + dt.timedelta(days=n)}.csv"

    def do(self) -> bool:
        editor = self.people["editor"]
        done = attempt(
            lambda: editor.post(f"{WORK}/regnskap/", {}, {"file": (self.name, self.content)})
        )
        if done and (upload := self._upload()) is not None:
            end = time.monotonic() + 2.0
            while time.monotonic() < end and self._upload().state == "reading":
                time.sleep(0.05)
            attempt(
                lambda: editor.post(
                    f"{WORK}/regnskap/{upload.pk}/avgjor/", {"what": "accept", "looked_at": "on"}
                )
            )
        return done

    def _upload(self):
        import hashlib

        from kortreist_web.accounts.models import Upload

        digest = hashlib.sha256(self.content).hexdigest()
        found = list(Upload.objects.filter(sha256=digest).defer("content"))
        assert len(found) <= 1, "an upload twice"
        return found[0] if found else None

    def check(self, said_done: bool) -> None:
        from kortreist_web.accounts.models import AccountResult, InventoryFigure
        from kortreist_web.jobs.models import Job

        if said_done:
            assert until(self._upload), "a file was lost"
        editor = self.people["editor"]
        url = f"{WORK}/regnskap/"
        until(lambda: editor.post(url, {}, {"file": (self.name, self.content)}).status_code == 302)
        upload = until(self._upload)
        until(lambda: self._upload().state in ("read", "accepted"))
        decide = f"{url}{upload.pk}/avgjor/"
        until(lambda: editor.post(decide, {"what": "accept", "looked_at": "on"}).status_code == 302)
        until(lambda: self._upload().state == "accepted")
        upload = self._upload()
        figures = InventoryFigure.objects.filter(vintage=upload.vintage).count()
        assert figures == FIGURES, f"{figures} figures of {FIGURES}"
        assert AccountResult.objects.filter(vintage=upload.vintage).count() == 1
        for kind in ("read_upload", "take_in"):
            jobs = Job.objects.filter(kind=f"accounts.{kind}", params__upload=upload.pk)
            assert [j.state for j in jobs] == ["done"], [(j.state, j.attempt) for j in jobs]


class Adoption(Trial):
    """An amended budget adopted by the council."""

    longest = 0.4

    def prepare(self) -> None:
        from kortreist_web.budgets.actions.amend import amend
        from kortreist_web.budgets.actions.describe import describe
        from kortreist_web.budgets.actions.propose import propose
        from kortreist_web.budgets.frozen import current
        from kortreist_web.people.models import User
        from kortreist_web.tenants.models import Organisation

        who = User.objects.get(email="klimaradgiver@eksempeldal.example")
        organisation = Organisation.objects.get(code="X001")
        budget = amend(who, organisation, current(organisation))
        describe(
            who, organisation, budget, title=budget.title, introduction=f"Endring {self.number}"
        )
        budget.refresh_from_db()
        self.budget, self.frozen = budget, propose(who, organisation, budget)
        self.case = f"26/{1000 + self.number}"
        self.url = f"{WORK}/vedtak/{self.frozen.year}/{self.frozen.number}/registrer/"

    def do(self) -> bool:
        data = {
            "body": "Kommunestyret",
            "decided_on": "2026-11-19",
            "case_number": self.case,
            "archive_reference": f"2026/{self.number}",
            "title": "Endring",
            "text": "Vedtatt.",
            "outcome": "adopted",
            "version": "",
        }
        return attempt(lambda: self.people["approver"].post(self.url, data))

    def check(self, said_done: bool) -> None:
        from kortreist_web.budgets.models import Budget
        from kortreist_web.changes.models import Change
        from kortreist_web.decisions.models import Resolution
        from kortreist_web.versions.models import Version

        def whole() -> bool:
            found = Resolution.objects.filter(case_number=self.case)
            adopted = Version.objects.filter(kind="budget", draft=self.budget.pk, state="adopted")
            state = Budget.objects.get(pk=self.budget.pk).state
            logged = Change.objects.filter(
                what="decisions.Resolution", after__case_number=self.case
            )
            parts = (found.count(), adopted.count(), int(state == "adopted"), logged.count())
            assert parts in ((0, 0, 0, 0), (1, 1, 1, 1)), f"half a resolution: {parts}"
            for one in adopted:
                assert one.is_whole(), "the hash does not fit"
            return parts[0] == 1

        before = until(lambda: (whole(),))[0]
        assert before or not said_done, "a resolution was lost"
        if not before:
            until(lambda: self.do())
        assert whole(), "the resolution is not there"


class Reporting(Trial):
    """A unit reports status and a value together."""

    longest = 0.4

    def prepare(self) -> None:
        from kortreist_web.indicators.models import Indicator

        self.indicator = Indicator.objects.filter(organisation__code="X001").first()
        self.choice = self.indicator.choice
        self.url = f"{WORK}/rapporter/2026/3/{self.choice.pk}/"
        self.said = f"hindring {self.number}"

    def do(self) -> bool:
        from kortreist_web.reports.models import StatusReport

        row = StatusReport.objects.filter(choice=self.choice, year=2026, period=3).first()
        data = {
            "status": "delayed",
            "hindrance": self.said,
            f"value_{self.indicator.pk}": str(100 + self.number),
            "version": str(row.version if row else 0),
        }
        return attempt(lambda: self.people["editor"].post(self.url, data))

    def check(self, said_done: bool) -> None:
        from kortreist_web.indicators.models import Observation
        from kortreist_web.reports.models import StatusReport

        def whole() -> bool:
            row = StatusReport.objects.filter(choice=self.choice, year=2026, period=3).first()
            seen = Observation.objects.filter(indicator=self.indicator, year=2026, period=3).first()
            status = row is not None and row.hindrance == self.said
            value = seen is not None and seen.value == 100 + self.number
            assert status == value, f"half a report: {status} {value}"
            return status

        before = until(lambda: (whole(),))[0]
        assert before or not said_done, "a report was lost"
        if not before:
            until(lambda: self.do())
        assert whole(), "the report is not there"


def main() -> int:
    """Make the site, kill and look, print what happened."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    cluster = Cluster()
    cluster.start()
    cluster.create()
    folder = tempfile.TemporaryDirectory()
    state = Path(folder.name)
    os.environ.update(
        KORTREIST_DATABASE_URL=cluster.url,
        KORTREIST_STATE=str(state),
        DJANGO_SETTINGS_MODULE="kortreist_web.config.settings",
    )
    site = Site(
        state, database=cluster.url, KORTREIST_LEASE_SECONDS="3", KORTREIST_LIMITS_TIMES="1000"
    )
    breaches: list[str] = []
    counted: Counter[str] = Counter()
    try:
        site.start()
        import django

        django.setup()
        people = {role: Person(site, role) for role in ("editor", "approver")}
        kinds = (Import, Adoption, Reporting)
        for n in range(options.times):
            kind, victim = kinds[n % 3], VICTIMS[(n // 3) % 3]
            trial = kind(site, people, n)
            trial.prepare()
            said: list[bool] = []
            doing = threading.Thread(target=do_once, args=(trial, said), daemon=True)
            doing.start()
            time.sleep(rng.uniform(0.0, kind.longest))
            kill(site, cluster, victim)
            doing.join(timeout=60)
            until(lambda: httpx.get(f"{site.url}/health/ready", timeout=3).status_code == 200)
            try:
                trial.check(bool(said and said[0]))
            except AssertionError as error:
                breaches.append(f"{n} {kind.__name__} {victim}: {error}")
                print(breaches[-1], flush=True)
            counted[f"{kind.__name__.lower()}, {victim} killed"] += 1
    finally:
        site.stop()
        cluster.remove()
        folder.cleanup()
    for name, count in sorted(counted.items()):
        print(f"{name}: {count}")
    print(f"{options.times} kills, {len(breaches)} breaches")
    return 1 if breaches else 0


if __name__ == "__main__":
    raise SystemExit(main())
