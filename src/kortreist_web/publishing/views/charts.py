"""Charts to take along: as a picture, as data, and as a page that may be shown elsewhere.

The page is the only one of the site that other pages may frame. It holds no form and no script,
and it is never made for somebody signed in.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from kortreist_web.core.chart_files import png_of, svg_of
from kortreist_web.core.charts import Chart
from kortreist_web.core.domain import PublicChart, from_all
from kortreist_web.core.exports import CSV, csv_bytes
from kortreist_web.core.page import public_page
from kortreist_web.core.texts import language
from kortreist_web.publishing.file_responses import serve
from kortreist_web.tenants.models import Organisation

__all__ = ["chart", "chart_file"]

#: The policy of the page that may be framed: anybody may, and it takes nothing from elsewhere.
_FRAMED = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "frame-ancestors *; base-uri 'none'; form-action 'none'"
)
_FONT = "Libertinus Serif"  # one that is in the program


def _chart_or_404(
    organisation: Organisation, name: str, subject: str
) -> tuple[Chart, PublicChart[Any]]:
    kinds: list[Any] = from_all(lambda domain: domain.public_charts)
    kind = next((k for k in kinds if k.name == name), None)
    if kind is None or (organisation.official_only and not kind.official):
        raise Http404(name)
    drawn = kind.make(organisation, subject)
    if drawn is None or drawn.empty:
        raise Http404(subject)
    return drawn, kind


@require_safe
@xframe_options_exempt
@public_page(official=True)
def chart(
    request: HttpRequest, organisation: Organisation, name: str, subject: str
) -> HttpResponse:
    """Show a chart alone, on a page that other pages may show within themselves."""
    drawn, kind = _chart_or_404(organisation, name, subject)
    request.user = AnonymousUser()  # what is framed elsewhere knows nobody
    values = {
        "chart": drawn,
        "source": drawn.source,
        "page": settings.ORIGIN + kind.page(organisation, subject),
    }
    response = render(request, "publishing/framed.html", values)
    response.headers["Content-Security-Policy"] = _FRAMED
    # Kept by no cache between: headers that let it be framed go with each answer.
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
@public_page(official=True)
def chart_file(
    request: HttpRequest, organisation: Organisation, name: str, subject: str, form: str
) -> HttpResponse:
    """Give a chart as SVG, PNG or CSV."""
    drawn, kind = _chart_or_404(organisation, name, subject)
    whence = f"{drawn.source} {settings.ORIGIN}{kind.page(organisation, subject)}"
    make: dict[str, tuple[str, Callable[[], bytes]]] = {
        "svg": ("image/svg+xml", lambda: svg_of(drawn, whence).encode()),
        "png": ("image/png", lambda: png_of(svg_of(drawn, whence, _FONT))),
        "csv": (CSV, lambda: csv_bytes(drawn.data)),
    }
    media, content = make[form]
    file = f"{organisation.code}-{name}-{subject}.{form}"
    pins = (drawn.svg, drawn.data, whence, language())
    return serve(request, content, media, pins=pins, name=file, public=bool(organisation.published))
