"""Read the modules in which domains register their kinds of jobs."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

for _room in settings.ROOMS:
    if find_spec(f"kortreist_web.{_room}.work"):
        import_module(f"kortreist_web.{_room}.work")
