"""Forms as the design system draws them; what is typed is kept until it is saved.

A form that is given ``request`` and ``draft`` keeps what is typed as a draft of the person
(saved while she types where there is JavaScript, and when a submission fails). The draft is
shown again after a lost session or a restart, and removed by :meth:`Form.done`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.functional import lazy

from kortreist_web.core.actors import Organisation, Visitor
from kortreist_web.core.characters import is_blank
from kortreist_web.core.hooks import Hook
from kortreist_web.core.models import ConflictError
from kortreist_web.core.reasons import REASON_NAMES, says_nothing
from kortreist_web.core.texts import Text, text, web

__all__ = ["DraftStore", "Form", "Renderer", "drafts", "saving"]


class DraftStore(Protocol):
    """Where what people type is kept until it is saved."""

    def load(self, user: Visitor, organisation: Organisation, form: str) -> Any:
        """Return a draft with ``fields`` and ``saved_at``, or None."""

    def save(
        self, user: Visitor, organisation: Organisation, form: str, fields: dict[str, Any]
    ) -> None:
        """Keep what is typed."""

    def delete(self, user: Visitor, organisation: Organisation, form: str) -> None:
        """Forget it."""

    def addresses(self, organisation: Organisation, form: str) -> tuple[str, str]:
        """Return where a page keeps a draft, and where it is forgotten."""


drafts: Hook[DraftStore] = Hook("where drafts of forms are kept")

#: What Django writes for nothing chosen; read aloud it says nothing.
_DASHES = "---------"
#: What is said of a field in our words, which say how it is mended: kind of field, code.
_SAID = (
    (forms.Field, "required"),
    (forms.ChoiceField, "required"),
    (forms.ModelChoiceField, "required"),
    (forms.FileField, "required"),
    (forms.DateField, "invalid"),
    (forms.IntegerField, "invalid"),
    (forms.DecimalField, "invalid"),
    (forms.FloatField, "invalid"),
    (forms.EmailField, "invalid"),
    (forms.URLField, "invalid"),
    (forms.CharField, "max_length"),
    (forms.IntegerField, "min_value"),
    (forms.IntegerField, "max_value"),
)
_late = lazy(text, str)


def _words(field: forms.Field) -> None:
    """Say what is wrong with a field in our words, where the form has none of its own."""
    defaults: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        defaults.update(getattr(kind, "default_error_messages", {}))
    for kind, code in _SAID:
        own = field.error_messages.get(code, defaults.get(code)) != defaults.get(code)
        if isinstance(field, kind) and not own:
            name = kind.__name__.removesuffix("Field").lower() or "any"
            words = _late(f"core.error.{name}_{code}")
            defaults[code] = field.error_messages[code] = words


def _refuse_blank(name: str, field: forms.Field) -> None:
    """Let characters of no width be as empty as spaces, where a text must be given.

    A reason of signs alone is refused, also where none is needed.
    """

    def check_reason(value: str) -> None:
        if not is_blank(value) and says_nothing(value):
            raise ValidationError(text("core.refused.signs_why"), code="signs")

    def check(value: str) -> None:
        if is_blank(value):
            raise ValidationError(field.error_messages["required"], code="required")

    if type(field) is forms.CharField and field.required and field.strip:
        field.validators.append(check)
    if type(field) is forms.CharField and name in REASON_NAMES:
        field.validators.append(check_reason)


def _in_words(field: forms.Field, value: Any) -> Any:
    """Return what a field holds as people read it: a choice by its name, a day as days are."""
    if isinstance(value, dt.date):
        return web().date(value.isoformat())
    if isinstance(value, bool):
        return text("core.yes" if value else "core.no")
    if isinstance(field, forms.ChoiceField):
        names: dict[Any, Any] = {}
        choices: Any = field.choices
        for key, name in choices:
            names |= dict(name) if isinstance(name, list | tuple) else {key: name}
        chosen = value if isinstance(value, list | tuple) else [value]
        said = [str(names.get(one, names.get(str(one), one))) for one in chosen]
        return ", ".join(said)
    return value


class Renderer(TemplatesSetting):
    """Draws forms and fields with the templates of ``core``."""

    form_template_name = "core/form.html"
    field_template_name = "core/field.html"


class Form(forms.Form):
    """A form with a draft and the version of the row that is edited.

    Parameters
    ----------
    request : HttpRequest, optional
        With ``draft``: whose draft it is.
    draft : str
        Names the form among the person's drafts: ``"budgets.line.17"``.
    version : int, optional
        Version of the row when the form was drawn; see ``TenantModel``.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    #: Text key stem: labels are ``<texts>.<field>``, help ``<texts>.<field>_help``.
    texts: str = ""
    #: Fields that what else is filled in may demand: never said to be optional.
    conditional: frozenset[str] = frozenset()

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        request: Any = None,
        draft: str = "",
        version: int | None = None,
        initial: dict[str, Any] | None = None,
        **options: Any,
    ) -> None:
        self.request, self.draft = request, draft
        self.restored_at = None
        #: (name, what is saved now) of fields that were saved since the draft.
        self._saved_since: list[tuple[str, Any]] = []
        first = {"version": version, **(initial or {})}
        typed: dict[str, Any] = {}
        if data is None and request is not None and draft:
            saved_draft = drafts().load(request.user, request.organisation, draft)
            if saved_draft is not None:
                typed, self.restored_at = saved_draft.fields, saved_draft.saved_at
        super().__init__(data, files, initial=first, **options)
        for name, field in self.fields.items():
            _words(field)
            _refuse_blank(name, field)
            field.conditional = name in self.conditional  # type: ignore[attr-defined]
            if self.texts and not field.label:
                field.label = Text(f"{self.texts}.{name}")
            if self.texts and not field.help_text and name != "version":
                field.help_text = Text(f"{self.texts}.{name}_help")
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == _DASHES:
                field.empty_label = Text("core.not_chosen")
        if self.restored_at:
            self._restore(typed)

    def set_fields(self, fields: dict[str, forms.Field]) -> None:
        """Let this form have these fields, before it is made: a draft is read by their names."""
        vars(self)["base_fields"] = fields  # of this form, not of all of its class

    def choice_field(self, name: str) -> forms.ChoiceField:
        """Return a field whose choices are set when the form is drawn."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def row_field(self, name: str) -> forms.ModelChoiceField[Any]:
        """Return a field whose rows are set when the form is drawn."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def _restore(self, typed: dict[str, Any]) -> None:
        """Show the draft; where the row has changed since, what is saved now stands beside.

        The row's version stays the present one: who saves has seen what she overwrites.
        """
        # Fields that a subclass adds after this are restored too.
        self.initial.update({k: v for k, v in typed.items() if k not in self.fields})
        since = str(typed.get("version") or "") not in ("", str(self.initial.get("version")))
        for name, field in self.fields.items():
            if name == "version":
                continue
            several = isinstance(field, forms.MultipleChoiceField)
            if name in typed:
                value = typed[name]
                value = [value] if several and not isinstance(value, list) else value
            elif isinstance(field, forms.BooleanField) or several:
                value = [] if several else False  # a box without a tick is not sent
            else:
                continue
            saved = self.get_initial_for_field(field, name)
            if since and field.has_changed(saved, value):
                self._saved_since.append((name, saved))
            self.initial[name] = value

    @property
    def saved_since(self) -> list[tuple[Any, Any]]:
        """Return label and what is saved now, in words, of fields saved since the draft."""
        return [
            (self[name].label, _in_words(self.fields[name], saved))
            for name, saved in self._saved_since
        ]

    @property
    def draft_url(self) -> str:
        """Return where the draft is kept while it is typed."""
        return self._addresses()[0]

    @property
    def forget_url(self) -> str:
        """Return where the draft is forgotten."""
        return self._addresses()[1]

    def _addresses(self) -> tuple[str, str]:
        if self.request is None or not self.draft:
            return "", ""
        return drafts().addresses(self.request.organisation, self.draft)

    def full_clean(self) -> None:
        """Check the fields, and refuse a form about a row that does not say which it read.

        It may have been drawn of an old version, and would overwrite what came after.
        """
        super().full_clean()
        if not self.is_bound or not self.initial.get("version"):
            return
        if "version" in self.fields and self.cleaned_data.get("version") is None:
            self.add_error(None, text("core.version_missing"))

    def is_valid(self) -> bool:
        """Tell whether the fields can be used; what was typed is kept when they cannot."""
        valid = super().is_valid()
        if not valid and self.is_bound and self.request is not None and self.draft:
            typed = {n: self[n].value() for n in self.fields if self[n].widget_type != "file"}
            drafts().save(self.request.user, self.request.organisation, self.draft, typed)
        return valid

    def done(self) -> None:
        """Forget the draft: what was typed is saved."""
        if self.request is not None and self.draft:
            drafts().delete(self.request.user, self.request.organisation, self.draft)


@contextmanager
def saving(form: Form) -> Iterator[None]:
    """Save what a form holds: its draft is forgotten, or kept where somebody else was first."""
    try:
        yield
    except ConflictError:
        if form.request is not None and form.draft:
            # Without the version: the page that is opened again has the one that holds now.
            typed = {n: form[n].value() for n in form.fields if n != "version"}
            drafts().save(form.request.user, form.request.organisation, form.draft, typed)
        raise
    form.done()
