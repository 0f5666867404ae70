"""The application as Django knows it."""

from django.apps import AppConfig


class BindingsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.bindings"
    label = "bindings"

    def ready(self) -> None:
        """Read the policies, and say what every plan has in its baseline."""
        from kortreist_web.bindings import policies  # noqa: F401
        from kortreist_web.bindings.decided import Decided
        from kortreist_web.plans.commitments import commitments

        commitments.provide(Decided())
