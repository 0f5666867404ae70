"""Add a Word template and take it into use."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.tenants.keeping_templates import keep
from kortreist_web.tenants.models import Organisation, WordTemplate
from kortreist_web.tenants.word_templates import check_template

__all__ = ["add_word_template"]


@action("change", WordTemplate)
def add_word_template(
    who: Actor, organisation: Organisation, *, filename: str, content: bytes
) -> WordTemplate:
    """Keep a template and use it from now on; one sent in before is the one there is.

    Those before it are kept, and can be used again.

    Raises
    ------
    InputError
        The file is too large, or cannot be used: says why, and how to mend it. Nothing was kept.
    """
    return keep(WordTemplate, organisation, filename, content, check_template)
