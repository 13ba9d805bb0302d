"""Pages on which both sides and staff work on referrals: lists, one referral, all that is done."""

import re
from dataclasses import replace
from io import BytesIO

import pytest
from msgspec import structs

from service.access.principal import Actor
from service.casework.awarding import NewAward
from service.casework.casework import Casework
from service.casework.content import Identity
from service.casework.recording import ToRecord, record
from service.eligibility.checks import check
from service.eligibility.opening import open_rules
from service.eligibility.person import read_person
from service.referrals.awards import AskedAward, award
from service.referrals.consents import STATUS_PAGE, GivenConsent
from service.referrals.content import Addressee
from service.referrals.links import STATUS
from service.referrals.page_sessions import Subject
from service.referrals.reading import read
from service.referrals.retention import erase
from service.referrals.status_page import tell_wish
from service.referrals.wishes import ANOTHER_ASKED
from service.settings import Settings
from tests.access_actors import CLINIC, OT, OTHER_OT, principal
from tests.access_referrals import PDF, SECRETS, belongings, referral_in
from tests.access_routes import PROGRAMS
from tests.cases_world import BRIDGE, DAY, FACTS
from tests.page_world import code_of, events, row
from tests.referral_world import CONTENT, ROSA, clinician, draft, make, move, therapist
from tests.site_pages import text_of
from tests.work_pages import open_world

ANOTHER = "There is an open referral like this one."


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("work"), fixture_engine) as opened:
        yield opened


@pytest.fixture(scope="module")
def office(world):
    return world.client("clinician")


@pytest.fixture(scope="module")
def ot(world):
    return world.client("ot")


def path_of(referral):
    return f"/referrals/{referral['id']}"


def do(client, referral, action, **fields):
    """A form of the page, for the version that is in `referral`."""
    return client.post(path_of(referral), do=action, version=str(referral["version"]), **fields)


def at(world, referral):
    """Its state now."""
    held = row(world.desk, referral["id"])
    return referral | {"version": held.version}, held.task


def offered(page):
    return set(re.findall(r'name="do" value="([^"]+)"', page.text))


# --- lists ---------------------------------------------------------------------------------------


def test_what_is_stuck_stands_first_and_each_list_tells_its_count(world, office):
    stuck, sent = referral_in(world.desk, "stuck"), referral_in(world.desk, "sent")
    page = office.get("/referrals")
    told = text_of(page)
    assert told.index("Stuck") < told.index("All others, newest first")
    first, others = page.text.split("All others, newest first")
    assert path_of(stuck) in first and path_of(stuck) not in others
    assert path_of(sent) in others and path_of(sent) not in first
    assert "Sent. Waits for somebody to deliver it by hand." in told
    count = int(re.search(r"To deliver by hand (\d+)", told)[1])
    chosen = office.get("/referrals?list=to-deliver")
    assert f"{count} referral" in text_of(chosen)
    assert path_of(stuck) in chosen.text and path_of(sent) not in chosen.text
    assert f"{count}" in text_of(office.get("/home"))


def test_an_ot_counts_what_is_theirs(world, ot):
    before = re.findall(r"Need an appointment (\d+)", text_of(ot.get("/referrals")))
    referral_in(world.desk, "accepted")
    elsewhere = draft(recipient=Addressee(OTHER_OT), allow_duplicate="x")
    move(world.desk, therapist(OTHER_OT), make(world.desk, clinician(CLINIC), elsewhere), "accept")
    after = re.findall(r"Need an appointment (\d+)", text_of(ot.get("/referrals")))
    assert int(after[0]) == int(before[0]) + 1


def test_an_ot_is_not_told_that_what_they_declined_waits(world, ot):
    """It waits for the office; and times are those of where the OT works."""
    waits = int(re.search(r"(\d+) (?:are|is) waiting", text_of(ot.get("/home")))[1])
    declined = referral_in(world.desk, "sent")
    move(world.desk, therapist(OT), declined, "decline", status_reason="at-capacity")
    page = ot.get("/referrals")
    told = text_of(page)
    assert "Stuck" not in told and "Drafts" not in told and path_of(declined) in page.text
    assert told.index("Not opened yet") < told.index("Need another therapist")
    assert re.search(r"Since [^.]* PST", told) and " EST" not in told
    assert f"{waits} " in re.search(r"(\d+ )(?:are|is) waiting", text_of(ot.get("/home")))[1]
    assert 'class="card stuck"' in world.client("clinician").get("/referrals").text


def test_a_long_list_goes_on_page_by_page(world):
    """Each referral once, in a list of an office of its own."""
    made = {referral_in(world.desk, "accepted")["id"] for _ in range(21)}
    office, path, seen = world.client("clinician"), "/referrals?list=needs-scheduling", []
    while path:
        page = office.get(path)
        seen += re.findall(r'<h3><a href="/referrals/(r-[a-z0-9]+)"', page.text)
        found = re.search(r'href="(/referrals\?[^"]*cursor[^"]*)"', page.text)
        path = found and found[1].replace("&amp;", "&")
    assert made <= set(seen) and len(seen) == len(set(seen))


def test_staff_see_what_is_stuck_and_no_patient(world):
    referral = referral_in(world.desk, "stuck")
    staff = world.client("staff")
    listed, one = staff.get("/referrals"), staff.get(path_of(referral))
    assert path_of(referral) in listed.text
    assert "not who the patients are" in text_of(listed)
    told = listed.text + one.text
    assert [secret for secret in SECRETS if secret in told] == []
    assert offered(one) == {"deliver"}


@pytest.mark.parametrize("actor", ["staff", "granted staff", "front desk"])
def test_each_count_is_of_what_its_list_shows(world, actor):
    for state in ("stuck", "sent", "accepted", "draft"):
        referral_in(world.desk, state)
    staff = world.client(actor)
    told = staff.get("/referrals")
    counted = re.findall(r'list=([a-z-]+)"[^>]*>[^<]*<span class="pin">(\d+)', told.text)
    assert len(counted) > 5
    for name, count in counted:
        assert f"{count} referral" in text_of(staff.get(f"/referrals?list={name}"))
    waiting = sum(int(count) for name, count in counted if name not in ("draft", "closed"))
    assert re.search(rf"\b{waiting} (are|is) waiting", text_of(staff.get("/home")))


# --- what both sides do --------------------------------------------------------------------------


def test_a_referral_goes_its_way_on_pages_alone(world, office, ot):
    referral = referral_in(world.desk, "stuck")
    faxed = {"channel": "fax", "how": "3 pages at 9:40", "arrived": "yes"}
    assert do(office, referral, "deliver", **faxed).status_code == 303
    assert "3 pages at 9:40" in text_of(office.get(path_of(referral)))
    referral, task = at(world, referral)
    assert task.worklist == "awaiting-acknowledgement"
    assert do(ot, referral, "accept", filler="R-7", proposed_1_day="2026-12-01",
              proposed_1_time="10:00", zone="America/New_York").status_code == 303  # fmt: skip
    assert "Accepted" in text_of(office.get(path_of(referral)))
    referral, _ = at(world, referral)
    assert do(ot, referral, "schedule", appointment_day="2026-12-02", appointment_time="14:30",
              zone="America/New_York").status_code == 303  # fmt: skip
    assert "Dec 2, 2026, 2:30" in text_of(office.get(path_of(referral)))
    referral, _ = at(world, referral)
    assert do(ot, referral, "complete", note="She cooks again.", checked="yes").status_code == 303
    told = text_of(office.get(path_of(referral)))
    assert "She cooks again." in told and "Nobody has to do anything." in told
    assert at(world, referral)[1].status == "completed"


def test_a_title_names_nobody(world, office):
    """It stays in the history of whoever uses the browser."""
    referral = referral_in(world.desk, "stuck")
    page = office.get(path_of(referral)).text
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert title == f"Referral {referral['id']} - OTMatch"
    assert "Rosalinde" in page


def test_only_what_may_be_done_now_is_offered(world, office, ot):
    referral = referral_in(world.desk, "stuck")
    assert {"withdraw", "void", "deliver", "code"} <= offered(office.get(path_of(referral)))
    assert "accept" not in offered(office.get(path_of(referral)))
    assert {"accept", "decline"} <= offered(ot.get(path_of(referral)))
    assert not {"withdraw", "void", "deliver", "code"} & offered(ot.get(path_of(referral)))
    referral, _ = at(world, referral)
    assert do(ot, referral, "resume").status_code == 409
    assert do(ot, referral, "withdraw", reason="other").status_code == 403
    assert at(world, referral)[1].status == "received"  # as its therapist opened it


def test_a_therapist_who_opens_what_was_sent_to_them_has_it(world, office, ot):
    """As by the signed link; and is told of themselves as such."""
    referral = referral_in(world.desk, "sent")
    assert "Waits for you to open it." in text_of(ot.get("/referrals"))
    assert "Waits for the therapist to open it." in text_of(office.get(path_of(referral)))
    assert at(world, referral)[1].status == "requested"
    assert "Waits for your answer." in text_of(ot.get(path_of(referral)))
    assert at(world, referral)[1].status == "received"
    ot.get(path_of(referral))
    assert events(world.desk, referral).count("acknowledge") == 1


def test_what_was_sent_can_be_taken_back_at_once(world, office):
    referral = referral_in(world.desk, "stuck")
    assert "Sent by mistake?" in text_of(office.get(path_of(referral)))
    assert (
        do(office, referral, "withdraw", reason="wrong-patient", checked="yes").status_code == 303
    )
    assert at(world, referral)[1].status == "cancelled"


def test_who_was_declined_is_followed_by_another(world, office, ot):
    referral = referral_in(world.desk, "received")
    answer = do(
        ot, referral, "decline", reason="at-capacity", text="Not before March.", checked="yes"
    )
    assert answer.status_code == 303
    page = office.get(path_of(referral))
    assert "Takes no new patients now" in text_of(page) and "Not before March." in text_of(page)
    choices = re.findall(r'<option value="(\d{10} [^"]+)"', page.text)
    assert choices and OT not in str(choices)
    referral, _ = at(world, referral)
    wrong = do(office, referral, "reroute", npi="1999901023")
    assert (wrong.status_code, "nobody in this directory" in wrong.text) == (422, True)
    assert 'id="reroute-npi"' in wrong.text and 'aria-invalid="true"' in wrong.text
    assert do(office, referral, "reroute", recipient=choices[0]).status_code == 303
    assert at(world, referral)[1].recipient_npi == choices[0].split()[0]
    told = text_of(ot.get(path_of(referral)))
    assert "Another therapist was asked" not in told  # who declined learns no more of it


def test_a_stale_form_says_what_changed_and_keeps_what_was_typed(world, office, ot):
    referral = referral_in(world.desk, "received")
    move(world.desk, clinician(CLINIC), referral, "request-cancellation",
         status_reason="patient-declined")  # fmt: skip
    late = do(ot, referral, "decline", reason="waitlist", text="typed at length")
    told = text_of(late)
    assert late.status_code == 412
    assert "This changed after you opened the page" in told
    assert told.index("What happened after you opened") < told.index("The office asks to cancel")
    assert "typed at length" in told
    assert at(world, referral)[1].business_status == "5.2"


def test_what_ends_a_referral_is_looked_at_once_more(world, office, ot):
    """By either side; and can be changed before, with all that was typed."""
    referral = referral_in(world.desk, "received")
    told = {"reason": "other", "text": "typed at length"}
    for client, action in ((ot, "decline"), (office, "request-cancellation"), (office, "void")):
        given = told | ({"reason": "duplicate"} if action == "void" else {})
        page = do(client, referral, action, **given)
        assert (page.status_code, "Nothing was done yet." in text_of(page)) == (200, True)
        assert "typed at length" in text_of(page) and "Rosalinde" in page.text
        assert 'name="text" value="typed at length"' in page.text
        back = do(client, referral, action, **given, change="yes")
        assert "typed at length</textarea>" in back.text
    assert at(world, referral)[1].status == "received"
    assert do(office, referral, "void", reason="duplicate", checked="yes").status_code == 303
    assert at(world, referral)[1].status == "entered-in-error"


def test_what_came_too_late_is_told_before_what_is_wrong_with_it(world, office, ot):
    referral = referral_in(world.desk, "received")
    move(world.desk, therapist(OT), referral, "decline", status_reason="at-capacity")
    late = do(ot, referral, "accept", proposed_1_day="2026-12-10")
    assert (late.status_code, "Please correct this" in late.text) == (412, False)
    assert "This changed after you opened the page" in text_of(late)


def test_a_paper_that_was_not_chosen_is_asked_for_by_its_label(world, ot):
    referral = referral_in(world.desk, "accepted")
    page = ot.post(path_of(referral), do="attach", kind="report")
    assert page.status_code == 422
    assert 'href="#attach-paper">The paper, as a PDF: choose a file that is not empty.' in page.text
    assert re.search(r'value="report" selected', page.text)


def test_who_prepares_a_draft_goes_on_with_it(world):
    """Office staff without a grant: until a clinician sends it, and nobody else's."""
    desk_staff, other = world.client("front desk"), world.client("other desk")
    asked = draft(send=False, allow_duplicate="of a test")
    elsewhere = make(world.desk, clinician(CLINIC), asked)
    assert "You do not see who the patient is" in text_of(desk_staff.get(path_of(elsewhere)))
    holder = world.access.tokens.principal_of(world.tokens["front desk"])
    made = make(world.desk, Actor(holder, "page"), asked)
    page = desk_staff.get(path_of(made))
    assert "Rosalinde" in page.text and f"{path_of(made)}/edit" in page.text
    assert "Rosalinde" in desk_staff.get(f"{path_of(made)}/edit", follow_redirects=True).text
    assert other.get(path_of(made)).status_code == 404
    move(world.desk, clinician(CLINIC), made, "send", signed_by="Dr. Ellis Harrow")
    assert "Rosalinde" not in desk_staff.get(path_of(made)).text


def test_what_a_patient_asks_for_stands_on_top_until_it_is_answered(world, office, ot):
    """In the worklist among what is stuck, and on its page with what can be done about it."""
    given = (GivenConsent(STATUS_PAGE),)
    asked = draft(recipient=Addressee(OT), consents=given, allow_duplicate="of a test")
    made = make(world.desk, clinician(CLINIC), asked)
    accepted = move(world.desk, therapist(OT), made, "accept")
    said, subject = "The patient asks for another therapist", Subject(STATUS, made["id"])
    tell_wish(world.desk, subject, ANOTHER_ASKED)
    stuck = office.get("/referrals").text.partition("All others, newest first")[0]
    assert said in stuck.partition(path_of(made))[2].partition("</li>")[0]
    page = office.get(path_of(made))
    assert text_of(page).index(said) < text_of(page).index("What you can do now")
    assert 'href="#do-request-cancellation"' in page.text and "patient-called" in offered(page)
    assert "patient-called" not in offered(ot.get(path_of(made)))
    assert ot.post(path_of(made), do="patient-called").status_code == 403
    assert office.post(path_of(made), do="patient-called").status_code == 303
    told = text_of(office.get(path_of(made)))
    assert said not in told.partition("What happened")[0]
    assert "The office called the patient" in told
    assert not at(world, accepted)[1].is_overdue(world.desk.clock())
    assert office.post(path_of(made), do="patient-called").status_code == 409


def test_what_is_wrong_is_named_at_its_field(world, office, ot):
    referral = referral_in(world.desk, "accepted")
    past = do(ot, referral, "schedule", appointment_day="2020-01-01", appointment_time="10:00",
              zone="America/New_York")  # fmt: skip
    assert past.status_code == 422
    assert 'href="#schedule-appointment_day"' in past.text and "2020-01-01" in past.text
    nothing = do(office, referral, "request-cancellation")
    assert (nothing.status_code, 'href="#request-cancellation-reason"' in nothing.text) == (
        422, True,
    )  # fmt: skip


# --- what belongs to it --------------------------------------------------------------------------


def test_papers_are_added_shown_and_taken_out_of_a_draft(world, office, ot):
    referral = referral_in(world.desk, "draft")
    file = (BytesIO(PDF), "Rosalinde plan.pdf")
    office.post(path_of(referral), do="attach", kind="order", paper=file)
    page = office.get(path_of(referral))
    assert "Rosalinde plan.pdf" in page.text
    path = re.search(r'href="(/referrals/[^"]+/papers/[^"]+)"', page.text)[1]
    assert "Rosalinde" not in path
    paper = office.get(path)
    assert (paper.data, "attachment" in paper.headers["Content-Disposition"]) == (PDF, True)
    assert office.post(path_of(referral), do="remove", paper=path.split("/")[-1]).status_code == 303
    assert office.get(path).status_code == 404
    wrong = office.post(path_of(referral), do="attach", kind="order", paper=(BytesIO(b"x"), "a"))
    assert (wrong.status_code, 'href="#attach-paper"' in wrong.text) == (422, True)
    accepted = referral_in(world.desk, "accepted")
    plan = (BytesIO(PDF), "plan.pdf")
    sent = ot.post(path_of(accepted), do="attach", kind="plan-of-care", paper=plan)
    assert (sent.status_code, at(world, accepted)[1].plan_of_care_at is not None) == (303, True)
    order = ot.post(path_of(accepted), do="attach", kind="order", paper=(BytesIO(PDF), "a.pdf"))
    assert (order.status_code, 'href="#attach-kind"' in order.text) == (422, True)


def test_consents_are_recorded_and_withdrawn(world, office):
    referral = referral_in(world.desk, "sent")
    office.post(path_of(referral), do="consent", scope="messages", way="written")
    page = office.get(path_of(referral))
    assert "To get messages In writing" in text_of(page)
    consent = re.search(r'name="consent" value="([^"]+)"', page.text)[1]
    office.post(path_of(referral), do="withdraw-consent", consent=consent)
    assert "Withdrawn on" in text_of(office.get(path_of(referral)))
    assert events(world.desk, referral)[-2:] == ["consent", "withdraw-consent"]


def test_the_code_is_shown_once_and_to_the_office_alone(world, office):
    referral = referral_in(world.desk, "sent")
    code = code_of(world.desk, referral)
    shown = office.post(path_of(referral), do="code")
    assert (shown.status_code, f"{code[:4]} {code[4:]}" in shown.text) == (200, True)
    assert code not in office.get(path_of(referral)).text.replace(" ", "")
    desk = world.client("front desk")
    assert "code" not in offered(desk.get(path_of(referral)))
    assert desk.post(path_of(referral), do="code").status_code == 403


def test_documents_are_printed_in_their_own_frame(world, office):
    there = belongings(world.desk, referral_in(world.desk, "sent"))
    page = office.get(path_of(there))
    names = set(re.findall(rf'href="{path_of(there)}/([a-z-]+)"', page.text))
    assert names == {"edit", "letter", "cover-sheet", "fax", "patient-copy", "disclosures"}
    assert office.get(f"{path_of(there)}/fax").data.startswith(b"%PDF-")
    for name in sorted(names - {"fax", "edit"}):
        printed = office.get(f"{path_of(there)}/{name}")
        assert (printed.status_code, "Rosalinde" in printed.text) == (200, name != "cover-sheet")
        assert "style-src 'unsafe-inline'" in printed.headers["Content-Security-Policy"]
        kept = office.get(f"{path_of(there)}/{name}?format=pdf")
        assert kept.data.startswith(b"%PDF-")
        file_name = f"{path_of(there).split('/')[-1]}-{name}.pdf"
        assert kept.headers["Content-Disposition"] == f"inline; filename={file_name}"


def test_an_award_is_shown_with_what_is_left_of_it(world, office, ot):
    referral = referral_in(world.desk, "accepted")
    rules = open_rules(Settings(programs=PROGRAMS))
    casework = Casework(world.desk.records, rules, world.desk.clock)
    staff = Actor(principal("staff"), "api")
    checked = check(rules.programs, read_person(FACTS, DAY, rules.guidelines), [BRIDGE])
    person = Identity(given=ROSA.given, family=ROSA.family, birth_date=ROSA.birth_date)
    kept = record(casework, staff, checked, ToRecord((BRIDGE,), DAY, FACTS, identity=person))
    told = AskedAward(kept[BRIDGE], 1, NewAward(), referral["id"])
    award(world.desk, casework, staff, told, lambda view: None)
    for client in (office, ot):
        page = text_of(client.get(path_of(referral)))
        assert re.search(rf"{BRIDGE} ?: in force (\d+) of \1 visits left until", page)
    assert 'name="complete:visits"' in ot.get(path_of(referral)).text
    done = {"do": "complete", "version": str(referral["version"] + 1), "note": "Done."}
    few = ot.post(path_of(referral), **done, visits="1")
    assert (few.status_code, "no program pays" in text_of(few)) == (200, False)
    many = text_of(ot.post(path_of(referral), **done, visits="99"))
    over = int(re.search(r"Of these visits no program pays (\d+)\.", many)[1])
    assert ot.post(path_of(referral), **done, visits="99", checked="yes").status_code == 303
    for client in (office, ot):
        page = text_of(client.get(path_of(referral)))
        assert f"which the program does not pay: {over}" in page


def test_what_was_erased_says_so(world, office):
    referral = referral_in(world.desk, "accepted")
    erase(world.desk, Actor(principal("admin"), "cli"), referral["id"], "asked for")
    page = office.get(path_of(referral))
    assert "What it said of the patient was erased." in text_of(page)
    assert (offered(page), [each for each in SECRETS if each in page.text]) == (set(), [])


# --- sending a draft -----------------------------------------------------------------------------


def test_a_clinician_signs_what_the_desk_prepared(world, office):
    referral = referral_in(world.desk, "draft")
    desk = world.client("granted desk")
    page = desk.get(path_of(referral))
    assert "A clinician of your office signs and sends it." in text_of(page)
    assert "send" not in offered(page)
    assert do(desk, referral, "send", signed_by="Me").status_code == 403
    nobody = do(office, referral, "send")
    assert (nobody.status_code, 'href="#send-signed_by"' in nobody.text) == (422, True)
    assert do(office, referral, "send", signed_by="Dr. Ellis Harrow").status_code == 303
    order = read(world.desk, clinician(CLINIC), referral["id"], lambda case: case.content.order)
    assert order.signed_by == "Dr. Ellis Harrow"


def test_a_draft_without_a_therapist_is_not_sent(world, office):
    nobody = draft(recipient=None, send=False, allow_duplicate="none yet")
    page = office.get(path_of(make(world.desk, clinician(CLINIC), nobody)))
    assert "Choose a therapist before you send it" in text_of(page)
    assert "send" not in offered(page)


def test_a_second_one_takes_a_reason(world, office):
    """Meanwhile somebody else sent one for the same patient."""
    named = structs.replace(CONTENT, patient=structs.replace(ROSA, family="Second"))
    asked = draft(content=named, recipient=Addressee(OT))
    kept = make(world.desk, clinician(CLINIC), replace(asked, send=False))
    sent = make(world.desk, clinician(CLINIC), replace(asked, allow_duplicate="meanwhile"))
    refused = do(office, kept, "send", signed_by="Dr. Ellis Harrow")
    assert refused.status_code == 409
    assert ANOTHER in text_of(refused) and f'href="{path_of(sent)}"' in refused.text
    assert 'value="Dr. Ellis Harrow"' in refused.text
    why = {"signed_by": "Dr. Ellis Harrow", "allow_duplicate": "for the other hand"}
    assert do(office, kept, "send", **why).status_code == 303
    assert at(world, kept)[1].status == "requested"
