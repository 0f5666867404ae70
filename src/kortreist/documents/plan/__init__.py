"""The robust plan in documents: groups, stair, drivers, regret, map, and its part of the JSON."""

__all__: list[str] = []
