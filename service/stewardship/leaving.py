"""An OT says that they left a place. It takes a listing away, so staff decide; until they have,
the OT can take it back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.access.principal import Actor
from service.directory.profile import PROVIDER, Location, Profile
from service.directory.whereabouts import place_of

from .reports import REJECTED, WAITING, Report, Told, make_report, settle
from .staff import ADDRESS
from .stewardship import Stewardship

Listed = tuple[Profile, Location]


def has_left(stewardship: Stewardship, listed: Listed) -> bool:
    """Whether staff still have to decide on it."""
    return _waiting(stewardship, listed) is not None


def tell_left(stewardship: Stewardship, actor: Actor, listed: Listed) -> None:
    """Once: who says it again says nothing new."""
    profile, at = listed
    if not has_left(stewardship, listed):
        make_report(stewardship, actor, profile, Told(ADDRESS, at.id, by=PROVIDER))


def take_back_left(stewardship: Stewardship, actor: Actor, listed: Listed) -> None:
    """Nothing where it does not wait."""
    waiting = _waiting(stewardship, listed)

    def work(session: Session) -> None:
        report = session.get_one(Report, waiting, with_for_update=True)
        if report.state not in WAITING:  # staff were quicker
            return
        settle(stewardship, session, report, REJECTED, by=PROVIDER)
        about = {"report": report.id, "npi": report.npi, "field": report.field}
        stewardship.tell(session, actor, "take-back-report", **about)

    if waiting:
        stewardship.store.retrying(work)


def _waiting(stewardship: Stewardship, listed: Listed) -> str | None:
    profile, at = listed
    asked = select(Report).where(
        Report.npi == profile.npi,
        Report.field == ADDRESS,
        Report.by == PROVIDER,
        Report.state.in_(WAITING),
    )
    with stewardship.store.reading() as session:
        found = (each.id for each in session.scalars(asked) if each.place == place_of(at))
        return next(found, None)
