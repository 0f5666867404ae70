"""Eksempeldal's invented action table: read, matched, and waiting for somebody to look it over."""

from __future__ import annotations

import datetime as dt

from kortreist_web.action_plans.actions.read_file import read_file
from kortreist_web.action_plans.models import ActionPlan
from kortreist_web.core.actor_context import acting
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["add_adopted_plan"]

_TABLE = """\
Nr;Tiltak;Beskrivelse;Ansvar;Frist;Status
;Transport;;;;
1.1;Tjenestebiler skal være utslippsfrie;Ved utskifting og nye avtaler;Teknisk;2028;Pågår
1.2;Hjertesoner rundt alle barneskoler;;Oppvekst;2027;
1.3;Utarbeide sykkelstrategi;Med foreldre og idrettslag;Plan og næring;2026;
1.4;Flere bussavganger i rushet;Dialog med fylkeskommunen;Plan og næring;løpende;
;Bygg og energi;;;;
2.1;Innføre energiledelse i alle formålsbygg;;Eiendom;2026–2028;Pågår
2.2;Utslippsfrie bygge- og anleggsplasser i egne prosjekter;;Eiendom;2029;
2.3;Solceller på Solbakken skole;;Eiendom;2027;
;Forbruk og folk;;;;
3.1;Redusere matsvinn i kommunale kjøkken;;Helse og omsorg;2027;
3.2;Klimaforum for ungdom;To møter i året;Oppvekst;løpende;
3.3;Årlig klimaregnskap til kommunestyret;;Plan og næring;årlig;
"""


def add_adopted_plan(organisation: Organisation, who: User) -> None:
    """Read it, once; nobody has decided anything of it yet."""
    if ActionPlan.objects.filter(organisation=organisation).exists():
        return
    with acting(who, "demo.adopted_plan", "eksempel"):
        read_file(
            who,
            organisation,
            content=_TABLE.encode(),
            filename="handlingsdel.csv",
            title="Klima- og energiplan 2025–2035",
            case_number="25/0087",
            decided_on=dt.date(2025, 9, 18),
        )
