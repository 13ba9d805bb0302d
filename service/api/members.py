"""The members of a search's JSON body: a search's parameters, by the names that a body has."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from datetime import date
from typing import Any

from marshmallow import fields, post_load

from service.directory.query import Query
from service.errors import InvalidQuery, Problem
from service.wording.english import LEFT_OUT
from service.wording.english_parameters import PARAMETERS

from .body import Body
from .fields import Code
from .query_schema import QuerySchema, query_of

# What a query repeats, a body lists; and a body says more of a patient than where to look.
_MEMBERS = {"near": "place", "need": "needs", "service": "services"}
_PARAMETERS = {member: name for name, member in _MEMBERS.items()}
# The language is a parameter of the route. A name would be taken for the patient's.
_LEFT_OUT = ("lang", "name")


def member_of(parameter: str) -> str:
    """What a body calls a parameter of a search."""
    return _MEMBERS.get(parameter, parameter)


def members_of(parameters: Mapping[str, str | None]) -> dict[str, Any]:
    """Parameters with values as text, as members with values of JSON."""
    known = QuerySchema._declared_fields
    return {
        member_of(name): None if text is None else known[name].deserialize(text)
        for name, text in parameters.items()
    }


def search_members() -> dict[str, fields.Field]:
    """The members of a search's body, by their names."""
    found = {}
    for name, field in QuerySchema._declared_fields.items():
        if name not in _LEFT_OUT:
            found[member_of(name)] = member = copy(field)
            about = PARAMETERS[name].replace("`near`", "`place`")
            member.metadata = field.metadata | {"description": about}
    choices = dict.fromkeys(map(member_of, LEFT_OUT), ())
    found["unknown"] = Code(PARAMETERS["unknown"], choices=choices, example="place")
    return found


class MatchesBody(Body.from_dict(search_members())):
    """What a patient needs, without the patient: no member says who it is."""

    def __init__(self, *, today: Callable[[], date], **options: Any) -> None:
        super().__init__(**options)
        self.today = today

    @post_load
    def make_query(self, asked: dict[str, Any], **_: Any) -> Query:
        return query_of_members(asked, self.today())


def query_of_members(asked: Mapping[str, Any], on: date) -> Query:
    """The query of members that are each right by themselves; raises InvalidQuery, which names
    members, where they are not together."""
    given = {_PARAMETERS.get(member, member): value for member, value in asked.items()}
    if turned := given.get("unknown"):
        given["unknown"] = _PARAMETERS.get(turned, turned)
    try:
        return query_of(given, on)
    except InvalidQuery as error:
        raise InvalidQuery(*map(_of_member, error.problems)) from None


def _of_member(problem: Problem) -> Problem:
    values = dict(problem.values)
    if "filters" in values:
        values["filters"] = [member_of(name) for name in values["filters"]]
    example = problem.example and member_of(problem.example)
    return replace(problem, parameter=member_of(problem.parameter), values=values, example=example)
