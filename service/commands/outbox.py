"""Commands that deliver notifications, list them, and try them again."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import click

from service.delivery_settings import mail_server
from service.engines.opening import open_engine
from service.errors import NotFound, StoreUnavailable
from service.records.opening import open_records, open_store
from service.referrals.dispatch import dispatcher
from service.referrals.notice import EMAIL, WEBHOOK
from service.referrals.opening import open_desk, read_back_off
from service.referrals.outbox import Outbox, Outcome, Report, Sender
from service.referrals.outbox_table import DEAD, SENT, WAITING, Row
from service.referrals.smtp import MailAccount, MailSender
from service.referrals.webhook import WebhookSender
from service.referrals.webhook_file import Webhook, read_webhooks
from service.settings import Settings
from service.wording.mail import mail_text

from .session import failures_told, read_settings

_EPILOG = """\b
Exit codes: 0 done; 1 something is dead, or due and could not be sent, or the store cannot be
reached; 2 bad usage."""
_WHY_LEFT = "the receiver is down, or OTMATCH_SMTP, OTMATCH_WEBHOOKS or the keys are not set"


@click.group()
def outbox() -> None:
    """Notifications: deliver them, list them, try them again."""


@outbox.command(epilog=_EPILOG)
@click.option("--watch", type=click.IntRange(1, 3600), metavar="SECONDS",
              help="Go on, looking again after so many seconds; SIGTERM ends it.")  # fmt: skip
def deliver(watch: int | None) -> None:
    """Send all notifications that are due. Several may run at once."""
    settings = read_settings()
    with _ending() as ended, _dispatching(settings) as found, failures_told():
        while True:
            report = _pass(found, settings, ended, keep_on=watch is not None)
            if watch is None or ended.wait(watch):
                break
    if report and (report.dead or (report.left and not ended.is_set())):
        sys.exit(1)


@outbox.command("list", epilog=_EPILOG)
@click.option("--dead", is_flag=True, help="Only those that were given up.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help="json: one object a line.")  # fmt: skip
def list_(dead: bool, form: str) -> None:
    """List notifications, oldest first. A patient's address is never shown."""
    with _opened(read_settings()) as found, failures_told():
        for row in found.every(DEAD if dead else None):
            click.echo(json.dumps(_data(row)) if form == "json" else _line(row))


@outbox.command(epilog=_EPILOG)
@click.argument("identity", metavar="ID")
def retry(identity: str) -> None:
    """Send one again at the next delivery, by the id that `list` shows, dead or waiting."""
    with _opened(read_settings()) as found, failures_told():
        try:
            found.retry(identity)
        except NotFound:
            raise click.UsageError(
                "ID must be of a notification that waits or is dead, and not of an erased "
                "referral; `otmatch outbox list` shows them"
            ) from None
    click.echo(f"{identity}: due now")


def _pass(
    found: Outbox, settings: Settings, ended: threading.Event, *, keep_on: bool
) -> Report | None:
    """One look at what is due; None if the store was lost, which a watch waits for."""
    try:
        with ExitStack() as stack:
            senders = _senders(settings, stack)
            report = found.deliver(senders, ended.is_set, _tell)
    except StoreUnavailable as error:
        if not keep_on:
            raise
        click.echo(f"{error.title}: {error}", err=True)
        return None
    if not keep_on or report.sent or report.waiting or report.dead:
        click.echo(f"{report.sent} sent, {report.waiting} to be tried again, {report.dead} dead")
    if report.left:
        click.echo(f"{report.left} due that cannot be sent now: {_WHY_LEFT}", err=True)
    return report


def _senders(settings: Settings, stack: ExitStack) -> dict[str, Sender]:
    """Those that are configured; closed with the stack."""
    senders: dict[str, Sender] = {}
    if account := _account(settings):
        try:
            senders[EMAIL] = stack.enter_context(closing(MailSender(account, mail_text)))
        except OSError:
            raise click.UsageError(
                "OTMATCH_DELIVERY_CA_CERTS must name a file of CA certificates"
            ) from None
    if webhooks := _webhooks(settings):
        timeout, certs = settings.delivery_timeout, settings.delivery_ca_certs
        senders[WEBHOOK] = stack.enter_context(closing(WebhookSender(webhooks, timeout, certs)))
    return senders


def _account(settings: Settings) -> MailAccount | None:
    if not settings.smtp:
        return None
    if not settings.mail_from:
        raise click.UsageError("OTMATCH_MAIL_FROM must be set where OTMATCH_SMTP is")
    return MailAccount(
        mail_server(settings.smtp),
        settings.mail_from,
        settings.smtp_password,
        settings.delivery_timeout,
        settings.delivery_ca_certs,
    )


def _webhooks(settings: Settings) -> dict[str, Webhook]:
    if not settings.webhooks:
        return {}
    try:
        return read_webhooks(Path(settings.webhooks), os.environ)
    except ValueError as error:
        raise click.UsageError(f"OTMATCH_WEBHOOKS {error}") from None


@contextmanager
def _opened(settings: Settings) -> Iterator[Outbox]:
    with failures_told():
        store = open_store(settings)
    with closing(store):
        yield Outbox(store, back_off=read_back_off(settings))


@contextmanager
def _ending() -> Iterator[threading.Event]:
    """Set by SIGTERM and Ctrl-C, so that what is under way is finished first."""
    ended = threading.Event()
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, lambda *_: ended.set()) for number in numbers]
    try:
        yield ended
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


@contextmanager
def _dispatching(settings: Settings) -> Iterator[Outbox]:
    """With keys also what goes to patients, and a referral that cannot be delivered goes back to
    people."""
    with failures_told():
        records = open_records(settings)
        desk = records and open_desk(settings, records, open_engine(settings))
    if desk is None:
        with _opened(settings) as found:
            yield found
        return
    with closing(desk.records):
        yield dispatcher(desk)


def _tell(outcome: Outcome) -> None:
    error = f" ({outcome.error})" if outcome.error else ""
    click.echo(f"{outcome.id}  {outcome.template}  {outcome.state}{error}")


def _data(row: Row) -> dict[str, str | int | None]:
    return {
        "id": row.id,
        "state": row.state,
        "kind": row.kind,
        "template": row.template,
        "to": "(sealed)" if row.sealed_to is not None else row.to,
        "referral": row.values.get("referral"),
        "attempts": row.attempts,
        "made_at": row.made_at.isoformat(timespec="seconds"),
        "next_at": row.next_at.isoformat(timespec="seconds") if row.state == WAITING else None,
        "ended_at": row.ended_at.isoformat(timespec="seconds") if row.ended_at else None,
        "error": row.last_error if row.state != SENT else None,
    }


def _line(row: Row) -> str:
    told = _data(row)
    when = told["next_at"] or told["ended_at"]
    error = f"  {told['error']}" if told["error"] else ""
    return f"{row.id}  {row.state:7}  {when}  {row.template} to {told['to']}{error}"
