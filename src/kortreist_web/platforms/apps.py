"""The application as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class PlatformsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.platforms"
    label = "platforms"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.platforms import policies  # noqa: F401
