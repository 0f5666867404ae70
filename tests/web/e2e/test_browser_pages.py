"""Every page in a real browser, in three languages: access, width, nothing from elsewhere."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from crawling import LOOKERS, crawl, in_language, sign_in

pytestmark = pytest.mark.browser

_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],  # what passes is not written out: a quarter of the time
}


@pytest.fixture(scope="module")
def pages(browser, site, request):
    found = crawl(browser, site)
    assert not found.broken, "\n".join(found.broken)
    assert len(found.pages) > 40
    return list(found.pages.values())


@pytest.fixture(scope="module")
def contexts(browser, site):
    """One page for each who looks, signed in, with what it says and whom it calls.

    It is used again and again: a new one costs the browser more than the page in it.
    """
    found = {}
    for looker in LOOKERS:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        sign_in(context, site, looker)
        page, said, elsewhere = context.new_page(), [], []
        page.on("console", lambda m, said=said: said.append(m.text) if m.type == "error" else None)
        page.on(
            "request",
            lambda r, e=elsewhere: (
                e.append(r.url) if not r.url.startswith((site.url, "data:")) else None
            ),
        )
        found[looker] = (page, said, elsewhere)
    yield found
    for page, _, _ in found.values():
        page.context.close()


@pytest.mark.parametrize(
    "language", ["nb", *(pytest.param(c, marks=pytest.mark.long) for c in ("nn", "en"))]
)
def test_every_page_keeps_the_rules_of_access(pages, contexts, site, language):
    axe, wrong = Axe(), []
    # Colours are the same in every language, and looking at them is half of the work.
    rules = _RULES | {"rules": {"color-contrast": {"enabled": language == "nb"}}}
    for found in pages:
        page, said, elsewhere = contexts[found.looker]
        said.clear()
        elsewhere.clear()
        url = site.url + in_language(found.path, language)
        page.goto(url)
        for violation in axe.run(page, options=rules).response["violations"]:
            nodes = "; ".join(str(n["html"])[:120] for n in violation["nodes"][:2])
            wrong.append(f"{url} {violation['id']}: {nodes}")
        if page.locator("h1").count() != 1:
            wrong.append(f"{url}: {page.locator('h1').count()} h1")
        # A document says its own language in its address, whatever the page around it.
        document = found.path.endswith(".html")
        if not document and page.evaluate("document.documentElement.lang") != language:
            wrong.append(f"{url}: lang")
        wrong += [f"{url}: {text}" for text in said]
        wrong += [f"{url}: called {other}" for other in elsewhere]
    assert not wrong, "\n".join(sorted(set(wrong))[:60])


def test_every_page_fits_a_narrow_screen(pages, contexts, site):
    wrong = []
    for found in pages:
        page = contexts[found.looker][0]
        page.set_viewport_size({"width": 320, "height": 700})
        page.goto(site.url + found.path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size({"width": 1280, "height": 900})
        if wide > 320:
            wrong.append(f"{found.path}: {wide}")
    assert not wrong, "\n".join(wrong)


def test_every_page_can_be_reached_with_the_keyboard(pages, contexts, site):
    """The first stop is past the navigation, and focus is never caught."""
    for found in pages[:12]:
        page = contexts[found.looker][0]
        page.goto(site.url + found.path)
        page.keyboard.press("Tab")
        first = page.evaluate("document.activeElement.getAttribute('href')")
        assert first == "#content", (found.path, first)
        seen = set()
        for _ in range(15):
            page.keyboard.press("Tab")
            seen.add(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
        assert len(seen) > 5, found.path


def test_motion_is_reduced_when_asked(browser, site):
    context = browser.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site.url}/nb/")
    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => "
        "getComputedStyle(e).animationName !== 'none').length"
    )
    assert moving == 0
    context.close()
