"""The API's reference as a page of our own: no script from elsewhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.core.page import anyone

__all__ = ["reference"]


@anyone(reads=())
def reference(request: HttpRequest) -> HttpResponse:
    """List the operations of the schema."""
    from kortreist_web.config.api import api

    rows = []
    for path, operations in api.get_openapi_schema()["paths"].items():
        for method, one in operations.items():
            rows.append(
                {
                    "method": method.upper(),
                    "path": path,
                    "what": one.get("description") or one.get("summary", ""),
                    "key": bool(one.get("security")),
                }
            )
    return render(request, "core/api.html", {"rows": rows})
