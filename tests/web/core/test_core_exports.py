"""What is written for a page never lands in a file."""

import pytest
from django.utils.html import format_html

from kortreist_web.core.exports import csv_bytes


def test_markup_is_refused_in_a_file():
    with pytest.raises(TypeError, match="page cannot stand in a file"):
        csv_bytes([["a"], [format_html('<span title="{}">{}</span>', 1234, 1230)]])
    assert csv_bytes([[format_html("{}", "a")], ["a < b"]]) == b"a\r\na < b\r\n"
