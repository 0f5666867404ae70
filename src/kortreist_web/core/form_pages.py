"""Pages with a form, and buttons: what was sent in is written, or it is said why it is not.

::

    return form_page(
        request,
        "decisions/vote.html",
        form,
        lambda data: record_vote(request.user, organisation, resolution=resolution, **data),
        to=redirect("decisions:resolution", code=organisation.code, pk=pk),
        resolution=resolution,
    )

What an action refuses is said beside the form, whose draft is kept; a row that somebody else
has saved meanwhile keeps the draft too, and is answered by its own page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kortreist.errors import KortreistError
from kortreist_web.core.forms import Form, saving
from kortreist_web.core.texts import language, text

__all__ = ["act", "answer", "form_page", "say"]

Result = TypeVar("Result")
#: Where one goes on: a response, or ``(what was written)`` → response.
To = HttpResponse | Callable[[Result], HttpResponse]
#: What is said when it is written: a text, empty for nothing, or ``(what was written)`` → text.
Message = str | Callable[[Result], str]
#: The field a refusal is about, or ``(refusal)`` → field; None: the whole form.
About = str | Callable[[Exception], str | None] | None


def answer(request: HttpRequest, template: str, form: Any, **values: Any) -> HttpResponse:
    """Show a form; one that was sent in and is shown again could not be used (422)."""
    status = 422 if form.is_bound else 200
    return render(request, template, {"form": form, **values}, status=status)


def form_page(
    request: HttpRequest,
    template: str,
    form: Form,
    write: Callable[[dict[str, Any]], Result],
    *,
    to: To[Result],
    message: Message[Result] | None = None,
    about: About = None,
    **values: Any,
) -> HttpResponse:
    """Show a form; write what was sent in, and go on.

    Parameters
    ----------
    request : HttpRequest
    template : str
    form : Form
        Bound where something was sent in.
    write : callable
        ``(fields without the version)`` → what was written; may refuse.
    to : HttpResponse or callable
        Where one goes on.
    message : str or callable, optional
        What is said then; None: that it is saved.
    about : str or callable, optional
        The field that a refusal is about, where it does not say so itself.
    **values
        What the template shows beside ``form``.
    """
    if form.is_bound and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            with saving(form):
                written = write(data)
        except (KortreistError, ValidationError) as refused:
            say(form, refused, about)
        else:
            return _go_on(request, written, to, text("core.saved") if message is None else message)
    return answer(request, template, form, **values)


def act(
    request: HttpRequest,
    write: Callable[[], Result],
    *,
    to: To[Result],
    message: Message[Result] = "",
    otherwise: HttpResponse | None = None,
) -> HttpResponse:
    """Do what a button asks and go on; what is refused is said on the next page.

    Parameters
    ----------
    request : HttpRequest
    write : callable
        May refuse.
    to : HttpResponse or callable
        Where one goes on.
    message : str or callable
        What is said then.
    otherwise : HttpResponse, optional
        Where one goes when it was refused; needed where ``to`` is a callable.
    """
    try:
        written = write()
    except (KortreistError, ValidationError) as refused:
        messages.warning(request, _reason(refused))
        if otherwise is None:
            assert isinstance(to, HttpResponse)
            return to
        return otherwise
    return _go_on(request, written, to, message)


def _go_on(
    request: HttpRequest, written: Result, to: To[Result], message: Message[Result]
) -> HttpResponse:
    # First: where somebody is signed out, what is said would go with her session.
    response = to if isinstance(to, HttpResponse) else to(written)
    said = message(written) if callable(message) else message
    if said:
        messages.success(request, said)
    return response


def say(form: Form, refused: KortreistError | ValidationError, about: About = None) -> None:
    """Say of a form what an action refused, beside the field that it is about."""
    if isinstance(refused, ValidationError) and hasattr(refused, "error_dict"):
        form.add_error(None, refused)  # says itself which fields
        return
    field = about(refused) if callable(about) else about
    named = getattr(refused, "about", "")
    field = named if named in form.fields else field
    form.add_error(field, refused if isinstance(refused, ValidationError) else _reason(refused))


def _reason(refused: KortreistError | ValidationError) -> str:
    if isinstance(refused, ValidationError):
        return str(refused.messages[0])
    return refused.message(language())
