"""The texts on file, each with the forms it has in a language."""

from __future__ import annotations

import string

from kortreist.i18n import LANGUAGES, Forms, _room

Said = dict[str, dict[str, dict[str, str]]]


def forms(said: Forms) -> dict[str, str]:
    """Return plural category → text; one that has no forms is said of any number."""
    return {"other": said} if isinstance(said, str) else said


def kept(room: str, package: str = "kortreist") -> Said:
    """Return key → language → plural category → text, of one file."""
    return {
        key: {language: forms(text) for language, text in said.items()}
        for key, said in _room(room, package).items()
    }


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def wrong_with(said: dict[str, dict[str, str]]) -> list[str]:
    """Return what is wrong with a text: a language, a form, or a value is missing."""
    from babel import Locale

    if set(said) != set(LANGUAGES):
        return [f"languages: {sorted(said)}"]
    wrong = []
    values = fields(said[LANGUAGES[0]]["other"])
    for language, by_category in said.items():
        needed = {*Locale.parse(language).plural_form.tags, "other"}
        if len(by_category) > 1 and set(by_category) != needed:
            wrong.append(f"{language}: forms {sorted(by_category)}, not {sorted(needed)}")
        for category, text in by_category.items():
            # "one day" says the number itself
            left_out = values - fields(text) - ({"n", "count"} if category != "other" else set())
            if left_out or fields(text) - values or not text:
                wrong.append(f"{language} {category}: {text!r}")
    return wrong
