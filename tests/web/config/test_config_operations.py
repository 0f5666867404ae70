"""What operations see: health, metrics, and log lines that name nobody."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from django.db.utils import OperationalError
from django.test import Client

from kortreist_web.config import health
from kortreist_web.config.observability import JsonLines, scrub
from kortreist_web.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines():
    """What is logged during a test, as it would stand on standard error."""
    found: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record):
            found.append(JsonLines().format(record))

    handler = Keep()
    logging.getLogger().addHandler(handler)
    yield found
    logging.getLogger().removeHandler(handler)


def test_a_line_for_each_request_that_names_nobody(client, people, place, lines):
    client.post(
        "/nb/konto/inn/",
        {"login": people.editor.email, "password": "hush hush"},
        REMOTE_ADDR="192.0.2.77",
        headers={"user-agent": "Browser of Kari"},
    )
    client.post("/nb/konto/inn/", {"login": people.editor.email, "password": "a long password"})
    client.get("/nb/X001/arbeid/tiltak/", {"q": "Kari Nordmann"})
    client.get("/nb/does/not/exist/", {"q": "Kari Nordmann"})
    client.get("/nb/", headers={"host": "kari.evil.example"})
    text = "\n".join(lines)
    for personal in (people.editor.email, "hush", "192.0.2.77", "Kari", "Browser", "does/not"):
        assert personal not in text, personal
    parsed = [json.loads(line) for line in lines]
    requests = [p for p in parsed if p["logger"] == "kortreist.request"]
    assert len(requests) == 5
    assert {"at", "level", "request", "method", "view", "status", "ms"} <= set(requests[0])
    assert [r["status"] for r in requests] == [200, 302, 200, 404, 400]


def test_the_answer_carries_the_number_of_its_line(client, lines):
    number = client.get("/nb/").headers["X-Request-Id"]
    assert json.loads(lines[-1])["request"] == number


def test_an_error_says_where_and_not_what(client, lines, monkeypatch):
    def fail(*args, **values):
        raise RuntimeError("the secret of kari@notodden.example")

    monkeypatch.setattr("kortreist_web.site.views.render", fail)
    answer = Client(raise_request_exception=False).get("/nb/om/")
    assert answer.status_code == 500
    text = "\n".join(lines)
    assert "kari@notodden.example" not in text
    error = next(json.loads(line) for line in lines if '"error"' in line)
    assert error["error"] == "RuntimeError"
    assert "test_config_operations.py:" in error["where"]
    assert "Noe gikk galt" in answer.content.decode()


@pytest.mark.parametrize(
    ("message", "clean"),
    [
        ("to kari@notodden.kommune.no now", "to <mail> now"),
        ("born 19046512345 here", "born <number> here"),
        ("from 10.1.2.3", "from <address>"),
        ("from 2001:db8:1:2:3:4:5:6", "from <address>"),
        ("/nb/?q=kari nordmann", "/nb/?… nordmann"),
        ("postgres://user:hush@host/db", "postgres://<secret>@host/db"),
        ("key kort_0123456789ab_abcDEF", "key <key>"),
        ("budget 2027 of 4005", "budget 2027 of 4005"),
    ],
)
def test_what_a_library_says_is_scrubbed(message, clean):
    assert scrub(message) == clean


def test_values_of_other_libraries_are_left_out():
    record = logging.LogRecord("somelib", 20, "f", 1, "Bad value %s of %s", ("hush", "Kari"), None)
    assert json.loads(JsonLines().format(record))["message"] == "Bad value … of …"


def test_values_a_program_has_chosen_are_filled_in():
    record = logging.LogRecord(
        "django_tasks_db", 20, "f", 1, "Starting worker worker_id=%s", ("w-1",), None
    )
    assert json.loads(JsonLines().format(record))["message"] == "Starting worker worker_id=w-1"


def test_a_line_says_which_request_failed_where_and_the_drivers_code(lines, monkeypatch):
    import sqlite3

    def fail(*args, **values):
        driver = sqlite3.OperationalError("database or disk is full: kari@notodden.example")
        driver.sqlite_errorname = "SQLITE_FULL"
        raise OperationalError("disk is full") from driver

    monkeypatch.setattr("kortreist_web.site.views.render", fail)
    answer = Client(raise_request_exception=False).get("/nb/om/")
    error = next(json.loads(line) for line in lines if '"error"' in line)
    assert error["request"] == answer.headers["X-Request-Id"]
    assert error["code"] == "SQLITE_FULL"
    assert "kortreist_web/site/views.py:" in error["ours"]
    assert "%s" not in error["message"]
    assert "kari" not in "\n".join(lines)


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "10.0.0.4", "kortreist-web"])
def test_health_answers_whatever_name_it_is_asked_by(client, settings, path, host):
    settings.ALLOWED_HOSTS = ["klima.example.no"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get(path, headers={"host": host}).status_code == 200
    assert client.get("/nb/", headers={"host": host}, secure=True).status_code == 400


def test_a_database_that_can_only_be_read_is_not_ready(client):
    from django.db import connection

    if connection.vendor != "sqlite":
        pytest.skip("said by a setting of SQLite's")
    assert client.get("/health/ready").json() == {"status": "ready"}
    try:
        connection.cursor().execute("PRAGMA query_only = ON")
        answer = client.get("/health/ready")
    finally:
        connection.cursor().execute("PRAGMA query_only = OFF")
    assert (answer.status_code, answer.json()["status"]) == (503, "database")


def test_a_disk_without_room_is_not_ready(client, monkeypatch, settings):
    import collections

    usage = collections.namedtuple("usage", "total used free")
    monkeypatch.setattr(health.shutil, "disk_usage", lambda path: usage(10, 9, 1))
    answer = client.get("/health/ready")
    embedded = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    assert answer.status_code == (503 if embedded else 200)


def test_health(client, monkeypatch):
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready"}

    class Gone:
        def cursor(self):
            raise OperationalError("no connection to 10.0.0.1")

    monkeypatch.setattr(health, "connection", Gone())
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "database", "error": "OperationalError"}
    assert client.get("/health/live").status_code == 200


def test_tables_that_are_not_up_to_date_are_not_ready(client, monkeypatch):
    from django.db.migrations.recorder import MigrationRecorder

    monkeypatch.setattr(health, "_up_to_date", [])
    MigrationRecorder.Migration.objects.filter(app="publishing").delete()
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["status"] == "migrate"
    assert answer.json()["waiting"] >= 1


def test_a_database_of_another_version_is_refused_and_not_ready(client, monkeypatch):
    """Its migrations have been run, as far as they were then: a column is lacking."""
    from django.db import connection

    from kortreist.errors import InputError
    from kortreist_web.core.database_errors import check_tables

    check_tables()
    monkeypatch.setattr(health, "_up_to_date", [])
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE people_user RENAME COLUMN reminders TO reminders_before")
    with pytest.raises(InputError, match=r"people_user\.reminders"):
        check_tables()
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "tables", "lacking": 1}


@pytest.mark.parametrize("token", ["", "wrong", "ø"])
def test_metrics_are_for_who_has_the_token(client, settings, token):
    settings.METRICS_TOKEN = "a token of the metrics"
    headers = {"authorization": f"Bearer {token}"}
    assert client.get("/metrics", headers=headers).status_code == 404
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_metrics_count_requests_and_jobs(client, settings, place):
    settings.METRICS_TOKEN = "a token of the metrics"
    Job.objects.create(kind="test", organisation=place)
    client.get("/nb/om/")
    client.generic("BREW", "/nb/om/")
    text = client.get(
        "/metrics", headers={"authorization": "Bearer a token of the metrics"}
    ).content.decode()
    assert 'kortreist_requests_total{method="GET",status="200",view="about"}' in text
    assert 'method="other"' in text
    assert "BREW" not in text
    assert 'kortreist_jobs{state="waiting"} 1.0' in text
    assert "kortreist_request_seconds_bucket" in text
    assert "kortreist_oldest_waiting_seconds" in text


def test_the_site_starts_without_the_engine(tmp_path):
    """A web process never reads the kernels: a cold start stays short."""
    import subprocess

    code = (
        "import django, sys; django.setup()\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "heavy = {'numba', 'polars', 'scipy', 'highspy', 'openpyxl', 'docx'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={
            "PATH": "/usr/bin:/bin",
            "KORTREIST_STATE": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "kortreist_web.config.settings",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "[]"
