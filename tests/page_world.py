"""Pages for people without an account, as tests open them: a referral sent to Ana, its links, and
a visitor who fills in forms."""

import re
from dataclasses import replace
from html import unescape

from flask.testing import FlaskClient
from msgspec import structs

from service.referrals.consents import STATUS_PAGE, GivenConsent
from service.referrals.links import REPLY, STATUS
from service.referrals.replying import find_door
from service.referrals.tables import Referral
from tests.referral_world import CONTENT, ROSA, clinician, draft, make

SEEN = ("Rosalinde", "Quillfeather", "518-555-0142", "fatigue", "cook dinner", "G35", "12203")


def send(desk, **changes):
    """A referral to Ana, whose patient may see its status, and whose office has an address."""
    requester = structs.replace(CONTENT.requester, email="office@example.com")
    content = structs.replace(CONTENT, requester=requester)
    asked = draft(
        content=content, consents=(GivenConsent(STATUS_PAGE),), allow_duplicate="another test"
    )
    return make(desk, clinician(), replace(asked, **changes))


def in_language(language):
    return structs.replace(CONTENT, patient=structs.replace(ROSA, language=language))


def row(desk, identity):
    """The referral as it stands in the store."""
    with desk.store.reading() as session:
        referral = session.get(Referral, identity)
        session.expunge_all()
        return referral


def reply_path(desk, sent, task=-1):
    return f"/reply/{desk.links.token(REPLY, row(desk, sent['id']).tasks[task].id)}"


def status_path(desk, sent):
    return f"/status/{desk.links.token(STATUS, sent['id'])}"


def code_of(desk, sent):
    task = row(desk, sent["id"]).task
    return desk.links.code(task.id, task.code_number)


def door_of(desk, sent):
    return find_door(desk, reply_path(desk, sent).removeprefix("/reply/"))


def wrong_code(desk, sent):
    return f"{(int(code_of(desk, sent)) + 1) % 10**8:08d}"


def events(desk, sent):
    with desk.store.reading() as session:
        return [event.action for event in desk.trail.events(session, sent["id"])]


def reads(desk, sent):
    """Who saw the referral, and from where."""
    with desk.store.reading() as session:
        return [(e.actor, e.origin) for e in desk.trail.reads(session, sent["id"])]


def version(desk, sent):
    return sent | {"version": row(desk, sent["id"]).version}


def new_client(app) -> FlaskClient:
    """A browser by https, for which alone the cookies are."""
    made = app.test_client()
    made.environ_base["wsgi.url_scheme"] = "https"
    return made


def written(page) -> str:
    """The source of a page without its form's token, whose random digits can be a year."""
    return re.sub(r'name="form" value="[^"]*"', "", page.text)


class Visitor:
    """A browser without scripts: it keeps cookies, and the hidden fields of the page it saw."""

    def __init__(self, client: FlaskClient, path: str, **headers: str) -> None:
        self.client, self.path, self.headers = client, path, headers
        self.reviewed: dict[str, str] = {}
        self.page = self.get()

    def get(self):
        self.page = self.client.get(self.path, headers=self.headers)
        return self.page

    def post(self, do, **filled):
        """Sends a form of the page that was seen last, and goes where the answer leads."""
        answer = self.send(do, **filled)
        return self.get() if answer.status_code == 303 else answer

    def send(self, do, **filled):
        if f'href="?wish={do}"' in self.page.text:
            self.review(do)
        hidden = {name: found[0] for name in ("form", "version") if (found := self.hidden(name))}
        hidden = self.reviewed | hidden
        data = {**hidden, "do": do, **filled}
        answer = self.client.post(self.path, data=data, headers=self.headers)
        if answer.status_code != 303:
            self.page = answer
        return answer

    def review(self, wish):
        """The page on which a patient looks at a wish before it is told."""
        self.page = self.client.get(f"{self.path}?wish={wish}", headers=self.headers)
        self.reviewed = {"form": self.hidden("form")[0]}
        return self

    def hidden(self, name):
        return re.findall(rf'name="{name}" value="([^"]*)"', self.page.text)

    @property
    def text(self):
        """What is read, without marks."""
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", self.page.text)).split())

    @property
    def offers(self):
        return re.findall(r'(?:name="do" value="|href="[?]wish=)([^"&]+)"', self.page.text)


def opened(desk, client, sent, **headers):
    """Ana's office, with the referral opened by its code."""
    visitor = Visitor(client, reply_path(desk, sent), **headers)
    assert visitor.post("code", code=code_of(desk, sent)).status_code == 200
    return visitor


def known(desk, client, sent, **headers):
    """The patient, who has told their birth date."""
    visitor = Visitor(client, status_path(desk, sent), **headers)
    page = visitor.post("birth", birth_month="3", birth_day="2", birth_year="1979")
    assert page.status_code == 200
    return visitor
