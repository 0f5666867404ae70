"""What versions add to the site: their rows; what they are of says the rest."""

from __future__ import annotations

from kortreist_web.core.domain import OWN, Domain

__all__ = ["DOMAIN"]

DOMAIN = Domain(tenant_data={"versions.Version": OWN})
