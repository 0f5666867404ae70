"""Pages in a real browser: access, width, the keyboard, nothing from elsewhere.

Those used most and one of every other room each time; before a delivery every page that links
lead to, whoever looks, in three languages.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from crawling import Found, crawl, in_language, sign_in
from django.urls import resolve
from most_used import MOST_USED

pytestmark = pytest.mark.browser
SHARED = True  # it writes nothing

_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],  # what passes is not written out: a quarter of the time
}


#: One page of each room that has none among those used most.
_OTHER_ROOMS = (
    ("", "/nb/X001/mal/"),
    ("", "/nb/X001/data/"),
    ("", "/nb/X001/bindinger/"),
    ("editor", "/nb/X001/arbeid/vedtatt-plan/"),
    ("editor", "/nb/X001/arbeid/bindinger/"),
    ("editor", "/nb/X001/arbeid/tegn/"),
    ("administrator", "/nb/X001/arbeid/tilgang/"),
    ("auditor", "/nb/X001/arbeid/logg/"),
    ("operator", "/nb/installasjon/"),
)
_SEEN_EACH_TIME = [
    Found(resolve(path.split("?")[0]).view_name, path, looker)
    for looker, path in (*(row[1:] for row in MOST_USED), *_OTHER_ROOMS)
]


@pytest.fixture(scope="module")
def every_page(browser, site):
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

    def page_of(looker: str):
        if looker in found:
            return found[looker]
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
        return found[looker]

    yield page_of
    for page, _, _ in found.values():
        page.context.close()


def looked_at(pages, contexts, site, language, contrast=lambda found: False):
    """Load each page once: what is wrong with it, and with it on a narrow screen."""
    axe, wrong, wide = Axe(), [], []
    for found in pages:
        page, said, elsewhere = contexts(found.looker)
        said.clear()
        elsewhere.clear()
        url = site.url + in_language(found.path, language)
        page.goto(url)
        rules = _RULES | {"rules": {"color-contrast": {"enabled": contrast(found)}}}
        for violation in axe.run(page, options=rules).response["violations"]:
            nodes = "; ".join(str(n["html"])[:120] for n in violation["nodes"][:2])
            wrong.append(f"{url} {violation['id']}: {nodes}")
        if page.locator("h1").count() != 1:
            wrong.append(f"{url}: {page.locator('h1').count()} h1")
        # A document says its own language in its address, whatever the page around it.
        document = found.path.endswith(".html")
        if not document and page.evaluate("document.documentElement.lang") != language:
            wrong.append(f"{url}: lang")
        page.set_viewport_size({"width": 320, "height": 700})
        width = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size({"width": 1280, "height": 900})
        if width > 320:
            wide.append(f"{found.path}: {width}")
        wrong += [f"{url}: {text}" for text in said]
        wrong += [f"{url}: called {other}" for other in elsewhere]
    return sorted(set(wrong)), wide


@pytest.fixture(scope="module")
def in_bokmal(contexts, site):
    """What is wrong in bokmål; colours are looked at on one page of each domain.

    They are the same sheet's everywhere, and looking at them is half of the work.
    """
    first = {}
    for found in _SEEN_EACH_TIME:
        first.setdefault(found.view.split(":")[0], found.path)
    return looked_at(
        _SEEN_EACH_TIME, contexts, site, "nb", lambda found: found.path in first.values()
    )


def test_the_pages_used_most_keep_the_rules_of_access(in_bokmal):
    wrong, _ = in_bokmal
    assert not wrong, "\n".join(wrong[:60])


def test_the_pages_used_most_fit_a_narrow_screen(in_bokmal):
    _, wide = in_bokmal
    assert not wide, "\n".join(wide)


@pytest.mark.long
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_keeps_the_rules_in_every_language(every_page, contexts, site, language):
    wrong, wide = looked_at(every_page, contexts, site, language, lambda found: language == "nb")
    assert not wrong, "\n".join(wrong[:60])
    assert not wide, "\n".join(wide)


@pytest.mark.long
def test_two_of_every_kind_open_whoever_looks(browser, site):
    found = crawl(browser, site, of_a_kind=2)
    assert not found.broken, "\n".join(found.broken)


def test_a_page_can_be_reached_with_the_keyboard(contexts, site):
    """The first stop is past the navigation, and focus is never caught."""
    for found in _SEEN_EACH_TIME[:8]:
        page = contexts(found.looker)[0]
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
