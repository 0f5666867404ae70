"""What many tests look at and takes seconds to make is made once, and kept between runs.

It is kept under the hash of everything it is made from: the program's own files, the file that
makes it, the libraries' versions, and today. Any change of these and it is made anew; two
test workers, and the run on PostgreSQL after them, share it.
"""

from __future__ import annotations

import fcntl
import hashlib
import inspect
import os
import pickle
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.metadata import distributions
from pathlib import Path
from typing import Any, TypeVar

__all__ = ["empty_site", "kept", "kept_folder"]

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / ".pytest_cache" / "kept"
#: What is made from other files than today's is thrown away after this.
_SECONDS = 24 * 3600.0


@cache
def _of_the_program() -> str:
    """Return a hash of the program's files, this file, the libraries, and the day."""
    whole = hashlib.sha256(f"{date.today()} {sys.version}".encode())
    for one in sorted(f"{d.name} {d.version}" for d in distributions()):
        whole.update(one.encode())
    for path in [Path(__file__), *sorted((ROOT / "src").rglob("*"))]:
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(str(path.relative_to(ROOT)).encode())
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def _place(name: str, make: Callable[..., Any]) -> Path:
    own = Path(inspect.getfile(make)).read_bytes()
    key = hashlib.sha256(_of_the_program().encode() + own).hexdigest()[:24]
    return KEPT / f"{name}-{key}"


def _once(place: Path, make: Callable[[Path], None]) -> Path:
    """Make what lies at a place unless it is there; others wait meanwhile."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with open(place.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if place.exists():
            os.utime(place)
            return place
        for old in KEPT.iterdir():
            if time.time() - old.stat().st_mtime > _SECONDS:
                shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink()
        half = place.with_name(f"{place.name}.{os.getpid()}")
        try:
            make(half)
            half.rename(place)
        finally:
            if half.exists():
                shutil.rmtree(half) if half.is_dir() else half.unlink()
    return place


def kept(name: str, make: Callable[[], T]) -> T:
    """Return what ``make`` gives, or gave with the same files; never to be changed.

    ``make`` may depend on nothing but the program and the file it stands in.
    """

    def write(path: Path) -> None:
        path.write_bytes(pickle.dumps(make()))

    # Also the one that makes it gets what the others get.
    made: T = pickle.loads(_once(_place(name, make), write).read_bytes())
    return made


def kept_folder(name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that ``make`` has filled, or did with the same files; to be copied."""

    def fill(path: Path) -> None:
        path.mkdir()
        make(path)

    return _once(_place(name, make), fill)


def _migrated(state: Path) -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("KORTREIST_")}
    command = [sys.executable, "-m", "kortreist_web.manage", "migrate", "--verbosity", "0"]
    subprocess.run(command, env={**clean, "KORTREIST_STATE": str(state)}, check=True)


def empty_site() -> Path:
    """Return an SQLite database with every table and no rows of ours; to be copied."""
    return kept_folder("empty_site", _migrated) / "site.sqlite3"
