"""The body of an eligibility check: facts of a person who is not named, and the day asked about."""

from datetime import date
from typing import Any, ClassVar

from marshmallow import fields, post_load, pre_load

from service.access.rights import CHAPTER_EXAMPLE
from service.casework.content import Identity
from service.directory.languages import languages
from service.eligibility.facts import FACTS, NONE, Fact
from service.errors import InvalidBody, Problem

from .body import Body
from .body_fields import Day, Line, Part, Several
from .fields import Code, Whole, YesNo
from .members import search_members

YEARS = range(2000, 2200)  # of days that can be asked about
_NOTHING = {"const": NONE}
_TYPES: dict[str, dict[str, Any]] = {
    "postal_code": {"type": "string", "pattern": "^[0-9]{5}(-[0-9]{4})?$"},
    "birth_date": {"type": "string", "format": "date"},
    "household_income": {"type": "number", "minimum": 0, "maximum": 1_000_000_000},
    "income_percent_of_poverty": {"type": "number", "minimum": 0, "maximum": 1_000_000_000},
}


class ToldFact(fields.Raw):
    """A fact as it was told: what is wrong with it is found where all facts are looked at together,
    since one can contradict another."""

    def __init__(self, fact: Fact) -> None:
        kind = _TYPES.get(fact.name) or _type(fact)
        metadata = {"anyOf": [kind, _NOTHING]} if fact.nothing else kind
        super().__init__(metadata=metadata)

    def deserialize(self, value: Any, *_: Any, **__: Any) -> Any:
        return value


def _type(fact: Fact) -> dict[str, Any]:
    if fact.choices:
        flags = all(isinstance(choice, bool) for choice in fact.choices)
        return {"type": "boolean"} if flags else {"enum": list(fact.choices)}
    if fact.whole:
        return {"type": "integer", "minimum": fact.least, "maximum": fact.most}
    return {"type": "string", "minLength": 1, "maxLength": 100}


class _Facts(Body):
    """A person's facts by their names; what is not known is left out."""

    # Null could mean "not known" or "there is nothing"; who decides must not guess.
    without_null = pre_load(lambda self, data, **_: data)


FactsBody = type("FactsBody", (_Facts,), {name: ToldFact(fact) for name, fact in FACTS.items()})


def day_asked(asked: dict[str, Any], today: date) -> date:
    """The day that is asked about; raises InvalidBody for one of no plan or program."""
    on = asked.get("on") or today
    if on.year not in YEARS:
        raise InvalidBody(Problem("on", "fact_odd_day", example="2026-11-22"))
    return on


class IdentityBody(Body):
    """The least that a letter and finding the same person again need. Sealed."""

    given = Line("Given name.", example="Maria", required=True)
    family = Line("Family name.", example="Example", required=True)
    birth_date = Day("Birth date.", example="1979-03-02", required=True)
    language = Code("Of letters, ISO 639-1; en if left out.",
                    choices=dict.fromkeys(languages(), ()), example="es")  # fmt: skip

    @post_load
    def make_identity(self, told: dict[str, Any], **_: Any) -> Identity:
        return Identity(**told)


class AskedBody(Body):
    """What is asked. No member says who the person is."""

    most_bytes: ClassVar[int] = 16 * 1024

    on = Day("The day that it is decided for; today if left out.", example="2026-11-22")
    facts = Part(
        FactsBody,
        "What is known of the person; `none` where they were asked and there is nothing, such as "
        "no award ever.",
        required=True,
    )
    programs = Several(
        Line("A program's id.", most=80, example="example-bridge-visits"),
        "Only these programs; all if left out.",
        most=1000,
    )


class CheckBody(AskedBody):
    """Nobody says who the person is, but staff who record it."""

    record = YesNo(
        "Staff alone: keep what each of `programs` says as a case of their chapter.",
        example="true",
    )
    chapter = Line(
        "Whose case it is, with `record`; may be left out by staff of one chapter.",
        most=64,
        example=CHAPTER_EXAMPLE,
    )
    patient = Part(IdentityBody, "Whom it is about, with `record`; needed for a letter by name.")
    recheck_on = Day(
        "When to check again, with `record`; else a year later, after 30 days where information "
        "is missing, and at the latest when the program ends.",
        example="2027-11-22",
    )


# What of a search goes beside the facts: no insurance, for the program pays; and neither the
# filters that the program itself makes, nor another page.
_OF_SEARCH = (
    "place", "radius", "needs", "services", "accepting", "access", "telehealth", "patient_state",
    "setting", "language", "gender",
)  # fmt: skip


class ProgramMatchesBody(
    AskedBody.from_dict({name: search_members()[name] for name in _OF_SEARCH}, name="SearchBody")
):
    """Facts, and what OTs are looked for. No member says who the person is."""

    limit = Whole("Most OTs of each program; 5 if left out.", most=20, example="5")
