"""A site with Notodden and Eksempeldal, made once and copied for each file of tests."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest
from running_site import ARGUMENTS, Site, browser_path


@pytest.fixture(scope="session")
def seeded(tmp_path_factory) -> Path:
    """A state folder in which the demonstration has been made."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder = shared / "demonstration"
    with open(shared / "demonstration.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            site = Site(folder)
            site.start("--no-worker")
            site.stop()
            (folder / "made").touch()
    return folder


@pytest.fixture(scope="module")
def site(seeded, tmp_path_factory, request):
    """A running site with a copy of the demonstration.

    A file whose pages wait for background work says ``WORKER = True``; in the others a worker
    would only warm itself up.
    """
    state = tmp_path_factory.mktemp("site") / "state"
    shutil.copytree(seeded, state)
    running = Site(state)
    running.start(*([] if getattr(request.module, "WORKER", False) else ["--no-worker"]))
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
