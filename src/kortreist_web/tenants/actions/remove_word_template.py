"""Remove a Word template."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.tenants.models import Organisation, WordTemplate

__all__ = ["remove_word_template"]


@action("change", WordTemplate)
def remove_word_template(who: Actor, organisation: Organisation, template: WordTemplate) -> None:
    """Remove a template for good; was it in use, Word documents are written with ours."""
    template.delete()
