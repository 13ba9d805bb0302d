"""Links on paper: a camera reads them, also from a fax, and whoever has none can type; and the fax
of cover sheet and letter in one."""

import msgspec
import numpy as np
import pypdfium2
import pytest
import zxingcpp

from service.letters.html import render_html
from service.letters.letter import Reply
from service.letters.pdf import A4, US_LETTER, count_pages, render_pdf
from service.letters.qr import qr_path
from service.wording.languages import ENGLISH, WORDINGS
from tests.letter_papers import ENVELOPE, LETTER, ReadHtml, letter_saying, papers, read_pdf

# As long as they are.
TOKEN = "InItazZ5d2Z0NHlwbnk2dGpucSI.aSaB3w.5q0w1Fz7mXxQv1kJm1v0yq3yYcE"
REPLY = f"https://otmatch.example/reply/{TOKEN}"
STATUS = f"https://otmatch.example/status/{TOKEN}"
NUMBER = "r-k6ywft4ypny6tjnq"
ENVELOPE = msgspec.structs.replace(
    ENVELOPE, referral=NUMBER, reply=Reply(link=REPLY, code="40718823")
)
LINKED = msgspec.structs.replace(LETTER, envelope=ENVELOPE, status_link=STATUS)
# Dots an inch of a fax at its usual resolution, across and down.
ACROSS, DOWN = 204, 98


def faxed(pdf: bytes, page: int) -> np.ndarray:
    """A page as a fax brings it: black or white, in lines that are wider than high."""
    with pypdfium2.PdfDocument(pdf) as read:
        drawn = read[page].render(scale=ACROSS / 72, grayscale=True).to_numpy().squeeze()
    lines = np.linspace(0, len(drawn) - 1, len(drawn) * DOWN // ACROSS).astype(int)
    printed = np.where(drawn[lines] > 127, 255, 0).astype(np.uint8)
    return np.repeat(printed, 2, axis=0)  # printed again, it has its height


def scanned(pdf: bytes) -> list[str]:
    pages = len(pypdfium2.PdfDocument(pdf))
    return [c.text for page in range(pages) for c in zxingcpp.read_barcodes(faxed(pdf, page))]


@pytest.mark.parametrize("paper", [US_LETTER, A4])
@pytest.mark.parametrize(
    ("name", "link"), [("cover", REPLY), ("letter", REPLY), ("patient", STATUS)]
)
def test_a_camera_reads_the_link_from_a_fax(name, link, paper):
    assert scanned(render_pdf(papers(LINKED, ENGLISH)[name], paper)) == [link]


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
@pytest.mark.parametrize(
    ("name", "address"),
    [("cover", "otmatch.example/reply"), ("letter", "otmatch.example/reply"),
     ("patient", "otmatch.example/status")],
)  # fmt: skip
def test_what_is_typed_is_short_and_stands_in_one_piece(name, address, wording):
    document = papers(LINKED, wording)[name]
    for text in (read_pdf(render_pdf(document)).text, ReadHtml(render_html(document)).text):
        assert f"{address} {NUMBER}" in text
        assert TOKEN not in text


def test_the_square_has_a_name_and_is_drawn_without_a_script():
    html = render_html(papers(LINKED, ENGLISH)["cover"])
    read = ReadHtml(html)
    assert ("aria-label", ENGLISH.letters["square"]) in read.attributes
    size, path = qr_path(REPLY)
    assert ("d", path) in read.attributes
    assert ("viewbox", f"0 0 {size} {size}") in read.attributes
    assert TOKEN not in html


def test_squares_of_links_differ_and_are_the_same_each_time():
    assert qr_path(REPLY) == qr_path(REPLY) != qr_path(STATUS)


def test_without_a_link_nothing_is_drawn():
    bare = msgspec.structs.replace(
        LINKED, envelope=msgspec.structs.replace(ENVELOPE, reply=Reply()), status_link=None
    )
    for document in papers(bare, ENGLISH).values():
        assert "<svg" not in render_html(document)
        assert scanned(render_pdf(document)) == []


def fax(letter=LINKED, wording=ENGLISH):
    made = papers(letter, wording)
    return msgspec.structs.replace(made["cover"], following=(made["letter"],))


@pytest.mark.parametrize("wording", WORDINGS.values(), ids=WORDINGS)
def test_a_fax_is_the_cover_sheet_and_then_the_letter(wording):
    document = fax(wording=wording)
    cover, letter = (papers(LINKED, wording)[name] for name in ("cover", "letter"))
    read = read_pdf(render_pdf(document))
    assert (read.title, read.language, read.tagged) == (cover.title, wording.language, True)
    assert read.pages == count_pages(document) == 1 + count_pages(letter)
    assert read.text.index(cover.title) < read.text.index(letter.title)
    for page in range(1, read.pages + 1):
        said = wording.letters["page"].format(page=page, pages=read.pages)
        assert said in read.text
    html = ReadHtml(render_html(document))
    assert html.tags.count("h1") == 2
    assert ("class", "following") in html.attributes


def test_the_first_page_of_a_fax_tells_nothing_of_the_patient():
    with pypdfium2.PdfDocument(render_pdf(fax())) as read:
        first, second = (read[page].get_textpage().get_text_range() for page in (0, 1))
    assert "Rosa" in second
    assert not [word for word in ("Rosa", "Lind", "1979", "Fatigue", "G35") if word in first]


def test_letters_that_cannot_be_printed_are_told_where_they_stand():
    document = fax(letter_saying(reason="\U00013000\U00013001"))
    with pypdfium2.PdfDocument(render_pdf(document)) as read:
        pages = [page.get_textpage().get_text_range() for page in read]
    told = ["[brackets]" in " ".join(page.split()) for page in pages]
    assert (told[0], any(told[1:])) == (False, True)
