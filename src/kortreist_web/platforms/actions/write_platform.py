"""Make the platform of a council term, and write its sections."""

from __future__ import annotations

from typing import Any

from django.db.models import Max

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import Actor
from kortreist_web.platforms.models import Platform, PlatformSection
from kortreist_web.tenants.models import Organisation

__all__ = ["make_platform", "remove_section", "rename_platform", "write_section"]

_TEXTS = ("heading_nb", "heading_nn", "text_nb", "text_nn")


@action("change", Platform)
def make_platform(
    who: Actor, organisation: Organisation, *, title: str, first_year: int, last_year: int
) -> Platform:
    """Begin the platform of a council term.

    Raises
    ------
    RefusedError
        It has no name, the term ends before it begins, or there is one of that term.
    """
    _check(title, first_year, last_year)
    if Platform.objects.filter(organisation=organisation, first_year=first_year).exists():
        raise RefusedError("platforms.refused.there_already", about="first_year", year=first_year)
    platform = Platform(
        organisation=organisation, title=title.strip(), first_year=first_year, last_year=last_year
    )
    platform.save()
    return platform


@action("change", Platform)
def rename_platform(
    who: Actor,
    organisation: Organisation,
    platform: Platform,
    *,
    title: str,
    last_year: int,
    version: int | None = None,
) -> Platform:
    """Change what a platform is called and when its term ends; what is frozen stays.

    Raises
    ------
    RefusedError
    ConflictError
    """
    _check(title, platform.first_year, last_year)
    platform.title, platform.last_year = title.strip(), last_year
    platform.save_as_read(version)
    return platform


def _check(title: str, first_year: int, last_year: int) -> None:
    if not title.strip():
        raise RefusedError("platforms.refused.title", about="title")
    if not first_year < last_year <= first_year + 8:
        raise RefusedError("platforms.refused.term", about="last_year", first=first_year)


@action("change", PlatformSection)
def write_section(
    who: Actor,
    organisation: Organisation,
    /,
    *,
    platform: Platform,
    section: PlatformSection | None = None,
    kind: str = "",
    order: int | None = None,
    version: int | None = None,
    **texts: Any,
) -> PlatformSection:
    """Add a section, or write one anew.

    Parameters
    ----------
    section : PlatformSection, optional
        The one that is written anew; None: a new one, whose key it then keeps for ever.
    kind : str
        One of ``PlatformSection.Kind``; a section keeps the kind it has.
    order : int, optional
        Its place; None: last, or where it stands.
    **texts
        ``heading_nb, heading_nn, text_nb, text_nn``; what is not given stays.

    Raises
    ------
    RefusedError
        No heading in any language, no such kind, or it is of another platform.
    ConflictError
    """
    unknown = texts.keys() - set(_TEXTS)
    if unknown:
        raise TypeError(f"a section has no {', '.join(sorted(unknown))}")
    if section is None:
        if kind not in PlatformSection.Kind.values:
            raise RefusedError("platforms.refused.section_kind", about="kind")
        section = PlatformSection(
            organisation=organisation,
            platform=platform,
            kind=kind,
            key=_free_key(platform, kind),
            order=_last(platform),
        )
    elif section.platform_id != platform.pk or section.removed:
        raise RefusedError("platforms.refused.other_platform")
    for name, value in texts.items():
        setattr(section, name, value.strip().replace("\r\n", "\n"))
    if order is not None:
        section.order = order
    if not (section.heading_nb or section.heading_nn):
        raise RefusedError("platforms.refused.heading", about="heading_nb")
    section.save_as_read(version)
    return section


def _free_key(platform: Platform, kind: str) -> str:
    """Return a key no section of the platform has or had."""
    number = 1 + platform.sections.filter(kind=kind).count()
    return f"{kind}-{number}"


def _last(platform: Platform) -> int:
    last = platform.sections.aggregate(last=Max("order"))["last"]
    return 1 if last is None else last + 1


@action("change", PlatformSection)
def remove_section(
    who: Actor, organisation: Organisation, section: PlatformSection, *, why: str = ""
) -> PlatformSection:
    """Take a section out of the draft; versions that have it keep it.

    Raises
    ------
    RefusedError
        A commitment stands in it.
    """
    if section.commitments.filter(dropped_on=None).exists():
        raise RefusedError("platforms.refused.section_in_use")
    section.removed = True
    section.save()
    return section
