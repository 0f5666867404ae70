"""What is decided already, for every plan that is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kortreist_web.bindings.entered import as_engine, judged_rows, plain
from kortreist_web.bindings.models import Binding as Row
from kortreist_web.core.texts import engine, web
from kortreist_web.plans.commitments import Planned
from kortreist_web.tenants.models import Organisation

if TYPE_CHECKING:
    from kortreist.bindings import Binding

__all__ = ["Decided"]


class Decided:
    """Bindings that are adopted, contracted or running: see ``plans/commitments.py``."""

    def rows(self, organisation: Organisation) -> list[dict[str, Any]]:
        """Return what is decided, as plain values."""
        return [plain(b) for b in judged_rows(organisation) if b.committed]

    def planned(self, organisation: Organisation) -> list[Planned]:
        """Return what is planned; where it is tried its name says that it is not decided."""
        say, t = web(organisation.language), engine()
        out = []
        for b in judged_rows(organisation):
            if b.committed:
                continue
            row = {
                **plain(b),
                "status": Row.Status.ADOPTED.value,
                "name": say("bindings.tried", name=b.name),
            }
            missing = tuple(t(f"bindings.missing.{m}") for m in as_engine(row).missing())
            out.append(Planned(b.key, b.name, row, missing))
        return out

    def as_engine(self, rows: Sequence[Mapping[str, Any]]) -> list[Binding]:
        """Return plain values as the engine reads them."""
        return [as_engine(row) for row in rows]
