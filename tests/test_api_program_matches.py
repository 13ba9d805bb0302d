"""POST /eligibility/matches: programs, and the OTs whom each one pays, in one answer."""

import logging

import pytest

from service.api.schemas_program_matches import ProgramMatchesShape
from service.app import create_app
from service.settings import Settings
from tests.api_answers import PLAN, problem
from tests.conftest import GOLDEN_DAY, new_engine
from tests.fixture_directory import FIXTURES, load_fixtures
from tests.test_api_eligibility import BRIDGE, TOLD, WHOLE
from tests.test_api_log import everything_logged

MATCHES = "/api/v1/eligibility/matches"
MSCS = "1999901022"
ANYBODY = """id: {id}
version: 1
name: Anybody (example)
sponsor: Example MS Chapter
effective: {{from: 2026-01-01}}
source: {{text: Example, checked_on: 2026-10-01}}
benefits: [{{kind: ot-visits, amount: 4}}]
provider: {provider}
criteria:
  all:
    - {{fact: diagnosis, is: ms}}
"""


def ask(client, facts: dict, lang: str = "en", **body):
    return client.post(f"{MATCHES}?lang={lang}", json={"on": "2026-11-22", "facts": facts, **body})


def told(client, facts: dict, lang: str = "en", **body) -> dict:
    response = ask(client, facts, lang, **body)
    assert response.status_code == 200, response.get_json()
    data = response.get_json()
    ProgramMatchesShape().load(data)
    return data


def program(data: dict, identity: str = BRIDGE) -> dict:
    (found,) = (each for each in data["programs"] if each["program"] == identity)
    return found


@pytest.fixture
def client_of(fixture_engine, tmp_path):
    """The API with programs that ask these things of an OT."""

    def make(*providers: str):
        for number, provider in enumerate(providers):
            text = ANYBODY.format(id=f"example-{number}", provider=provider)
            (tmp_path / f"{number}.yaml").write_text(text)
        settings = Settings(programs=str(tmp_path))
        return create_app(settings, fixture_engine, lambda: GOLDEN_DAY).test_client()

    return make


def test_who_is_eligible_gets_visits_dates_and_the_ots_whom_the_program_pays(client):
    found = program(told(client, WHOLE))
    assert found["outcome"] == "eligible"
    assert found["benefits"][0]["amount"] == 6
    assert found["effective"] == {"from": "2026-01-01", "to": "2026-12-31"}
    assert found["funds"] == "open"
    providers = found["providers"]
    assert [match["npi"] for match in providers["matches"]] == [MSCS]
    (match,) = providers["matches"]
    assert match["programs"][0]["accepts"] == "yes"
    assert match["recipient"]["npi"] == MSCS
    assert abs(sum(r["points"] for r in match["reasons"]) - match["score"]) < 0.001
    assert providers["text"].startswith("Therapists nearby whom this program pays")


def test_what_the_program_asks_of_an_ot_is_what_a_search_filters_by(client):
    providers = program(told(client, WHOLE))["providers"]
    assert providers["search"] == {
        "place": "12203", "program": [BRIDGE], "credential": ["MSCS"]
    }  # fmt: skip
    page = client.post("/api/v1/matches", json=providers["search"]).get_json()
    assert page["total"] == providers["total"] == 1
    assert page["left_out_unknown"] == providers["left_out_unknown"]


def test_who_may_be_eligible_is_told_what_is_missing_and_where_to_go(client):
    found = program(told(client, TOLD))
    assert found["outcome"] == "needs_information"
    assert found["missing"]
    assert found["providers"]["total"] == 1


def test_who_is_not_eligible_is_not_sent_anywhere(client):
    providers = program(told(client, WHOLE | {"diagnosis": "als"}))["providers"]
    assert (providers["total"], providers["search"], providers["matches"]) == (None, None, [])
    assert "where the person has the program" in providers["text"]


def test_without_a_place_programs_are_told_and_the_place_is_asked_for(client):
    facts = {name: value for name, value in WHOLE.items() if name != "postal_code"}
    providers = program(told(client, facts | {"state": "NY"}))["providers"]
    assert providers["total"] is None
    assert providers["text"] == "Tell the ZIP code, or a place, to find therapists"
    by_place = program(told(client, facts | {"state": "NY"}, place="Albany, NY"))
    assert by_place["providers"]["total"] == 1


def test_needs_rank_and_filters_narrow(client):
    wanted = {"needs": ["fatigue"], "radius": 10}
    found = program(told(client, WHOLE, **wanted))["providers"]
    assert found["relaxations"][0]["code"] == "radius-20"
    assert found["text"].startswith("Nobody is known nearby")
    assert found["matches"][0]["relaxed"] == "radius-20"
    signals = {reason["signal"] for reason in found["matches"][0]["reasons"]}
    assert "services" in signals


def test_of_whom_it_is_not_known_whether_they_take_it_are_counted_apart(client_of):
    own = client_of("{accepts_program: true}")
    found = program(told(own, {"diagnosis": "ms", "postal_code": "12203"}), "example-0")
    providers = found["providers"]
    assert (providers["total"], providers["matches"]) == (0, [])
    (left,) = (e for e in providers["left_out_unknown"] if e["parameter"] == "program")
    assert left["count"] > 5
    assert providers["text"].startswith("No therapist is known whom this program pays")


def test_a_program_that_asks_nothing_of_an_ot_is_served_by_all_nearby(client, client_of):
    own = client_of("{}")
    everybody = client.post("/api/v1/matches", json={"place": "12203"}).get_json()["total"]
    found = program(told(own, {"diagnosis": "ms", "postal_code": "12203"}), "example-0")
    assert found["outcome"] == "eligible"
    assert found["providers"]["total"] == everybody
    assert len(found["providers"]["matches"]) == 5
    more = told(own, {"diagnosis": "ms", "postal_code": "12203"}, limit=7)
    assert len(program(more, "example-0")["providers"]["matches"]) == 7


def test_of_several_certificates_an_ot_needs_every_one(client, client_of):
    one, both, other = "{credentials: [MSCS]}", "{credentials: [MSCS, CHT]}", "{credentials: [CHT]}"
    own = client_of(one, both, other)
    data = told(own, {"diagnosis": "ms"}, place="10001", radius=500)
    totals = [program(data, f"example-{n}")["providers"]["total"] for n in range(3)]
    held = [
        client.post("/api/v1/matches", json={"place": "10001", "radius": 500, "credential": code})
        for code in (["MSCS"], ["CHT"], ["MSCS", "CHT"])
    ]
    mscs, cht, any_of = (answer.get_json()["total"] for answer in held)
    assert (totals[0], totals[2]) == (mscs, cht)
    assert totals[1] == mscs + cht - any_of
    assert program(data, "example-1")["providers"]["search"] is None


def test_a_certificate_that_the_directory_does_not_record_is_said_to_be_so(client_of):
    found = program(
        told(client_of("{credentials: [XYZ]}"), {"diagnosis": "ms"}, place="12203"), "example-0"
    )
    assert (found["providers"]["total"], found["providers"]["search"]) == (None, None)
    assert "does not record" in found["providers"]["text"]


def test_programs_that_ask_the_same_share_a_search_and_the_others_are_bounded(client_of):
    own = client_of(*["{accepts_program: true}"] * 25, "{}", "{}")
    data = told(own, {"diagnosis": "ms", "postal_code": "12203"})
    providers = [each["providers"] for each in data["programs"]]
    assert sum(each["total"] is not None for each in providers) in (20, 21)
    left = [each for each in providers if each["total"] is None]
    assert all("Too many programs" in each["text"] and each["search"]["program"] for each in left)


def test_both_engines_give_the_same(client, request):
    engine = new_engine("elasticsearch", request)
    load_fixtures(engine)
    app = create_app(Settings(programs=str(FIXTURES / "programs")), engine, lambda: GOLDEN_DAY)
    for body in ({}, {"needs": ["fatigue"], "radius": 60}, {"radius": 5}):
        theirs = program(told(app.test_client(), WHOLE, **body))["providers"]
        ours = program(told(client, WHOLE, **body))["providers"]
        for name in ("total", "left_out_unknown", "relaxations", "search", "text"):
            assert theirs[name] == ours[name], name
        assert [m["npi"] for m in theirs["matches"]] == [m["npi"] for m in ours["matches"]]


def test_the_persons_own_plan_is_told_beside(client):
    data = told(client, WHOLE | {"plan_id": PLAN, "referral_in_hand": True})
    assert (data["coverage"]["status"], data["coverage"]["limit"]) == ("covered", 60.0)
    assert told(client, WHOLE)["coverage"] is None
    assert told(client, WHOLE | {"plan_id": "none"})["coverage"] is None
    (error,) = problem(ask(client, {"plan_id": "Medicaid"}), 422)["errors"]
    assert error["parameter"] == "facts.plan_id"


def test_the_chapter_of_where_the_person_lives_is_told_beside(client):
    chapters = told(client, WHOLE)["chapters"]
    (chapter,) = chapters["chapters"]
    assert (chapter["id"], chapter["tentative"]) == ("example-capital-region", True)
    sure = told(client, WHOLE | {"county": "Albany, NY"})["chapters"]
    assert [each["tentative"] for each in sure["chapters"]] == [False]
    assert [each["id"] for each in told(client, {"state": "CA"})["chapters"]["fallback"]] == [
        "example-helpline"
    ]
    assert told(client, {"age": 44})["chapters"] is None


@pytest.mark.parametrize(
    ("body", "parameter"),
    [
        ({"facts": {}, "place": "00000"}, "place"),
        ({"facts": {"postal_code": "1"}}, "facts.postal_code"),
        ({"facts": {}, "programs": ["nobody"]}, "programs.0"),
        ({"facts": {}, "plan": PLAN}, "plan"),
        ({"facts": {}, "limit": 21}, "limit"),
        ({"facts": {}, "birth_date": "1979-03-02"}, "birth_date"),
        ({"facts": {}, "radius": 5}, "place"),
        ({"place": "12203"}, "facts"),
    ],
)
def test_what_is_wrong_is_named(client, body, parameter):
    (error,) = problem(client.post(MATCHES, json=body), 422)["errors"]
    assert error["parameter"] == parameter


def test_it_is_told_in_spanish(client):
    assert program(told(client, WHOLE, "es"))["providers"]["text"].startswith("Terapeutas cercanos")


def test_nothing_is_kept_or_logged(client, caplog):
    caplog.set_level(logging.DEBUG)
    answer = ask(client, WHOLE, needs=["fatigue"])
    assert (answer.headers["Cache-Control"], answer.headers.get("ETag")) == ("no-store", None)
    logged = everything_logged(caplog)
    assert not [secret for secret in ("12203", "41000", "fatigue") if secret in logged]
