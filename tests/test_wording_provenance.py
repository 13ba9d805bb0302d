"""Every field that sources can contradict each other in has a sentence that reads well."""

from datetime import date

import pytest

from service.directory.disputes import Dispute, field_of
from service.directory.profile import REASONS_TO_WIN, Conflict
from service.directory.services import SERVICES
from service.directory.sourced import Sourced
from service.directory.vocabulary import ACCESS_FACTS
from service.merge.precedence import LOCATION_RULES, PERSON_RULES
from service.wording.english_sources import SOURCES as EN
from service.wording.languages import ENGLISH, WORDINGS
from service.wording.provenance import because_text, conflict_text, dispute_text

DAY = date(2026, 3, 1)


IN_EVERY_LANGUAGE = pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)


def told(field, value, as_of=DAY, wording=ENGLISH):
    found = Conflict(field=field, value=value, source="nppes", as_of=as_of)
    return conflict_text(found, wording)


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("gender", "F", f"Gender: another source says Female ({EN['nppes']}, Mar 1, 2026)"),
        ("name", "Ana Ruiz", f"Name: another source says Ana Ruiz ({EN['nppes']}, Mar 1, 2026)"),
        ("services.driving", "no", "Service (driving evaluation and rehabilitation): another "
         f"source says no ({EN['nppes']}, Mar 1, 2026)"),
        ("ages_served.children", "yes", "Treats children: another source says yes "
         f"({EN['nppes']}, Mar 1, 2026)"),
        ("locations.ab12.phone", "5185550100", "Phone: another source says 518-555-0100 "
         f"({EN['nppes']}, Mar 1, 2026)"),
        ("locations.ab12.accepting_patients", "nopt", "New patients: another source says Takes no "
         f"patients now ({EN['nppes']}, Mar 1, 2026)"),
        ("locations.ab12.plans.plan:11111NY0010001", "not-accepted", "Insurance (11111NY0010001): "
         f"another source says Does not take it ({EN['nppes']}, Mar 1, 2026)"),
        ("locations.ab12.access.step_free", "no", "Access (step-free entrance): another source "
         f"says no ({EN['nppes']}, Mar 1, 2026)"),
    ],
)  # fmt: skip
def test_a_conflict_in_words(field, value, text):
    assert told(field, value) == text


def test_of_no_known_day():
    assert (
        told("gender", "F", None)
        == f"Gender: another source says Female ({EN['nppes']}, date not known)"
    )


def compared():
    """Every field that the merge compares."""
    person = {"ages_served": ("adults", "children"), "services": SERVICES,
              "home_visits": ("offered", "radius_miles")}  # fmt: skip
    for rules, start, parts in (
        (PERSON_RULES, "", person),
        (LOCATION_RULES, "locations.ab12.", {"access": ACCESS_FACTS}),
    ):
        for name, rule in rules.items():
            if rule.compared and rule.by != "together":
                yield from (
                    (f"{start}{name}.{p}" for p in parts[name])
                    if name in parts
                    else (f"{start}{name}",)
                )
    yield "locations.ab12.plans.payer:original-medicare"


@IN_EVERY_LANGUAGE
@pytest.mark.parametrize("field", list(compared()))
def test_every_compared_field_has_its_words(field, wording):
    text = told(field, "yes", wording=wording)
    assert text[0].isupper() and "ab12" not in text and "{" not in text and "()" not in text


@IN_EVERY_LANGUAGE
@pytest.mark.parametrize("field", list(compared()))
def test_every_compared_field_has_words_for_both_sides(field, wording):
    found = Conflict(field=field, value="no", source="nppes", as_of=DAY)
    counts = Sourced(field_of(found), "yes", "qhp", DAY)
    text = dispute_text(Dispute(counts.field, found, counts=counts), wording)
    assert text[0].isupper() and "ab12" not in text and "{" not in text
    sources = wording.names["sources"]
    assert text.index(sources["qhp"]) < text.index(sources["nppes"])


@IN_EVERY_LANGUAGE
@pytest.mark.parametrize("because", REASONS_TO_WIN)
def test_every_reason_to_win_has_its_words(because, wording):
    assert because_text(because, wording)
    assert because_text(None, wording) is None
