"""A server that is killed while somebody types loses nothing of what she typed."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from running_site import free_port

_ADD = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from kortreist_web.ground.acting import acting
from kortreist_web.organisations.models import Organisation
from kortreist_web.people.models import Membership, User
place = Organisation.objects.create(code="X001", figures_code="4005", name="E", invented=True,
                                    valid_from="2020-01-01")
user = User.objects.create_user("a@x001.example", "a long password")
with acting(None, "test"):
    Membership.objects.create(organisation=place, user=user, role="administrator")
"""


class Server:
    """A web process of its own with its own database."""

    def __init__(self, state: Path) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("KORTREIST_")},
            "KORTREIST_STATE": str(state),
            "KORTREIST_ORIGIN": self.url,
            "DJANGO_SETTINGS_MODULE": "kortreist_web.config.settings",
        }
        subprocess.run([sys.executable, "-c", _ADD], env=self.environment, check=True, timeout=120)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "kortreist_web.config.wsgi", "--bind",
             f"127.0.0.1:{self.port}", "--log-level", "critical"],
            env=self.environment, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        for _ in range(300):
            try:
                if requests.get(f"{self.url}/health/ready", timeout=5).ok:
                    return
            except requests.ConnectionError:
                time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)


@pytest.fixture
def server(tmp_path):
    one = Server(tmp_path)
    one.start()
    yield one
    one.kill()


def test_a_killed_server_loses_nothing_typed(server):
    """Typed, killed, started again: the session holds and the form has what was typed."""
    browser = requests.Session()
    form = f"{server.url}/nb/X001/arbeid/tilgang/gi/"

    def secret(page: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found, page[:400]
        return found.group(1)

    page = browser.get(f"{server.url}/nb/konto/inn/", timeout=20).text
    browser.post(
        f"{server.url}/nb/konto/inn/",
        {"login": "a@x001.example", "password": "a long password",
         "csrfmiddlewaretoken": secret(page)},
        timeout=20,
    )  # fmt: skip
    page = browser.get(form, timeout=20).text
    kept = re.search(r'data-draft="([^"]+)"', page).group(1)
    typed = {"email": "ny@x001.example", "why": "midt i en setning"}
    answer = browser.post(
        server.url + kept, typed, headers={"X-CSRFToken": secret(page)}, timeout=20
    )
    assert answer.status_code == 204
    server.kill()
    server.start()
    page = browser.get(form, timeout=20).text
    assert 'value="ny@x001.example"' in page
    assert 'value="midt i en setning"' in page
