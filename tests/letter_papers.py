"""Letters of an invented patient, the documents made of them, and their text read back."""

import ctypes
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import msgspec
import pypdfium2

from service.letters.cover_sheet import cover_sheet
from service.letters.disclosure_list import disclosure_list
from service.letters.document import Document
from service.letters.letter import Disclosed, Envelope, Letter, Recipient, Reply
from service.letters.patient_copy import patient_copy
from service.letters.referral_letter import referral_letter
from service.referrals.content import Content, Order, Patient, Requester
from service.wording.wording import Wording

CALL_BY = date(2026, 12, 8)
REQUESTER = Requester(
    name="Dr. Ana Roe",
    npi="1999900010",
    phone="5185550100",
    fax="5185550101",
    email="a@roe.example",
)
ENVELOPE = Envelope(
    referral="r_7Kq2mVbX",
    requester=REQUESTER,
    recipient=Recipient(
        name="Jonas Feld, OTR/L",
        npi="1999900002",
        location_name="Hudson Rehabilitation",
        address=("12 Elm Street, Suite 4", "Albany, NY 12207"),
        phone="5185550177",
        fax="5185550178",
    ),
    priority="urgent",
    sent_on=date(2026, 11, 24),
    reply=Reply(link="https://otmatch.example/reply/InRf.Zz1a", code="40718823"),
)
CONTENT = Content(
    patient=Patient(
        given="Rosa", family="Lind", birth_date=date(1979, 3, 2), phone="5185550142",
        email="rosa@lind.example", postal_code="12203", state="NY", language="es",
        member_id="XQ-4471",
    ),
    requester=REQUESTER,
    order=Order(
        text="Evaluate and treat", visits=8, frequency="once a week", ordered_by="Sam Poe",
        signed_by="Ana Roe, MD", signed_at=datetime(2026, 11, 24, 2, 30, tzinfo=UTC),
    ),
    services=("energy-conservation", "driving"),
    needs=("fatigue", "tremor"),
    goals=("Cook dinner again", "Button my shirt"),
    reason="Fatigue by noon limits work",
    diagnoses=("G35.A", "R25.1"),
    notes="Heat makes all of it worse.\nFell twice in October.",
)  # fmt: skip
LETTER = Letter(
    envelope=ENVELOPE,
    content=CONTENT,
    plan="Example Silver PPO",
    attachments=("MRI report.pdf",),
    status_link="https://otmatch.example/status/InRf.Zz1b",
)
DISCLOSURES = (
    Disclosed(
        on=date(2026, 11, 24), to="Jonas Feld", npi="1999900002", kinds=("identity", "health"),
        purpose="treatment", by="Sam Poe",
    ),
    Disclosed(
        on=date(2026, 11, 25), to="Rosa Lind", npi=None, kinds=("order",),
        purpose="your-request", by="Ana Roe",
    ),
)  # fmt: skip


def letter_about(**patient: object) -> Letter:
    """The letter with other facts of the patient."""
    told = msgspec.structs.replace(CONTENT.patient, **patient)
    return letter_saying(patient=told)


def letter_saying(**content: object) -> Letter:
    return msgspec.structs.replace(LETTER, content=msgspec.structs.replace(CONTENT, **content))


def papers(letter: Letter, wording: Wording) -> dict[str, Document]:
    """All four documents; the patient's own in that language too."""
    patient = msgspec.structs.replace(letter.content.patient, language=wording.language)
    content = msgspec.structs.replace(letter.content, patient=patient)
    own = msgspec.structs.replace(letter, content=content)
    return {
        "letter": referral_letter(letter, wording),
        "cover": cover_sheet(letter.envelope, 3, wording),
        "patient": patient_copy(own, CALL_BY),
        "disclosures": disclosure_list(patient, DISCLOSURES, date(2026, 11, 27), wording),
    }


def on_one_line(text: str) -> str:
    """As it is searched for: line ends and blanks alike, hyphens plain."""
    return " ".join(text.replace("\u2011", "-").replace("\u200b", "").split())


@dataclass(frozen=True)
class ReadPdf:
    text: str
    pages: int
    title: str
    language: str
    tagged: bool
    width: float
    smallest: float  # size of its smallest letters, in points


def read_pdf(pdf: bytes) -> ReadPdf:
    raw = pypdfium2.raw
    with pypdfium2.PdfDocument(pdf) as read:
        texts = [page.get_textpage() for page in read]
        sizes = [
            raw.FPDFText_GetFontSize(text.raw, at)
            for text in texts
            for at in range(text.count_chars())
            if not chr(raw.FPDFText_GetUnicode(text.raw, at)).isspace()
        ]
        language = ctypes.create_string_buffer(40)
        raw.FPDFCatalog_GetLanguage(
            read.raw, ctypes.cast(language, ctypes.POINTER(raw.FPDF_WCHAR)), 40
        )
        return ReadPdf(
            text=on_one_line("\n".join(text.get_text_range() for text in texts)),
            pages=len(read),
            title=read.get_metadata_dict()["Title"],
            language=language.raw.decode("utf-16-le").rstrip("\0"),
            tagged=bool(raw.FPDFCatalog_IsTagged(read.raw)),
            width=read[0].get_width(),
            smallest=min(sizes),
        )


class ReadHtml(HTMLParser):
    """`text` as it is seen, `tags` by their order, `attributes` of every one."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self._parts: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)
        self.text = on_one_line(" ".join(self._parts))

    def handle_starttag(self, tag, attrs) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1] != "style":
            self._parts.append(data)
