"""A site with Notodden and Eksempeldal, made once and copied for each file of tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from kept_results import kept_folder
from running_site import ARGUMENTS, Site, browser_path


def make_demonstration(state: Path) -> None:
    site = Site(state)
    site.start("--no-worker", "--processes", "1", wait=900.0)
    site.stop()


@pytest.fixture(scope="session")
def seeded() -> Path:
    """A state folder in which the demonstration has been made."""
    return kept_folder("demonstration", make_demonstration)


def _started(seeded: Path, folder: Path, *options: str) -> Site:
    """Start a site with a copy of the demonstration."""
    state = folder / "state"
    shutil.copytree(seeded, state)
    running = Site(state)
    running.start("--no-prepare", *options)
    return running


@pytest.fixture(scope="session")
def worker():
    """Said by tests that wait for background work: their file's site has a worker.

    In the others it would only warm itself up.
    """


@pytest.fixture(scope="session")
def shared_site(seeded, tmp_path_factory):
    """A running site for all files that say ``SHARED = True``: to start one takes seconds.

    They only read, or write what none of the others looks at.
    """
    running = _started(seeded, tmp_path_factory.mktemp("shared"), "--no-worker", "--processes", "1")
    yield running
    running.stop()


@pytest.fixture(scope="module")
def site(seeded, tmp_path_factory, request):
    """A running site with a copy of the demonstration, of the file's own unless it shares one.

    One where what somebody does must be seen by others at once says ``PROCESSES = 2``; each
    further one reads all of the program again.
    """
    if getattr(request.module, "SHARED", False) is True:
        yield request.getfixturevalue("shared_site")
        return
    items, here = request.session.items, request.module
    run = (item for item in items if getattr(item, "module", None) is here)
    waits = any("worker" in item.fixturenames for item in run)
    processes = str(getattr(request.module, "PROCESSES", 1))
    options = ("--processes", processes, *(() if waits else ("--no-worker",)))
    running = _started(seeded, tmp_path_factory.mktemp("site"), *options)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def browser():
    """The system's Chromium. Where it is missing tests are skipped, and fail in CI."""
    path = browser_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: sudo apt install chromium")
        pytest.skip("Chromium is missing: sudo apt install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield one
        one.close()
