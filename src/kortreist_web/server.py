"""Start the site: tables made, a first look prepared, web server and worker kept alive."""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from kortreist.errors import InputError
from kortreist.i18n import Translator

__all__ = ["serve"]

#: A part that dies is started again, ever more slowly up to this.
_SLOWEST_SECONDS = 30.0
#: Workers say here that they live; a disk that is busy must not look like one that is dead.
_MEMORY = "/dev/shm"  # noqa: S108 - gunicorn makes its own file in it


def _end_with_parent() -> None:
    """Ask the kernel to end this process when the one that started it is gone (Linux)."""
    if sys.platform == "linux":
        set_death_signal = 1
        ctypes.CDLL(None).prctl(set_death_signal, signal.SIGTERM)


class _Part:
    """One process that is started again when it dies."""

    def __init__(self, name: str, command: list[str], files: tuple[int, ...] = ()) -> None:
        self.name, self.command, self.files = name, command, files
        self.wait, self.again_at = 0.5, 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        # Its own group: Ctrl-C comes to us alone, and we end the parts in order.
        self.process = subprocess.Popen(
            self.command, start_new_session=True, pass_fds=self.files, preexec_fn=_end_with_parent
        )
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


def _listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens: whoever cannot have the port is told before all else.

    Raises
    ------
    InputError
        The port is taken, not a port, or the address is not this machine's.
    """
    if not 1 <= port <= 65535:
        raise InputError("serve.port", port=port)
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, _, _, _, where = addresses[0]
        return socket.create_server((where[0], port), family=family, backlog=256)
    except PermissionError:
        raise InputError("serve.forbidden", port=port) from None
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise InputError("serve.taken", port=port, other=port + 1) from None
        raise InputError("serve.host", host=host) from None


def _web(listening: socket.socket, processes: int) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "kortreist_web.config.wsgi",
        "--bind",
        f"fd://{listening.fileno()}",
        "--workers",
        str(processes),
        "--threads",
        "4",
        "--worker-class",
        "gthread",
        "--preload",
        "--timeout",
        "60",
        "--graceful-timeout",
        "10",
        "--log-level",
        "warning",
        "--max-requests",
        "20000",
        "--max-requests-jitter",
        "2000",
        "--worker-tmp-dir",
        _MEMORY if os.path.isdir(_MEMORY) else ".",
    ]


def _prepare(t: Translator) -> None:
    """Make or renew the tables, and the first look where the site is for trying out."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    from kortreist_web.core.database_errors import check_tables, explaining

    django.setup()
    print(t("cli.serve.tables"), flush=True)
    with explaining():
        call_command("migrate", verbosity=0, interactive=False)
        check_tables()
        if settings.DEMONSTRATION:
            from kortreist_web.demo.seed import build_demonstration

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
        A setting that cannot be used, a port that is taken, or a database that cannot be opened.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortreist_web.config.settings")
    from kortreist_web.config.environment import read_environment
    from kortreist_web.config.settings_file import read_settings_file

    if processes < 1:
        raise InputError("serve.processes", processes=processes)
    os.umask(0o077)  # the database holds sessions and digests: for us alone
    read_settings_file()
    listening = _listen(host, port)

    shown = "localhost" if host in ("127.0.0.1", "::1", "0.0.0.0") else host  # noqa: S104 - compared only
    if not os.environ.get("KORTREIST_HOSTS"):
        # Tried on one's own machine: addresses in catalogues and files are those of this start.
        os.environ.setdefault("KORTREIST_ORIGIN", f"http://{shown}:{port}")
    chosen = read_environment()
    if prepare:
        _prepare(t)
    parts = [_Part("web", _web(listening, processes), (listening.fileno(),))]
    if worker:
        parts.append(_Part("worker", [sys.executable, "-m", "kortreist_web.manage", "worker"]))
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):  # the last: a closed terminal
        signal.signal(number, stop)
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
