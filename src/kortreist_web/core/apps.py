"""The application as Django knows it."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GroundConfig(AppConfig):
    """Makes the table of the shared cache with the other tables."""

    name = "kortreist_web.core"
    label = "core"

    def ready(self) -> None:
        """Make ``<code:code>`` known, and the cache's table after migrations."""
        from kortreist_web.core.converters import register

        register()
        post_migrate.connect(_cache_table, sender=self)


def _cache_table(**_: Any) -> None:
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
