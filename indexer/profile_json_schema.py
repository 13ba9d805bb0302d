"""The JSON Schema of profiles.ndjson, generated from the marshmallow schema that reads it."""

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields
from marshmallow.validate import OneOf

from service.directory.schema import FORMAT_VERSION, ProfileLineSchema


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of one line, with the parts under `$defs`."""
    plugin = MarshmallowPlugin()
    spec = APISpec("profiles", str(FORMAT_VERSION), "3.1.0", plugins=[plugin])
    plugin.converter.add_attribute_function(_known_keys)
    spec.components.schema("ProfileLine", schema=ProfileLineSchema)
    parts = _relocated(spec.to_dict()["components"]["schemas"])
    line = parts.pop("ProfileLine")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:otmatch:profiles:v{FORMAT_VERSION}",
        "title": f"One line of profiles.ndjson, version {FORMAT_VERSION}",
        **line,
        "$defs": dict(sorted(parts.items())),
    }


def _known_keys(_: Any, field: fields.Field, **__: Any) -> dict[str, Any]:
    """The codes that a field such as `services` may have as its keys."""
    key = getattr(field, "key_field", None)
    rules = [rule for rule in key.validators if isinstance(rule, OneOf)] if key else []
    return {"propertyNames": {"enum": list(rules[0].choices)}} if rules else {}


def _relocated(value: Any) -> Any:
    """References as a JSON Schema that stands alone has them."""
    if isinstance(value, list):
        return [_relocated(part) for part in value]
    if not isinstance(value, dict):
        return value
    found = {name: _relocated(part) for name, part in value.items()}
    if isinstance(found.get("$ref"), str):
        found["$ref"] = found["$ref"].replace("#/components/schemas/", "#/$defs/")
    return found
