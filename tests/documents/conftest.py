"""The made budget, the real one, and their documents: made once a worker."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from kept_budget import real_budget

from kortreist.accounts.ledger import Account
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import budget_document
from kortreist.documents.format.blocks import Document
from kortreist.documents.format.html import render_html
from kortreist.i18n import LANGUAGES

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def _made() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "made_budget", Path(__file__).with_name("made_budget.py")
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["made_budget"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def made() -> ModuleType:
    """The module that makes the budget of Eksempeldal."""
    return _made()


@pytest.fixture(scope="session")
def budget(made: ModuleType) -> ClimateBudget:
    """The made budget of Eksempeldal."""
    found: ClimateBudget = made.made_budget()
    return found


@pytest.fixture(scope="session")
def account(made: ModuleType) -> Account:
    """The made account of Eksempeldal."""
    found: Account = made.synthetic_account()
    return found


@pytest.fixture(scope="session")
def documents(budget: ClimateBudget) -> dict[str, Document]:
    """Language → the made document."""
    return {language: budget_document(budget, language) for language in LANGUAGES}


@pytest.fixture(scope="session")
def pages(documents: dict[str, Document]) -> dict[str, str]:
    """Language → the made document as HTML."""
    return {language: render_html(document) for language, document in documents.items()}


@pytest.fixture(scope="session")
def real() -> ClimateBudget:
    """The draft of 4005 Notodden from what ships, with few futures so that it takes seconds."""
    return real_budget()


@pytest.fixture(scope="module")  # the driver's event loop must end before other tests begin
def browser() -> Iterator[Any]:
    """The system's Chromium; its absence is a failure where CI=true, else a skip."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        why = "no Chromium here: sh tools/browser.sh installs it or says how"
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(why)
        pytest.skip(why)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        # Containers that run as root have no sandbox to offer; the pages are our own.
        chromium = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield chromium
        chromium.close()
