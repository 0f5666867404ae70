"""The municipality's own word for its units, in every form a text asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kortreist.i18n import LANGUAGES, _room
from kortreist_web.core.texts import web
from kortreist_web.core.unit_words import UNIT_WORDS, use_unit_word

LOCALE = Path(__file__).parents[3] / "src" / "kortreist_web" / "locale"


@pytest.fixture(autouse=True)
def usual_word():
    yield
    use_unit_word()


@pytest.mark.parametrize("word", UNIT_WORDS)
def test_every_form_a_text_asks_for_is_there(word):
    use_unit_word(word)
    asking = 0
    for room in (p.stem for p in LOCALE.glob("*.toml")):
        for key, said in _room(room, "kortreist_web").items():
            for code in LANGUAGES:
                if "<" in str(said[code]):
                    asking += 1
                    assert not re.search(r"<[A-Za-z]+>", web(code).form(key)), (key, code)
    assert asking > 100


def test_gender_and_capitals_follow_the_word():
    use_unit_word("section")
    assert web("nn")("decisions.point_form.owner_help").startswith("Ein seksjon, ei rolle")
    use_unit_word("service")
    assert web("nn")("decisions.point_form.owner_help").startswith("Ei verksemd, ei rolle")
    assert web("nb")("tenants.units.title") == "Virksomheter"
    use_unit_word()
    assert web("nb")("tenants.units.title") == "Enheter"
