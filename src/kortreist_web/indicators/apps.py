"""The application as Django knows it."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.indicators"
    label = "indicators"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.indicators import policies  # noqa: F401
