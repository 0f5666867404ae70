"""The five processes of the transition, and how each stands by what is there to show it.

From *Kortreist kvalitet* (KS FoU 154025): common ground, local processes, regional strategies,
interplay with the state, networks. Nobody says herself how it stands: a process is under way
while something of the last year shows it, has stopped when all that shows it is older, and has
not begun while nothing does. Take the evidence away, and the status goes back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kortreist_web.core.domain import Card, CardRow, Evidence, domains
from kortreist_web.core.texts import text, web
from kortreist_web.tenants.models import Organisation

__all__ = ["FRESH", "PROCESSES", "Process", "processes", "processes_card"]

#: In the order the report has them.
PROCESSES: tuple[str, ...] = ("common_ground", "local", "regional", "state_dialogue", "networks")
#: What is older than this shows that something was done, not that it goes on.
FRESH = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Process:
    """A process, how it stands (``under_way``, ``stopped``, ``not_begun``) and what shows it."""

    key: str
    state: str
    evidence: tuple[Evidence, ...]


def processes(evidence: Iterable[Evidence], today: date) -> list[Process]:
    """Return the five processes with how each stands on a day, newest evidence first."""
    rows = sorted(evidence, key=lambda e: (e.day, e.text), reverse=True)
    found = []
    for key in PROCESSES:
        shown = tuple(e for e in rows if e.process == key and e.day <= today)
        state = "not_begun"
        if shown:
            state = "under_way" if today - shown[0].day <= FRESH else "stopped"
        found.append(Process(key, state, shown))
    return found


def processes_card(organisation: Organisation, today: date) -> Card:
    """Return the five with the newest that shows each."""
    makers = [d.evidence for d in domains().values() if d.evidence is not None]
    evidence = [one for make in makers for one in make(organisation, today)]
    rows = []
    for process in processes(evidence, today):
        state = text(f"tasks.process.state.{process.state}")
        name = text(f"tasks.process.{process.key}")
        line = text("tasks.process.line", name=name, state=state)
        if process.evidence:
            newest = process.evidence[0]
            day = web().date(newest.day.isoformat())
            rows.append(CardRow(line, newest.url, f"{newest.text} · {day}"))
        else:
            rows.append(CardRow(line, "", text("tasks.process.nothing")))
    return Card(text("tasks.process.title"), tuple(rows))
