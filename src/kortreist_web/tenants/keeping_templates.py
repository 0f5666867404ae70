"""Keep a template that was sent in, and let one be in use: the same of Word and PowerPoint."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from kortreist_web.core.uploads import bare_name, check_size
from kortreist_web.tenants.models import Organisation, OwnTemplate

__all__ = ["keep", "take_into_use"]

Kept = TypeVar("Kept", bound=OwnTemplate)


def keep(
    model: type[Kept],
    organisation: Organisation,
    filename: str,
    content: bytes,
    check: Callable[[str, bytes], None],
) -> Kept:
    """Keep a file and use it from now on; one sent in before is the one there is.

    Raises
    ------
    InputError
        The file is too large, or ``check`` refuses it. Nothing was kept.
    """
    filename = bare_name(filename)
    check_size(filename, content)
    check(filename, content)
    digest = hashlib.sha256(content).hexdigest()
    template = model.objects.filter(organisation=organisation, sha256=digest).first()
    if template is None:
        template = model(
            organisation=organisation, filename=filename, content=content, sha256=digest
        )
        template.save()
    take_into_use(model, organisation, template)
    return template


def take_into_use(model: type[Kept], organisation: Organisation, template: Kept | None) -> None:
    """Let a template be the one in use; the one before is put out of use first."""
    for row in model.objects.filter(organisation=organisation, in_use=True):
        if template is None or row.pk != template.pk:
            row.in_use = False
            row.save()
    if template is not None and not template.in_use:
        template.in_use = True
        template.save()
