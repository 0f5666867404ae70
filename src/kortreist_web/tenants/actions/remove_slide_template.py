"""Remove a PowerPoint template."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.actors import Actor
from kortreist_web.tenants.models import Organisation, SlideTemplate

__all__ = ["remove_slide_template"]


@action("change", SlideTemplate)
def remove_slide_template(who: Actor, organisation: Organisation, template: SlideTemplate) -> None:
    """Remove a template for good; was it in use, slides are written with ours."""
    template.delete()
