"""Use a Word template that was sent in, or none."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.tenants.models import Organisation, WordTemplate

__all__ = ["take_into_use", "use_word_template"]


@action("change", WordTemplate)
def use_word_template(
    who: Actor, organisation: Organisation, *, template: WordTemplate | None
) -> None:
    """Write Word documents with a template from now on; None: with ours."""
    take_into_use(organisation, template)


def take_into_use(organisation: Organisation, template: WordTemplate | None) -> None:
    """Let a template be the one in use; the one before is put out of use first."""
    for row in WordTemplate.objects.filter(organisation=organisation, in_use=True):
        if template is None or row.pk != template.pk:
            row.in_use = False
            row.save()
    if template is not None and not template.in_use:
        template.in_use = True
        template.save()
