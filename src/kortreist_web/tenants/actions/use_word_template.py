"""Use a Word template that was sent in, or none."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.tenants.keeping_templates import take_into_use
from kortreist_web.tenants.models import Organisation, WordTemplate

__all__ = ["use_word_template"]


@action("change", WordTemplate)
def use_word_template(
    who: Actor, organisation: Organisation, *, template: WordTemplate | None
) -> None:
    """Write Word documents with a template from now on; None: with ours."""
    take_into_use(WordTemplate, organisation, template)
