"""A document as a Word file, written whole: numbering, contents, widths by the longest word."""

__all__: list[str] = []
