"""How a form's page is answered."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

__all__ = ["answer"]


def answer(request: HttpRequest, template: str, form: Any, **values: Any) -> HttpResponse:
    """Show a form; one that was sent in and is shown again could not be used (422)."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **values}, status=status)
