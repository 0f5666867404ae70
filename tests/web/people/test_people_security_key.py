"""A security key in a real browser: added, asked for, and used without a password again."""

from __future__ import annotations

import os

import pytest
from running_site import ARGUMENTS, browser_path
from small_site import EMAIL, PASSWORD, SmallSite

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    one = SmallSite(tmp_path_factory.mktemp("key"))
    one.start()
    yield one
    one.kill()


@pytest.fixture(scope="module")
def browser():
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


@pytest.fixture
def page(browser):
    """A page of the system's Chromium with a key that is there in software only."""
    context = browser.new_context()
    one = context.new_page()
    tool = context.new_cdp_session(one)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    one.refused = []
    one.on("console", lambda m: one.refused.append(m.text) if m.type == "error" else None)
    yield one
    context.close()


def sign_in(page, site):
    page.goto(f"{site.url}/nb/konto/inn/")
    page.fill("[name=login]", EMAIL)
    page.fill("[name=password]", PASSWORD)
    page.click("form.k-sign-in button[type=submit]")


def test_adding_a_security_key_and_signing_in_with_it(page, site):
    sign_in(page, site)
    page.goto(f"{site.url}/nb/konto/to-trinn/nokler/ny/")
    if "/bekreft/" in page.url:
        page.fill("[name=password]", PASSWORD)
        page.click("main form button[type=submit]")
    page.fill("[name=name]", "Nøkkelen i skuffen")
    page.click("main form button[type=submit]")
    page.wait_for_url("**/to-trinn/koder/")
    page.goto(f"{site.url}/nb/konto/to-trinn/nokler/")
    assert "Nøkkelen i skuffen" in page.inner_text("table")
    page.click(".k-person > summary")
    page.click(".k-account button")

    sign_in(page, site)
    page.wait_for_url("**/to-trinn/kode/")
    page.click("form[data-security-key] button")
    page.wait_for_url("**/X001/arbeid/")
    assert not page.refused, "the content policy refused something"


def test_a_key_that_does_not_answer_says_so(page, site):
    page.goto(f"{site.url}/nb/konto/inn/")
    page.set_content(
        '<form data-security-key="get" data-options="{}" data-failed="svarte ikke">'
        '<input name="credential"><button>x</button><p role="alert"></p></form>'
    )
    page.add_script_tag(url=f"{site.url}/static/kortreist/security-key.js")
    page.click("button")
    page.wait_for_function("document.querySelector('[role=alert]').textContent === 'svarte ikke'")
