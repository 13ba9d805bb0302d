"""Pages for who signed in: doctors, OTs, staff and admins do their work on them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from flask import Blueprint

from service.access.kept_forms import KeptForms
from service.access.opening import Access
from service.access.sent_forms import SentForms
from service.casework.casework import Casework
from service.eligibility.opening import Rules
from service.engines.protocol import Engine
from service.referrals.desk import Desk
from service.stewardship.stewardship import Stewardship


def _new_pages() -> Blueprint:
    return Blueprint("work", __name__, static_folder=None)


@dataclass(frozen=True)
class Work:
    """What pages are made from. `counts` has, by its path, how many things wait on a page, for
    /home to tell."""

    access: Access
    desk: Desk
    engine: Engine
    today: Callable[[], date]
    rules: Rules
    stewardship: Stewardship
    pages: Blueprint = field(default_factory=_new_pages)
    counts: dict[str, Callable[[], int]] = field(default_factory=dict)

    @property
    def kept(self) -> KeptForms:
        return KeptForms(self.desk.store, lambda: self.access.sessions.now())

    @property
    def sent(self) -> SentForms:
        return SentForms(self.desk.store)

    @property
    def casework(self) -> Casework:
        return Casework(self.desk.records, self.rules, self.desk.clock)
