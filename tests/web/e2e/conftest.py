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


@pytest.fixture(scope="module")
def site(seeded, tmp_path_factory, request):
    """A running site with a copy of the demonstration.

    A file whose pages wait for background work says ``WORKER = True``; in the others a worker
    would only warm itself up. One where what somebody does must be seen by others at once says
    ``PROCESSES = 2``; each further one reads all of the program again.
    """
    state = tmp_path_factory.mktemp("site") / "state"
    shutil.copytree(seeded, state)
    running = Site(state)
    worker = [] if getattr(request.module, "WORKER", False) else ["--no-worker"]
    processes = str(getattr(request.module, "PROCESSES", 1))
    running.start("--no-prepare", "--processes", processes, *worker)
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
