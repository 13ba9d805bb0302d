"""JSON bodies of requests: read strictly, and told what is wrong of each member by its path."""

import json
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, ClassVar, NoReturn

from flask import Request, abort
from marshmallow import RAISE, Schema, ValidationError, fields, pre_load

from service.errors import InvalidBody, Problem, UnreadableBody

from .fields import fault
from .fixed import FixedSchema

# A request holds hundreds of wrong names; the first few tell enough.
MOST_PROBLEMS = 20
WHOLE_BODY = "body"  # what a problem is called that is of no one member
_DEEPEST = 8
_SAFE_MEMBER = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")
Path = tuple[str | int, ...]


class Body(FixedSchema):
    """The members of a JSON object: the whole body of a request, or a part of one.

    Others are refused. A member that need not be there may be null, which says the same.
    """

    class Meta:
        unknown = RAISE

    typed: ClassVar[bool] = True
    most_bytes: ClassVar[int] = 64 * 1024  # of the whole body
    error_messages: ClassVar = {
        "unknown": fault("not_a_member"),
        "type": fault("not_an_object"),
    }

    def on_bind_field(self, field_name: str, field_obj: fields.Field) -> None:
        field_obj.allow_none = not field_obj.required

    @pre_load
    def without_null(self, data: Any, **_: Any) -> Any:
        if not isinstance(data, dict):
            return data
        names = {field.data_key or name for name, field in self.fields.items()}
        return {k: v for k, v in data.items() if v is not None or k not in names}


def read_body(request: Request, most_bytes: int) -> Any:
    """The JSON of a request, where it can mean one thing only."""
    if not request.is_json:
        abort(415)
    try:
        text = read_bytes(request, most_bytes).decode()
    except UnicodeDecodeError:
        _unreadable("not_utf8")
    try:
        data = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_number, parse_float=_finite
        )
    except ValueError:
        _unreadable("not_json")
    except RecursionError:
        _unreadable("too_deep", most=_DEEPEST)
    if repeated := list(islice(_repeated(data, ()), MOST_PROBLEMS)):
        raise InvalidBody(*(Problem(spoken(path), "repeated") for path in repeated))
    return data


def loaded(schema: Schema, data: Mapping[str, Any]) -> Any:
    """What the schema makes of what did not come as JSON; raises InvalidBody."""
    try:
        return schema.load(data)
    except ValidationError as error:
        raise InvalidBody(*problems_of_body(error.normalized_messages(), schema)) from None


def problems_of_body(messages: Mapping[Any, Any], schema: Schema) -> Iterator[Problem]:
    """marshmallow's messages, one problem for each member at fault."""
    for path, (code, values) in _faults(messages, ()):
        if code == "not_a_member":
            values = {"members": _members(_declared(schema, path[:-1]))}
            yield Problem(spoken(path), code, values)
        else:
            field = _declared(schema, path)
            example = getattr(field, "metadata", {}).get("example")
            yield Problem(spoken(path), code, values, example)


def spoken(path: Iterable[str | int]) -> str:
    """A path as errors name it: "shortlist.0.npi". What is no name of ours is not repeated."""
    return ".".join(_safe(step) for step in path) or WHOLE_BODY


def _safe(step: str | int) -> str:
    shown = isinstance(step, int) or _SAFE_MEMBER.fullmatch(step)
    return str(step) if shown else "(unreadable)"


def read_bytes(request: Request, most: int) -> bytes:
    """The body; a longer one is a 413, before it is read where its length is told."""
    # One more, since a body that comes in chunks is cut there and not refused.
    request.max_content_length = most + 1
    if len(raw := request.get_data()) > most:
        abort(413)
    return raw


class _Ambiguous(dict):
    """An object that names a member twice: one reader would take the first, another the last."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        self.twice = [name for name, count in counts.items() if count > 1]


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    return members if len(members) == len(pairs) else _Ambiguous(pairs)


def _repeated(data: Any, path: Path) -> Iterator[Path]:
    if not isinstance(data, dict | list):
        return
    if len(path) == _DEEPEST:
        _unreadable("too_deep", most=_DEEPEST)
    if isinstance(data, _Ambiguous):
        yield from ((*path, name) for name in data.twice)
    for step, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield from _repeated(value, (*path, step))


def _no_number(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _finite(text: str) -> float:
    if math.isinf(number := float(text)):
        raise ValueError("larger than any number")
    return number


def _unreadable(code: str, **values: Any) -> NoReturn:
    raise UnreadableBody(Problem(WHOLE_BODY, code, values)) from None


def _faults(messages: Any, path: Path) -> Iterator[tuple[Path, tuple[str, dict[str, Any]]]]:
    """Each fault with its path, in the order of the schema."""
    if isinstance(messages, dict):
        for step, further in messages.items():
            yield from _faults(further, path if step == "_schema" else (*path, step))
        return
    while isinstance(messages, list):
        messages = messages[0]
    yield path, messages


def _declared(schema: Schema, path: Path) -> Schema | fields.Field | None:
    """The schema or field that a path leads to."""
    here: Any = schema
    for step in path:
        if isinstance(here, fields.List):
            here = here.inner
        elif isinstance(here, Schema):
            by_name = {field.data_key or name: field for name, field in here.fields.items()}
            here = by_name.get(str(step))
        if isinstance(here, fields.Nested):
            here = here.schema
    return here


def _members(schema: Any) -> list[str]:
    return [field.data_key or name for name, field in schema.fields.items()]
