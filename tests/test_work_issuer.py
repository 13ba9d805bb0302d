"""Signing in at the OIDC issuer, over real HTTP and in a real browser: who comes back, and what of
an answer does not hold."""

import socket
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3

from service.access.opening import open_access
from service.settings import Settings
from tests.browser import open_browser, served
from tests.oidc_issuer import AUDIENCE, KEY, MAP, local_issuer
from tests.oidc_sign_in import CLIENT, SECRET, SignInIssuer
from tests.page_checks import check, check_size, follow, tab_to
from tests.test_site_browser import window
from tests.work_pages import LOOPBACK, open_world

BACK = "/sign-in/issuer/back"
DOCTOR = {"realm": {"roles": ["physicians"]}, "org": "north", "display": "Dr. Ellis Harrow"}


@contextmanager
def opened(folder, engine, url=LOOPBACK, secret=SECRET):
    """A service that people sign in to at an issuer, who has it registered at `url`."""
    (folder / "claims.yaml").write_text(MAP)
    with local_issuer(SignInIssuer) as issuer:
        issuer.person, issuer.secret, issuer.redirect_uri = DOCTOR, secret or None, url + BACK
        settings = {
            "oidc_issuer": issuer.url, "oidc_audience": AUDIENCE, "oidc_client_id": CLIENT,
            "oidc_claims": str(folder / "claims.yaml"), "oidc_client_secret": secret,
        }  # fmt: skip
        with open_world(folder, engine, url, **settings) as world:
            yield world, issuer


@pytest.fixture
def both(tmp_path, fixture_engine):
    with opened(tmp_path, fixture_engine) as (world, issuer):
        yield world, issuer


def begin(client, wanted="/home"):
    """Where the browser is led, and what is asked there."""
    answer = client.get("/sign-in/issuer", query_string={"next": wanted})
    assert answer.status_code == 303
    asked = urlsplit(answer.headers["Location"])
    return asked, {name: value for name, (value,) in parse_qs(asked.query).items()}


def sign_in_there(issuer, asked) -> dict[str, str]:
    """What the browser brings back."""
    answer = urllib3.request("POST", asked.geturl(), redirect=False, retries=False)
    assert answer.status == 302
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: value for name, (value,) in back.items()}


def attempt(world, issuer, wanted="/home"):
    client = world.app.test_client()
    asked, _ = begin(client, wanted)
    return client, client.get(BACK, query_string=sign_in_there(issuer, asked))


def refused(client, answer, words="Signing in did not work"):
    assert (answer.status_code, words in answer.text) == (403, True)
    assert client.get_cookie("otmatch") is None
    assert client.get_cookie("otmatch_attempt") is None


def test_who_signed_in_there_is_in_here_with_what_the_claim_map_gives(both):
    world, issuer = both
    client, answer = attempt(world, issuer)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/home")
    page = client.get("/home").text
    assert "<strong>Dr. Ellis Harrow</strong> (clinician, organization" in page
    assert client.get_cookie("otmatch_attempt") is None
    by_bearer = world.access.issuer.principal_of(issuer.token(KEY, **DOCTOR))
    held = world.access.sessions.find(client.get_cookie("otmatch").value)
    assert held.principal.id == by_bearer.id


def test_what_is_asked_of_the_issuer_guards_the_answer(both):
    world, issuer = both
    (asked, one), (_, other) = (begin(world.app.test_client(), "/home") for _ in range(2))
    assert asked.geturl().startswith(f"{issuer.url}/authorize?")
    assert (one["code_challenge_method"], one["scope"]) == ("S256", "openid profile")
    for secret in ("state", "nonce", "code_challenge"):
        assert len(one[secret]) == 43
        assert one[secret] != other[secret]
    assert "home" not in asked.query  # where they want to go is nothing to the issuer


def test_a_client_without_a_secret_is_vouched_for_by_pkce(tmp_path, fixture_engine):
    with opened(tmp_path, fixture_engine, secret="") as (world, issuer):
        assert attempt(world, issuer)[1].status_code == 303


def test_whom_the_map_does_not_know_gets_nothing_and_is_told_so(both):
    world, issuer = both
    issuer.person = {"realm": {"roles": ["visitors"]}, "org": "north"}
    client, answer = attempt(world, issuer)
    refused(client, answer, "You have no part here yet")


def test_an_answer_holds_in_the_browser_that_asked_for_it(both):
    """Login forged across sites: the attacker's own answer, given to somebody else's browser."""
    world, issuer = both
    asked, _ = begin(world.app.test_client())
    back = sign_in_there(issuer, asked)
    victim = world.app.test_client()
    refused(victim, victim.get(BACK, query_string=back))
    begin(victim)
    refused(victim, victim.get(BACK, query_string=back))


def test_an_answer_holds_once(both):
    world, issuer = both
    client = world.app.test_client()
    asked, _ = begin(client)
    kept = client.get_cookie("otmatch_attempt").value
    back = sign_in_there(issuer, asked)
    assert client.get(BACK, query_string=back).status_code == 303
    client.delete_cookie("otmatch")
    refused(client, client.get(BACK, query_string=back))
    client.set_cookie("otmatch_attempt", kept)
    refused(client, client.get(BACK, query_string=back))


@pytest.mark.parametrize(
    "led_back",
    [
        {"iss": "https://login.evil.example"},
        {"iss": ""},
        {"state": "made-up"},
        {"state": ""},
        {"code": "made-up"},
        {"code": ""},
        {"error": "access_denied", "code": ""},
    ],
)
def test_an_answer_that_was_not_asked_for_opens_nothing(both, led_back):
    world, issuer = both
    issuer.led_back = led_back
    refused(*attempt(world, issuer))


@pytest.mark.parametrize(
    ("tampered", "reason"),
    [
        ({"nonce": "of another attempt"}, "invalid_claim nonce"),
        ({"nonce": None}, "missing_claim nonce"),
        ({"aud": AUDIENCE}, "invalid_claim aud"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "invalid_claim azp"),
        ({"iss": "https://login.evil.example"}, "invalid_claim iss"),
        ({"exp": 1_700_000_000}, "expired_token exp"),
        ({"sub": None}, "missing_claim sub"),
    ],
)
def test_an_id_token_that_does_not_hold_opens_nothing(both, tampered, reason, caplog):
    """Who set the issuer up reads why, and nothing of the token."""
    world, issuer = both
    issuer.tampered = tampered
    refused(*attempt(world, issuer))
    assert f"did not hold: {reason}" in caplog.messages[-1]


def test_a_session_that_somebody_planted_does_not_become_theirs(both):
    world, issuer = both
    planted = world.access.sign_in(world.tokens["staff"], "203.0.113.7")
    client = world.app.test_client()
    client.set_cookie("otmatch", planted)
    asked, _ = begin(client)
    client.get(BACK, query_string=sign_in_there(issuer, asked))
    assert client.get_cookie("otmatch").value != planted
    assert world.access.sessions.find(planted) is None


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/sign-in/issuer"])
def test_coming_back_leads_to_own_pages_only(both, elsewhere):
    world, issuer = both
    _, answer = attempt(world, issuer, elsewhere)
    assert answer.headers["Location"] == "/home"


def test_an_issuer_that_is_down_is_told_of_as_such(both):
    world, issuer = both
    issuer.status = 500
    client = world.app.test_client()
    answer = client.get("/sign-in/issuer?next=/cases")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "sign-in does not answer" in answer.text
    assert 'href="/sign-in?next=/cases"' in answer.text


def test_an_issuer_that_goes_down_meanwhile_leaves_a_way_on(both):
    world, issuer = both
    client = world.app.test_client()
    asked, _ = begin(client, "/cases")
    back = sign_in_there(issuer, asked)
    issuer.status = 500
    answer = client.get(BACK, query_string=back)
    assert answer.status_code == 503
    assert 'href="/sign-in?next=/cases"' in answer.text


def test_of_a_clinic_that_the_map_does_not_know_nobody_comes_in(both):
    world, issuer = both
    issuer.person = {"realm": {"roles": ["desk", "phi"]}, "org": "west"}
    refused(*attempt(world, issuer), "You have no part here yet")


def test_whose_name_is_not_told_is_not_shown_as_a_number(both):
    world, issuer = both
    issuer.person = {name: told for name, told in DOCTOR.items() if name != "display"}
    client, _ = attempt(world, issuer)
    assert "<strong>somebody whose name is not told</strong>" in client.get("/home").text


def test_an_issuer_may_not_lead_elsewhere_without_https(both):
    world, issuer = both
    issuer.discovery["authorization_endpoint"] = "http://login.evil.example/authorize"
    assert world.app.test_client().get("/sign-in/issuer").status_code == 503


def test_signing_out_everywhere_ends_all_their_sessions(both):
    world, issuer = both
    (here, _), (there, _) = (attempt(world, issuer) for _ in range(2))
    other = world.client("staff")
    form = {"form": here.get("/home").text.split('name="form" value="')[1].split('"')[0]}
    assert here.post("/sign-out", data=form | {"everywhere": "yes"}).status_code == 303
    assert there.get("/home").status_code == 303
    assert other.get("/home").status_code == 200


def test_settings_that_lack_something_are_named(tmp_path, both):
    world, issuer = both
    base = {"oidc_client_id": CLIENT, "public_url": LOOPBACK}
    trio = {"oidc_issuer": issuer.url, "oidc_audience": AUDIENCE,
            "oidc_claims": str(tmp_path / "claims.yaml")}  # fmt: skip
    for told, missing in ((base, "ISSUER"), (trio | {"oidc_client_id": CLIENT}, "PUBLIC_URL")):
        with pytest.raises(ValueError, match=missing):
            open_access(Settings(**told), world.desk.store, world.desk.keys.blind)


def test_in_a_browser_by_keyboard_and_without_scripts(tmp_path, fixture_engine):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    url = f"{LOOPBACK}:{port}"
    with (
        opened(tmp_path, fixture_engine, url) as (world, issuer),
        served(world.app, port),
        open_browser() as browser,
    ):
        context = window(browser, java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{url}/home")
        check_size(page)
        tab_to(page, "main .button")
        follow(page)
        page.get_by_role("heading", name="The clinic's own page").wait_for()
        page.get_by_role("button").focus()
        follow(page)
        page.wait_for_url(f"{url}/home")
        assert page.get_by_text("Dr. Ellis Harrow").is_visible()
        (cookie,) = (c for c in context.cookies() if c["name"] == "otmatch")
        assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"]) == (True, "Lax", "/")
        context.close()
        issuer.person = {"sub": "u-2"}
        context = window(browser)
        page = context.new_page()
        page.goto(f"{url}/sign-in")
        check(page)
        follow(page, 'role=link[name="Sign in with your organization"i]')
        follow(page, "role=button")
        page.get_by_role("heading", name="You have no part here yet").wait_for()
        check(page)
        context.close()
