"""Form fields for figures as people write them: with a comma or a point, with spaces."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kortreist_web.ground.texts import Text, language

__all__ = ["NumberField", "YearField", "shown"]

_SPACES = dict.fromkeys(map(ord, " \u00a0\u202f"))
#: Thousands written with the sign that another language has before its decimals.
_DOUBTFUL = {
    "en": re.compile(r"-?[1-9]\d{0,2}(,\d{3})+"),
    "": re.compile(r"-?[1-9]\d{0,2}(\.\d{3})+"),
}


def shown(value: float | None) -> str:
    """Return a figure as it stands in a field: shortest form, large ones in groups of three.

    A comma comes before decimals, but in English.

    Examples
    --------
    >>> from django.utils.translation import override
    >>> with override("nb"):
    ...     shown(0.25), shown(4.0), shown(2030), shown(6e6), shown(None)
    ('0,25', '4', '2030', '6\\xa0000\\xa0000', '')
    """
    if value is None:
        return ""
    number = float(value)
    if number.is_integer() and 10_000 <= abs(number) < 1e15:
        return f"{number:,.0f}".replace(",", "\u00a0")
    text = f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else f"{number:.12g}"
    return text if language() == "en" else text.replace(".", ",")


class NumberField(forms.Field):
    """A number within limits.

    Parameters
    ----------
    least, most : float, optional
    whole : bool
        Whether only whole numbers are taken.
    """

    widget = forms.TextInput

    def __init__(
        self,
        *,
        least: float | None = None,
        most: float | None = None,
        whole: bool = False,
        **options: Any,
    ) -> None:
        self.least, self.most, self.whole = least, most, whole
        super().__init__(**options)
        self.widget.attrs.setdefault("inputmode", "numeric" if whole else "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def prepare_value(self, value: Any) -> Any:
        """Return a figure as it stands in the field; what was typed as it was typed."""
        return shown(value) if isinstance(value, int | float) else value

    def to_python(self, value: Any) -> float | int | None:
        """Return the number.

        Raises
        ------
        ValidationError
            Not a number, or one that can be read in two ways.
        """
        if value in self.empty_values:
            return None
        if isinstance(value, str):
            value = value.translate(_SPACES).replace("−", "-")
            if _DOUBTFUL.get(language(), _DOUBTFUL[""]).fullmatch(value):
                raise ValidationError(str(Text("measures.field.doubtful")))
            value = value.replace(",", ".")
        try:
            number = float(value)
        except (TypeError, ValueError):
            raise ValidationError(str(Text("measures.field.not_number"))) from None
        if number != number or number in (float("inf"), float("-inf")):
            raise ValidationError(str(Text("measures.field.not_number")))
        if self.whole:
            if not number.is_integer():
                raise ValidationError(str(Text("measures.field.not_whole")))
            return int(number)
        return number

    def validate(self, value: Any) -> None:
        """Refuse a number outside the limits."""
        super().validate(value)
        if value is None:
            return
        if self.least is not None and value < self.least:
            raise ValidationError(str(Text("measures.field.too_small", least=shown(self.least))))
        if self.most is not None and value > self.most:
            raise ValidationError(str(Text("measures.field.too_large", most=shown(self.most))))


class YearField(NumberField):
    """A year, in four digits."""

    def __init__(self, *, least: int = 1990, most: int = 2100, **options: Any) -> None:
        super().__init__(least=least, most=most, whole=True, **options)
        self.widget.attrs["maxlength"] = "4"
        self.widget.attrs["size"] = "6"
