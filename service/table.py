"""An answer as plain lines for a terminal: name first, then why, then what is not known."""

import textwrap
from collections.abc import Iterator

from service.api.cursor import write_cursor
from service.directory.disputes import disputes
from service.directory.page import Match
from service.directory.profile import Location, Profile
from service.directory.query import Query
from service.directory.sourced import office_facts
from service.search import Answer, Counted
from service.wording.benefits import benefit_text
from service.wording.languages import ENGLISH
from service.wording.provenance import dispute_text, standing_text
from service.wording.sentences import left_out_text, reason_text, sentence

WIDTH = 88
_REACHED_BY = ("phone", "address")


def answer_lines(answer: Answer, asked: Query) -> Iterator[str]:
    """The whole answer; `asked` is the query before its plan was resolved."""
    page, query = answer.page, answer.query
    where = f" near {query.place.label or 'the point given'}" if query.place else ""
    radius = f" within {query.radius_miles:g} miles" if query.by_distance else ""
    found = (
        "1 occupational therapist" if page.total == 1 else f"{page.total:,} occupational therapists"
    )
    yield f"{found}{where}{radius}"
    for note in answer.notes:
        yield f"Note: {sentence(note.code, note.values, ENGLISH)}"
    if benefit := answer.plan_benefit:
        yield from textwrap.wrap(f"Plan: {benefit_text(benefit, query.on, ENGLISH)}", WIDTH)
    for way in answer.relaxations:
        yield f"Nobody found as asked. {_way(way)}"
    for number, match in enumerate(page.matches, 1):
        yield ""
        yield from _match_lines(number, match, query)
    if answer.left_out:
        yield ""
    for entry in answer.left_out:
        yield f"{left_out_text(entry, asked, ENGLISH)} (--unknown {entry.parameter} shows them)"
    for way in answer.suggestions:
        yield f"Or: {_way(way)}"
    if page.next:
        yield ""
        yield f"More: the same search with --cursor {write_cursor(page.next, asked)}"


def _way(counted: Counted) -> str:
    step = counted.step
    return f"{sentence(step.sentence, step.values, ENGLISH)}: {counted.matches}"


def _match_lines(number: int, match: Match, query: Query) -> Iterator[str]:
    yield f"{number:>3}. {match.profile.display_name()}   {match.score:.1f} of 100 points"
    if match.location:
        yield f"     {_address(match.location)}"
        yield from (f"     {told}" for told in _doubts(match.profile, match.location, query))
    if match.other_locations:
        more = "location" if match.other_locations == 1 else "locations"
        yield f"     and {match.other_locations} more {more}"
    for reason in match.reasons:
        points = f"{reason.points:5.1f} of {reason.max_points:4.1f}"
        lines = textwrap.wrap(reason_text(reason, ENGLISH), WIDTH - 22) or [""]
        yield f"     {points}  {lines[0]}"
        yield from (" " * 21 + line for line in lines[1:])
    yield f"     NPI {match.profile.npi}"


def _doubts(profile: Profile, at: Location, query: Query) -> Iterator[str]:
    """What of phone and address is overdue, doubted or in dispute; reasons tell the rest."""
    for fact in office_facts(at):
        if fact.kind in _REACHED_BY and fact.overdue(query.on):
            yield standing_text(fact.field, fact.last_said, fact.doubted_on, ENGLISH)
    for found in disputes(profile):
        if found.location is at and found.kind in _REACHED_BY:
            yield dispute_text(found, ENGLISH)


def _address(location: Location) -> str:
    street = ", ".join(filter(None, (location.name, location.line1, location.line2)))
    town = " ".join(filter(None, (location.state, location.postal_code)))
    city = ", ".join(filter(None, (location.city, town)))
    phone = location.phone and f"{location.phone[:3]}-{location.phone[3:6]}-{location.phone[6:]}"
    return "; ".join(filter(None, (street, city, phone)))
