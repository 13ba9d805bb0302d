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
_NUMBERED = "~"  # between the number of a page, its cursor and those of the pages before it
_MOST_BACK = 20  # so that addresses stay short
_ASKABLE = QuerySchema(today=date.today).fields.keys() - {each.parameter for each in PREFERENCES}
_MOST_PAGES = 10**6
Values = str | Iterable[str] | None


@dataclass(frozen=True)
class Asked:
    """The parameters of GET /providers, as they were sent; `page` counts from 1, and `before` are
    the cursors of the pages between the first and this one, the nearest first."""

    values: Mapping[str, tuple[str, ...]]
    page: int = 1
    before: tuple[str, ...] = ()

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
        here = self.all("cursor") if self.page > 1 else ()
        return self._page(self.page + 1, (cursor, *here, *self.before))

    def page_before(self) -> str | None:
        return self._page(self.page - 1, self.before) if self.before else None

    def first_page(self) -> str | None:
        return self._page(1, ()) if self.page > 1 else None

    def _page(self, number: int, cursors: tuple[str, ...]) -> str:
        told = _NUMBERED.join((str(number), *cursors[: _MOST_BACK + 1])) if cursors else None
        return self.link(cursor=told, unknown=self.all("unknown"))


def read_asked() -> Asked:
    """What this request asks; a cursor of a page carries the page's number. What others append to
    a link, to count where people come from, is not asked; and nothing is asked twice."""
    values = {
        name: kept
        for name, sent in request.args.lists()
        if name in _ASKABLE and (kept := tuple(dict.fromkeys(v for v in sent if v.strip())))
    }
    number, *cursors = values.get("cursor", ("",))[0].split(_NUMBERED)
    if not (cursors and number.isascii() and number.isdigit() and int(number) < _MOST_PAGES):
        return Asked(values)
    return Asked(values | {"cursor": (cursors[0],)}, int(number), tuple(cursors[1:]))
