"""What stories share: a person at a screen, who reads and presses what she can see and hear.

With ``KORTREIST_STORY_PICTURES`` set to a folder, each step is a picture there.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from crawling import sign_in
from playwright.sync_api import TimeoutError as Timeout

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 360, "height": 740}


class Person:
    """Somebody with a browser: her role, her screen, and what she has done so far.

    ``pages`` counts the pages she has had to wait for.
    """

    def __init__(self, browser, site, role: str, *, story: str = "", phone=False, script=True):
        self.context = browser.new_context(
            viewport=PHONE if phone else DESK,
            java_script_enabled=script,
            accept_downloads=True,
            locale="nb-NO",
        )
        sign_in(self.context, site, role)
        self.context.set_default_timeout(20_000)
        self.page = self.context.new_page()
        self.site, self.story, self.steps, self.pages = site, story or role or "public", 0, 0
        self.page.on("framenavigated", lambda frame: self._loaded(frame))
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _loaded(self, frame) -> None:
        self.pages += frame == self.page.main_frame

    def _whole(self) -> None:
        """Wait until the page a click led to is there, and not only its address."""
        self.page.wait_for_load_state("domcontentloaded")

    def open(self, path: str) -> None:
        answer = self.page.goto(self.site.url + path)
        assert answer.status == 200, (path, answer.status)

    def step(self, what: str) -> None:
        """Say what has been done; a picture of it where pictures are kept."""
        self.steps += 1
        folder = os.environ.get("KORTREIST_STORY_PICTURES")
        if folder:
            plain = re.sub(r"[^a-zæøå0-9]+", "-", what.lower())
            name = f"{self.story}-{self.steps:02d}-{plain}.png"
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / name), full_page=True)

    # What she sees.

    def sees(self, text: str | re.Pattern, *, within=None) -> None:
        found = (within or self.page.get_by_role("main")).get_by_text(text).first
        try:
            found.wait_for(state="attached", timeout=20_000)
        except Timeout:
            raise AssertionError(f"{text} is not on {self.page.url}:\n{self.reads()}") from None

    def reads(self) -> str:
        return self.page.get_by_role("main").inner_text()

    def heading(self, name: str | re.Pattern):
        return self.page.get_by_role("heading", name=name)

    # What she does.

    def press(self, name: str | re.Pattern, *, exact=False, within=None) -> None:
        (within or self.page.get_by_role("main")).get_by_role(
            "button", name=name, exact=exact
        ).first.click(timeout=15_000)
        self._whole()

    def follow(self, name: str | re.Pattern, *, exact=False, within=None) -> None:
        (within or self.page.get_by_role("main")).get_by_role(
            "link", name=name, exact=exact
        ).first.click(timeout=15_000)
        self._whole()

    def goes_home(self) -> None:
        self.open("/nb/X001/arbeid/")

    def goes_to(self, name: str) -> None:
        """Follow a link of the way around: on a phone behind the menu, else in its room."""
        button = self.page.get_by_role("button", name=re.compile("Meny$"))
        if button.is_visible():
            button.click()
        link = self.page.locator(".k-rooms, .k-doors").get_by_text(name, exact=True).last
        if not link.is_visible():
            link.locator("xpath=ancestor::li[contains(@class, 'k-room')]/a").click()
            self._whole()
            link = self.page.get_by_role("navigation").get_by_role("link", name=name, exact=True)
        link.last.click()
        self._whole()

    def writes(self, label: str | re.Pattern, value: str) -> None:
        self.page.get_by_label(label).first.fill(value)

    def chooses(self, label: str | re.Pattern, option: str) -> None:
        self.page.get_by_label(label).first.select_option(label=option)

    def opens(self, summary: str | re.Pattern) -> None:
        """Unfold what is folded."""
        self.page.get_by_role("main").get_by_text(summary).first.click()

    # Tables and files.

    def table(self, caption: str | re.Pattern):
        return self.page.get_by_role("main").get_by_role("table", name=caption).first

    def rows(self, table) -> list[list[str]]:
        """Return the text of a table's cells, spaces made plain."""
        table.wait_for()
        cells = table.evaluate("t => [...t.rows].map(r => [...r.cells].map(c => c.innerText))")
        return [[" ".join(c.split()) for c in row] for row in cells]

    def amounts(self, table) -> list[list[str]]:
        """Return a table's cells as :meth:`rows` does, without the range under an amount.

        An amount that is shown with fewer digits is read as it was computed: its title says it.
        """
        table.wait_for()
        cells = table.evaluate(
            """t => [...t.rows].map(r => [...r.cells].map(c => {
                const shown = c.innerText.split('\\n')[0], exact = c.querySelector('[title]')
                return exact && shown.includes(exact.innerText)
                    ? shown.replace(exact.innerText, exact.title.replace(/^.*: | kr$/g, ''))
                    : shown
            }))"""
        )
        return [[" ".join(c.split()) for c in row] for row in cells]

    def links(self):
        return self.page.get_by_role("main").get_by_role("link").all()

    def downloads(self, name: str | re.Pattern) -> bytes:
        """Follow a link to a file; returns what it holds."""
        link = self.page.get_by_role("main").get_by_role("link", name=name).first
        answer = self.context.request.get(self.site.url + link.get_attribute("href"))
        assert answer.status == 200, (name, answer.status)
        return answer.body()

    def close(self) -> None:
        assert not self.errors, self.errors
        self.context.close()


def tries_as(person: Person, who: str) -> None:
    """Become one of the invented people from the front page, as a newcomer does."""
    person.open("/nb/")
    person.press(who, exact=True)
    person.page.wait_for_url("**/arbeid/**")


def number(text: str) -> float:
    """Read the first number of a text as it is written in Norwegian."""
    found = re.search(r"[−-]?\d[\d\s  ]*(?:,\d+)?", text)
    assert found, text
    plain = re.sub(r"[\s  ]", "", found.group()).replace(",", ".").replace("−", "-")
    return float(plain)


def adds_up(total: str, parts: list[str], within: float = 2) -> bool:
    """Tell whether a sum is that of its parts, and says so where one is not known."""
    amounts = [number(p) for p in parts if p != "ukjent"]
    if not amounts:
        return total == "ukjent"
    incomplete = len(amounts) < len(parts) or any(p.endswith(" + ukjent") for p in parts)
    same = abs(number(total) - sum(amounts)) <= within
    return same and (total.endswith(" + ukjent") or not incomplete)
