"""Official figures in: files and services, kept as vintages in the local store."""

from kortreist.connectors.home import home_path
from kortreist.connectors.importing import ImportReport, Progress, import_inventory
from kortreist.connectors.normalise import Mend
from kortreist.connectors.store import atomic_write
from kortreist.connectors.vintages import (
    BOX,
    Comparison,
    Inventory,
    InventoryRow,
    Vintage,
    compare_vintages,
    inventory,
    vintage_by,
    vintages,
)

__all__ = [
    "BOX",
    "Comparison",
    "ImportReport",
    "Inventory",
    "InventoryRow",
    "Mend",
    "Progress",
    "Vintage",
    "atomic_write",
    "compare_vintages",
    "home_path",
    "import_inventory",
    "inventory",
    "vintage_by",
    "vintages",
]
