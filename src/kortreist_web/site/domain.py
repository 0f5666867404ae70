"""What the installation's own pages add."""

from __future__ import annotations

from kortreist_web.core.domain import Domain, Pages
from kortreist_web.site.finding import find_pages, find_places
from kortreist_web.site.story import story_note

__all__ = ["DOMAIN"]

DOMAIN = Domain(
    pages=(Pages("kortreist_web.site.urls"),),
    notes=(story_note,),
    finds=(find_pages, find_places),
)
