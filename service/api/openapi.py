"""flask-smorest in our manner: unknown parameters are errors, errors are documented as problems."""

from collections.abc import Callable, Mapping
from functools import partial
from threading import Lock
from typing import Any, ClassVar
from urllib.parse import unquote_to_bytes

from flask import Flask, Request, Response, current_app
from flask_smorest import Api, Blueprint
from marshmallow import RAISE, Schema, ValidationError, fields
from webargs.flaskparser import FlaskParser

from .authentication import BEARER
from .body import Body, read_body
from .body_fields import NpiOrRecipient
from .fields import Repeatable, fault
from .problems import register_problems
from .schemas_changes import GoneShape
from .schemas_service import ProblemShape

PROBLEM_JSON = "application/problem+json"
ETAG = {
    "ETag": {"description": "Names this answer.", "required": True, "schema": {"type": "string"}}
}
GONE = "This OT was in this directory and left; `departure` tells why."
UNCHANGED = "The answer is still the one whose ETag was sent in If-None-Match."
BODY_ERRORS = {
    400: "The body is no JSON, or is nested too deeply.",
    413: "The body is too large.",
    415: "The body is not said to be JSON, by `Content-Type: application/json`.",
}
IF_NONE_MATCH = {
    "in": "header",
    "name": "If-None-Match",
    "description": "ETags of answers that the client has; one that still holds is a 304.",
    "schema": {"type": "string"},
}


IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "description": "The ETag of what was read: the one version that this is for; "
    "neither `*` nor a list.",
    "schema": {"type": "string", "pattern": '^(W/)?"[0-9]{1,9}"$', "examples": ['W/"1"']},
}
VERSION_ERRORS = {
    410: "It was erased.",
    412: "It changed since it was read; read it again.",
    428: "If-Match is needed.",
}


class ProblemApi(Api):
    """flask-smorest's Api with our error shape."""

    ERROR_SCHEMA = ProblemShape
    # flask-smorest documents errors with this one; StrictBlueprint names that of good answers.
    DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM_JSON

    def __init__(self, app: Flask) -> None:
        self._unwritten: list[Callable[[], None]] = []
        self._writing = Lock()
        super().__init__(app)

    def _register_error_handlers(self) -> None:
        register_problems(self._app)

    def _init_spec(self, **options: Any) -> None:
        super()._init_spec(**options)
        self.ma_plugin.converter.add_attribute_function(_typed_example)
        self.spec.components.security_scheme("bearer", BEARER)
        self.ma_plugin.converter.add_attribute_function(_of_body)

    def written_later(self, write: Callable[[], None]) -> None:
        """Of the document, which most processes are never asked for, and takes as long to write
        as all else of the app."""
        self._unwritten.append(write)

    def written(self) -> dict[str, Any]:
        """The whole document."""
        with self._writing:
            while self._unwritten:
                self._unwritten.pop(0)()
            return self.spec.to_dict()

    def _openapi_json(self) -> Response:
        text = current_app.json.dumps(self.written(), indent=2, sort_keys=False)
        return current_app.response_class(text, mimetype="application/json")

    def _register_pagination_header(self) -> None:
        """Pages go by cursor; no header tells of them."""


class StrictParser(FlaskParser):
    """Unknown query parameters, and bytes that are no text, are errors and not noise."""

    DEFAULT_UNKNOWN_BY_LOCATION: ClassVar = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
    }

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        for pair in req.query_string.split(b"&"):
            try:
                unquote_to_bytes(pair).decode()
            except UnicodeDecodeError:
                name = pair.partition(b"=")[0].decode("ascii", "replace")
                raise ValidationError({name: fault("not_utf8")}) from None
        return super().load_querystring(req, schema)

    def load_json(self, req: Request, schema: Schema) -> Any:
        return read_body(req, getattr(schema, "most_bytes", Body.most_bytes))


class StrictBlueprint(Blueprint):
    ARGUMENTS_PARSER = StrictParser()

    def register_views_in_doc(self, api: ProblemApi, *where: Any, **options: Any) -> None:
        api.written_later(partial(super().register_views_in_doc, api, *where, **options))

    def response(self, status_code: int, schema: type[Schema], **options: Any) -> Callable:
        return super().response(status_code, schema, content_type="application/json", **options)

    def body(self, schema: Body) -> Callable:
        """A JSON body; what it makes is given to the method after the query's parameters."""

        def decorate(method: Callable) -> Callable:
            for status, description in BODY_ERRORS.items():
                method = self.problem(status, description)(method)
            return self.arguments(schema, location="json")(method)

        return decorate

    def header(self, parameter: Mapping[str, Any]) -> Callable:
        """Documents a header of the request, beside the parameters."""

        def decorate(method: Callable) -> Callable:
            headers = getattr(method, "_apidoc", {}).get("headers", [])
            wrapped: Any = self.doc()(method)
            wrapped._apidoc["headers"] = [*headers, parameter]
            return wrapped

        return decorate

    def versioned(self, method: Callable) -> Callable:
        """Documents a change that is made to one version alone."""
        for status, description in VERSION_ERRORS.items():
            method = self.problem(status, description)(method)
        return self.header(IF_MATCH)(method)

    def _prepare_arguments_doc(self, doc: dict, doc_info: dict, **options: Any) -> dict:
        doc = super()._prepare_arguments_doc(doc, doc_info, **options)
        if headers := doc_info.get("headers"):
            doc["parameters"] = [*doc.get("parameters", []), *headers]
        return doc

    def tagged(self, schema: type[Schema]) -> Callable:
        """Documents a good answer with its ETag, and that it need not be sent to who has it."""

        def decorate(get: Callable) -> Callable:
            unchanged = self.alt_response(304, description=UNCHANGED, headers=ETAG)
            return self.response(200, schema, headers=ETAG)(unchanged(get))

        return decorate

    def problem(self, status_code: int, description: str, **options: Any) -> Callable:
        """Documents an error."""
        return self.alt_response(
            status_code, schema=ProblemShape, description=description, **options
        )

    def conflict(self, *shapes: type[ProblemShape], **options: Any) -> Callable:
        """Documents a 409, which is one of these shapes, by its `type`."""
        schema = {"oneOf": list(shapes)} if len(shapes) > 1 else shapes[0]
        told = " ".join(" ".join((shape.__doc__ or "").split()) for shape in shapes)
        return self.alt_response(409, schema=schema, description=told, **options)

    def gone(self) -> Callable:
        """Documents the error of one who left."""
        return self.alt_response(410, schema=GoneShape, description=GONE)


def _typed_example(_: Any, field: fields.Field, ret: dict[str, Any], **__: Any) -> dict[str, Any]:
    """The example as OpenAPI 3.1 has it: in a list, of the field's own type.

    Not as `example`: the page would fill that into its form, and no search uses all parameters.
    """
    example = ret.pop("example", None)
    if example is None:
        return {}
    if isinstance(field, fields.List):
        return {"examples": [[example]]}
    if isinstance(field, fields.Boolean):
        return {"examples": [example == "true"]}
    if isinstance(field, fields.Integer):
        return {"examples": [int(example)]}
    return {"examples": [float(example) if isinstance(field, fields.Float) else example]}


def _of_body(_: Any, field: fields.Field, ret: dict[str, Any], **__: Any) -> dict[str, Any]:
    """What only a body may have: null for what need not be there, a code where a list of codes
    can stand."""
    if not getattr(field.root, "typed", False):
        return {}
    if isinstance(field, NpiOrRecipient):
        npi = {"type": "string", "pattern": field.schema.fields["npi"].metadata["pattern"]}
        return {"anyOf": [npi, {"$ref": ret.pop("$ref")}]}
    null = [{"type": "null"}] if field.allow_none else []
    if isinstance(field, Repeatable):
        codes = {"type": "array", "items": ret.pop("items")}
        ret.pop("type")
        return {"anyOf": [codes, codes["items"], *null]}
    return {"enum": [*ret["enum"], None]} if null and "enum" in ret else {}
