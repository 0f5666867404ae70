"""Who begins, and where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from kortreist.errors import PlaceError
from kortreist.places import Place, counties, municipalities
from kortreist_web.core.forms import Form
from kortreist_web.core.texts import Text, language, text
from kortreist_web.people.job_titles import JOBS
from kortreist_web.people.taking_into_use import real_place

__all__ = ["BeginForm", "PlaceForm", "RefuseForm", "asked_place", "offered_places"]


def offered_places() -> list[str]:
    """Return every municipality and county of today as the field takes them."""
    everywhere = [*municipalities(), *counties()]
    return [f"{p.number} {p.name}" for p in sorted(everywhere, key=lambda p: p.name)]


def asked_place(request: HttpRequest) -> str:
    """Return the municipality a link says (``?kommune=4003``), as the field shows it."""
    typed = request.GET.get("kommune", "").strip()[:60]
    try:
        place = real_place(typed) if typed else None
    except PlaceError:
        return typed
    return f"{place.number} {place.name}" if place else ""


class PlaceForm(Form):
    """The municipality."""

    texts = "installation.begin"
    place = forms.CharField(
        max_length=100, widget=forms.TextInput(attrs={"list": "places", "autocomplete": "off"})
    )

    def clean_place(self) -> Place:
        """Find the municipality among those of today: by number, name, or both."""
        typed = str(self.cleaned_data["place"]).strip()
        number = typed.split(" ", 1)[0]
        try:
            return real_place(number if number.isdigit() else typed)
        except PlaceError as error:
            if error.key == "place.unknown_no_idea":  # advises what cannot be taken into use
                message = text("installation.begin.no_such_place", typed=typed)
            else:
                message = error.message(language())
            raise forms.ValidationError(message) from None


class BeginForm(PlaceForm):
    """The municipality, and the first person in it."""

    email = forms.EmailField(
        max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    name = forms.CharField(
        max_length=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    job = forms.ChoiceField(
        required=False,
        initial=JOBS[0],
        choices=[("", Text("core.not_chosen")), *((j, Text(f"people.job.{j}")) for j in JOBS)],
    )

    def clean_email(self) -> str:
        """Take the address in small letters, as accounts have it."""
        return str(self.cleaned_data["email"]).strip().lower()

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen, as the actions take it."""
        data = self.cleaned_data
        return {"place": data["place"].number} | {k: data[k] for k in ("email", "name", "job")}


class RefuseForm(Form):
    """Why an application is refused."""

    texts = "installation.refuse"
    why = forms.CharField(max_length=300)
