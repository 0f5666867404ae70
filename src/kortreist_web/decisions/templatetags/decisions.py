"""Addresses of a version and of the pages about its case."""

from __future__ import annotations

import re
from typing import Any

from django import template
from django.template import Context
from django.template.defaultfilters import urlize
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe

from kortreist_web.core.texts import text
from kortreist_web.decisions.models import Resolution
from kortreist_web.decisions.queries import address, withdrawn_resolutions
from kortreist_web.decisions.say import rights, when_next
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kind_of

__all__ = ["case_url", "evidence", "have_your_say", "version_url"]

register = template.Library()


@register.inclusion_tag("decisions/say.html")
def have_your_say(organisation: Organisation) -> dict[str, Any]:
    """Show whom to write to, the next day that is known, and what a resident has a right to."""
    today = timezone.localdate()
    one = organisation
    return {
        "organisation": one,
        "contact": one.contact_email or one.contact_page or one.contact_address,
        "next": when_next(one, today),
        "rights": rights(today, county=one.is_county_authority),
    }


_CASE = re.compile(r"\b\d{2,4}/\d{1,6}(?:-\d{1,4})?\b")


@register.simple_tag(takes_context=True)
def evidence(context: Context, said: str) -> str:
    """Write what shows that something is done, as links where it leads anywhere from here.

    An address is a link; so is the number of a case that is resolved on these pages. Of the rest
    it is said that it is not here, and where to ask.
    """
    written = str(urlize(said, autoescape=True))
    organisation = context["organisation"]
    for number in dict.fromkeys(_CASE.findall(said)) if "href" not in written else ():
        rows = Resolution.objects.filter(organisation=organisation, case_number=number)
        row = rows.exclude(pk__in=withdrawn_resolutions(organisation)).first()
        if row is not None:
            values = {"code": organisation.code, "pk": row.pk}
            url = escape(reverse("decisions:resolution", kwargs=values))
            link = f'<a class="ds-link" href="{url}">{escape(number)}</a>'
            written = written.replace(escape(number), link)
    if said and "href" not in written:
        written += f" {escape(text('decisions.points.not_here'))}"
    return mark_safe(written)  # noqa: S308 - each part is escaped above


@register.simple_tag
def case_url(name: str, version: Any, **more: str) -> str:
    """Return the address of a page about a version's case."""
    return address(name, version, **more)


@register.simple_tag
def version_url(version: Any) -> str:
    """Return the address of the page where a version is read."""
    return kind_of(version.kind).page(version, version.organisation.code)
