"""``{{ nok|kroner }}``: an amount with its unit, small ones in kroner."""

from __future__ import annotations

from django import template

from kortreist_web.bindings.kroner import kroner

register = template.Library()
register.filter("kroner", kroner)
