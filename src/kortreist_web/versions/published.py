"""What versions of every kind share when they are made public."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from kortreist_web.core.datasets import Dataset, Item
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import find

__all__ = ["data_address", "finder", "one_dataset", "rows_of_kind"]

_LICENCE = "CC_BY_4_0"


def rows_of_kind(
    kind: str, **beside: Any
) -> Callable[[Sequence[Organisation]], Iterable[tuple[int, Version]]]:
    """Return what finds the versions of a kind that organisations have, newest first.

    Parameters
    ----------
    kind : str
    **beside : expression
        What is read of each in the same question, beside its own fields.
    """

    def rows(organisations: Sequence[Organisation]) -> Iterable[tuple[int, Version]]:
        by_key = {o.pk: o for o in organisations}
        found = Version.objects.filter(organisation__in=by_key, kind=kind)
        there = list(found.annotate(**beside).defer("content"))
        named = {
            (v.organisation_id, v.subject, v.content.get("withdraws"))
            for v in there
            if v.state == Version.State.WITHDRAWN
        }
        for version in there:
            version.organisation = by_key[version.organisation_id]
            key = (version.organisation_id, version.subject, version.number)
            version.known_retracted = key in named
            yield version.organisation_id, version

    return rows


def finder(kind: str) -> Callable[[Organisation, str], Version | None]:
    """Return what finds a version of a kind by the beginning of its hash."""
    return lambda organisation, prefix: find(organisation, kind, prefix)


def data_address(version: Version, code: str, numbers: Mapping[str, int], form: str) -> str:
    """Return where a version's data are; ``numbers`` are the two of its address."""
    first, second = numbers.values()
    keys = {"code": code, "kind": version.kind, "first": first, "second": second, "form": form}
    return reverse("data:version", kwargs=keys)


def one_dataset(
    id: str,
    title: Callable[[Version, str | None], str],
    numbers: Callable[[Version], Mapping[str, int]],
    forms: Sequence[str],
    frequency: str = "",
    texts: str = "",
    heading: str = "",
) -> Callable[[Sequence[tuple[Organisation, Sequence[Version]]]], list[list[Dataset]]]:
    """Return what makes one dataset of each organisation's versions, an item a version."""

    def item(version: Version, code: str) -> Item:
        keys = numbers(version)
        return Item(
            {form: data_address(version, code, keys, form) for form in forms},
            part="-".join(str(n) for n in keys.values()),
            title=lambda language: title(version, language),
            content_hash=version.content_hash,
        )

    def datasets(held: Sequence[tuple[Organisation, Sequence[Version]]]) -> list[list[Dataset]]:
        return [
            [
                Dataset(
                    id,
                    _LICENCE,
                    versions[0].created_at,
                    [item(v, organisation.code) for v in versions],
                    frequency=frequency,
                    texts=texts,
                    heading=heading,
                )
            ]
            if versions
            else []
            for organisation, versions in held
        ]

    return datasets
