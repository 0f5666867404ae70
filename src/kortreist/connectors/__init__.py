"""Official figures in: files and services, kept as vintages in the local store."""

from kortreist.connectors.home import home_path
from kortreist.connectors.importing import ImportReport, Progress, import_inventory
from kortreist.connectors.inventory import (
    ComparedYear,
    Comparison,
    Inventory,
    InventoryRow,
    compare_vintages,
    compare_years,
    inventory,
)
from kortreist.connectors.mending import Mend
from kortreist.connectors.store import atomic_write
from kortreist.connectors.vintage import BOX, Vintage, vintage_by, vintages

__all__ = [
    "BOX",
    "ComparedYear",
    "Comparison",
    "ImportReport",
    "Inventory",
    "InventoryRow",
    "Mend",
    "Progress",
    "Vintage",
    "atomic_write",
    "compare_vintages",
    "compare_years",
    "home_path",
    "import_inventory",
    "inventory",
    "vintage_by",
    "vintages",
]
