"""Erase what a participant has written."""

from __future__ import annotations

from django.apps import apps
from django.db.models import QuerySet

from kortreist_web.core.action import action
from kortreist_web.core.personal import PersonalModel
from kortreist_web.people.models import Actor, Participant
from kortreist_web.tenants.models import Organisation

__all__ = ["erase_words"]


@action("erase", Participant)
def erase_words(who: Actor, organisation: Organisation, participant: Participant) -> int:
    """Erase the words of one participant in every table that holds some; returns how many rows.

    The rows and their history stay: that something was said, when, and what came of it.
    """
    erased = 0
    for model in apps.get_models():
        if not issubclass(model, PersonalModel):
            continue
        pointing = [f.name for f in model._meta.fields if f.related_model is Participant]
        for field in pointing:
            rows: QuerySet[PersonalModel] = model._base_manager.filter(
                **{field: participant}, organisation=organisation
            ).exclude(salt="")
            for row in rows:
                row.erase()
                erased += 1
    return erased
