"""Form fields for days, and for figures as people write them: with a comma, with spaces.

All forms have theirs from here, and what is typed is read by the engine's one reader of
numbers, so that no form takes a thousand for one and a bit.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kortreist.connectors.numbers import NumberError, read_number
from kortreist_web.core.days import check_day, entered_days
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import Text, web

__all__ = ["DayField", "MoneyField", "MonthField", "NumberField", "YearField", "shown"]


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
    # Never an exponent: people neither write nor read one.
    text = format(Decimal(f"{number:.12g}"), "f")
    return text.replace(".", web().decimal)


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
        min_value: float | None = None,
        max_value: float | None = None,
        whole: bool = False,
        **options: Any,
    ) -> None:
        self.min_value, self.max_value, self.whole = min_value, max_value, whole
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
            Not a number, one that can be read in two ways, or in groups that are not of three.
        """
        if value in self.empty_values:
            return None
        try:
            parsed = read_number(value, decimal=web().decimal)
        except NumberError as error:
            raise ValidationError(self._said(error.reason)) from None
        except AttributeError:  # a list, where a form is sent that is not ours
            raise ValidationError(self._said("not_number")) from None
        if parsed is None:
            return None
        number = float(parsed)
        if not math.isfinite(number):
            raise ValidationError(self._said("not_number"))
        if self.whole:
            if not number.is_integer():
                raise ValidationError(str(Text("core.field.not_whole")))
            return int(number)
        return number

    def _said(self, reason: str) -> str:
        """Return what is wrong; where a whole number is asked for, no decimals are suggested."""
        return str(Text("core.field.not_whole" if self.whole else f"core.field.{reason}"))

    def validate(self, value: Any) -> None:
        """Refuse a number outside the limits."""
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise ValidationError(str(Text("core.field.too_small", minimum=shown(self.min_value))))
        if self.max_value is not None and value > self.max_value:
            raise ValidationError(str(Text("core.field.too_large", maximum=shown(self.max_value))))


class YearField(NumberField):
    """A year, in four digits."""

    def __init__(self, *, min_value: int = 1990, max_value: int = 2100, **options: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, whole=True, **options)
        # No maxlength: it would cut "2030,5" to a year that nobody wrote.
        self.widget.attrs["size"] = "6"


#: What people write after an amount → what it is times.
_UNITS = (
    (1e9, ("milliarder", "milliardar", "milliard", "mrd", "billion", "bn")),
    (1e6, ("millioner", "millionar", "million", "mill", "mnok")),
    (1.0, ("kroner", "kr", "nok", ",-")),
)


class MoneyField(NumberField):
    """Kroner, as people write them: ``4 500 000 kr``, ``85 mill``, ``1,2 mrd. kr``."""

    def to_python(self, value: Any) -> float | int | None:
        """Return NOK.

        Raises
        ------
        ValidationError
            See :meth:`NumberField.to_python`.
        """
        if not isinstance(value, str):
            return super().to_python(value)
        times, rest = 1.0, value.strip()
        for kroner in (True, False):  # the currency comes last, or first as in English
            for factor, words in _UNITS:
                if (factor == 1.0) is kroner:
                    rest, times = _without(rest, words, factor, times)
        if rest.casefold().startswith(("kr", "nok")):
            rest = rest[2:].lstrip("Kk.: ") if rest[:2].casefold() == "kr" else rest[3:].lstrip()
        number = super().to_python(rest) if rest else super().to_python(value)
        return None if number is None else number * times

    def _said(self, reason: str) -> str:
        """Return what is wrong, with an amount as the example."""
        return (
            str(Text("core.field.not_money")) if reason == "not_number" else super()._said(reason)
        )


def _without(amount: str, words: tuple[str, ...], factor: float, times: float) -> tuple[str, float]:
    """Return an amount without the unit it ends in, and what it is times."""
    bare = amount.casefold().rstrip(" .")
    for word in words:
        before = bare[: -len(word)].rstrip()
        if bare.endswith(word) and before and not before[-1].isalpha():
            return amount[: len(before)], times * factor
    return amount, times


#: ``2027``, ``2027-06``, ``06.2027``.
_MONTH = re.compile(r"(?:(\d{4})(?:[-./](\d{1,2}))?|(\d{1,2})[-./](\d{4}))")


class MonthField(forms.Field):
    """A year, or a month of one: ``2027``, ``2027-06`` or ``06.2027``.

    Its value is ``(year, month)``, where month may be None.
    """

    widget = forms.TextInput

    def __init__(self, *, min_value: int = 1990, max_value: int = 2150, **options: Any) -> None:
        self.years = (min_value, max_value)
        super().__init__(**options)
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs["size"] = "8"

    def prepare_value(self, value: Any) -> Any:
        """Return it as it stands in the field."""
        if not isinstance(value, tuple | list):
            return value
        year, month = value
        return "" if year is None else f"{year}-{month:02}" if month else str(year)

    def to_python(self, value: Any) -> tuple[int, int | None] | None:
        """Return year and month.

        Raises
        ------
        ValidationError
        """
        if value in self.empty_values:
            return None
        parts = re.fullmatch(
            r"(?:(\d{4})(?:[-./](\d{1,2}))?|(\d{1,2})[-./](\d{4}))", str(value).strip()
        )
        if parts is None:
            raise ValidationError(str(Text("core.field.month")))
        year, month = int(parts[1] or parts[4]), parts[2] or parts[3]
        if not self.years[0] <= year <= self.years[1] or (month and not 1 <= int(month) <= 12):
            raise ValidationError(str(Text("core.field.month")))
        return year, int(month) if month else None


class _DayInput(forms.DateInput):
    """A date the browser helps to choose."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that somebody can mean; see :mod:`kortreist_web.core.days`."""

    widget = _DayInput

    def widget_attrs(self, widget: Any) -> dict[str, Any]:
        """Let the browser know which days there are."""
        first, last = entered_days()
        return {**super().widget_attrs(widget), "min": str(first), "max": str(last)}

    def validate(self, value: Any) -> None:
        """Refuse a day outside them."""
        super().validate(value)
        try:
            check_day(value, "")
        except RefusedError as refused:
            first, last = refused.values["first"], refused.values["last"]
            raise ValidationError(str(Text("core.field.day", first=first, last=last))) from refused
