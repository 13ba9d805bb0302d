"""open_desk(): the work on referrals, by what the operator set."""

from datetime import timedelta
from pathlib import Path

from service.engines.protocol import Engine
from service.records.opening import Records
from service.setting_values import days
from service.settings import Settings

from .business_days import Calendar
from .desk import Desk
from .outbox import BackOff
from .terms import Terms
from .webhook_file import webhook_events


def open_desk(settings: Settings, records: Records, engine: Engine) -> Desk:
    """Raises ValueError, which names the setting."""
    return Desk(records, engine, read_terms(settings), read_back_off(settings))


def read_terms(settings: Settings) -> Terms:
    terms = Terms(
        public_url=settings.public_url,
        remind=settings.remind_days,
        escalate=settings.escalate_days,
        offer=settings.offer_days,
        calendar=Calendar(closed=days(settings.closed_days)),
        webhooks=_webhooks(settings.webhooks),
        plan_of_care_days=settings.plan_of_care_days,
        kept_days={
            "closed": settings.keep_closed_days,
            "draft": settings.keep_draft_days,
            "shortlist": settings.keep_shortlist_days,
            "remembered": settings.keep_answer_days,
        },
    )
    if not terms.remind <= terms.escalate <= terms.offer:
        raise ValueError(
            "OTMATCH_REMIND_DAYS, OTMATCH_ESCALATE_DAYS and OTMATCH_OFFER_DAYS must not decrease: "
            "first the OT is reminded, then the office is told, then the next OT is asked"
        )
    return terms


def read_back_off(settings: Settings) -> BackOff:
    return BackOff(
        settings.delivery_attempts,
        timedelta(seconds=settings.delivery_first_wait),
        timedelta(seconds=settings.delivery_longest_wait),
    )


def _webhooks(webhooks: str) -> dict[str, frozenset[str]]:
    try:
        return webhook_events(Path(webhooks)) if webhooks else {}
    except ValueError as error:
        raise ValueError(f"OTMATCH_WEBHOOKS {error}") from None
