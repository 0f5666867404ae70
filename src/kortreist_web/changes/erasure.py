"""Remove an organisation and all it has, in one transaction.

What is append-only can be removed only here: the row of :class:`Erasure` that opens its
triggers exists inside the transaction and nowhere else.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.db.models import Model

from kortreist_web.changes.models import Change, Erasure, ErasureNote
from kortreist_web.changes.tenant_data import models_by_label, models_of, personal_data, rows_of
from kortreist_web.core.domain import from_all
from kortreist_web.people.models import FormDraft, Membership, User
from kortreist_web.tenants.models import Organisation

__all__ = ["erase_rows", "remove_person"]


def _remove(rows: Any) -> None:
    """Remove rows without asking who points to them: all that does goes in the same breath.

    The database checks at the end of the transaction that nothing points at nothing.
    """
    rows._raw_delete(rows.db)


def _person_fields() -> list[tuple[type[Model], str]]:
    """Return the fields that point at a person, outside the rows about persons."""
    personal = personal_data()
    return [
        (model, field.attname)
        for label, model in models_by_label().items()
        if label not in personal and not model._meta.proxy
        for field in model._meta.concrete_fields
        if field.related_model is User
    ]


def _only_here(users: list[int]) -> list[int]:
    """Return those who are nobody elsewhere: no role, no row, no work for the installation."""
    left = set(users)
    left -= set(User.objects.filter(pk__in=left, is_operator=True).values_list("pk", flat=True))
    for model, field in _person_fields():
        if left:
            referring = model._base_manager.filter(**{f"{field}__in": list(left)})
            left -= set(referring.values_list(field, flat=True))
    return sorted(left)


def _sessions_of(users: list[int]) -> list[str]:
    gone = {str(u) for u in users}
    return [
        s.pk
        for s in Session.objects.iterator(500)
        if str(s.get_decoded().get("_auth_user_id", "")) in gone
    ]


def _remove_persons(users: list[int], *, keep: tuple[str, ...] = ()) -> None:
    """Remove the rows about persons, and sign them out."""
    sessions, by_label = _sessions_of(users), models_by_label()
    for label, way in reversed(personal_data().items()):
        if label not in keep:
            model = by_label[label]
            rows = model._base_manager.filter(**{f"{way}__in": users})
            _remove(model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))))
    _remove(Session.objects.filter(pk__in=sessions))


def remove_person(user: User) -> bool:
    """Remove a person; returns whether nothing is left of her.

    One who has changed or reported something stays as a number without name or address, so
    that the log is whole; what she signed in with goes. Her roles must have ended.
    """
    with transaction.atomic():
        FormDraft.objects.filter(user=user).delete()
        if _only_here([user.pk]):
            _remove_persons([user.pk])
            return True
        _remove_persons([user.pk], keep=("people.User",))
        user.email, user.name, user.language = f"{user.pk}@removed.invalid", "", ""
        user.is_active = user.is_operator = False
        user.set_unusable_password()
        user.save()
    return False


def erase_rows(organisation: Organisation, role: str) -> ErasureNote:
    """Remove all rows of an organisation and the people who are nobody elsewhere.

    Parameters
    ----------
    organisation : Organisation
    role : str
        In which role it is done: ``administrator``, ``operator``.

    Returns
    -------
    ErasureNote
        What stays: that it happened, and how many rows there were.
    """
    with transaction.atomic():
        last = Change.objects.filter(organisation=organisation, kind="export").first()
        note = ErasureNote(code=organisation.code, name=organisation.name, role=role)
        note.export_hash = (last.after.get("sha256", "") if last else "")[:64]
        members = list(
            Membership.objects.filter(organisation=organisation).values_list("user_id", flat=True)
        )
        # Found first: once the organisation's rows are gone, the way to these is too.
        beside = [rows(organisation) for rows in from_all(lambda domain: domain.erased_with)]
        key = organisation.pk
        Erasure.objects.create(organisation_id=key)
        # The keys first: once a row is gone, the way from those below it to here is too.
        keys = {m: list(rows_of(m, organisation).values_list("pk", flat=True)) for m in models_of()}
        for model in reversed(models_of()):
            pks = keys[model]
            note.rows[model._meta.label] = len(pks)
            for at in range(0, len(pks), 500):
                _remove(model._base_manager.filter(pk__in=pks[at : at + 500]))
        gone = _only_here(members)
        _remove_persons(gone)
        note.rows["people.User"] = len(gone)
        for rows in beside:
            _remove(rows)
        Erasure.objects.filter(organisation_id=key).delete()
        note.save()
        connection.check_constraints()
    return note
