"""What hearings add to the site."""

from __future__ import annotations

from kortreist_web.core.domain import OWN, Domain

__all__ = ["DOMAIN"]

DOMAIN = Domain(
    tenant_data={
        "hearings.Hearing": OWN,
        "hearings.HearingDocument": OWN,
        "hearings.Extension": OWN,
        "hearings.Recipient": OWN,
        "hearings.Submission": OWN,
        "hearings.SubmissionHandling": OWN,
        "hearings.SubmissionContact": OWN,
        "hearings.SubmissionFile": OWN,
        "hearings.SubmissionPoint": OWN,
        "hearings.SectionChange": OWN,
        "hearings.Objection": OWN,
    },
)
