"""Pieces that published shapes are made of: every field stands in every answer, none besides."""

from collections.abc import Iterable
from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from .fixed import FixedSchema


class Shape(FixedSchema):
    class Meta:
        unknown = RAISE


def string(**options: Any) -> fields.String:
    return fields.String(required=True, **options)


def choice(values: Iterable[str], **options: Any) -> fields.String:
    """One of the vocabulary's codes."""
    return string(validate=validate.OneOf(list(values)), **options)


def maybe(kind: type[fields.Field] = fields.String, **options: Any) -> fields.Field:
    """A value, or null where it is not known."""
    return kind(required=True, allow_none=True, **options)


def items(inner: Any) -> fields.List:
    return fields.List(fields.Nested(inner) if isinstance(inner, type) else inner, required=True)


def one(schema: type[Schema], **options: Any) -> fields.Nested:
    return fields.Nested(schema, required=True, **options)
