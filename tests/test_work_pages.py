"""Pages of who signed in: the door, what keeps a session to its owner, forms that are not lost."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from service.access.kept_forms import KeptFormRow
from tests.noted_app import NOTES, Notes, noted_app
from tests.page_world import new_client
from tests.referral_world import Clock
from tests.work_pages import LOOPBACK, Signed, form_of, open_world, sign_in

HTTPS = "https://otmatch.example"


@pytest.fixture
def world(tmp_path, fixture_engine):
    with open_world(tmp_path, fixture_engine) as opened:
        yield opened


@pytest.fixture
def notes():
    return Notes()


@pytest.fixture
def app(world, notes):
    return noted_app(world, notes)


@pytest.fixture
def ot(app, world):
    client = app.test_client()
    return Signed(client, sign_in(client, world.tokens["ot"]))


@pytest.fixture
def later(world):
    """Moves the clock of sessions."""
    clock = Clock(world.access.sessions.now())
    world.access.sessions.now = clock

    def move(**by):
        clock.at += timedelta(**by)

    return move


def text_of(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def location(answer):
    assert answer.status_code == 303
    return answer.headers["Location"]


# --- the door ----------------------------------------------------------------------------------


def test_who_shows_a_token_is_in_and_sees_who_they_are(world):
    client = world.app.test_client()
    form = form_of(client.get("/sign-in"))
    answer = client.post("/sign-in", data=form | {"token": f" {world.tokens['ot']}\n"})
    assert location(answer) == "/home"
    page = client.get("/home")
    assert page.status_code == 200
    assert "Signed in as ot (occupational therapist)" in text_of(page)
    assert "You stay signed in until" in text_of(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]


def test_an_office_is_named_by_its_npi_and_in_spanish_too(world):
    client = world.client("clinician")
    page = text_of(client.get("/home?lang=es"))
    assert re.search(r"Sesión de clinician \(clínico, organización \d{10}\)", page)


def test_the_cookie_is_for_this_host_alone_and_for_no_script(tmp_path, fixture_engine):
    with open_world(tmp_path, fixture_engine, HTTPS) as world:
        client = new_client(world.app)
        form = form_of(client.get("/sign-in"))
        answer = client.post("/sign-in", data=form | {"token": world.tokens["ot"]})
        (cookie,) = (c for c in answer.headers.getlist("Set-Cookie") if "otmatch=" in c)
        assert re.fullmatch(
            r"__Host-otmatch=[\w-]{43}; Secure; HttpOnly; Path=/; SameSite=Lax", cookie
        )
        assert world.tokens["ot"] not in str(answer.headers)
        assert client.get("/home").status_code == 200


def test_a_token_that_does_not_hold_is_refused_and_not_repeated(world):
    client = world.app.test_client()
    form = form_of(client.get("/sign-in"))
    for wrong in ("otm_nothing", world.tokens["ot"][:-1] + "x", "a.b.c"):
        answer = client.post("/sign-in", data=form | {"token": wrong})
        assert answer.status_code == 403
        assert 'href="#sign-in-token"' in answer.text
        assert wrong not in answer.text
    assert client.post("/sign-in", data=form | {"token": " "}).status_code == 422
    assert client.get("/home").status_code == 303


def test_who_fails_too_often_has_to_wait_but_not_who_holds_a_token(world):
    client = world.app.test_client()
    form = form_of(client.get("/sign-in"))
    tries = [client.post("/sign-in", data=form | {"token": "otm_x"}) for _ in range(12)]
    assert [each.status_code for each in tries][-1] == 429
    assert int(tries[-1].headers["Retry-After"]) > 0
    assert re.search(r"Please wait \d+ minutes?, then try again", tries[-1].text)
    assert 'href="/sign-in"' in tries[-1].text
    answer = client.post("/sign-in", data=form | {"token": world.tokens["ot"]})
    assert answer.status_code == 303


def test_a_session_that_somebody_planted_does_not_become_theirs(world):
    """Fixation: the attacker's own session, put into the browser of who then signs in."""
    planted = world.access.sign_in(world.tokens["staff"], "203.0.113.7")
    client = world.app.test_client()
    client.set_cookie("otmatch", planted)
    sign_in(client, world.tokens["ot"])
    assert client.get_cookie("otmatch").value != planted
    assert world.access.sessions.find(planted) is None


def test_a_form_of_elsewhere_signs_nobody_in(world):
    client = world.app.test_client()
    client.get("/sign-in")
    answer = client.post("/sign-in", data={"token": world.tokens["ot"], "form": "made-up"})
    assert answer.status_code == 403
    assert client.get_cookie("otmatch") is None


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/home", "/\\evil.example", "/api/v1/vocabulary",
     "/search?near=12203", "/home?x=1", "javascript:alert(1)", "/sign-in", "/sign-out", "/none",
     "home", "\r\nSet-Cookie: a=b"],
)  # fmt: skip
def test_signing_in_leads_to_own_pages_only(world, elsewhere):
    client = world.app.test_client()
    page = client.get("/sign-in", query_string={"next": elsewhere})
    assert 'name="next" value="/home"' in page.text
    sent = form_of(page) | {"token": world.tokens["ot"], "next": elsewhere}
    assert location(client.post("/sign-in", data=sent)) == "/home"


def test_who_is_not_in_is_led_back_to_where_they_wanted_to_go(app, world):
    client = app.test_client()
    asked = location(client.get(f"{NOTES}?near=12203"))
    assert asked == "/sign-in?next=%2Flisting"  # nothing of the query that may tell of somebody
    page = client.get(asked)
    assert f'name="next" value="{NOTES}"' in page.text
    sent = form_of(page) | {"token": world.tokens["ot"], "next": NOTES}
    assert location(client.post("/sign-in", data=sent)) == NOTES


def test_what_was_chosen_of_a_list_is_kept_on_the_way(world):
    client = world.app.test_client()
    asked = location(client.get("/referrals?list=draft&cursor=of-somebody&overdue=yes"))
    assert asked == "/sign-in?next=%2Freferrals%3Flist%3Ddraft%26overdue%3Dyes"
    sent = form_of(client.get(asked)) | {"token": world.tokens["clinician"]}
    sent |= {"next": "/referrals?list=draft&overdue=yes"}
    assert location(client.post("/sign-in", data=sent)) == "/referrals?list=draft&overdue=yes"


# --- the session -------------------------------------------------------------------------------


def test_signing_out_ends_it_here_and_in_the_store(ot, world):
    text = ot.client.get_cookie("otmatch").value
    out = location(ot.post("/sign-out"))
    assert out == "/sign-in?out=yes"
    assert "You are signed out." in ot.get(out).text
    assert ot.client.get_cookie("otmatch") is None
    assert world.access.sessions.find(text) is None
    ot.client.set_cookie("otmatch", text)
    assert location(ot.get("/home")) == "/sign-in?next=%2Fhome"


def test_a_revoked_token_ends_its_session_at_once(ot, world):
    assert ot.get(NOTES).status_code == 200
    for token in world.access.tokens.every():
        world.access.tokens.revoke(token.id)
    assert ot.get(NOTES).status_code == 303


def test_the_script_prolongs_it_and_learns_until_when(ot, later):
    later(minutes=29)
    assert ot.post("/session").get_json() == {"seconds": 1800, "most": 12 * 3600 - 29 * 60 - 1}
    later(minutes=29)
    assert ot.get("/home").status_code == 200
    later(minutes=30)
    assert ot.post("/session").status_code == 303


def test_the_api_takes_no_cookie_and_pages_take_no_bearer(world):
    signed = world.client("ot")
    assert signed.get("/api/v1/referrals").status_code == 401
    headers = {"Authorization": f"Bearer {world.tokens['ot']}"}
    assert world.app.test_client().get("/home", headers=headers).status_code == 303
    assert signed.get("/home", headers={"Authorization": "Basic eA=="}).status_code == 200


def test_the_frame_leads_where_one_may_go(app, world, ot, notes):
    notes.kept.append("one")
    page = ot.get("/home")
    assert f'href="{NOTES}"' in page.text
    assert "1 is waiting" in text_of(page)
    client = app.test_client()
    sign_in(client, world.tokens["clinician"])
    assert NOTES not in client.get("/home").text
    refused = client.get(NOTES)
    assert (refused.status_code, "This is not yours to do" in refused.text) == (403, True)


# --- forms -------------------------------------------------------------------------------------


def test_a_form_is_sent_from_a_page_of_the_session_only(ot, notes):
    assert location(ot.post(NOTES, note="hello")) == NOTES
    assert (notes.kept, notes.origins) == (["hello"], ["page 127.0.0.1"])
    for site in ("cross-site", "same-site"):
        answer = ot.client.post(
            NOTES, data=ot.form | {"note": "x"}, headers={"Sec-Fetch-Site": site}
        )
        assert answer.status_code == 403
    assert notes.kept == ["hello"]


def test_a_form_of_the_session_before_comes_back_to_be_checked(app, world, ot, notes):
    """In another tab they signed in anew."""
    before = dict(ot.form)
    sign_in(ot.client, world.tokens["ot"])
    answer = ot.client.post(NOTES, data=before | {"note": "typed long ago"})
    assert location(answer) == NOTES
    page = ot.get(NOTES)
    assert notes.kept == []
    assert "typed long ago</textarea>" in page.text
    assert "Your form is back" in page.text


def test_what_was_typed_outlives_the_session(app, world, ot, notes, later):
    later(hours=60)  # over the weekend
    late = ot.post(NOTES, note="typed for an hour & more", once="one")
    assert location(late) == "/sign-in?next=%2Flisting&kept=yes"
    assert "typed" not in str(late.headers)
    page = ot.get(location(late))
    assert "It is kept for one hour" in page.text
    sent = form_of(page) | {"token": world.tokens["ot"], "next": NOTES}
    assert location(ot.client.post("/sign-in", data=sent)) == NOTES
    back = ot.get(NOTES)
    assert "typed for an hour &amp; more</textarea>" in back.text
    assert notes.kept == []
    again = form_of(back) | {"note": "typed for an hour & more"}
    assert location(ot.client.post(NOTES, data=again)) == NOTES
    assert notes.kept == ["typed for an hour & more"]
    assert "typed for" not in ot.get(NOTES).text


def test_another_language_sends_nothing_and_brings_back_what_was_typed(ot, notes):
    sent = ot.post(f"{NOTES}?lang=es", so_far="yes", note="half a sent", once="one")
    assert location(sent) == f"{NOTES}?lang=es"
    assert notes.kept == []
    back = ot.get(location(sent))
    assert "half a sent</textarea>" in back.text and '<html lang="es"' in back.text
    form = form_of(back) | {"note": "half a sentence", "once": "one"}
    assert location(ot.client.post(f"{NOTES}?lang=es", data=form))
    assert notes.kept == ["half a sentence"]


def test_nobody_is_signed_in_by_another_language(world):
    client = world.app.test_client()
    form = form_of(client.get("/sign-in")) | {"token": world.tokens["ot"]}
    sent = client.post("/sign-in?lang=es", data=form | {"so_far": "yes"})
    assert location(sent) == "/sign-in?lang=es"
    assert location(client.get("/home")).startswith("/sign-in")


def test_nobody_else_gets_what_was_typed(app, world, ot, later):
    later(hours=1)
    ot.post(NOTES, note="mine alone")
    sign_in(ot.client, world.tokens["other ot"])
    assert "mine alone" not in ot.get(NOTES).text
    later(minutes=59)
    sign_in(ot.client, world.tokens["ot"])
    assert "mine alone" in ot.get(NOTES).text
    later(minutes=1)
    assert "mine alone" not in ot.get(NOTES).text


def test_somebody_elses_form_at_one_browser_is_neither_sent_nor_shown(world, ot, notes):
    """In another tab somebody else signed in."""
    sign_in(ot.client, world.tokens["other ot"])
    for form in (ot.form, {}, {"form": "made-up", "whose": "0" * 64}):
        refused = ot.client.post(NOTES, data=form | {"note": "mine alone"})
        assert refused.status_code == 403
        assert "mine alone" not in refused.text + ot.get(NOTES).text
    assert notes.kept == []


def test_somebody_elses_form_at_one_browser_is_kept_for_them(world, ot, notes):
    sign_in(ot.client, world.tokens["other ot"])
    told = ot.client.post(NOTES, data=ot.form | {"note": "mine alone"}).text
    assert "Somebody else is signed in here" in told
    assert "does not give you this right" not in told
    assert "mine alone" not in ot.get(NOTES).text
    onward = re.search(r'href="(/sign-in[^"]*)">Sign in as yourself', told)[1].replace("&amp;", "&")
    sent = form_of(ot.get(onward)) | {"token": world.tokens["ot"], "next": NOTES}
    assert location(ot.client.post("/sign-in", data=sent)) == NOTES
    assert "mine alone</textarea>" in ot.get(NOTES).text
    assert notes.kept == []


def test_a_form_of_another_site_is_not_taken(ot, notes):
    """By what the browser says of site or origin; with our referrer policy it may say null."""
    for name, text in (("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")):
        refused = ot.client.post(NOTES, data=ot.form | {"note": "x"}, headers={name: text})
        assert (refused.status_code, "This form cannot be taken" in refused.text) == (403, True)
    for origin in ("null", "http://localhost"):
        sent = ot.client.post(NOTES, data=ot.form | {"note": origin}, headers={"Origin": origin})
        assert sent.status_code == 303
    assert notes.kept == ["null", "http://localhost"]


def test_somebody_else_takes_no_form_away_that_is_kept(world, ot, later):
    later(hours=1)
    ot.post(NOTES, note="mine alone")
    other = sign_in(ot.client, world.tokens["other ot"])
    assert location(ot.client.post(NOTES, data=other | {"note": "theirs"})) == NOTES
    sign_in(ot.client, world.tokens["ot"])
    assert "mine alone" in ot.get(NOTES).text


def test_who_signed_out_in_another_tab_or_was_signed_out_keeps_what_they_typed(world, ot):
    principal = world.access.tokens.principal_of(world.tokens["ot"])
    for end in (
        lambda: ot.post("/sign-out"),
        lambda: world.access.sessions.end_all(principal.id),
    ):
        end()
        late = ot.post(NOTES, note="typed in the first tab")
        assert location(late) == "/sign-in?next=%2Flisting&kept=yes"
        assert "It is kept for one hour" in ot.get(location(late)).text
        sign_in(ot.client, world.tokens["ot"])
        assert "typed in the first tab" in ot.get(NOTES).text


def test_who_signs_out_leaves_nothing_behind(ot):
    ot.client.set_cookie("otmatch_kept", "a" * 43)
    ot.post("/sign-out")
    assert ot.client.get_cookie("otmatch_kept") is None
    assert ot.client.get_cookie("otmatch") is None


def test_signing_out_holds_for_a_page_of_the_session_before(world, ot):
    before = dict(ot.form)
    sign_in(ot.client, world.tokens["ot"])
    assert location(ot.client.post("/sign-out", data=before)) == "/sign-in?out=yes"
    assert ot.client.get_cookie("otmatch") is None


def test_a_late_form_of_elsewhere_is_not_kept(world, ot, later):
    later(hours=1)
    made_up = {"form": "made-up", "whose": "made-up"}
    for form, site in ((made_up, "same-origin"), (ot.form, "cross-site")):
        answer = ot.client.post(NOTES, data=form | {"note": "x"}, headers={"Sec-Fetch-Site": site})
        assert answer.status_code == 303
        with world.desk.store.reading() as session:
            assert session.scalar(select(func.count()).select_from(KeptFormRow)) == 0


def test_what_is_wrong_is_told_and_what_was_typed_stays(ot, notes):
    answer = ot.post(NOTES, do="note", note="x" * 41, once="key")
    assert answer.status_code == 422
    assert 'href="#note-note"' in answer.text
    assert "x" * 41 in answer.text
    assert location(ot.post(NOTES, do="note", note="short", once="key")) == NOTES
    assert notes.kept == ["short"]


def test_a_repeated_click_sends_once(app, ot, notes):
    notes.seconds = 0.3
    cookie = ot.client.get_cookie("otmatch").value

    def click(_):
        client = app.test_client()
        client.set_cookie("otmatch", cookie)
        return client.post(NOTES, data=ot.form | {"note": "once", "once": "a-key"})

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))
    assert [location(each) for each in answers] == [NOTES] * 4
    assert notes.kept == ["once"]
    assert location(ot.post(NOTES, note="another", once="another-key")) == NOTES
    assert notes.kept == ["once", "another"]


def test_a_form_that_was_sent_with_other_words_says_so_and_keeps_what_was_typed(ot, notes):
    """As a browser sends it that shows an old page when one goes back."""
    ot.post(NOTES, do="note", note="first", once="a-key")
    other = ot.post(NOTES, do="note", note="second", once="a-key")
    assert other.status_code == 409
    assert "This form was sent before, with other words in it" in text_of(other)
    assert notes.kept == ["first"]
    back = ot.get(re.search(r'<a href="([^"]+)">Open the form with it', other.text)[1])
    assert "second</textarea>" in back.text
    assert location(ot.post(NOTES, do="note", note="second", once="b-key")) == NOTES
    assert notes.kept == ["first", "second"]


def test_too_long_a_form_is_refused(ot, notes):
    answer = ot.post(NOTES, note="x" * 200_000)
    assert (answer.status_code, "Too much was sent" in answer.text) == (413, True)
    assert notes.kept == []


def test_every_form_comes_back_to_a_page(world):
    """What was kept is shown where its form stood: at the same path."""
    rules = [rule for rule in world.app.url_map.iter_rules() if rule.endpoint.startswith("work.")]
    pages = {rule.rule for rule in rules if "GET" in rule.methods}
    forms = {rule.rule for rule in rules if "POST" in rule.methods}
    assert forms - pages == {"/sign-out", "/session"}


def test_the_site_tells_professionals_where_to_sign_in(world):
    assert 'href="/sign-in"' in world.app.test_client().get("/").text
    assert LOOPBACK.startswith("http:")
