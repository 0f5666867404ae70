"""The pages in a real Chromium: no accessibility errors, small screens, keyboard, print."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdf
import pytest

from kortreist.accounts.ledger import Account
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import account_page, budget_document
from kortreist.documents.format.html import render_html
from kortreist.i18n import LANGUAGES

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
KINDS = ("plan", "account")
#: What sticks out of the page to the right, if anything.
WIDEST = """() => [...document.querySelectorAll('body *')]
  .filter(e => !e.closest('.scroll, .chart, .skip') && e.getBoundingClientRect().right
               > document.documentElement.clientWidth + 1)
  .map(e => e.tagName + '.' + e.className).slice(0, 5)"""


@pytest.fixture(scope="module")
def files(
    pages: dict[str, str],
    account: Account,
    real: ClimateBudget,
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, Path]:
    """Name of a page → where it lies: the made ones, and the real one with its long tables."""
    folder = tmp_path_factory.mktemp("pages")
    made = {f"plan-{language}": page for language, page in pages.items()}
    made |= {f"account-{language}": account_page(account, language) for language in LANGUAGES}
    made["real"] = render_html(budget_document(real, "nb"))
    made["real-account"] = account_page(real.account, "nb")
    out = {}
    for name, text in made.items():
        out[name] = folder / f"{name}.html"
        out[name].write_text(text, encoding="utf-8")
    return out


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page in a browser that is offline."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    yield context.new_page()
    context.close()


def show(page: Any, path: Path) -> None:
    page.goto(path.as_uri())


@pytest.mark.parametrize(
    "language", ["nb", *(pytest.param(c, marks=pytest.mark.long) for c in ("nn", "en"))]
)
@pytest.mark.parametrize("kind", KINDS)
def test_no_violation_of_wcag_2_1_aa(
    kind: str, language: str, page: Any, files: dict[str, Path]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    show(page, files[f"{kind}-{language}"])
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    results = Axe().run(page, options=RULES)
    assert len(results.response["passes"]) > 10, "the rules did not run"
    assert results.violations_count == 0, results.generate_report()


def test_axe_finds_what_is_wrong(page: Any) -> None:
    """The check can fail: a picture without words and pale text are found."""
    from axe_playwright_python.sync_playwright import Axe

    page.set_content("<html><body><img src='data:,'><p style='color:#ccc'>pale</p></body></html>")
    results = Axe().run(page, options=RULES)
    found = {v["id"] for v in results.response["violations"]}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= found


@pytest.mark.parametrize(
    "name",
    [
        *("real", "real-account"),
        *(
            pytest.param(name, marks=pytest.mark.long)
            for name in ("plan-nb", "plan-nn", "plan-en", "account-nb")
        ),
    ],
)
def test_a_phone_never_scrolls_the_page_sideways(
    name: str, page: Any, files: dict[str, Path]
) -> None:
    show(page, files[name])
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    for width in (320, 360):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(WIDEST) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", [pytest.param("plan-nb", marks=pytest.mark.long), "real"])
def test_what_scrolls_by_itself_can_be_reached_and_says_what_it_is(
    name: str, page: Any, files: dict[str, Path]
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    show(page, files[name])
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    scrolling = page.evaluate("""() => [...document.querySelectorAll('body *')]
      .filter(e => e.scrollWidth > e.clientWidth + 1
                   && ['auto', 'scroll'].includes(getComputedStyle(e).overflowX))
      .map(e => [e.className, e.tabIndex, e.getAttribute('role'),
                 document.getElementById(e.getAttribute('aria-labelledby') || '')?.innerText || '',
                 e.previousElementSibling?.className || ''])""")
    assert len(scrolling) >= 5
    for kind, tab, role, label, before in scrolling:
        assert (tab, role) == (0, "region"), kind
        assert label, kind
        assert before == "hint", "nothing tells that there is more to the side"


def test_tables_of_words_are_stacked_on_a_phone_and_stay_tables(
    page: Any, files: dict[str, Path]
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    show(page, files["real"])
    narrow = page.evaluate("""() => [...document.querySelectorAll('table.prose')].map(t =>
      [t.scrollWidth <= t.parentElement.clientWidth, getComputedStyle(t).display])""")
    assert len(narrow) >= 5
    assert all(pair == [True, "block"] for pair in narrow)
    table = page.get_by_role("table", name="Kilder")
    assert table.get_by_role("row").count() > 5
    assert table.get_by_role("columnheader").count() == 4
    assert table.get_by_role("rowheader").first.is_visible()


@pytest.mark.parametrize(
    "name",
    [
        "real",
        *(pytest.param(n, marks=pytest.mark.long) for n in ("plan-nb", "plan-en", "account-nn")),
    ],
)
def test_text_at_200_per_cent_cuts_nothing_off(
    name: str, page: Any, files: dict[str, Path]
) -> None:
    show(page, files[name])
    before = page.evaluate("document.querySelector('p').getBoundingClientRect().height")
    page.add_style_tag(content="html{font-size:200%!important}")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.querySelector('p').getBoundingClientRect().height") > before
    assert page.evaluate(WIDEST) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    cut = page.evaluate("""() => [...document.querySelectorAll('body *')]
      .filter(e => getComputedStyle(e).overflowY === 'hidden' && !e.closest('svg')
                   && e.scrollHeight > e.clientHeight + 1).map(e => e.className)""")
    assert cut == []


@pytest.mark.parametrize("kind", KINDS)
def test_the_keyboard_reaches_everything(kind: str, page: Any, files: dict[str, Path]) -> None:
    show(page, files[f"{kind}-nb"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left") >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    wanted = page.evaluate("document.querySelectorAll('summary').length")
    assert wanted >= 2
    reached, toggled = 0, 0
    for _ in range(300):
        page.keyboard.press("Tab")
        now = page.evaluate("""() => { const e = document.activeElement;
          return [e.tagName, getComputedStyle(e).outlineStyle,
                  e.parentElement?.open ?? null, e === document.body] }""")
        if now[3]:
            break
        assert now[1] == "solid", f"focus on {now[0]} cannot be seen"
        if now[0] == "SUMMARY":
            reached += 1
            page.keyboard.press("Enter")
            toggled += page.evaluate("document.activeElement.parentElement.open") != now[2]
    assert reached == wanted
    assert toggled == wanted


@pytest.mark.parametrize(
    ("name", "minimum", "maximum"),
    [
        ("plan-nb", 10, 28),
        pytest.param("real", 16, 48, marks=pytest.mark.long),
        pytest.param("account-en", 2, 6, marks=pytest.mark.long),
    ],
)
def test_it_prints_on_a_sane_number_of_pages_with_everything_unfolded(
    name: str, minimum: int, maximum: int, page: Any, files: dict[str, Path]
) -> None:
    show(page, files[name])
    reader = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    texts = [p.extract_text() for p in reader.pages]
    assert minimum <= len(texts) <= maximum
    whole = " ".join(texts)
    # The history's table is folded on the screen: its second year is in no chart's label.
    assert ("54,804" if name.endswith("en") else "54\u202f804") in whole
    assert sum(len(text.split()) < 20 for text in texts) <= 1, "pages with next to nothing"


@pytest.mark.parametrize(
    "name", ["real", *(pytest.param(n, marks=pytest.mark.long) for n in ("plan-nb", "account-nb"))]
)
def test_no_request_is_made_and_nothing_is_logged(
    name: str, page: Any, files: dict[str, Path]
) -> None:
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    show(page, files[name])
    page.wait_for_load_state("networkidle")
    assert asked == [files[name].as_uri()]
    assert said == []
