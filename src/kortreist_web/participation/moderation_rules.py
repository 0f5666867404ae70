"""The rules of moderation: which acts each may carry, and the law it stands on."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kortreist.facts import participation_rule
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import text

__all__ = ["ModerationRule", "cited", "moderation_rule", "moderation_rules"]


@dataclass(frozen=True, slots=True)
class ModerationRule:
    """One rule.

    Parameters
    ----------
    key : str
        Kept in the acts; its texts are ``participation.moderation_rule.<key>``.
    acts : frozenset of str
        Of ``ModerationAct.Act``.
    law : str
        Id of a rule in ``facts``; empty: the site's own rule.
    """

    key: str
    acts: frozenset[str]
    law: str = ""

    @property
    def name(self) -> str:
        """What it is called, in the reader's language."""
        return text(f"participation.moderation_rule.{self.key}")


@lru_cache(maxsize=1)
def moderation_rules() -> dict[str, ModerationRule]:
    """Return the rules by key, in the order of the file."""
    table = tomllib.loads((Path(__file__).parent / "moderation_rules.toml").read_text("utf-8"))
    return {
        key: ModerationRule(key, frozenset(row["acts"]), row.get("law", ""))
        for key, row in table.items()
    }


def moderation_rule(key: str, act: str) -> ModerationRule:
    """Return a rule that can carry an act.

    Raises
    ------
    RefusedError
        There is no such rule, or it carries other acts.
    """
    rule = moderation_rules().get(key)
    if rule is None or act not in rule.acts:
        raise RefusedError("participation.refused.moderation_rule", about="rule")
    return rule


def cited(key: str, language: str, on: date) -> str:
    """Return where the law a rule stands on is found; empty: it is the site's own."""
    rule = moderation_rules().get(key)
    return participation_rule(rule.law, on).cited(language) if rule and rule.law else ""
