"""Tonnes on a plan's page have the digits they bear, and are exact on hover."""

from django.utils.translation import override

from kortreist_web.core.templatetags.kortreist import few


def test_three_digits_and_the_exact_one_on_hover():
    with override("en"):
        assert few(66_033.0) == '<span title="66,033">66,000</span>'
        assert few(785.0) == "785"
        assert few(0.0) == "0"
        assert few(None) == "\u2013"
