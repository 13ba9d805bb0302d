"""What is printed of a referral, and the papers that are kept with it, by the API."""

from datetime import timedelta
from urllib.parse import quote

import numpy as np
import pypdfium2
import pytest

from service.pdf.opened import join
from tests.letter_papers import read_pdf
from tests.pdf_files import acting_pdf, locked_pdf, pdf_of, unpacking_pdf
from tests.referral_api import BODY, REFERRALS
from tests.test_letters_links import scanned

CANNOT_BE_OPENED = "must be a PDF that can be opened; save it as a PDF once more"
SCAN = pdf_of("scanned")


@pytest.mark.parametrize(
    ("name", "language", "told"),
    [("patient-copy", "es", "es"), ("patient-copy", "en", "en"), ("patient-copy", "vi", "en"),
     ("letter", "es", "en"), ("cover-sheet", "es", "en")],
)  # fmt: skip
@pytest.mark.parametrize("form", ["html", "pdf"])
def test_each_document_says_its_language(referral_api, name, language, told, form):
    """The patient's own is in theirs, the others in that of whoever asks."""
    made = referral_api.made(patient=BODY["patient"] | {"language": language})
    answer = referral_api.client.get(
        f"{REFERRALS}/{made['id']}/{name}?format={form}",
        headers=referral_api.office | {"Accept-Language": "en"},
    )
    assert answer.headers["Content-Language"] == told
    if form == "html":
        assert f'<html lang="{told}">' in answer.text


def printed(api, referral, name, who=None, form="html"):
    path = f"{REFERRALS}/{referral['id']}/{name}?format={form}"
    return api.client.get(path, headers=who or api.office)


def test_the_patients_page_leads_to_its_status_with_their_consent_alone(referral_api):
    given = referral_api.made(consents=[{"scope": "status-page", "how": "verbal"}])
    assert "otmatch.example/status" in printed(referral_api, given, "patient-copy").text
    path = f"{REFERRALS}/{given['id']}/consents/{given['consents'][0]['id']}"
    referral_api.client.delete(path, headers=referral_api.office)
    draft = referral_api.made(consents=[{"scope": "status-page", "how": "verbal"}], send=False)
    for other in (given, draft, referral_api.made()):
        page = printed(referral_api, other, "patient-copy").text
        assert "Dr. Ellis Harrow" in page
        assert not [part for part in ("/status", "/reply", "<svg") if part in page]


def test_the_link_that_is_printed_opens_the_patients_page(referral_api):
    made = referral_api.made(consents=[{"scope": "status-page", "how": "verbal"}])
    (link,) = scanned(printed(referral_api, made, "patient-copy", form="pdf").data)
    page = referral_api.client.get(link.removeprefix("https://otmatch.example"))
    assert page.status_code == 200
    assert "Quillfeather" not in page.text


def test_a_fax_says_of_how_many_pages_it_is(referral_api):
    made = referral_api.made(notes="Read this. " * 400)
    fax = read_pdf(printed(referral_api, made, "fax", form="pdf").data)
    assert fax.pages > 2
    for name in ("fax", "cover-sheet"):
        told = read_pdf(printed(referral_api, made, name, form="pdf").data)
        assert f"Pages in all {fax.pages}" in told.text
    assert told.pages == 1
    assert scanned(printed(referral_api, made, "fax", form="pdf").data)[0].startswith(
        "https://otmatch.example/reply/"
    )


def test_a_fax_takes_the_orders_papers_along(referral_api):
    made = referral_api.made()
    alone = read_pdf(printed(referral_api, made, "fax", form="pdf").data)
    attached(referral_api, made, body=pdf_of("MRI of the brain", "and of the neck"))
    referral_api.desk.clock.at += timedelta(minutes=1)  # they stand in the order of their times
    attached(referral_api, made, body=pdf_of("Medication"))
    referral_api.act(made, "accept", referral_api.ot)
    attached(referral_api, made, referral_api.ot, kind="report", body=pdf_of("of the OT's own"))
    whole = read_pdf(printed(referral_api, made, "fax", form="pdf").data)
    assert (whole.pages, whole.title, whole.tagged) == (alone.pages + 3, alone.title, True)
    assert whole.text.endswith("MRI of the brain and of the neck Medication")
    sheet = read_pdf(printed(referral_api, made, "cover-sheet", form="pdf").data)
    for told in (whole, sheet):
        assert f"Pages in all {whole.pages}" in told.text
    assert f"Page 1 of {whole.pages}" in whole.text
    assert (sheet.pages, "Page 1 of 1" in sheet.text) == (1, True)


def test_of_a_paper_a_fax_holds_what_is_seen_and_nothing_that_acts(referral_api):
    made = referral_api.made()
    attached(referral_api, made, body=acting_pdf("Seizure diary"))
    fax = printed(referral_api, made, "fax", form="pdf").data
    assert read_pdf(fax).text.endswith("Seizure diary filled")
    for acts in (b"/JavaScript", b"/AA", b"a.example"):
        assert acts in acting_pdf("") and acts not in fax


@pytest.mark.parametrize(
    "page",
    [b"/Rotate 90", b"/Rotate 180 /CropBox [50 100 500 780]", b"/MediaBox [-20 -30 600 800]"],
)
def test_a_page_of_a_paper_looks_as_it_did(page):
    whole = b"/Type /Page /Parent 2 0 R"
    paper = pdf_of("Turned").replace(whole, b"/Type /Page %s /Parent 2 0 R" % page)
    (before,) = pypdfium2.PdfDocument(paper)
    _, after = pypdfium2.PdfDocument(join(pdf_of("first"), [paper]))
    seen, wanted = after.render().to_numpy(), before.render().to_numpy()
    assert wanted.min() < 50
    assert np.array_equal(seen, wanted)


def test_a_fax_is_a_pdf_alone_and_tells_the_trail_what_was_read(referral_api):
    made = referral_api.made()
    paper = attached(referral_api, made).get_json()["id"]
    assert printed(referral_api, made, "fax", form="html").status_code == 422
    path = f"{REFERRALS}/{made['id']}/fax"
    assert referral_api.client.get(path, headers=referral_api.office).data.startswith(b"%PDF-")
    with referral_api.desk.store.reading() as session:
        reads = referral_api.desk.trail.events(session, "reads")
    assert paper in [event.values.get("attachment") for event in reads]


# --- papers that are kept with it ----------------------------------------------------------------


def attached(api, referral, who=None, name="scan.pdf", body=SCAN, kind="order"):
    # As RFC 5987 has it: what is no plain letter is written in percents.
    named = f"attachment; filename*=UTF-8''{quote(name or '', safe='')}"
    headers = (who or api.office) | {"Content-Type": "application/pdf"}
    headers |= {"Content-Disposition": named} if name else {}
    path = f"{REFERRALS}/{referral['id']}/attachments?kind={kind}"
    return api.client.post(path, data=body, headers=headers)


def test_papers_stand_in_the_referral_for_who_may_see_the_patient(referral_api):
    made = referral_api.made()
    referral_api.act(made, "accept", referral_api.ot)
    kept = attached(referral_api, made, referral_api.ot, kind="plan-of-care").get_json()["id"]
    path = f"{REFERRALS}/{made['id']}"
    for who in (referral_api.office, referral_api.ot):
        (paper,) = referral_api.client.get(path, headers=who).get_json()["attachments"]
        assert (paper["id"], paper["kind"], paper["name"], paper["size"]) == (
            kept, "plan-of-care", "scan.pdf", len(SCAN),
        )  # fmt: skip
    stuck, staff = referral_api.made(), referral_api.token("staff")
    assert attached(referral_api, stuck).status_code == 201
    shown = referral_api.client.get(f"{REFERRALS}/{stuck['id']}", headers=staff).get_json()
    assert shown["attachments"] == []


def test_a_paper_of_a_draft_can_be_taken_out_once(referral_api):
    draft = referral_api.made(send=False)
    wrong, right = (attached(referral_api, draft).get_json()["id"] for _ in range(2))
    path = f"{REFERRALS}/{draft['id']}"
    before = referral_api.client.get(path, headers=referral_api.office)
    gone = referral_api.client.delete(f"{path}/attachments/{wrong}", headers=referral_api.office)
    assert (gone.status_code, gone.data) == (204, b"")
    for method in ("GET", "DELETE"):
        again = referral_api.client.open(
            f"{path}/attachments/{wrong}", method=method, headers=referral_api.office
        )
        assert again.status_code == 404
    now = referral_api.client.get(path, headers=referral_api.office)
    assert [paper["id"] for paper in now.get_json()["attachments"]] == [right]
    assert now.headers["ETag"] != before.headers["ETag"]
    # That it was there is not forgotten.
    events = [event["event"] for event in now.get_json()["history"]]
    assert events == ["save", "attach", "attach", "detach"]


def test_what_was_sent_keeps_its_papers(referral_api):
    made = referral_api.made()
    paper = attached(referral_api, made).get_json()["id"]
    path = f"{REFERRALS}/{made['id']}/attachments/{paper}"
    for _ in range(2):
        refused = referral_api.client.delete(path, headers=referral_api.office)
        assert refused.status_code == 409
        assert refused.get_json()["actions"] == ["withdraw", "void"]
    assert referral_api.client.get(path, headers=referral_api.office).data == SCAN


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 422), (b"GIF89a", 422), (b"\n" + SCAN, 422), (b"PK\x03\x04" + SCAN, 422),
     (b"%PDF-1.7 the plan", 422), (b"%PDF-" + b"x" * 9_999_995, 422), (SCAN[:-400], 422),
     (pdf_of(), 422), (pdf_of(*"x" * 200), 201),
     (pdf_of("", most=10_000_000), 201), (pdf_of("", most=10_000_001), 413)],
    ids=["empty", "gif", "late", "zip", "its beginning alone", "long and void", "cut",
         "without a page", "the longest", "the largest", "one byte more"],
)  # fmt: skip
def test_only_a_pdf_of_a_limited_size_is_kept(referral_api, body, status):
    made = referral_api.made()
    answer = attached(referral_api, made, body=body)
    assert answer.status_code == status
    if status == 422:
        assert refusal(answer) == ("body", CANNOT_BE_OPENED)
    path = f"{REFERRALS}/{made['id']}"
    now = referral_api.client.get(path, headers=referral_api.office).get_json()
    assert len(now["attachments"]) == (status == 201)


def refusal(answer):
    [problem] = answer.get_json()["errors"]
    return problem["parameter"], problem["problem"]


@pytest.mark.parametrize(
    ("body", "fix"),
    [(locked_pdf(), "must be a PDF that opens without a password; save it without one"),
     (pdf_of(*"x" * 201), "must be a PDF of at most 200 pages; send it in parts"),
     (unpacking_pdf(3_000_000_000), CANNOT_BE_OPENED)],
    ids=["locked", "too long", "takes all memory"],
)  # fmt: skip
def test_a_pdf_that_nobody_could_open_is_refused_with_the_fix(referral_api, body, fix):
    answer = attached(referral_api, referral_api.made(), body=body)
    assert answer.status_code == 422
    assert refusal(answer) == ("body", fix)


@pytest.mark.parametrize(
    "name", ["a\r\nX-Evil: 1.pdf", "\u202efdp.exe", "\0.pdf", "\u200b", "a" * 101, " "]
)
def test_a_name_that_deceives_is_refused(referral_api, name):
    refused = attached(referral_api, referral_api.made(), name=name)
    assert refused.status_code == 422
    assert [entry["parameter"] for entry in refused.get_json()["errors"]] == ["Content-Disposition"]


@pytest.mark.parametrize("name", ["../../etc", '"; x=y', "تقرير.pdf", "😀.pdf", "a" * 100])
def test_a_name_stays_a_name(referral_api, name):
    """Nothing is saved by it: what is given back is called by its id."""
    made = referral_api.made()
    kept = attached(referral_api, made, name=name).get_json()["id"]
    path = f"{REFERRALS}/{made['id']}"
    shown = referral_api.client.get(path, headers=referral_api.office).get_json()
    assert [one["name"] for one in shown["attachments"]] == [name]
    answer = referral_api.client.get(f"{path}/attachments/{kept}", headers=referral_api.office)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{kept}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_name_stands_in_no_url(referral_api):
    """It is often a patient's, and proxies write down what is asked for."""
    made = referral_api.made()
    path = f"{REFERRALS}/{made['id']}/attachments?kind=order"
    pdf = referral_api.office | {"Content-Type": "application/pdf"}
    refused = referral_api.client.post(f"{path}&name=a.pdf", data=SCAN, headers=pdf)
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["parameter"] == "name"
    attached(referral_api, made, name=None)
    one = path.rpartition("/")[0]
    shown = referral_api.client.get(one, headers=referral_api.office).get_json()
    assert [one["name"] for one in shown["attachments"]] == ["order.pdf"]


@pytest.mark.parametrize("told", ["attachment", 'attachment; filename=""', "", "x",
                                  f'attachment; filename="{"a" * 101}"'])  # fmt: skip
def test_a_header_that_names_no_file_is_refused(referral_api, told):
    path = f"{REFERRALS}/{referral_api.made()['id']}/attachments?kind=order"
    headers = referral_api.office | {"Content-Type": "application/pdf", "Content-Disposition": told}
    refused = referral_api.client.post(path, data=SCAN, headers=headers)
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["parameter"] == "Content-Disposition"


def test_an_ot_adds_to_what_they_accepted_and_not_to_the_order(referral_api):
    made, ot = referral_api.made(), referral_api.ot
    for kind in ("report", "plan-of-care"):
        early = attached(referral_api, made, ot, kind=kind)
        assert early.status_code == 409
        assert early.get_json()["actions"] == ["acknowledge", "accept", "decline"]
    accepted = referral_api.act(made, "accept", ot)
    assert accepted.status_code == 200
    refused = attached(referral_api, made, ot, kind="order")
    assert refused.status_code == 422
    assert refused.get_json()["errors"][0]["parameter"] == "kind"
    for kind in ("report", "plan-of-care"):
        assert attached(referral_api, made, ot, kind=kind).status_code == 201
    assert attached(referral_api, made, kind="order").status_code == 201  # by the office


def test_at_most_twenty_papers_are_kept(referral_api):
    made = referral_api.made()
    found = [attached(referral_api, made).status_code for _ in range(21)]
    assert found == [201] * 20 + [413]


@pytest.mark.parametrize("kind", ["text/html", "application/octet-stream", "image/png", ""])
def test_what_is_not_said_to_be_a_pdf_is_not_taken(referral_api, kind):
    path = f"{REFERRALS}/{referral_api.made()['id']}/attachments?kind=order"
    headers = referral_api.office | {"Content-Type": kind}
    assert referral_api.client.post(path, data=SCAN, headers=headers).status_code == 415


@pytest.mark.parametrize("name", ["", "/letter", "/fax", "/cover-sheet", "/patient-copy",
                                  "/disclosures", "/disclosures/print"])  # fmt: skip
def test_nothing_of_a_patient_is_kept_on_the_way_or_led_away(referral_api, name):
    made = referral_api.made()
    answer = referral_api.client.get(f"{REFERRALS}/{made['id']}{name}", headers=referral_api.office)
    assert answer.status_code == 200
    heads = ("Cache-Control", "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options")
    told = [answer.headers[head] for head in heads]
    assert told == ["no-store", "no-referrer", "nosniff", "DENY"]
    if answer.mimetype == "text/html":  # what a browser would draw runs nothing
        policy = answer.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src")
        assert "script-src" not in policy
