"""The lists of a Word file: points, numbers that begin anew in each list, numbered headings."""

from __future__ import annotations

from kortreist.documents.format.word.template import WordTemplate

__all__ = ["BULLETS", "HEADINGS", "NUMBERS", "lists_part"]

#: Numbers of the lists every file has: points, headings, and numbers of the style itself.
BULLETS, HEADINGS, NUMBERS = 1, 2, 3
_MARKS = {
    BULLETS: ("bullet", "\u2022", ""),
    HEADINGS: ("decimal", "%1", "Heading1"),
    NUMBERS: ("decimal", "%1.", ""),
}
_INDENT = {BULLETS: 360, HEADINGS: 480, NUMBERS: 400}


def lists_part(last: int, template: WordTemplate | None = None) -> str:
    """Return the XML of the part that defines the lists.

    Parameters
    ----------
    last : int
        The highest number given out. Each above :data:`NUMBERS` is a list of its own, that
        looks like it and starts at 1.
    template : WordTemplate, optional
        Whose lists stand beside ours.

    Returns
    -------
    str
        ``<w:numbering>``.
    """
    # A template's heading belongs to the list of its own, if any.
    kinds = "".join(_kind(number, linked=template is None) for number in _MARKS)
    own = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n if n in _MARKS else NUMBERS}"/>'
        + ("" if n in _MARKS else _FROM_ONE)
        + "</w:num>"
        for n in range(1, last + 1)
    )
    return (
        '<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{kinds}{template.list_kinds if template else ''}"
        f"{own}{template.lists if template else ''}</w:numbering>"
    )


_FROM_ONE = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def _kind(number: int, linked: bool) -> str:
    form, mark, style = _MARKS[number]
    of_style = f'<w:pStyle w:val="{style}"/>' if style and linked else ""
    indent = _INDENT[number]
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="singleLevel"/>'
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{of_style}'
        f'<w:lvlText w:val="{mark}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl></w:abstractNum>'
    )
