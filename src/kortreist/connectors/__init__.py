"""Official figures in: files and services, kept as vintages in the local store."""

from kortreist.connectors.corrections import Correction
from kortreist.connectors.edition_changes import EditionChange, edition_changes, is_large
from kortreist.connectors.gwp_sets import edition_gwp
from kortreist.connectors.inventory import (
    ComparedYear,
    Comparison,
    Inventory,
    InventoryRow,
    compare_vintages,
    compare_years,
    inventory,
)
from kortreist.connectors.inventory_import import (
    ImportReport,
    Progress,
    date_in_name,
    import_inventory,
)
from kortreist.connectors.paths import data_directory
from kortreist.connectors.place_codes import place_name
from kortreist.connectors.store import atomic_write
from kortreist.connectors.vintage import BUNDLED, Vintage, vintage_by, vintages

__all__ = [
    "BUNDLED",
    "ComparedYear",
    "Comparison",
    "Correction",
    "EditionChange",
    "ImportReport",
    "Inventory",
    "InventoryRow",
    "Progress",
    "Vintage",
    "atomic_write",
    "compare_vintages",
    "compare_years",
    "data_directory",
    "date_in_name",
    "edition_changes",
    "edition_gwp",
    "import_inventory",
    "inventory",
    "is_large",
    "place_name",
    "vintage_by",
    "vintages",
]
