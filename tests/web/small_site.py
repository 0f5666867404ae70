"""A web process with its own SQLite database and one administrator: starts in a second."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import requests
from kept_results import empty_site
from running_site import free_port

EMAIL, PASSWORD = "a@x001.example", "a long password"
_ADD = """
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from kortreist_web.core.actor_context import acting
from kortreist_web.tenants.models import Organisation
from kortreist_web.people.models import Membership, User
place = Organisation.objects.create(code="X001", figures_code="4005", name="E", invented=True,
                                    valid_from="2020-01-01")
user = User.objects.create_user("a@x001.example", "a long password")
with acting(None, "test"):
    Membership.objects.create(organisation=place, user=user, role="administrator")
"""


class SmallSite:
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
        shutil.copy(empty_site(), state)
        subprocess.run([sys.executable, "-c", _ADD], env=self.environment, check=True, timeout=120)

    def start(self) -> None:
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "kortreist_web.config.wsgi",
                "--bind",
                f"127.0.0.1:{self.port}",
                "--log-level",
                "critical",
            ],
            env=self.environment,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + 60
        said = ""
        while time.monotonic() < until and self.process.poll() is None:
            try:
                answer = requests.get(f"{self.url}/health/ready", timeout=5)
                if answer.ok:
                    return
                said = answer.text
            except requests.RequestException as error:
                said = str(error)
            time.sleep(0.05)
        raise RuntimeError(f"the server did not start: {said}")

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=10)
