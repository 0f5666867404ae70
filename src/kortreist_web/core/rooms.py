"""The rooms of the site: what the links of the domains are gathered under, in this order.

A domain says which room a link of its own is in; a room nobody has a link in is not shown.
"""

from __future__ import annotations

__all__ = ["PUBLIC_ROOMS", "WORK_ROOMS"]

#: Of the work: the part of the text key ``core.room.<room>``.
WORK_ROOMS = (
    "mine",
    "basis",
    "plan",
    "participation",
    "politics",
    "following",
    "together",
    "setup",
)
#: Of the published site: the part of the text key ``core.door.<room>``.
PUBLIC_ROOMS = ("status", "measures", "budget", "participate", "data")
