"""The first start by the how-to, on PostgreSQL, by a user who is nobody in particular."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HOW_TO = ROOT / "docs" / "how-to" / "run-the-site.md"
#: What the how-to calls the program.
PROGRAM = "sudo -u kortreist /opt/kortreist/bin/kortreist"

pytestmark = pytest.mark.long


def _cluster():
    spec = importlib.util.spec_from_file_location("postgres", ROOT / "tools" / "with_postgres.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        return module.Cluster(), module
    except module.NoPostgresError as lacking:
        pytest.skip(str(lacking))


@pytest.fixture
def database():
    cluster, _ = _cluster()
    try:
        cluster.start()
        cluster.create()
        yield cluster
    finally:
        cluster.remove()


def _as_ordinary_user(words: list[str], home: Path, **values: str):
    """Run a command as somebody who owns nothing but her folder."""
    prefix = []
    if os.getuid() == 0:
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        shutil.chown(home, "postgres", "postgres")
        for path in home.rglob("*"):
            shutil.chown(path, "postgres", "postgres")
    environment = {
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "KORTREIST_LANGUAGE": "en",
        "KORTREIST_SETTINGS": str(home / "kortreist.env"),
        # Kernels are compiled into her own folder: the program's belongs to another.
        "NUMBA_CACHE_DIR": str(home / "numba"),
    }
    return subprocess.run(
        [*prefix, sys.executable, "-m", "kortreist.cli", *words],
        env=environment | values,
        cwd=home,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def _commands() -> list[list[str]]:
    """The how-to's own lines that need no network, word by word."""
    lines = re.findall(r"^ {4}(.+)$", HOW_TO.read_text("utf-8"), re.M)
    said = [shlex.split(line.removeprefix(PROGRAM)) for line in lines if line.startswith(PROGRAM)]
    return [words for words in said if "fetch_income" not in words]


@pytest.fixture
def home():
    """A folder that an ordinary user can reach: pytest's own are open to their owner only."""
    with tempfile.TemporaryDirectory(prefix="kortreist-home-", ignore_cleanup_errors=True) as it:
        yield Path(it)


def test_the_first_start_on_postgresql_as_an_ordinary_user(database, home):
    (home / "kortreist.env").write_text(
        "KORTREIST_HOSTS=klima.example.no\n"
        f"KORTREIST_SECRET_KEY='{'x#y ' * 12}'\n"
        f"KORTREIST_DATABASE_URL={database.url}\nKORTREIST_STATE={home / 'state'}\n"
    )
    made = _as_ordinary_user(["manage", "migrate"], home)
    assert made.returncode == 0, made.stderr
    commands = _commands()
    assert ["manage", "add_organisation"] in [words[:2] for words in commands]
    for words in commands:
        done = _as_ordinary_user(words, home)
        assert done.returncode == 0, (words, done.stderr)
    again = _as_ordinary_user(["manage", "migrate", "--check"], home)
    assert again.returncode == 0, again.stderr
    kept = [path for path in home.rglob("*") if path.suffix == ".sqlite3"]
    assert not kept, "all is in PostgreSQL"
    query = "select count(*) from tenants_organisation where code = '4005'"
    url = ["-h", str(database.folder), "-U", "kortreist", "-tAc", query, "kortreist"]
    assert subprocess.check_output(["psql", *url], text=True).strip() == "1"
