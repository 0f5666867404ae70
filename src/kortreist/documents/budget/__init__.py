"""The climate budget: document, JSON and arrays, and a county's as the sum of its members'."""

__all__: list[str] = []
