"""Suggest other words for a section; accept them in one step, or say why not."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.reasons import in_words
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import User
from kortreist_web.platforms.frozen import PLATFORM
from kortreist_web.platforms.models import PlatformSection, Suggestion, text_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.queries import versions_of

__all__ = ["accept_suggestion", "decline_suggestion", "suggest"]


@action("suggest", Suggestion)
def suggest(
    who: User,
    organisation: Organisation,
    *,
    section: PlatformSection,
    old: str,
    new: str,
    reason: str = "",
    language: str = "nb",
    author: str = "",
) -> Suggestion:
    """Suggest that the words ``old`` of a section become ``new``.

    Parameters
    ----------
    old : str
        Words as they stand there, once: quote more where they stand several times.
    new : str
        Empty: they are to go.
    language : {"nb", "nn"}
        The text that is meant.
    author : str
        Whose it is where it is entered for somebody else; empty: the one who enters it.

    Raises
    ------
    RefusedError
        The words do not stand there, stand there more than once, or are the same.
    """
    if language not in ("nb", "nn"):
        raise RefusedError("platforms.refused.language", about="language")
    # Forms break lines otherwise than the text that is kept.
    old, new = old.replace("\r\n", "\n"), new.replace("\r\n", "\n")
    _require_standing(section, language, old)
    if old == new:
        raise RefusedError("platforms.refused.same_words", about="new")
    platform = section.platform
    suggestion = Suggestion(
        organisation=organisation,
        section=section,
        version_about=versions_of(organisation, PLATFORM, platform.subject).first(),
        language=language,
        old=old,
        new=new,
        reason=reason.strip(),
        author=author.strip() or str(who),
    )
    suggestion.save()
    return suggestion


@action("change", Suggestion)
def accept_suggestion(
    who: User, organisation: Organisation, suggestion: Suggestion, *, answer: str = ""
) -> Suggestion:
    """Write the new words into the section, and say so: one step, or nothing.

    Raises
    ------
    RefusedError
        It is answered already, or the text has moved on: the old words do not stand there.
    """
    _require_open(suggestion)
    section = PlatformSection.objects.select_for_update().get(pk=suggestion.section_id)
    _require_standing(section, suggestion.language, suggestion.old)
    name = f"text_{suggestion.language}"
    text = text_of(section, suggestion.language)
    setattr(section, name, text.replace(suggestion.old, suggestion.new))
    section.save()
    return _answer(who, suggestion, Suggestion.State.ACCEPTED, answer)


@action("change", Suggestion)
def decline_suggestion(
    who: User, organisation: Organisation, suggestion: Suggestion, *, answer: str
) -> Suggestion:
    """Leave the text as it is, and say why.

    Raises
    ------
    RefusedError
        It is answered already, or no reason is given.
    """
    _require_open(suggestion)
    if not in_words(answer):
        raise RefusedError("platforms.refused.answer", about="answer")
    return _answer(who, suggestion, Suggestion.State.DECLINED, answer)


def _answer(who: User, suggestion: Suggestion, state: str, answer: str) -> Suggestion:
    suggestion.state, suggestion.answer = state, answer.strip()
    suggestion.answered_on, suggestion.answered_by = timezone.localdate(), who
    suggestion.save()
    return suggestion


def _require_open(suggestion: Suggestion) -> None:
    if suggestion.state != Suggestion.State.OPEN:
        raise RefusedError("platforms.refused.answered")


def _require_standing(section: PlatformSection, language: str, old: str) -> None:
    if section.removed:
        raise RefusedError("platforms.refused.stale", about="old")
    times = text_of(section, language).count(old) if old.strip() else 0
    if times == 0:
        raise RefusedError("platforms.refused.stale", about="old")
    if times > 1:
        raise RefusedError("platforms.refused.several", about="old", n=times)
