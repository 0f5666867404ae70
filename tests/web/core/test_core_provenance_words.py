"""A list of origins is in the reader's language: what the facts call themselves is English."""

import pytest
from django.utils.translation import override

from kortreist_web.core.provenance_tree import origins_in_words

RAW = [
    {"id": "facts/drivers", "kind": "fact", "title": "Drivers of emissions", "mark": "judgement"},
    {
        "id": "formula/reference",
        "kind": "formula",
        "title": "Emissions in the reference year",
        "expression": "{year}",
        "mark": "computed",
    },
    {"id": "own/x", "kind": "fact", "title": "Kommunens økonomiplan", "url": "javascript:alert(1)"},
]


@pytest.mark.parametrize(
    ("language", "driver", "reference"),
    [
        ("nb", "Drivkrefter bak utslippene", "Utslipp i referanseåret"),
        ("nn", "Drivkrefter bak utsleppa", "Utslepp i referanseåret"),
        ("en", "Drivers of emissions", "Emissions in the reference year"),
    ],
)
def test_each_origin_is_named_in_the_language(language, driver, reference):
    with override(language):
        one, two, own = origins_in_words(RAW)
    assert one.title.startswith(driver)
    assert two.title == reference
    assert (own.title, own.url) == ("Kommunens økonomiplan", ""), "its own words, and no script"
