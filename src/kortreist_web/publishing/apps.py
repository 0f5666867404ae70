"""The application as Django knows it."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Registers the domain's policies with its models."""

    name = "kortreist_web.publishing"
    label = "publishing"

    def ready(self) -> None:
        """Read the policies, so that none can be forgotten."""
        from kortreist_web.accounts.openness import decide_by
        from kortreist_web.accounts.place_states import states_of_places
        from kortreist_web.bindings.openness import open_versions
        from kortreist_web.core.events import happened
        from kortreist_web.publishing import policies  # noqa: F401
        from kortreist_web.publishing.messages import hear
        from kortreist_web.publishing.place_states import place_states
        from kortreist_web.publishing.published import open_rows, public_account, withdrawals
        from kortreist_web.versions.withdrawn import withdrawals_of

        happened.connect(hear, dispatch_uid="kortreist.publishing.webhooks")
        decide_by(public_account)
        states_of_places.provide(place_states)
        open_versions.provide(open_rows)
        withdrawals_of.provide(withdrawals)
