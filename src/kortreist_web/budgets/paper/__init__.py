"""The climate budget's part of case papers: its figures, tables, chart and suggested text."""
