"""A search as a form sends it: what is empty was not asked, and what is chosen for all pages is no
part of it. Links of a page change it by one condition."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import request
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from service.api.problems import problems_in
from service.api.query_schema import QuerySchema
from service.directory.query import Query
from service.errors import InvalidQuery

from .preferences import PREFERENCES

SEARCH, FORM = "/search", "/"
_PER_PAGE = "10"
_NUMBERED = "~"  # between the number of a page and its cursor
_ASKABLE = QuerySchema(today=date.today).fields.keys() - {each.parameter for each in PREFERENCES}
_MOST_PAGES = 10**6
Values = str | Iterable[str] | None


@dataclass(frozen=True)
class Asked:
    """The parameters of GET /providers, as they were sent; `page` counts from 1."""

    values: Mapping[str, tuple[str, ...]]
    page: int = 1

    def get(self, name: str, default: str = "") -> str:
        return next(iter(self.values.get(name, ())), default)

    def all(self, name: str) -> tuple[str, ...]:
        return self.values.get(name, ())

    def query(self, today: Callable[[], date]) -> Query:
        """Raises InvalidQuery, with a problem for each parameter that is wrong."""
        schema = QuerySchema(today=today)
        told = MultiDict({"limit": _PER_PAGE} | {n: list(v) for n, v in self.values.items()})
        try:
            return schema.load(told)
        except ValidationError as error:
            raise InvalidQuery(*problems_in(error.normalized_messages(), schema)) from None

    def link(self, path: str = SEARCH, /, **changes: Values) -> str:
        """The same search with other values, from its first page; None takes a parameter out.

        Those of whom a fact is not known are a look aside: another condition ends it.
        """
        values = dict(self.values) | {"cursor": (), "unknown": ()}
        for name, value in changes.items():
            values[name] = (value,) if isinstance(value, str) else tuple(value or ())
        query = urlencode([(name, v) for name, held in values.items() for v in held])
        return f"{path}?{query}" if query else path

    def with_value(self, name: str, value: str) -> str:
        """One more of a parameter that takes several."""
        return self.link(**{name: dict.fromkeys((*self.all(name), value))})

    def without_value(self, name: str, value: str) -> str:
        return self.link(**{name: [held for held in self.all(name) if held != value]})

    def next_page(self, cursor: str) -> str:
        numbered = f"{self.page + 1}{_NUMBERED}{cursor}"
        return self.link(cursor=numbered, unknown=self.all("unknown"))


def read_asked() -> Asked:
    """What this request asks; a cursor of a page carries the page's number. What others append to
    a link, to count where people come from, is not asked; and nothing is asked twice."""
    values = {
        name: kept
        for name, sent in request.args.lists()
        if name in _ASKABLE and (kept := tuple(dict.fromkeys(v for v in sent if v.strip())))
    }
    number, numbered, cursor = values.get("cursor", ("",))[0].partition(_NUMBERED)
    if not (numbered and number.isascii() and number.isdigit() and int(number) < _MOST_PAGES):
        return Asked(values)
    return Asked(values | {"cursor": (cursor,)}, int(number))
