"""Starting, stopping and operating a site: what an operator meets, run as she runs it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from kept_results import empty_site

from kortreist.cli import main

ROOT = Path(__file__).resolve().parents[3]
REAL = {"KORTREIST_HOSTS": "klima.example.no", "KORTREIST_SECRET_KEY": "x" * 40}


def run(*arguments: str, **values: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KORTREIST")}
    return subprocess.run(
        [sys.executable, "-m", "kortreist.cli", *arguments],
        env=environment | values,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture
def state(tmp_path) -> dict[str, str]:
    return {"KORTREIST_STATE": str(tmp_path / "not" / "made" / "yet"), "KORTREIST_LANGUAGE": "en"}


@pytest.fixture
def here(state, monkeypatch, capsys):
    """Run a command in this process: ``code, out, err = here("manage", "help")``."""
    for name, value in state.items():
        monkeypatch.setenv(name, value)

    def run_here(*arguments: str) -> tuple[int, str, str]:
        before = os.umask(0o022)  # the site sets its own
        try:
            code = main(arguments)
        finally:
            os.umask(before)
        return code, *capsys.readouterr()

    return run_here


def test_a_port_that_is_taken_is_said_before_anything_is_made(state):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = run("serve", "--port", str(port), **state)
    assert done.returncode == 2
    assert f"--port {port + 1}" in done.stderr
    assert done.stdout == ""
    assert not Path(state["KORTREIST_STATE"]).exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--port", "70000"), "not a port"),
        (("--port", "-1"), "not a port"),
        (("--host", "not a host"), "not an address of this machine"),
        (("--processes", "0"), "at least 1"),
    ],
)
def test_what_cannot_be_served_ends_at_once(state, arguments, said, here):
    code, out, err = here("serve", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert not Path(state["KORTREIST_STATE"]).exists()


def _open(state: dict[str, str], *more: str) -> tuple[subprocess.Popen[bytes], int]:
    """Start a site whose tables are there: to make them takes as long as all else."""
    folder = Path(state["KORTREIST_STATE"])
    folder.mkdir(parents=True)
    shutil.copy(empty_site(), folder / "site.sqlite3")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KORTREIST")}
    command = [sys.executable, "-m", "kortreist.cli", "serve", "--processes", "1", *more]
    site = subprocess.Popen(
        [*command, "--port", str(port)],
        env=environment | state | {"KORTREIST_DEMONSTRATION": "0"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(1800):
        if _answers(port):
            return site, port
        assert site.poll() is None
        time.sleep(0.1)
    raise AssertionError("the site did not start")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.parametrize(
    "how", [signal.SIGHUP, pytest.param(signal.SIGKILL, marks=pytest.mark.long)]
)
def test_closing_the_terminal_ends_all_of_it(state, how):
    # The worker is ended as the web process is; to start it too takes as long once more.
    more = ("--no-worker", "--no-prepare") if how == signal.SIGHUP else ()
    site, port = _open(state, *more)
    site.send_signal(how)
    site.wait(timeout=60)
    for _ in range(600):
        if not _answers(port):
            break
        time.sleep(0.1)
    assert not _answers(port), "a web process lives on"
    assert (Path(state["KORTREIST_STATE"]) / "secret.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("tables", [pytest.param("made here", marks=pytest.mark.long), "kept"])
def test_the_first_start_of_a_real_site_and_its_first_municipality(tmp_path, tables):
    """As the how-to has it: settings in one file, which service and commands both read.

    Tables that are kept were made by the same command, in a folder that it made.
    """
    if tables == "kept":
        shutil.copytree(empty_site().parent, tmp_path / "state")
        (tmp_path / "state").chmod(0o700)  # as the command makes it where there is none
    settings = tmp_path / "kortreist.env"
    settings.write_text(
        "# settings\nKORTREIST_HOSTS=klima.example.no\n"
        f"KORTREIST_SECRET_KEY='{'x#y ' * 12}'\nKORTREIST_STATE={tmp_path / 'state'}\n"
    )
    said = {"KORTREIST_SETTINGS": str(settings), "KORTREIST_LANGUAGE": "en", "HOME": str(tmp_path)}
    if tables != "kept":
        assert run("manage", "migrate", **said).returncode == 0
    who = ("--administrator", "kari@notodden.example")
    added = run("manage", "add_organisation", "4005", *who, **said)
    assert added.returncode == 0, added.stderr
    assert "https://klima.example.no/" in added.stdout + added.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["kortreist.env", "state"]
    # Nobody else may read the database: it holds sessions and digests of passwords.
    files = list((tmp_path / "state").glob("site.sqlite3*"))
    assert files
    assert all(f.stat().st_mode & 0o077 == 0 for f in [*files, tmp_path / "state"])


def test_a_command_without_settings_makes_no_database(state, here, settings):
    name = str(Path(state["KORTREIST_STATE"]) / "site.sqlite3")
    sqlite = {**settings.DATABASES["default"], "ENGINE": "django.db.backends.sqlite3"}
    settings.DATABASES = {"default": sqlite | {"NAME": name}}
    code, _, err = here("manage", "backup", "x.kortreist")
    assert code == 2
    assert name in err
    assert "migrate" in err
    assert not (Path(state["KORTREIST_STATE"]) / "site.sqlite3").exists()


def test_tables_that_are_missing_are_said_with_the_database(state):
    Path(state["KORTREIST_STATE"]).mkdir(parents=True)
    (Path(state["KORTREIST_STATE"]) / "site.sqlite3").touch()
    done = run("manage", "add_organisation", "4005", "--administrator", "a@b.example", **state)
    assert done.returncode == 2
    assert "site.sqlite3" in done.stderr
    assert "migrate" in done.stderr


def test_a_file_that_is_no_database_is_the_operators_to_replace(state):
    Path(state["KORTREIST_STATE"]).mkdir(parents=True)
    (Path(state["KORTREIST_STATE"]) / "site.sqlite3").write_text("nothing like a database" * 100)
    done = run("manage", "migrate", **state)
    assert done.returncode == 2
    assert "restore" in done.stderr


@pytest.mark.parametrize(
    ("content", "key"), [("KORTREIST_HOSTS\n", "NAME=value"), (None, "does not exist")]
)
def test_a_settings_file_that_cannot_be_read_is_named(tmp_path, here, monkeypatch, content, key):
    file = tmp_path / "k.env"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("KORTREIST_SETTINGS", str(file))
    code, _, err = here("manage", "check")
    assert code == 2
    assert str(file) in err
    assert key in err


def test_help_lists_our_own_commands(here):
    _, shown, _ = here("manage", "help")
    assert {line.split()[0] for line in shown.splitlines()} == {
        "add_operator",
        "add_organisation",
        "backup",
        "erase_organisation",
        "export_organisation",
        "fetch_income",
        "migrate",
        "remove_person",
        "restore",
        "verify_log",
        "worker",
    }


@pytest.mark.long
def test_the_containers_own_health_check_is_run_against_a_real_site(state):
    """The line of the Dockerfile, with our port, against a site with a name of its own."""
    text = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
    line = re.search(r"HEALTHCHECK .* CMD (\[.*\])", text)
    assert line
    command = [c.strip().strip('"') for c in shlex.split(line.group(1)[1:-1].replace(",", " ", 2))]
    site, port = _open(state | REAL)
    try:
        code = command[2].replace("8000", str(port)) if len(command) > 2 else ""
        done = subprocess.run([sys.executable, "-c", code], timeout=20, check=False)
        assert code
        assert done.returncode == 0
    finally:
        site.terminate()
        site.wait(timeout=60)


def test_compose_hands_every_setting_on():
    """``--env-file`` fills in the file only; the containers get theirs by ``env_file``."""
    text = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
    for name in ("prepare", "web", "worker"):
        part = text.split(f"\n  {name}:")[1].split("\n  ")[0:]
        assert "env_file:" in "\n  ".join(part).split("\n\n")[0], name
    assert "${POSTGRES_PASSWORD}@" not in text, "a / or # in the password would end the address"
