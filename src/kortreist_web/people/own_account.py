"""Pages of a person's own account, closed to one who only tries a throw-away workspace.

A workspace is opened by the browser it was made in and by nothing else. A password, a second
step or a provider's account would open it from elsewhere.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist_web.core.page import View, signed_in
from kortreist_web.people.models import User

__all__ = ["own_account"]


def own_account(view: View) -> View:
    """Open to those who are signed in with an account, about themselves."""

    @wraps(view)
    def run(request: HttpRequest, *args: Any, **values: Any) -> HttpResponse:
        if isinstance(request.user, User) and request.user.is_trial:
            return render(request, "people/no_account.html", status=403)
        return view(request, *args, **values)

    return signed_in(run)
