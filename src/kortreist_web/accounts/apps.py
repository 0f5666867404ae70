"""The application as Django knows it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.accounts import policies  # noqa: F401
