"""What sources say otherwise is kept, stands beside what counts, and is said where it matters."""

from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs

from service.app import create_app
from service.directory.disputes import disputes
from service.directory.person_name import Name
from service.directory.profile import AgesServed, Conflict, Profile, Provenance
from service.directory.query import Query
from service.directory.ranking import score
from service.directory.sourced import shown_point
from service.directory.vocabulary import Known
from service.directory.zip_table import postal_code
from service.merge import merge
from service.search import search
from service.settings import Settings
from service.table import answer_lines
from service.wording.english_sources import SOURCES as EN
from service.wording.languages import ENGLISH, SPANISH
from service.wording.provenance import dispute_text
from service.wording.sentences import reason_text
from service.wording.spanish_sources import SOURCES as ES
from tests.api_answers import ask
from tests.conftest import new_engine
from tests.indexer_files import NPI
from tests.merge_records import DAY, OLD, PLAN, at, record, told_plan
from tests.strategies import ALBANY, TODAY

YES, NO = Known.YES, Known.NO


def told(*records, wording=ENGLISH):
    return [dispute_text(found, wording) for found in disputes(merge(records))]


# --- both sides -----------------------------------------------------------------------------------


def test_both_values_with_their_sources_and_days():
    phones = (at("clinicians", phone="5185550177"), at("nppes", OLD, phone="5185550100"))
    assert told(*phones) == [
        f"Phone: shown is 518-555-0177 ({EN['clinicians']}, Oct 1, 2026); "
        f"another source says 518-555-0100 ({EN['nppes']}, Mar 1, 2026)"
    ]
    assert told(*phones, wording=SPANISH) == [
        f"Teléfono: se muestra 518-555-0177 ({ES['clinicians']}, 1 oct 2026); "
        f"otra fuente dice 518-555-0100 ({ES['nppes']}, 1 mar 2026)"
    ]


def test_of_a_structure_each_part_names_the_source_that_it_was_taken_from():
    """The chapter says nothing of children, so the listing does; it is the listing's word."""
    chapter = record("profiles", label="chapter", ages_served=AgesServed(adults=YES))
    listing = record("qhp", OLD, "issuer", ages_served=AgesServed(adults=YES, children=NO))
    roster = record("mscs", OLD, "roster", ages_served=AgesServed(children=YES))
    assert told(chapter, listing, roster) == [
        "Treats children: shown is no (issuer, Mar 1, 2026); "
        "another source says yes (roster, Mar 1, 2026)"
    ]
    evidence = merge([chapter, listing]).evidence
    assert evidence["ages_served"].source == "chapter"
    assert evidence["ages_served.children"] == Provenance(
        source="issuer", as_of=OLD, because="only"
    )
    assert "ages_served.adults" not in evidence


@pytest.mark.parametrize(
    ("records", "text"),
    [
        ((record("nppes", name=Name(first="Ana", last="Ruiz")),
          record("qhp", None, name=Name(first="Eva", last="Ruiz"))),
         f"Name: shown is Ana Ruiz ({EN['nppes']}, Oct 1, 2026); "
         f"another source says Eva Ruiz ({EN['qhp']}, date not known)"),
        ((record("profiles", services={"driving": YES}), record("qhp", services={"driving": NO})),
         "Service (driving evaluation and rehabilitation): shown is yes "
         f"({EN['profiles']}, Oct 1, 2026); "
         f"another source says no ({EN['qhp']}, Oct 1, 2026)"),
        ((at("profiles", access={"step_free": NO}), at("qhp", access={"step_free": YES})),
         f"Access (step-free entrance): shown is no ({EN['profiles']}, Oct 1, 2026); "
         f"another source says yes ({EN['qhp']}, Oct 1, 2026)"),
        ((at("profiles", wait_weeks=3.0), at("qhp", OLD, wait_weeks=12.0)),
         f"Weeks to wait: shown is 3 ({EN['profiles']}, Oct 1, 2026); "
         f"another source says 12 ({EN['qhp']}, Mar 1, 2026)"),
    ],
)  # fmt: skip
def test_every_kind_of_fact_has_both_sides(records, text):
    assert told(*records) == [text]


def test_a_position_that_no_source_gives_is_the_middle_of_its_zip():
    here = postal_code("12203")
    assert told(at("nppes"), at("qhp", lat=34.05, lon=-118.24)) == [
        f"Position on the map: shown is {shown_point(here.lat, here.lon)} (the middle of the ZIP "
        f"code, date not known); another source says 34.0500, -118.2400 ({EN['qhp']}, Oct 1, 2026)"
    ]


def test_where_nothing_counts_the_other_word_is_told_alone():
    (found,) = disputes(Profile(npi=NPI, conflicts=(Conflict(field="gender", value="F", source="a",
                                                             as_of=DAY),)))  # fmt: skip
    assert found.counts is None
    assert dispute_text(found, ENGLISH) == ("Gender: another source says Female (a, Oct 1, 2026)")


# --- matches and reasons --------------------------------------------------------------------------

OPEN = at("profiles", DAY, "chapter", accepting_patients="newpt", wait_weeks=3.0)
FULL_UP = at("qhp", OLD, "issuer", accepting_patients="nopt")
REFUSED = told_plan("not-accepted", OLD, "office", plan=None)
LISTED = told_plan("in-network", DAY, "issuer")
PHONES = (at("clinicians", phone="5185550177"), at("nppes", OLD, phone="5185550100"))
DISPUTED = merge([OPEN, FULL_UP, REFUSED, LISTED, *PHONES])
BY_PLAN = Query(on=TODAY, place=ALBANY, plan=PLAN, payer="Gem Health")


def reason(signal: str, query: Query = BY_PLAN, profile: Profile = DISPUTED):
    found = score(profile, profile.locations[0], query).reasons
    return next(reason for reason in found if reason.signal == signal)


def test_a_disputed_reason_says_so_and_earns_the_same():
    assert reason_text(reason("availability"), ENGLISH) == (
        "Takes new patients; wait about 3 weeks. New patients: another source says "
        "Takes no patients now (issuer, Mar 1, 2026)"
    )
    quiet = structs.replace(DISPUTED, conflicts=())
    for signal in ("availability", "insurance"):
        told, plain = reason(signal), reason(signal, profile=quiet)
        assert (told.points, told.code) == (plain.points, plain.code)
        assert "conflicts" not in plain.values


@pytest.mark.parametrize("plan", [PLAN, None])
def test_insurance_in_dispute_says_so_of_the_plan_and_of_its_payer(plan):
    text = reason_text(reason("insurance", replace(BY_PLAN, plan=plan)), ENGLISH)
    assert text.endswith(
        f"Insurance ({PLAN}): another source says Does not take it (office, Mar 1, 2026)"
    )


def test_another_plans_dispute_is_not_told():
    text = reason_text(reason("insurance", replace(BY_PLAN, plan="P2", payer="Other")), ENGLISH)
    assert "another source" not in text


@pytest.fixture(scope="module")
def disputed_engine(request, meta):
    engine = new_engine("embedded", request)
    engine.replace([DISPUTED], meta)
    return engine


@pytest.fixture(scope="module")
def disputed_client(disputed_engine):
    return create_app(Settings(), disputed_engine, today=lambda: TODAY).test_client()


def test_the_terminal_tells_what_to_doubt_of_phone_and_address(disputed_engine):
    for on, lines in ((TODAY, 1), (date(2027, 6, 1), 3)):
        query = replace(BY_PLAN, on=on)
        told = list(answer_lines(search(disputed_engine, query), query))
        assert any("Phone: shown is 518-555-0177" in line for line in told)
        doubts = [line for line in told if line.strip().startswith(("Phone: ", "Address: "))]
        assert len(doubts) == lines, doubts


def test_a_match_tells_what_of_its_office_is_in_dispute(disputed_client):
    asked = {"near": "12203", "plan": PLAN, "accepting": "true"}
    (found,) = ask(disputed_client, asked).get_json()["matches"]
    told = {c["field"].rpartition(".")[2]: c for c in found["location"]["conflicts"]}
    assert set(told) == {"phone", "accepting_patients"}
    assert told["phone"]["counts"] == {
        "value": "5185550177", "source": "clinicians", "as_of": "2026-10-01",
    }  # fmt: skip
    assert "another source says Does not take it" in found["insurance"]["text"]


def test_why_not_tells_it_too(disputed_client):
    asked = {"near": "12203", "plan": PLAN, "insurance_mode": "require", "accepting": "true",
             "lang": "es"}  # fmt: skip
    path = f"/api/v1/providers/{NPI}/why-not"
    (there,) = disputed_client.get(path, query_string=asked).get_json()["locations"]
    told = {gate["parameter"]: gate["text"] for gate in there["gates"]}
    assert "otra fuente dice" in told["accepting"] and "otra fuente dice" in told["insurance_mode"]
    assert "otra fuente" not in told["near"]
