"""The application as Django knows it."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.people"
    label = "people"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.people import policies  # noqa: F401
