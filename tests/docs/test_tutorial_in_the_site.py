"""The tutorial's way through the site is the one that a browser goes, button by button."""

from __future__ import annotations

import re
from pathlib import Path

from reading_docs import ROOT

from kortreist_web.core.texts import web

TUTORIAL = ROOT / "docs" / "tutorial" / "first-climate-budget.md"
STORY = ROOT / "tests" / "web" / "e2e" / "test_story_newcomer.py"
#: What stands on pages and is not pressed in the story: key of its text.
_NOT_PRESSED = {
    "Gjør dette nå": "tasks.home.next",
    "Prøv med egne tall, uten konto": "installation.try.title",
}


def _names() -> list[str]:
    text = TUTORIAL.read_text("utf-8")
    section = text.split("## 5. In the site")[1].split("\n## ")[0]
    return re.findall(r"\*([A-ZÆØÅ][^*]+)\*", section)


def test_every_button_the_tutorial_names_is_pressed_in_the_newcomers_story() -> None:
    pressed = Path(STORY).read_text("utf-8")
    names = _names()
    assert len(names) >= 12
    lacking = [n for n in names if n not in _NOT_PRESSED and f'"{n}"' not in pressed]
    assert not lacking
    assert {name: web("nb")(key) for name, key in _NOT_PRESSED.items()} == {
        name: name for name in _NOT_PRESSED
    }


def test_the_readmes_door_is_on_the_front_page() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert f"*{web('nb')('site.front.begin')}*" in readme
