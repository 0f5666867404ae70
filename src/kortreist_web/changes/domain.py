"""What the change log, the export and the erasure add to the site."""

from __future__ import annotations

from kortreist_web.changes.job_cards import administrator, auditor
from kortreist_web.changes.models import Change
from kortreist_web.core.domain import OWN, Domain, Pages, WorkLink

__all__ = ["DOMAIN"]

DOMAIN = Domain(
    work_links=(WorkLink("changes:list", "core.nav.changes", Change, "view", "setup", 130),),
    pages=(Pages("kortreist_web.changes.urls"),),
    job_cards={"administrator": administrator, "auditor": auditor},
    tenant_data={"changes.Change": OWN, "changes.ChainHead": OWN},
    shared=frozenset({"changes.ErasureNote"}),
    system=frozenset({"changes.Erasure"}),
)
