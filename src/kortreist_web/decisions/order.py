"""Which bodies treat a case by law, said as the dated facts say it."""

from __future__ import annotations

__all__ = ["order_rules"]

_RULES = ("case_order/recommendation", "case_order/councils")


def order_rules(language: str) -> tuple[str, ...]:
    """Return the rules of who recommends and who is heard, in a language."""
    from kortreist.facts import load

    column = {"nb": "text_nb", "nn": "text_nn"}.get(language, "text")
    return tuple(str(load().row("rules", id=id)[column]) for id in _RULES)
