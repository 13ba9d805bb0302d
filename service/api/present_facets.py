"""Facets as JSON-ready data: every bucket with its code, its name and the people in it."""

from collections.abc import Mapping
from typing import Any

from service.directory.facets import PAYER, Bucket
from service.directory.payers import payer_named
from service.engines.protocol import Meta
from service.wording.sentences import payer_name
from service.wording.wording import Wording


def facets_data(
    facets: Mapping[str, tuple[Bucket, ...]], meta: Meta, wording: Wording
) -> dict[str, list[dict[str, Any]]]:
    """By facet; the most people first."""
    return {
        facet: [
            {"code": b.code, "name": _name(facet, b.code, meta, wording), "count": b.count}
            for b in buckets
        ]
        for facet, buckets in facets.items()
    }


def _name(facet: str, code: str, meta: Meta, wording: Wording) -> str:
    if facet == "payers":
        return payer_name(meta.payers.get(PAYER + code) or payer_named(code), wording)
    if facet == "programs":  # known to the directory by their ids alone
        return code
    if code == "unknown":
        return wording.names["known"][code]
    return wording.names[facet][code]
