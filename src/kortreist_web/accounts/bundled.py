"""The edition that ships with the engine, as an edition in the database."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from kortreist_web.accounts.models import InventoryFigure, Vintage

__all__ = ["ensure_bundled"]


def ensure_bundled() -> Vintage:
    """Return the edition that ships, added if it is not there."""
    from kortreist import facts
    from kortreist.connectors import BUNDLED, vintage_by

    described = vintage_by(BUNDLED)
    with transaction.atomic():
        vintage, added = Vintage.objects.get_or_create(
            engine_id=BUNDLED,
            organisation=None,
            defaults={
                "date": dt.date.fromisoformat(described.date),
                "origin": described.origin,
                "years": list(described.years),
            },
        )
        if added:
            InventoryFigure.objects.bulk_create(
                InventoryFigure(
                    vintage=vintage,
                    place=r["place"],
                    year=r["year"],
                    sector=r["sector"],
                    source=r["source"],
                    tonnes=r["tonnes"],
                )
                for r in facts.load().table("bundled_inventory")
            )
    return vintage
