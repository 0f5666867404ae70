"""What processes add to the site."""

from __future__ import annotations

from kortreist_web.core.domain import OWN, Domain

__all__ = ["DOMAIN"]

DOMAIN = Domain(
    events=("process.opened", "answer.given"),
    tenant_data={
        "participation.Process": OWN,
        "participation.Phase": OWN,
        "participation.Tightening": OWN,
        "participation.Answer": OWN,
        "participation.AnsweredItem": OWN,
        "participation.TraceLink": OWN,
        "participation.Follower": OWN,
        "participation.Notice": OWN,
        "participation.ModerationAct": OWN,
        "participation.Appeal": OWN,
    },
    secrets={"participation.Follower": frozenset({"token_digest"})},
    named_models=("participation.Process",),
)
