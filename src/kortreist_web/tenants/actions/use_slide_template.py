"""Use a PowerPoint template that was sent in, or none."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.tenants.keeping_templates import take_into_use
from kortreist_web.tenants.models import Organisation, SlideTemplate

__all__ = ["use_slide_template"]


@action("change", SlideTemplate)
def use_slide_template(
    who: Actor, organisation: Organisation, *, template: SlideTemplate | None
) -> None:
    """Write slides with a template from now on; None: with ours."""
    take_into_use(SlideTemplate, organisation, template)
