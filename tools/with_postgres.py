"""Run a command beside a PostgreSQL of its own: ``with_postgres.py [--install] -- command``.

The command finds its address in ``KORTREIST_TEST_DATABASE_URL``. The cluster lies in a
temporary folder, listens on a socket in it only, and is gone afterwards. Tests and benchmarks
use :class:`Cluster` themselves where they stop or kill the database.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

__all__ = ["Cluster", "NoPostgresError", "binaries"]


class NoPostgresError(RuntimeError):
    """PostgreSQL's server is not installed here."""


def binaries() -> Path:
    """Return the folder of the newest server that is installed.

    Raises
    ------
    NoPostgresError
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    for name in ("postgres", "pg_ctl"):
        if path := shutil.which(name):
            return Path(path).resolve().parent
    raise NoPostgresError("PostgreSQL is missing. Debian/Ubuntu: sudo apt install postgresql")


def _plain_user() -> list[str]:
    """PostgreSQL refuses to run as root: then as its own user."""
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] * (os.getuid() == 0)


class Cluster:
    """A PostgreSQL cluster in a temporary folder.

    One that need not outlive a power cut (``durable=False``) never waits for the disk.
    """

    def __init__(self, *, durable: bool = True) -> None:
        self.bin = binaries()
        self.durable = "on" if durable else "off"
        self.folder = Path(tempfile.mkdtemp(prefix="kortreist-pg-"))
        self.process: subprocess.Popen[bytes] | None = None
        if os.getuid() == 0:
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
        self._run(
            "initdb",
            "-D",
            str(self.folder / "data"),
            "-U",
            "kortreist",
            "-A",
            "trust",
            "--locale=C.UTF-8",
            "--encoding=UTF8",
        )

    @property
    def url(self) -> str:
        """The address of the database ``kortreist``."""
        return f"postgres://kortreist@/kortreist?host={self.folder}"

    def _run(self, name: str, *arguments: str) -> None:
        done = subprocess.run(
            [*_plain_user(), str(self.bin / name), *arguments],
            capture_output=True,
            text=True,
            cwd=self.folder,
        )
        if done.returncode:
            raise RuntimeError(f"{name}: {done.stderr[-2000:]}")

    def start(self) -> None:
        """Start the server and wait until it answers; recovers after a kill."""
        (self.folder / "data" / "postmaster.pid").unlink(missing_ok=True)
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                [
                    *_plain_user(),
                    str(self.bin / "postgres"),
                    "-D",
                    str(self.folder / "data"),
                    "-k",
                    str(self.folder),
                    "-c",
                    "listen_addresses=",
                    *(
                        f"-c{name}={self.durable}"
                        for name in ("fsync", "synchronous_commit", "full_page_writes")
                    ),
                    "-c",
                    "max_connections=60",
                    "-c",
                    "shared_buffers=128MB",
                ],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            asked = [str(self.bin / "pg_isready"), "-q", "-h", str(self.folder), "-U", "kortreist"]
            if subprocess.run(asked).returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError((self.folder / "log").read_text("utf-8")[-2000:])

    def create(self) -> None:
        """Make the database ``kortreist``."""
        self._run("createdb", "-h", str(self.folder), "-U", "kortreist", "kortreist")

    def kill(self) -> None:
        """Kill the server and everything it has started, as a power cut would."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def remove(self) -> None:
        """Stop the server and remove the folder."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


def _install() -> None:
    """Install the server where we may."""
    if os.getuid() == 0 and shutil.which("apt-get"):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)  # type: ignore[call-overload]
        subprocess.run(  # type: ignore[call-overload]
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            **quiet,
        )


def main(arguments: list[str]) -> int:
    """Run the command; without PostgreSQL say so, and fail where CI is true."""
    install = arguments[:1] == ["--install"]
    command = arguments[arguments.index("--") + 1 :]
    try:
        binaries()
    except NoPostgresError:
        if install:
            _install()
    try:
        cluster = Cluster(durable=False)
    except NoPostgresError as error:
        print(f"      {error}", file=sys.stderr)
        print("      The tests against PostgreSQL were not run.", file=sys.stderr)
        return 1 if os.environ.get("CI") == "true" else 0
    try:
        cluster.start()
        cluster.create()
        return subprocess.run(
            command, env={**os.environ, "KORTREIST_TEST_DATABASE_URL": cluster.url}
        ).returncode
    finally:
        cluster.remove()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
