"""Every page fits the screen it is read on: a phone, a small phone, and twice the size.

No page is scrolled sideways, no table is cut, and on a phone the title stands within the first
160 points. 320 points are a screen of 640 at twice the size, 640 one of 1280.
"""

from __future__ import annotations

import pytest
from crawling import crawl, sign_in

pytestmark = pytest.mark.browser
SHARED = True  # it writes nothing

#: Who looks, and where: what is read most on a phone, and the widest tables there are.
FEW = (
    ("", "/nb/X001/"),
    ("", "/nb/X001/klimabudsjett/"),
    ("", "/nb/X001/data/"),
    ("", "/nb/X001/sok/?q=elbil"),
    ("editor", "/nb/X001/arbeid/"),
    ("editor", "/nb/X001/arbeid/budsjett/1/"),
    ("editor", "/nb/X001/arbeid/okonomi/"),
    ("editor", "/nb/X001/arbeid/plan/1/"),
    ("reporter", "/nb/X001/arbeid/rapporter/"),
)
TITLE = 160
_SEEN = """() => ({
  title: (document.querySelector('main h1')?.getBoundingClientRect().top ?? 0) + scrollY,
  width: document.documentElement.scrollWidth,
  cut: [...document.querySelectorAll('.k-table')]
    .filter(t => t.getClientRects().length && t.scrollWidth > t.clientWidth + 1)
    .map(t => (t.getAttribute('aria-label') ?? '') + ' ' + t.scrollWidth + ' of ' + t.clientWidth),
})"""


@pytest.fixture(scope="module")
def look(browser, site):
    """Open a page as somebody, and tell what does not fit at each width."""
    pages = {}

    def page_of(looker: str):
        if looker in pages:
            return pages[looker]
        context = browser.new_context(viewport={"width": 390, "height": 844})
        sign_in(context, site, looker)
        pages[looker] = context.new_page()
        return pages[looker]

    def wrong_with(looker: str, path: str) -> list[str]:
        page, wrong = page_of(looker), []
        for width in (390, 320, 640, 1280):
            page.set_viewport_size({"width": width, "height": 844})
            if width == 390:
                page.goto(site.url + path)
            seen = page.evaluate(_SEEN)
            if seen["width"] > width:
                wrong.append(f"{path} at {width}: {seen['width']} wide")
            wrong += [f"{path} at {width}: {cut}" for cut in seen["cut"]]
            if width == 390 and seen["title"] > TITLE:
                wrong.append(f"{path} at {width}: the title begins at {seen['title']:.0f}")
        return wrong

    yield wrong_with
    for page in pages.values():
        page.context.close()


def test_what_is_read_most_fits(look):
    wrong = [line for looker, path in FEW for line in look(looker, path)]
    assert not wrong, "\n".join(wrong)


def test_on_a_phone_the_way_around_is_at_the_bottom(browser, site):
    """Four shortcuts without scripts, and the menu of the last opens by keyboard."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    sign_in(context, site, "editor")
    page = context.new_page()
    page.goto(f"{site.url}/nb/X001/arbeid/")
    bar = page.get_by_role("navigation", name="Snarveier")
    assert bar.locator("a, button").all_inner_texts() == ["Min side", "Rapporter", "Søk", "Meny"]
    bar.get_by_role("button", name="Meny").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("navigation", name="Arbeidsflate").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("navigation", name="Arbeidsflate").is_visible()
    context.close()


def test_a_menu_of_a_row_and_of_the_person_open_by_keyboard(browser, site):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    sign_in(context, site, "editor")
    page = context.new_page()
    page.goto(f"{site.url}/nb/X001/arbeid/")
    person = page.locator(".k-person > summary")
    person.focus()
    outline = person.evaluate("e => getComputedStyle(e).outlineStyle")
    page.keyboard.press("Enter")
    assert page.get_by_role("link", name="English", exact=True).is_visible()
    assert page.get_by_role("button", name="Logg ut").is_visible()
    assert outline != "none"
    context.close()


@pytest.mark.long
def test_every_page_fits(look, browser, site):
    found = crawl(browser, site)
    documents = (".html",)  # a document is laid out by itself, whatever the page around it
    wrong = [
        line
        for one in found.pages.values()
        if not one.path.endswith(documents)
        for line in look(one.looker, one.path)
    ]
    assert not wrong, "\n".join(wrong)
