"""Texts, numbers and assets in templates; loaded everywhere.

``{% t "budgets.title" year=2027 %}``, ``{% e "accounts.sector.transport" %}`` (the engine's
texts), ``{{ value|number:1 }}``, ``{{ share|percent }}``, ``{{ day|day }}``,
``{{ names|named }}`` for a name in three languages, ``{{ code|language_name }}``,
``{% asset "kortreist/site.css" %}``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone
from django.utils.html import format_html

from kortreist.documents.format.digits import nonzero_decimals, rounded_price, significant
from kortreist_web.core import texts
from kortreist_web.core.actors import Organisation
from kortreist_web.core.clock import day_of
from kortreist_web.core.events import event_text

register = template.Library()


@register.simple_tag
def t(key: str, **values: object) -> str:
    """Return a text of the web."""
    return texts.web()(key, **values)


@register.filter
def language_name(code: str) -> str:
    """Return the name of a language in itself, as its speakers look for it."""
    return texts.engine(code)("languages.name")


@register.simple_tag
def e(key: str, **values: object) -> str:
    """Return a text of the engine."""
    return texts.engine()(key, **values)


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    """Write a number; missing is a dash, never zero."""
    return texts.web().number(value, int(decimals))


@register.filter
def few(value: float | None) -> str:
    """Write a number with three digits; the exact one shows on hover."""
    t = texts.web()
    if value is None:
        return "–"
    shown, exact = t.number(significant(value, 3)), t.number(value)
    return shown if shown == exact else format_html('<span title="{}">{}</span>', exact, shown)


@register.simple_tag
def span(low: float | None, high: float | None) -> str:
    """Write an interval with the digits it bears; the ends themselves show on hover."""
    t = texts.web()
    if low is None or high is None:
        return "–"
    shown, exact = t.interval(low, high), (t.number(low), t.number(high))
    # Two signs beside a dash cannot be told apart.
    text = (" – " if low < 0 else "\u2060–\u2060").join(shown)
    if shown == exact:
        return text
    return format_html('<span title="{}–{}">{}</span>', *exact, text)


@register.simple_tag
def rounded(value: float | None, low: float | None, high: float | None) -> str:
    """Write a value with the digits its interval bears; the value itself shows on hover.

    ``data-value`` holds it in full, for programs that read the page.
    """
    t = texts.web()
    if value is None:
        return "–"
    exact = t.number(value)
    shown = exact if low is None or high is None else t.within(value, low, high)
    return format_html('<span title="{}" data-value="{}">{}</span>', exact, repr(value), shown)


@register.simple_tag
def between(
    key: str, low: float | None, high: float | None, value: float | None = None, **more: object
) -> str:
    """Write a text about an interval with the digits it bears; its numbers show on hover.

    ``value`` is the middle, where the text says it.
    """
    t = texts.web()
    if low is None or high is None:
        return "–"
    ends, full, short = t.interval(low, high), dict(more), dict(more)
    if value is not None:
        full["value"], short["value"] = t.number(value), t.within(value, low, high)
    exact = t(key, low=t.number(low), high=t.number(high), **full)
    shown = t(key, low=ends[0], high=ends[1], **short)
    return shown if shown == exact else format_html('<span title="{}">{}</span>', exact, shown)


@register.simple_tag
def price(nok: float | None) -> str:
    """Write NOK per tonne with the digits it bears; the figure itself shows on hover.

    No price is a dash, and so is one below zero: a saving is no price per tonne.
    """

    t = texts.web()
    if nok is None or nok < 0:
        return "–"
    if nok > 0.0 and not rounded_price(nok):  # little is not nothing
        return f"<\u00a0{t.number(10.0)}"
    shown, exact = t.number(rounded_price(nok)), t.number(nok)
    return shown if shown == exact else format_html('<span title="{}">{}</span>', exact, shown)


@register.simple_tag
def price_range(ends: Any) -> str:
    """Write low and high NOK per tonne; an end below nothing is said, not written."""
    if not ends:
        return ""
    low, high = ends
    below = texts.engine()("documents.price.below_zero")
    first, last = (below if end < 0 else price(end) for end in (low, high))
    # A dash between words has room about it.
    dash = " – " if min(low, high) < 0 else "\u2060–\u2060"
    return format_html("{}{}{}", first, dash, last)


@register.filter
def percent(value: float | None, decimals: int = 0) -> str:
    """Write a share (0.55) as per cent."""
    return texts.web().percent(value, int(decimals))


@register.filter
def part(value: float | None) -> str:
    """Write a share of a total as per cent; what is there is never written as 0 per cent."""
    if value is not None and 0 < value < 0.005:
        return texts.web().counted(value)
    return texts.web().percent(value)


@register.filter
def licence(value: str | None) -> str:
    """Write a licence's name; what is no licence, in the reader's language."""
    from kortreist.documents.format.names import Names

    return Names(texts.language()).licence(value) if value else "–"


@register.filter
def chance(value: float | None) -> str:
    """Write a probability; never 0 or 100 per cent."""
    return "–" if value is None else texts.web().chance(value)


@register.filter
def million(value: float | None, decimals: int = 1) -> str:
    """Write NOK in millions, without the unit; an amount is never written as zero."""
    if value is None:
        return texts.web().number(None)
    return texts.web().number(value / 1e6, nonzero_decimals(value / 1e6, int(decimals)))


@register.filter
def day(value: dt.date | dt.datetime | str | None) -> str:
    """Write a date as dd.mm.yyyy (English: ISO)."""
    if value is None or value == "":
        return "–"
    if isinstance(value, dt.datetime):
        value = day_of(value)
    return texts.web().date(value if isinstance(value, str) else value.isoformat())


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Write a date and the time of day."""
    if value is None:
        return "–"
    local = timezone.localtime(value)
    return f"{day(local)} {local:%H:%M}"


register.filter("named", texts.named)


@register.filter
def event_name(event: str) -> str:
    """Write what has happened."""
    return texts.text(event_text(event))


@register.filter
def get(value: Any, key: Any) -> Any:
    """Return an item of a mapping; a key of text or of number."""
    if not hasattr(value, "get"):
        return None
    item = value.get(key)
    return item if item is not None else value.get(str(key))


@lru_cache(maxsize=None)
def _asset(path: str) -> str:
    location = finders.find(path)
    if not location:
        raise FileNotFoundError(path)
    with open(location, "rb") as file:
        return f"{settings.STATIC_URL}{path}?{hashlib.sha256(file.read()).hexdigest()[:12]}"


@register.simple_tag
def asset(path: str) -> str:
    """Return the address of a file that ships, with a hash of its content."""
    return _asset(path)


@register.inclusion_tag("core/chart.html", takes_context=True)
def chart(context: Any, chart: Any) -> dict[str, Any]:
    """Draw a chart of ``core.charts`` with its table, and how to take it along where one can."""
    organisation = context.get("organisation")
    values: dict[str, Any] = {"chart": chart, "origin": settings.ORIGIN}
    if organisation is not None and chart.address:
        from django.urls import reverse

        name, subject = chart.address.split("/", 1)
        address = {"code": organisation.code, "name": name, "subject": subject}
        values["embed"] = reverse("publishing:chart", kwargs=address)
        values["files"] = [
            (form.upper(), reverse("publishing:chart_file", kwargs={**address, "form": form}))
            for form in ("svg", "png", "csv")
        ]
    return values


@register.inclusion_tag("publishing/provenance.html")
def provenance(
    organisation: Organisation, kind: str, content_hash: str, pointer: str, label: str = ""
) -> dict[str, Any]:
    """Link a figure to where it comes from.

    ``{% provenance organisation "account" hash "totals/territorial/value" label %}``:
    ``kind`` is account, budget or report; ``label`` says to those who hear the page which
    figure the link is about.
    """
    from django.urls import reverse

    values = {
        "code": organisation.code,
        "kind": kind,
        "prefix": content_hash[:12],
        "pointer": pointer.removeprefix("/"),
    }
    return {"url": reverse("publishing:figure", kwargs=values), "label": label}
