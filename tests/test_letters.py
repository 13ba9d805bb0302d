"""Each printed document says all that it must, in both languages, as HTML and as PDF."""

import msgspec
import pytest

from service.directory.profile import Location, Profile
from service.letters.claim_letter import Invited, claim_letters
from service.letters.disclosure_list import disclosure_list
from service.letters.html import render_html
from service.letters.letter import Disclosed, Envelope, Letter, Recipient
from service.letters.patient_copy import patient_copy
from service.letters.pdf import A4, count_pages, render_pdf
from service.letters.referral_letter import referral_letter
from service.referrals.content import Content, Order, Patient, Requester
from service.wording.figures import phone_text
from service.wording.languages import ENGLISH, WORDINGS
from tests.letter_papers import (
    CALL_BY,
    CONTENT,
    LETTER,
    ReadHtml,
    letter_about,
    letter_saying,
    on_one_line,
    papers,
    read_pdf,
)
from tests.spanish import SPANISH

OT = ("Jonas Feld, OTR/L", "Hudson Rehabilitation")
ADDRESS = ("12 Elm Street, Suite 4", "Albany, NY 12207")
REPLY = ("otmatch.example/reply", "40718823", "Dr. Ana Roe, (518) 555-0100")
LETTER_FACTS = (
    *OT, *ADDRESS, *REPLY, "1999900002", "Rosa Lind", "(518) 555-0142", "rosa@lind.example",
    "NY 12203", "Example Silver PPO", "XQ-4471", "Evaluate and treat", "8", "once a week",
    "Sam Poe", "Ana Roe, MD", "Cook dinner again", "Button my shirt",
    "Fatigue by noon limits work", "G35.A", "R25.1",
    "Heat makes all of it worse. Fell twice in October.", "MRI report.pdf", "(518) 555-0101",
    "r_7Kq2mVbX",
)  # fmt: skip
COVER_FACTS = (
    *OT, *REPLY, "(518) 555-0178", "(518) 555-0177", "(518) 555-0101", "3", "r_7Kq2mVbX",
)  # fmt: skip
PATIENT_FACTS = (
    *OT,
    *ADDRESS,
    "otmatch.example/status",
    "Rosa Lind",
    "Dr. Ana Roe, (518) 555-0100",
    "r_7Kq2mVbX",
)
DISCLOSED_FACTS = ("Rosa Lind", "Jonas Feld", "1999900002", "Sam Poe", "Ana Roe")
FACTS = {
    ("letter", "en"): (
        *LETTER_FACTS, "Mar 2, 1979", "Spanish Ask whether an interpreter is needed", "Urgent",
        "Energy conservation", "Driving evaluation and rehabilitation", "Fatigue",
        "Tremor and coordination", "G35.A: Multiple sclerosis, relapsing-remitting", "Nov 24, 2026",
        "Signed by", "Nov 23, 2026, 9:30 PM EST",
    ),
    ("letter", "es"): (
        *LETTER_FACTS, "2 mar 1979", "español", "Urgente", "Conservación de energía", "Fatiga",
        "G35.A: Esclerosis múltiple remitente-recurrente", "24 nov 2026", "Firmada por",
        "23 nov 2026, 9:30 p.m. EST",
    ),
    ("cover", "en"): (
        *COVER_FACTS, "Nov 24, 2026", "Private health information", "Is this not for you?",
        "Call Dr. Ana Roe, (518) 555-0100. Say that referral r_7Kq2mVbX reached you",
    ),
    ("cover", "es"): (
        *COVER_FACTS, "24 nov 2026", "Información privada de salud", "¿No es para usted?",
        "Llame a Dr. Ana Roe, (518) 555-0100. Diga que le llegó la derivación r_7Kq2mVbX",
    ),
    ("patient", "en"): (*PATIENT_FACTS, "No call by Tuesday, December 8, 2026?", "another"),
    ("patient", "es"): (*PATIENT_FACTS, "hasta el martes, 8 de diciembre de 2026?", "otro"),
    ("disclosures", "en"): (
        *DISCLOSED_FACTS, "Nov 24, 2026", "name and birth date and health and goals",
        "Your treatment", "You asked for it", "Mar 2, 1979",
    ),
    ("disclosures", "es"): (
        *DISCLOSED_FACTS, "24 nov 2026", "nombre y fecha de nacimiento y salud y metas",
        "Su tratamiento", "Usted lo pidió", "2 mar 1979",
    ),
}  # fmt: skip
IN_EVERY_LANGUAGE = pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
EACH_PAPER = pytest.mark.parametrize(("paper", "language"), FACTS)


@EACH_PAPER
def test_every_fact_is_printed(paper, language):
    document = papers(LETTER, WORDINGS[language])[paper]
    html, pdf = ReadHtml(render_html(document)), read_pdf(render_pdf(document))
    for fact in FACTS[paper, language]:
        assert fact in html.text
        assert fact in pdf.text


@EACH_PAPER
def test_a_pdf_can_be_read_out(paper, language):
    document = papers(LETTER, WORDINGS[language])[paper]
    read = read_pdf(render_pdf(document))
    assert (read.title, read.language, read.tagged) == (document.title, language, True)


@EACH_PAPER
def test_a_page_has_a_language_and_headings_and_runs_nothing(paper, language):
    document = papers(LETTER, WORDINGS[language])[paper]
    read = ReadHtml(render_html(document))
    assert ("lang", language) in read.attributes
    assert read.tags.count("h1") == 1
    assert not {"script", "link", "img", "iframe", "form"} & set(read.tags)
    assert not [name for name, _ in read.attributes if name.startswith("on") or name == "src"]


@EACH_PAPER
def test_the_same_document_gives_the_same_bytes(paper, language):
    one, other = (papers(LETTER, WORDINGS[language])[paper] for _ in range(2))
    assert render_pdf(one) == render_pdf(other)


@IN_EVERY_LANGUAGE
def test_pages_are_numbered_and_counted(wording):
    document = papers(letter_saying(notes="Please read this. " * 600), wording)["letter"]
    read = read_pdf(render_pdf(document))
    assert read.pages == count_pages(document) > 2
    for page in range(1, read.pages + 1):
        said = {"page": str(page), "pages": str(read.pages)}
        assert wording.letters["page"].format_map(said) in read.text


@IN_EVERY_LANGUAGE
def test_letters_of_a_campaign_are_one_file_and_each_a_whole(wording):
    at = Location(line1="1 Main St", city="Albany", state="NY")
    asked = [
        Invited(f"c-{name}", Profile(npi=npi), at, f"https://otmatch.example/{name}", code)
        for name, npi, code in (("a", "1999900002", "1111 2222"), ("b", "1999900010", "3333 4444"))
    ]
    document = claim_letters(asked, wording)
    html, pdf = ReadHtml(render_html(document)), read_pdf(render_pdf(document))
    assert (pdf.pages, pdf.title, pdf.tagged) == (2, wording.letters["claim_title"], True)
    assert pdf.text.count(wording.letters["page"].format(page=1, pages=1)) == 2
    for read in (html, pdf):
        first, second = read.text.split("NPI 1999900010")
        assert "c-a" in first and "c-b" not in first and "1111 2222" in first
        assert "c-b" in second and "c-a" not in second and "3333 4444" in second


def test_paper_is_us_letter_or_a4():
    document = papers(LETTER, ENGLISH)["letter"]
    assert read_pdf(render_pdf(document)).width == pytest.approx(612, abs=1)
    assert read_pdf(render_pdf(document, A4)).width == pytest.approx(595, abs=1)


@IN_EVERY_LANGUAGE
def test_a_draft_says_boldly_that_nobody_signed_it(wording):
    draft = letter_saying(order=Order(text="Evaluate and treat"))
    html = render_html(referral_letter(draft, wording))
    assert html.count(f"<strong>{wording.letters['not_signed']}</strong>") == 2
    assert wording.letters["signed_by"] not in html
    assert wording.letters["not_signed"] not in render_html(referral_letter(LETTER, wording))


def test_what_nobody_stated_is_not_known_and_never_no():
    bare = Letter(
        envelope=Envelope(
            referral="r_1",
            requester=Requester(name="Ana Roe"),
            recipient=Recipient(name="Jonas Feld", npi="1999900002"),
        ),
        content=Content(
            patient=Patient(given="Rosa", family="Lind", birth_date=CONTENT.patient.birth_date),
            requester=Requester(name="Ana Roe"),
        ),
    )
    said = ReadHtml(render_html(referral_letter(bare, ENGLISH))).text
    assert "Insurance plan Not known" in said
    assert "Visits Not known" in said
    assert "The patient's own goals Not stated" in said
    assert "None were stated. Ask the office" in said
    assert "Sent Not sent yet" in said
    assert "None" not in said.replace("None were stated", "")
    own = ReadHtml(render_html(patient_copy(bare, CALL_BY))).text
    assert "Phone of the therapist Not known" in own
    assert "Then call Ana Roe." in own


@IN_EVERY_LANGUAGE
def test_a_patient_reads_one_page_in_large_type_with_the_phone_twice(wording):
    letter = msgspec.structs.replace(LETTER, status_link=None)
    read = read_pdf(render_pdf(papers(letter, wording)["patient"]))
    assert read.pages == 1
    assert read.smallest >= 14
    assert read.text.count("(518) 555-0177") == 2
    assert [f"{step}." in read.text for step in (1, 2, 3, 4)] == [True, True, True, False]


@pytest.mark.parametrize(("language", "name"), [("vi", "Vietnamese"), ("qq", "qq")])
def test_a_language_that_we_lack_falls_back_to_english_and_says_so(language, name):
    document = patient_copy(letter_about(language=language), CALL_BY)
    assert document.language == "en"
    said = f"We do not have this page in {name} yet, so it is in English."
    assert said in read_pdf(render_pdf(document)).text


def test_a_language_that_we_have_says_nothing_of_it():
    assert "We do not have" not in render_html(patient_copy(letter_about(language="en"), CALL_BY))


def test_an_ot_who_left_the_directory_is_told_by_npi():
    gone = Disclosed(
        on=CALL_BY, to=None, npi="1999900002", kinds=("order",), purpose="law", by="Ana Roe"
    )
    document = disclosure_list(CONTENT.patient, (gone,), CALL_BY, ENGLISH)
    assert "Not known NPI 1999900002" in ReadHtml(render_html(document)).text


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("5185550142", "(518) 555-0142"),
        ("518-555-0142", "(518) 555-0142"),
        ("+1 518 555 0142", "(518) 555-0142"),
        ("518-555-0142 ext. 4", "518-555-0142 ext. 4"),
        ("+44 20 7946 0018", "+44 20 7946 0018"),
        ("555", "555"),
    ],
)
def test_a_phone_is_printed_as_on_a_card(number, printed):
    assert on_one_line(phone_text(number)) == printed


def test_who_was_given_nothing_has_a_list_that_says_so():
    document = disclosure_list(CONTENT.patient, (), CALL_BY, ENGLISH)
    assert "Nobody was given any." in read_pdf(render_pdf(document)).text


@pytest.mark.parametrize("wording", [ENGLISH, SPANISH], ids=["en", "es"])
def test_every_code_of_multiple_sclerosis_has_its_plain_text(wording):
    codes = ("G35.A", "G35.B0", "G35.B1", "G35.B2", "G35.C0", "G35.C1", "G35.C2", "G35.D")
    names = [wording.names["diagnoses"][code] for code in codes]
    assert len(set(names)) == len(codes)
    said = ReadHtml(render_html(referral_letter(letter_saying(diagnoses=codes), wording))).text
    assert all(f"{code}: {name}" in said for code, name in zip(codes, names, strict=True))
