"""The API: one address, one version, errors that say the mend.

``/api/v1/``; the schema is at ``/api/v1/openapi.json`` and kept in
``docs/reference/api-v1.json``, so that a change is seen before it is made.
"""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as ShapeError

from kortreist.errors import KortreistError
from kortreist_web.config.api_shape import said
from kortreist_web.core.domain import from_all
from kortreist_web.core.models import ConflictError
from kortreist_web.core.texts import language, text

__all__ = ["api"]

VERSION = "1.0.0"


class _Api(NinjaAPI):
    """Ninja's, whose schema says what errors are: problem documents (RFC 9457).

    The schema takes a second to make and is the same as long as the process lives.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._schemas: dict[str, Any] = {}

    def get_openapi_schema(self, **options: Any) -> Any:
        """Return the schema, with the media type errors are sent with; not to be changed."""
        asked = repr(sorted(options.items()))
        if asked not in self._schemas:
            self._schemas[asked] = self._make_schema(**options)
        return self._schemas[asked]

    def _make_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, answer in operation["responses"].items():
                    content = answer.get("content", {})
                    if int(status) >= 400 and "application/json" in content:
                        content["application/problem+json"] = content.pop("application/json")
        return schema


api = _Api(
    title="Kortreist",
    version=VERSION,
    description="Accounts, climate budgets, reports and resolutions of municipalities, with "
    "the provenance of every figure. Reading what is published needs no key.",
    openapi_url="openapi.json",
    docs_url=None,
    urls_namespace="api",
)
for _api in from_all(lambda domain: domain.apis):
    api.add_router("", _api.router, tags=[_api.tag])


def problem(status: int, detail: str = "") -> HttpResponse:
    """Return an error as RFC 9457 has it, in the language asked for."""
    body = {
        "type": "about:blank",
        "title": text(f"api.title.{status}"),
        "status": status,
        "detail": detail or text(f"api.detail.{status}"),
    }
    return HttpResponse(
        json.dumps(body, ensure_ascii=False),
        status=status,
        content_type="application/problem+json",
        headers={"Content-Language": language()},
    )


@api.exception_handler(KortreistError)
def _refusal_response(request: HttpRequest, error: KortreistError) -> HttpResponse:
    return problem(422, error.message(language()))


@api.exception_handler(ConflictError)
def _conflict(request: HttpRequest, error: ConflictError) -> HttpResponse:
    return problem(409)


@api.exception_handler(ValidationError)
def _invalid_response(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(422, "; ".join(error.messages))


@api.exception_handler(ShapeError)
def _shape(request: HttpRequest, error: ShapeError) -> HttpResponse:
    return problem(422, said(error.errors))


@api.exception_handler(AuthenticationError)
def _who(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem(401)


@api.exception_handler(PermissionDenied)
def _denied_response(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404)


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: Any) -> HttpResponse:
    # A body that is not JSON, a key that is not one: said in our words, by status.
    return problem(error.status_code)
