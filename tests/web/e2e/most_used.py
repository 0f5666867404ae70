"""The twenty pages that are used most, with who looks: pictured, timed and counted alike."""

from __future__ import annotations

#: Name of the picture, who looks, address. The first seven are the published site's.
MOST_USED: tuple[tuple[str, str, str], ...] = (
    ("front", "", "/nb/"),
    ("overview", "", "/nb/X001/"),
    ("account", "", "/nb/X001/regnskap/"),
    ("adopted-measures", "", "/nb/X001/tiltak/"),
    ("adopted-budget", "", "/nb/X001/klimabudsjett/"),
    ("resolutions", "", "/nb/X001/vedtak/"),
    ("progress", "", "/nb/X001/framdrift/"),
    ("work", "editor", "/nb/X001/arbeid/"),
    ("tasks", "editor", "/nb/X001/arbeid/oppgaver/"),
    ("uploads", "editor", "/nb/X001/arbeid/regnskap/"),
    ("measures", "editor", "/nb/X001/arbeid/tiltak/"),
    ("measure", "editor", "/nb/X001/arbeid/tiltak/electric_vans/"),
    ("plan", "editor", "/nb/X001/arbeid/plan/1/"),
    ("draft", "editor", "/nb/X001/arbeid/budsjett/1/"),
    ("money", "okonomisjef", "/nb/X001/arbeid/okonomi/"),
    ("cases", "approver", "/nb/X001/arbeid/vedtak/"),
    ("reports", "reporter", "/nb/X001/arbeid/rapporter/"),
    ("indicators", "editor", "/nb/X001/arbeid/indikatorer/"),
    ("interim", "editor", "/nb/X001/arbeid/tertial/"),
    ("search", "editor", "/nb/X001/arbeid/sok/?q=elbil"),
)
