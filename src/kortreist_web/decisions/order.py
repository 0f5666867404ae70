"""Which bodies treat a case by law, said as the dated facts say it."""

from __future__ import annotations

__all__ = ["order_rules"]

_RECOMMENDS = {False: "case_order/recommendation", True: "case_order/recommendation_county"}
_HEARD = "case_order/councils"
#: A rule of participation, cited with its paragraph.
_FOLLOWS = "councils/statement_follows"


def order_rules(language: str, county: bool = False) -> tuple[str, ...]:
    """Return the rules of who recommends, who is heard and what follows the case, in a language.

    Parameters
    ----------
    language : {"nb", "nn", "en"}
    county : bool
        Whether it is a county authority's case: each is told of its own bodies alone.
    """
    from kortreist.facts import load, participation_rule

    column = {"nb": "text_nb", "nn": "text_nn"}.get(language, "text")
    said = [str(load().row("rules", id=id)[column]) for id in (_RECOMMENDS[county], _HEARD)]
    follows = participation_rule(_FOLLOWS)
    return (*said, f"{follows.text(language)} ({follows.cited(language)})")
