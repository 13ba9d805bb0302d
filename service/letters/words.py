"""The words of printed documents in one language: sentences, names of codes, days, phones."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from service.clock import EASTERN
from service.referrals.content import Requester
from service.wording.figures import (
    day_text,
    list_text,
    moment_text,
    number_text,
    phone_text,
    weekday_text,
)
from service.wording.wording import Wording

from .document import Block, Document, Link
from .qr import qr_path


@dataclass(frozen=True)
class Words:
    wording: Wording

    def say(self, code: str, /, **values: str) -> str:
        return self.wording.letters[code].format_map(values)

    def name(self, kind: str, code: str) -> str:
        """A code that has no name stands as it is."""
        return self.wording.names[kind].get(code, code)

    def names(self, kind: str, codes: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(partial(self.name, kind), codes))

    def known(self, text: str | None) -> str:
        """What is not known is said to be so."""
        return text or self.say("not_known")

    def phone(self, number: str | None) -> str:
        return self.known(number and phone_text(number))

    def contact(self, requester: Requester) -> str:
        """Whom to call, with the number where there is one."""
        if not requester.phone:
            return requester.name
        return self.say("contact", name=requester.name, phone=phone_text(requester.phone))

    def link(self, code: str, link: str, referral: str) -> Link:
        """A signed link for a camera; who has none opens the page above it, by the number."""
        size, path = qr_path(link)
        address = link.rpartition("/")[0].removeprefix("https://")
        return Link(self.say(code), address, referral, self.say("square"), size, path)

    def day(self, day: date) -> str:
        return day_text(day, self.wording.locale)

    def weekday(self, day: date) -> str:
        return weekday_text(day, self.wording.locale)

    def moment(self, moment: datetime) -> str:
        return moment_text(moment.astimezone(EASTERN), self.wording.locale)

    def count(self, number: int) -> str:
        return number_text(number, self.wording.locale)

    def listed(self, parts: tuple[str, ...]) -> str:
        return list_text(parts, self.wording.locale)

    def document(
        self, title: str, footer: str, blocks: tuple[Block, ...], *, large_type: bool = False
    ) -> Document:
        return Document(
            title=self.say(title),
            language=self.wording.language,
            footer=footer,
            page=self.wording.letters["page"],  # the template fills in the numbers
            respelled=self.say("respelled"),
            blocks=blocks,
            large_type=large_type,
        )
