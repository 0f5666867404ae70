"""Slides read back: which texts are higher than their box, by the widths of letters."""

from __future__ import annotations

import io

from pptx import Presentation

from kortreist.documents.format.word.letter_widths import text_width

__all__ = ["overflowing"]


def overflowing(content: bytes, letters: float) -> list[str]:
    """Return the texts that are higher than their box, or reach out of the slide."""
    show = Presentation(io.BytesIO(content))
    found = []
    for slide in show.slides:
        for shape in slide.shapes:
            low, right = shape.top + shape.height, shape.left + shape.width
            if low > show.slide_height or right > show.slide_width or shape.left < 0:
                found.append(f"outside: {shape.name}")
            if shape.has_table:
                table = shape.table
                for row in table.rows:
                    for n, cell in enumerate(row.cells):
                        need = _height(cell.text_frame, table.columns[n].width, letters)
                        if need > row.height.pt + 0.5:
                            found.append(cell.text)
            elif shape.has_text_frame:
                need = _height(shape.text_frame, shape.width, letters)
                found += [shape.text_frame.text] if need > shape.height.pt + 0.5 else []
    return found


def _height(frame, width, letters) -> float:
    """Return how high the text is, line by line: words go where they fit, sizes as written."""
    total = 7.2
    for paragraph in frame.paragraphs:
        if not paragraph.runs:
            continue
        run = paragraph.runs[0]
        size, room = run.font.size.pt, width.pt - 14.4
        lines, line = 1, ""
        for word in run.text.split():
            tried = f"{line} {word}".strip()
            if line and text_width(tried, size, bool(run.font.bold)) * letters > room:
                lines, line = lines + 1, word
            else:
                line = tried
        total += lines * size * 1.2 + (paragraph.space_before.pt if paragraph.space_before else 0)
    return total
