"""Facets as JSON-ready data: every bucket with its code, its name and the people in it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from service.directory.facets import PAYER, Bucket
from service.directory.payers import payer_named
from service.engines.protocol import Meta
from service.wording.sentences import payer_name
from service.wording.wording import Wording

NO_PROGRAMS: Mapping[str, str] = MappingProxyType({})


def facets_data(
    facets: Mapping[str, tuple[Bucket, ...]],
    meta: Meta,
    wording: Wording,
    programs: Mapping[str, str] = NO_PROGRAMS,
) -> dict[str, list[dict[str, Any]]]:
    """By facet; the most people first. A program of which this service has no file is shown by its
    id."""
    named = {
        facet: [(bucket, _name(facet, bucket.code, meta, wording)) for bucket in buckets]
        for facet, buckets in facets.items()
        if facet != "programs"
    }
    taken = facets.get("programs", ())
    named["programs"] = [(bucket, programs.get(bucket.code, bucket.code)) for bucket in taken]
    return {
        facet: [{"code": b.code, "name": name, "count": b.count} for b, name in named[facet]]
        for facet in facets
    }


def _name(facet: str, code: str, meta: Meta, wording: Wording) -> str:
    if facet == "payers":
        return payer_name(meta.payers.get(PAYER + code) or payer_named(code), wording)
    if code == "unknown":
        return wording.names["known"][code]
    return wording.names[facet][code]
