"""A running site for tests: its own state, web and worker processes, and a browser."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def browser_path() -> str | None:
    return next((p for name in CHROMIUM if (p := shutil.which(name))), None)


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


class Site:
    """``kortreist serve`` in a process of its own."""

    def __init__(self, state: Path, *, database: str = "", **environment: str) -> None:
        self.state, self.port = state, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("KORTREIST_")},
            "KORTREIST_STATE": str(state),
            "KORTREIST_ORIGIN": self.url,
            "PYTHONUTF8": "1",
            **({"KORTREIST_DATABASE_URL": database} if database else {}),
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str, wait: float = 180.0) -> float:
        """Start it; returns the seconds until a page was answered."""
        began = time.monotonic()
        with open(self.state / "site.log", "ab") as log:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "kortreist.cli",
                    "serve",
                    "--port",
                    str(self.port),
                    "--processes",
                    "2",
                    *options,
                ],
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        while time.monotonic() - began < wait:
            try:
                with urllib.request.urlopen(f"{self.url}/health/ready", timeout=2) as answer:
                    if answer.status == 200:
                        return time.monotonic() - began
            except (urllib.error.URLError, OSError):
                pass
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError((self.state / "site.log").read_text("utf-8")[-3000:])

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process = None
