"""Text from strangers neither breaks a document nor leaks from it, and the cover sheet holds
nothing of the patient."""

import unicodedata
from datetime import date
from html import escape

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.letters.characters import clean_text, respell
from service.letters.cover_sheet import cover_sheet
from service.letters.document import Document, Heading, Paragraph
from service.letters.fonts import shapes
from service.letters.html import render_html
from service.letters.letter import Letter
from service.letters.pdf import NotPrinted, render_pdf
from service.letters.referral_letter import referral_letter
from service.referrals.content import Content, Order, Patient
from service.wording.languages import ENGLISH, WORDINGS
from tests.letter_papers import (
    DISCLOSURES,
    ENVELOPE,
    LETTER,
    REQUESTER,
    ReadHtml,
    letter_about,
    letter_saying,
    on_one_line,
    papers,
    read_pdf,
)

MARK = "Zq7w"
# A private value, told from all other text by its mark.
private = st.text(max_size=12).map(lambda text: MARK + text)
some = st.lists(private, max_size=3).map(tuple)


@st.composite
def letters(draw) -> Letter:
    patient = Patient(
        given=draw(private), family=draw(private), birth_date=date(1911, 7, 13),
        phone=draw(private), email=draw(private), postal_code=draw(private), state=draw(private),
        language=draw(st.sampled_from(["en", "es", "vi"])), member_id=draw(private),
        plan_id=draw(private),
    )  # fmt: skip
    content = Content(
        patient=patient, requester=REQUESTER, goals=draw(some), reason=draw(private),
        diagnoses=draw(some), notes=draw(private), services=draw(some), needs=draw(some),
        order=Order(text=draw(private), frequency=draw(private), visits=7391),
    )  # fmt: skip
    return Letter(envelope=ENVELOPE, content=content, plan=draw(private), attachments=draw(some))


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
@settings(max_examples=25, deadline=None)
@given(letter=letters())
def test_a_cover_sheet_holds_nothing_of_the_patient(wording, letter):
    document = cover_sheet(letter.envelope, 3, wording)
    for said in (render_html(document), read_pdf(render_pdf(document)).text):
        assert not [part for part in (MARK, "1911", "7391", "7,391") if part in said]
    assert MARK in render_html(referral_letter(letter, wording))


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_can_be_printed(text):
    pdf = render_pdf(papers(letter_saying(notes=text, goals=(text,)), ENGLISH)["letter"])
    assert "Signed by" in read_pdf(pdf).text


@settings(max_examples=60, deadline=None)
@given(text=st.text())
def test_any_text_stands_in_a_page_as_text(text):
    html = render_html(papers(letter_saying(notes=f"Note {text}"), ENGLISH)["letter"])
    assert escape(clean_text(f"Note {text}"), quote=False) in html.replace("&#34;", '"').replace(
        "&#39;", "'"
    )
    assert ReadHtml(html).tags == ReadHtml(render_html(papers(LETTER, ENGLISH)["letter"])).tags


@given(text=st.text())
def test_text_is_clean_once_and_for_all(text):
    clean = clean_text(text)
    assert clean_text(clean) == clean
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Cn") and c != "\n" for c in clean)
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(clean)


@given(text=st.text())
def test_every_character_that_is_printed_has_a_shape(text):
    assert all(c == "\n" or ord(c) in shapes() for c in respell(clean_text(text), shapes()))


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "</style><img src=x onerror=alert(1)>",
        '#sys.inputs #read("document.typ") *bold* $x^2$ @label \\ `raw`',
        "{{ 7 * 7 }} {0} {page}",
    ],
)
def test_markup_of_any_kind_is_text(hostile):
    document = papers(letter_saying(notes=hostile), ENGLISH)["letter"]
    html = ReadHtml(render_html(document))
    assert hostile in html.text
    assert not {"script", "img"} & set(html.tags)
    assert hostile in read_pdf(render_pdf(document)).text


def test_a_word_without_an_end_breaks_and_flows_on():
    word = "x" * 5000
    document = papers(letter_saying(reason=word, notes="Fell twice."), ENGLISH)["letter"]
    read = read_pdf(render_pdf(document))
    assert read.text.count("x") >= 5000
    assert read.pages > 1
    assert "Fell twice." in read.text
    assert word in render_html(document)


def test_a_name_that_turns_the_line_around_turns_nothing():
    document = papers(letter_about(given="\u202eRosa\u2067"), ENGLISH)["letter"]
    assert "\u202e" not in render_html(document)
    assert "Rosa Lind" in read_pdf(render_pdf(document)).text


@pytest.mark.parametrize(
    "name",
    ["Nguyễn Thị Bích", "Łukasz Żółć", "Ωραία", "Жанна", "王小明", "김철수", "さくら", "อรุณ"],
)
def test_names_are_printed_in_their_own_letters(name):
    read = read_pdf(render_pdf(papers(letter_about(given=name), ENGLISH)["letter"]))
    assert f"{name} Lind" in read.text
    assert ENGLISH.letters["respelled"] not in read.text


@pytest.mark.parametrize("name", ["שלום", "محمد", "अनिता"])
def test_letters_that_join_or_run_to_the_left_are_no_boxes(name):
    """Their order in the text that is read back is the reader's affair."""
    assert respell(name, shapes()) == name
    read = read_pdf(render_pdf(papers(letter_about(given=name), ENGLISH)["letter"]))
    assert ENGLISH.letters["respelled"] not in read.text
    assert "Lind" in read.text


def test_what_no_font_has_is_spelled_in_latin_letters_and_said_to_be():
    document = papers(letter_about(given="Եվա \U0001f600"), ENGLISH)["letter"]
    read = read_pdf(render_pdf(document))
    assert "[Eva] [:grinning:] Lind" in read.text
    assert ENGLISH.letters["respelled"] in read.text


def test_nothing_of_the_patient_is_in_a_repr():
    document = papers(LETTER, ENGLISH)["letter"]
    shown = repr([LETTER, LETTER.envelope, *DISCLOSURES, document, *document.blocks])
    assert "Rosa" not in shown
    assert "40718823" not in shown


def test_an_error_does_not_quote_the_text():
    bad = Document(
        title="Rosa", language="en", footer="", page="{page}", respelled="",
        blocks=(Paragraph("Rosa Lind"), Heading("")),
    )  # fmt: skip
    with pytest.raises(NotPrinted) as raised:
        render_pdf(bad)
    assert "Rosa" not in str(raised.value)
    assert raised.value.__context__ is None


def test_an_envelope_has_no_member_that_tells_of_the_patient():
    fields = {field.name for field in msgspec.structs.fields(type(ENVELOPE))}
    assert fields == {"referral", "requester", "recipient", "priority", "sent_on", "reply"}
    assert on_one_line(repr(ENVELOPE)) == "<Envelope>"
