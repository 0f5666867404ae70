"""Start the site: tables made, a first look prepared, web server and worker kept alive."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType

from kortreist.i18n import Translator

__all__ = ["serve"]

#: A part that dies is started again, ever more slowly up to this.
_SLOWEST_SECONDS = 30.0
#: Workers say here that they live; a disk that is busy must not look like one that is dead.
_MEMORY = "/dev/shm"  # noqa: S108 - gunicorn makes its own file in it


class _Part:
    """One process that is started again when it dies."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name, self.command = name, command
        self.wait, self.again_at = 0.5, 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        # Its own group: Ctrl-C comes to us alone, and we end the parts in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)
        self.began = time.monotonic()

    def look(self) -> None:
        """Start the part again if it has died; wait longer each time it dies at once."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            lived = now - self.began
            self.wait = 0.5 if lived > 5 else min(self.wait * 2, _SLOWEST_SECONDS)
            print(f"{self.name}: {self.process.returncode}", file=sys.stderr)
            self.process, self.again_at = None, now + self.wait
        if self.process is None and now >= self.again_at:
            self.start()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end(self) -> None:
        if self.process is None:
            return
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def _web(host: str, port: int, processes: int) -> list[str]:
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    return [
        sys.executable, "-m", "gunicorn", "kortreist_web.config.wsgi", "--bind", address,
        "--workers", str(processes), "--threads", "4", "--worker-class", "gthread",
        "--preload", "--timeout", "60", "--graceful-timeout", "10", "--log-level", "warning",
        "--max-requests", "20000", "--max-requests-jitter", "2000",
        "--worker-tmp-dir", _MEMORY if os.path.isdir(_MEMORY) else ".",
    ]  # fmt: skip


def _prepare(t: Translator) -> None:
    """Make or renew the tables, and the first look where the site is for trying out."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        from pathlib import Path

        Path(settings.DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    print(t("cli.serve.tables"), flush=True)
    call_command("migrate", verbosity=0, interactive=False)
    if settings.DEMONSTRATION:
        from kortreist_web.demo.building import build_demonstration

        build_demonstration(lambda text: print("  " + t(f"cli.serve.demo.{text}"), flush=True))


def serve(
    *, host: str, port: int, processes: int, worker: bool, prepare: bool, t: Translator
) -> int:
    """Start the site and keep it alive until told to stop.

    Parameters
    ----------
    host, port : str, int
        Where it listens.
    processes : int
        Web processes.
    worker : bool
        Whether a background worker runs beside them.
    prepare : bool
        Whether the tables are made or renewed first.
    t : Translator

    Returns
    -------
    int
        0 when it was told to stop.

    Raises
    ------
    InputError
        A setting in the environment that cannot be used.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortreist_web.config.settings")
    from kortreist_web.config.environment import read_environment

    shown = "localhost" if host in ("127.0.0.1", "::1", "0.0.0.0") else host  # noqa: S104 - compared only
    if not os.environ.get("KORTREIST_HOSTS"):
        # Tried on one's own machine: addresses in catalogues and files are those of this start.
        os.environ.setdefault("KORTREIST_ORIGIN", f"http://{shown}:{port}")
    chosen = read_environment()
    if prepare:
        _prepare(t)
    parts = [_Part("web", _web(host, port, processes))]
    if worker:
        parts.append(_Part("worker", [sys.executable, "-m", "kortreist_web.manage", "work"]))
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    for part in parts:
        part.start()
    print(t("cli.serve.open", address=chosen.origin), flush=True)
    while not stopping:
        time.sleep(0.25)
        for part in parts:
            part.look()
    for part in parts:
        part.stop()
    for part in parts:
        part.end()
    return 0
