"""The climate budget's part of case papers: its figures, tables, chart and suggested text."""

from kortreist_web.budgets.paper.document import paper_parts
from kortreist_web.budgets.paper.suggestions import suggest

__all__ = ["paper_parts", "suggest"]
