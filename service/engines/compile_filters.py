"""Filters compiled to Elasticsearch queries: for each gate, where it holds and where the fact is
unknown. The mirror of `directory.filters`; one contract suite holds them equal."""

from dataclasses import dataclass, field
from typing import Any

from service.directory.insurance import ACCEPTING
from service.directory.names import typing_errors
from service.directory.query import Query
from service.directory.text import slug

Clause = dict[str, Any]
NOTHING: Clause = {"match_none": {}}
_EVERY_WORD = 10_000


def term(name: str, value: Any) -> Clause:
    return {"term": {name: value}}


def terms(name: str, values: Any) -> Clause:
    return {"terms": {name: list(values)}}


def missing(name: str) -> Clause:
    return negated({"exists": {"field": name}})


def negated(*clauses: Clause) -> Clause:
    return {"bool": {"must_not": list(clauses)}}


def every(*clauses: Clause) -> Clause:
    return {"bool": {"filter": list(clauses)}}


def either(*clauses: Clause) -> Clause:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def nested(clause: Clause) -> Clause:
    return {"nested": {"path": "locations", "query": clause}}


def at(name: str) -> str:
    return f"locations.{name}"


@dataclass(frozen=True)
class Compiled:
    """One gate: where it holds, and where its fact is unknown."""

    holds: Clause
    unknown: Clause


@dataclass(frozen=True)
class Area:
    """People for whom distance is counted alike: `who` they are, and miles taken off.

    Outside of home visits there is one area, of everyone, with nothing taken off. `offset` None
    means that the OT comes to the patient, wherever the location is.
    """

    who: Clause = field(default_factory=lambda: {"match_all": {}})
    offset: int | None = 0


def areas(query: Query, home_radii: tuple[int, ...]) -> list[Area]:
    """Mutually exclusive groups of people by their home-visit area."""
    if not (query.by_distance and query.comes_home):
        return [Area()]
    code, county = query.home_codes
    named = [term("home_postal_codes", code)] * bool(code)
    named += [term("home_counties", county)] * bool(county)
    visited = either(*named) if named else NOTHING
    by_radius = [
        Area(every(negated(visited), term("home_radius", miles)), miles) for miles in home_radii
    ]
    return [
        Area(visited, None),
        *by_radius,
        Area(negated(visited, {"exists": {"field": "home_radius"}}), 0),
    ]


def person_gates(query: Query) -> dict[str, Compiled]:
    """Gates on the person, by parameter."""
    gates: dict[str, Compiled] = {}
    if query.name:
        forms = [every(*map(_word, words)) for words in query.name_forms]
        gates["name"] = Compiled(either(*forms), missing("names"))
    for parameter, name, wanted in (
        ("specialty", "taxonomies", query.specialties),
        ("language", "languages", query.languages),
        ("gender", "gender", query.genders),
    ):
        if wanted:
            gates[parameter] = Compiled(terms(name, wanted), missing(name))
    if query.credentials:
        of_all = every if query.every_credential else either
        held = {code: credential_holds(code, query) for code in query.credentials}
        maybe = [either(clause, term("claimed", code)) for code, clause in held.items()]
        holds = of_all(*held.values())
        gates["credential"] = Compiled(holds, every(of_all(*maybe), negated(holds)))
    if query.telehealth:
        gates["telehealth"] = _known("telehealth")
        state = query.care_state
        gates["patient_state"] = Compiled(term("licensed_in", state), missing("licensed_in"))
    if query.comes_home:
        gates["setting"] = _known("home_visits")
    return gates


def _word(word: str) -> Clause:
    """A word of a name, as `names.word_matches` has it."""
    begun = {"prefix": {"names": {"value": word}}}
    if not typing_errors(word):
        return begun
    # Any other rewrite loses matches where many words are alike.
    near = {"value": word, "fuzziness": typing_errors(word), "rewrite": "constant_score"}
    return either(begun, {"fuzzy": {"names": near | {"max_expansions": _EVERY_WORD}}})


def credential_holds(code: str, query: Query) -> Clause:
    return {"range": {f"credential_until.{slug(code)}": {"gte": query.on.isoformat()}}}


def location_gates(query: Query) -> dict[str, Compiled]:
    """Gates on a location apart from `near`, which depends on the area."""
    gates: dict[str, Compiled] = {}
    if query.setting and not query.comes_home:
        holds = term(at("settings"), query.setting)
        gates["setting"] = Compiled(holds, missing(at("settings")))
    if query.accepting:
        name = at("accepting")
        gates["accepting"] = Compiled(term(name, "newpt"), term(name, "unknown"))
    if query.insurance_required and query.asks_insurance:
        accepted = [has_stance(query, n, s) for n, s in stance_cases(query) if s in ACCEPTING]
        gates["insurance_mode"] = Compiled(either(*accepted), no_stance(query))
    if query.programs:
        holds = terms(at("programs"), query.programs)
        refused = every(*(term(at("no_programs"), program) for program in query.programs))
        gates["program"] = Compiled(holds, negated(holds, refused))
    if query.access:
        holds = every(*(term(at("access"), fact) for fact in query.access))
        refused = terms(at("no_access"), query.access)
        gates["access"] = Compiled(holds, negated(holds, refused))
    return gates


def near_gate(query: Query, area: Area) -> Compiled:
    """Within the radius; unknown without a point, where the state is the same or not known."""
    place = query.place
    assert place is not None  # noqa: S101
    here = term(at("state"), place.state) if place.state else NOTHING
    same_state = either(here, missing(at("state"))) if place.state else NOTHING
    if area.offset is None:
        return Compiled({"match_all": {}}, NOTHING)
    within = {
        "geo_distance": {
            "distance": f"{query.radius_miles + area.offset}mi",
            at("point"): {"lat": place.lat, "lon": place.lon},
        }
    }
    return Compiled(within, every(missing(at("point")), same_state))


def stance_cases(query: Query) -> list[tuple[int, str]]:
    """Every (place of the key in `query.insurance_keys`, status) that may decide."""
    statuses = ("in-network", "accepts-payer", "not-accepted", "self-pay-only")
    return [(n, status) for n in range(len(query.insurance_keys)) for status in statuses]


def has_stance(query: Query, number: int, status: str) -> Clause:
    """The location's deciding stance is that of the key `number`, with this status."""
    keys = query.insurance_keys
    told = term(at("evidence"), f"{keys[number]}|{status}")
    return every(told, negated(terms(at("stance"), keys[:number]))) if number else told


def no_stance(query: Query) -> Clause:
    return negated(terms(at("stance"), query.insurance_keys))


def _known(name: str) -> Compiled:
    return Compiled(term(name, "yes"), term(name, "unknown"))
