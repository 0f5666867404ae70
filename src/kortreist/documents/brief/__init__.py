"""Why here: one page of sentences, each with figures of the place, none without them all."""

__all__: list[str] = []
