"""A referral's whole way in a real browser: by keyboard alone without scripts, and with them."""

import pytest

from tests.access_referrals import PDF
from tests.browser import served
from tests.page_checks import check, check_every_look, check_size, follow, tab_to
from tests.test_site_browser import window
from tests.work_pages import open_world, sign_in_by_browser
from tests.work_screenshots import sample

PATIENT = {"given": "Wilhelmina", "family": "Featherstone", "birth_date": "1971-08-09",
           "phone": "518-555-0166", "postal_code": "12203"}  # fmt: skip
ORDER = {"text": "Evaluate and treat", "requester_name": "Dr. Ellis Harrow",
         "signed_by": "Dr. Ellis Harrow"}  # fmt: skip
SECRETS = ("Wilhelmina", "Featherstone", "1971", "0166", "12203", "walk", "G35")


@pytest.fixture(scope="module")
def world(tmp_path_factory, fixture_engine):
    with open_world(tmp_path_factory.mktemp("way"), fixture_engine) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(world):
    with served(world.app) as url:
        yield url


@pytest.fixture
def plain(browser):
    context = window(browser, java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser):
    context = window(browser)
    yield context.new_page()
    context.close()


def write(page, selector, text):
    tab_to(page, selector, most=200)
    page.keyboard.insert_text(text)


def press(page, selector, key="Enter"):
    tab_to(page, selector, most=200)
    page.keyboard.press(key)


def press_through(page, selector):
    """What leads to another page."""
    tab_to(page, selector, most=200)
    follow(page)


def test_a_doctor_refers_and_takes_back_by_keyboard_alone(address, plain, world):
    sign_in_by_browser(plain, address, world.tokens["clinician"])
    press_through(plain, "nav a[href='/referrals/new']")
    plain.wait_for_selector("#new-given")
    check_size(plain)
    for name, text in PATIENT.items():
        if name != "birth_date":
            write(plain, f"#new-{name}", text)
            continue
        tab_to(plain, "#new-birth_date")
        plain.keyboard.type("08091971")
    press(plain, "input[name=needs][value=fatigue]", "Space")
    press_through(plain, "button[value='2']")
    plain.wait_for_selector("#new-recipient")
    check_size(plain)
    press(plain, "input[name=recipient]", "Space")
    press_through(plain, "button[value='3']")
    plain.wait_for_selector("#new-text")
    check_size(plain)
    write(plain, "#new-text", "Evaluate and treat")
    write(plain, "#new-visits", "many")
    write(plain, "#new-diagnoses", "G35.A")
    write(plain, "#new-goals", "walk the dog")
    write(plain, "#new-requester_name", "Dr. Ellis Harrow")
    write(plain, "#new-signed_by", "Dr. Ellis Harrow")
    press_through(plain, "button[value='review']")
    plain.wait_for_selector("#faults:focus")
    press(plain, "#faults a")
    plain.wait_for_selector("#new-visits:focus")
    plain.keyboard.press("Control+a")
    plain.keyboard.insert_text("8")
    press_through(plain, "button[value='review']")
    plain.wait_for_selector("#order-title")
    check_size(plain)
    assert plain.get_by_text("walk the dog").is_visible()
    press_through(plain, "button[value='send']")
    plain.wait_for_url("**/referrals/r-*")
    assert plain.get_by_text("Sent by mistake?").is_visible()
    press(plain, "a[href='#do-withdraw']")
    press(plain, "#do-withdraw summary")
    plain.wait_for_selector("#withdraw-reason", state="visible")
    tab_to(plain, "#withdraw-reason")
    plain.keyboard.type("Wrong pat")
    press_through(plain, "#do-withdraw button")
    plain.wait_for_selector("text=Nothing was done yet.")
    check_size(plain)
    press_through(plain, "button[name='checked']")
    plain.wait_for_selector("text=Canceled.")
    check_size(plain)


def test_a_referral_goes_from_office_to_therapist_and_no_address_tells_of_it(
    address, browser, page, world, caplog
):
    """With scripts; every address that is asked for is looked at, and the log."""
    asked, heard = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: heard.append(message.text))
    page.on("pageerror", lambda error: heard.append(str(error)))
    sign_in_by_browser(page, address, world.tokens["clinician"])
    page.goto(f"{address}/referrals/new")
    for name, text in (PATIENT | {"family": "Featherstone-Second"}).items():
        page.fill(f"#new-{name}", text)
    page.get_by_label("Fatigue").check()
    follow(page, "main button[value='2']")
    page.wait_for_selector("#new-recipient")
    check(page)
    npi = "1999901014"
    page.locator("#new-recipient > details > summary").click()  # those after the best few
    page.locator(f"input[name=recipient][value^='{npi}']").check()
    follow(page, "main button[value='1']")
    assert page.input_value("#new-family") == "Featherstone-Second"
    follow(page, "main button[value='2']")
    assert page.locator(f"input[name=recipient][value^='{npi}']").is_checked()
    follow(page, "main button[value='3']")
    page.fill("#new-text", "Evaluate and treat")
    page.fill("#new-goals", "walk the dog")
    page.fill("#new-requester_name", "Dr. Ellis Harrow")
    page.fill("#new-signed_by", "Dr. Ellis Harrow")
    check(page)
    follow(page, "main button[value='review']")
    page.wait_for_selector("#order-title")
    check(page)
    page.dblclick("main button[value='send']")
    page.wait_for_url("**/referrals/r-*")
    check(page)
    assert page.locator(".history li").count() == 1
    told = " ".join(asked) + caplog.text
    assert [secret for secret in SECRETS if secret in told] == []
    assert heard == []


def test_a_therapist_accepts_and_offers_a_day_by_keyboard_alone(address, plain, world):
    made, *_ = sample(world)
    sign_in_by_browser(plain, address, world.tokens["ot"])
    press_through(plain, "nav a[href='/referrals']")
    press_through(plain, f"a[href='/referrals/{made['id']}']")
    plain.wait_for_selector("#do-accept[open]")
    check_size(plain)
    tab_to(plain, "#accept-proposed_1_day", most=100)
    plain.keyboard.type("12012026")
    tab_to(plain, "#accept-proposed_1_time")
    plain.keyboard.type("0230PM")
    press_through(plain, "#do-accept button")
    plain.wait_for_selector("text=Accepted.")
    assert plain.get_by_text("Dec 1, 2026, 2:30").is_visible()
    press(plain, "#do-decline summary")
    plain.wait_for_selector("#decline-reason", state="visible")
    press_through(plain, "#do-decline button")
    plain.wait_for_selector("#faults:focus")
    press(plain, "#faults a")
    plain.wait_for_selector("#decline-reason:focus")


def test_a_therapist_tells_of_a_visit_and_adds_the_plan_of_care_by_keyboard_alone(
    address, plain, world, tmp_path
):
    *_, made = sample(world, "-Second")
    paper = tmp_path / "plan.pdf"
    paper.write_bytes(PDF)
    sign_in_by_browser(plain, address, world.tokens["ot"])
    plain.goto(f"{address}/referrals/{made['id']}")
    assert plain.locator("#do-visit[open]").count() == 1  # an appointment is set: a visit is next
    press_through(plain, "#do-visit button")
    plain.wait_for_selector("#faults:focus")
    write(plain, "#visit-note", "First visit done.")
    press_through(plain, "#do-visit button")
    plain.wait_for_selector(".history >> text=First visit done.")
    press(plain, "#do-attach summary")
    press_through(plain, "#do-attach button")
    plain.wait_for_selector("#faults:focus")
    assert plain.get_by_text("choose a file that is not empty.").first.is_visible()
    plain.locator("#attach-paper").set_input_files(paper)
    press_through(plain, "#do-attach button")
    plain.wait_for_selector("a[download] >> text=plan.pdf")
    check_size(plain)


def test_a_therapist_declines_with_a_reason_by_keyboard_alone(address, plain, world):
    made, *_ = sample(world, "-Third")
    sign_in_by_browser(plain, address, world.tokens["ot"])
    plain.goto(f"{address}/referrals/{made['id']}")
    press(plain, "#do-decline summary")
    plain.wait_for_selector("#decline-reason", state="visible")
    tab_to(plain, "#decline-reason")
    plain.keyboard.type("Takes no")
    write(plain, "#decline-text", "Next free place in March.")
    press_through(plain, "#do-decline button")
    plain.wait_for_selector("text=Nothing was done yet.")
    check_size(plain)
    press_through(plain, "button[name=checked]")
    plain.wait_for_selector("text=Declined.")
    assert plain.get_by_text("Next free place in March.").is_visible()
    check_size(plain)


@pytest.mark.parametrize(
    ("begin", "check"),
    [("", check_every_look), ("?lang=es&text=largest", check)],
    ids=["every look", "Spanish in large text"],
)
def test_every_step_holds_the_rules_of_accessibility(page, address, world, begin, check):
    """Also with mistakes, and where there is an open one like it."""
    page.goto(f"{address}/sign-in{begin}")
    sign_in_by_browser(page, address, world.tokens["clinician"])
    page.goto(f"{address}/referrals/new")
    follow(page, "main button[value='2']")
    page.wait_for_selector("#faults:focus")
    check(page)
    for name, text in (PATIENT | {"family": "Step" + "lang" * bool(begin)}).items():
        page.fill(f"#new-{name}", text)
    follow(page, "main button[value='2']")
    page.wait_for_selector("#new-recipient")
    check(page)
    page.locator("input[name=recipient]").first.check()
    page.locator("input[name=behind]").nth(1).check()
    follow(page, "main button[value='3']")
    page.wait_for_selector("#faults:focus")  # nobody asked the patient about who stands behind
    check(page)
    page.locator("input[name=shortlist_consent]").check()
    follow(page, "main button[value='3']")
    follow(page, "main button[value='review']")
    page.wait_for_selector("#faults:focus")
    check(page)
    for name, text in ORDER.items():
        page.fill(f"#new-{name}", text)
    follow(page, "main button[value='review']")
    page.wait_for_selector("#order-title")
    check(page)
    follow(page, "main button[value='send']")
    page.wait_for_url("**/referrals/r-*")
