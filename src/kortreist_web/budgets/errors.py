"""Why something was refused, in the words of the person who asked."""

from __future__ import annotations

from kortreist_web.ground.texts import text

__all__ = ["RefusedError"]


class RefusedError(Exception):
    """A wish that the state of things does not allow; nothing was written.

    Parameters
    ----------
    key : str
        Text key of the web's own texts: what stands in the way, and the mend.
    **values : object
        Filled into the text.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values

    def __str__(self) -> str:
        return text(self.key, **self.values)
