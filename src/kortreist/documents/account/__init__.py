"""The account as a document, and the parts of it that other documents show."""

__all__: list[str] = []
