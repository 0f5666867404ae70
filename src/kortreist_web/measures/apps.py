"""The application as Django knows it."""

from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.measures"
    label = "measures"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten; hear what figures rest on."""
        from kortreist_web.measures import policies  # noqa: F401
        from kortreist_web.measures.jobs import listen

        listen()
