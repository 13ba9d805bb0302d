"""otmatch token: API tokens made, listed and revoked."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import click

from service.access.principal import GRANTS
from service.access.rights import TOKEN_ROLES, Rights
from service.access.tokens import MOST_DAYS, USUAL_DAYS, ApiToken, Tokens
from service.errors import InvalidQuery, NotFound
from service.records.store import Store
from service.wording.languages import ENGLISH
from service.wording.problems import problem_text

from .session import FAILED, failures_told, read_settings

_EPILOG = "Exit codes: 0 done; 1 no such token, or the store cannot be used; 2 bad usage."
_LONGEST_LABEL = 100


@click.group(epilog=_EPILOG)
def token() -> None:
    """API tokens: made and shown once, listed, revoked. Only their hashes are kept."""


def _label(_: Any, __: Any, value: str) -> str:
    text = " ".join(value.split())
    if not text or len(text) > _LONGEST_LABEL or not text.isprintable():
        raise click.BadParameter(f"must be 1 to {_LONGEST_LABEL} printable characters")
    return text


def _rights(command: Callable) -> Callable:
    """The options that say what a token may."""
    options = [
        click.option("--role", "roles", multiple=True, required=True,
                     type=click.Choice(TOKEN_ROLES), help="What its holder is; repeatable."),
        click.option("--organization", metavar="NPI",
                     help="The referring organization; a clinician needs one."),
        click.option("--npi", metavar="NPI", help="The OT's own; an OT needs one."),
        click.option("--chapter", "chapters", multiple=True, metavar="ID",
                     help="A chapter that staff work for; repeatable."),
        click.option("--grant", "grants", multiple=True, type=click.Choice(GRANTS),
                     help="patient-data: staff may see who a patient is; repeatable."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@token.command(epilog=_EPILOG)
@click.option("--label", required=True, metavar="TEXT", callback=_label,
              help="Whose it is, as history shows it.")  # fmt: skip
@_rights
@click.option("--days", default=USUAL_DAYS, show_default=True,
              type=click.IntRange(1, MOST_DAYS), help="How long it holds.")  # fmt: skip
def create(label: str, days: int, **rights: Any) -> None:
    """Make a token and print it, alone on standard output. It is never shown again."""
    sets = {name: frozenset(rights[name]) for name in ("roles", "chapters", "grants")}
    with _opened() as tokens:
        made = tokens.create(label, Rights(**(rights | sets)), days)
    click.echo(f"{made.id}: holds until {made.expires_at:%Y-%m-%d}; keep it now", err=True)
    click.echo(made.text)


@token.command(name="list", epilog=_EPILOG)
@click.option("--all", "every", is_flag=True, help="Those too that expired or were revoked.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help="json: one object a line.")  # fmt: skip
def list_tokens(every: bool, form: str) -> None:
    """List tokens: whose, which rights, until when, last used. Never the tokens themselves."""
    now = datetime.now(UTC)
    with _opened() as tokens:
        found = [each for each in tokens.every() if every or each.standing(now) == "active"]
    for each in found:
        told = _data(each, now)
        click.echo(json.dumps(told) if form == "json" else _line(told))


@token.command(epilog=_EPILOG)
@click.argument("identity", metavar="ID")
def revoke(identity: str) -> None:
    """Revoke a token by the id that `list` shows, from the next request on."""
    with _opened() as tokens:
        tokens.revoke(identity)
    click.echo(f"{identity}: revoked")


@contextmanager
def _opened() -> Iterator[Tokens]:
    """Needs no keys: a token must be revoked also where they are lost."""
    with failures_told():
        store = Store(read_settings().store)
        try:
            yield Tokens(store)
        except InvalidQuery as error:
            told = (f"--{p.parameter} {problem_text(p, ENGLISH)}" for p in error.problems)
            raise click.UsageError("; ".join(told)) from None
        except NotFound:
            click.echo("ID: is of no token; `otmatch token list --all` shows them all", err=True)
            sys.exit(FAILED)
        finally:
            store.close()


def _data(each: ApiToken, now: datetime) -> dict[str, Any]:
    names = ("id", "label", "roles", "organization", "npi", "chapters", "grants")
    times = ("created_at", "expires_at", "last_used_at", "revoked_at")
    told = {name: getattr(each, name) for name in (*names, *times)}
    moments = {name: told[name] and told[name].isoformat(timespec="seconds") for name in times}
    return told | moments | {"standing": each.standing(now)}


def _line(told: dict[str, Any]) -> str:
    kept = ("organization", "npi", "chapters", "grants")
    rights = [f"{name} {_listed(told[name])}" for name in kept if told[name]]
    used = told["last_used_at"]
    return "  ".join(
        (
            told["id"],
            told["standing"],
            f"until {told['expires_at'][:10]}",
            f"used {used[:10]}" if used else "never used",
            "; ".join([_listed(told["roles"]), *rights]),
            told["label"],
        )
    )


def _listed(value: str | list[str]) -> str:
    return value if isinstance(value, str) else ", ".join(value)
