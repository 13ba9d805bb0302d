"""The operator's file of webhooks: who is told of which events, and where."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import yaml
from marshmallow import Schema, ValidationError, fields, validate

from service.delivery_settings import LOOPBACK

from .notice import EMAIL, is_name

_LEAST_SECRET = 32  # characters, so that nobody guesses it
T = TypeVar("T")


@dataclass(frozen=True)
class Webhook:
    """`events` are those of a referral's history, such as "accept"; "*" is all of them."""

    name: str
    url: str = field(repr=False)
    secret: str = field(repr=False)
    events: frozenset[str]


def read_webhooks(path: Path, environment: Mapping[str, str]) -> dict[str, Webhook]:
    """Webhooks by name; raises ValueError that names the entry, the field and the fix."""
    return _read(path, lambda told: _webhook(told, environment))


def webhook_events(path: Path) -> dict[str, frozenset[str]]:
    """Which events each webhook hears of, for whoever does not send, and needs no secret; raises
    ValueError as `read_webhooks`."""
    return _read(path, lambda told: frozenset(told["events"]))


def _read(path: Path, make: Callable[[Mapping[str, Any]], T]) -> dict[str, T]:
    found: dict[str, T] = {}
    for number, entry in enumerate(_entries(path), 1):
        try:
            told = _Entry().load(entry)
            made = make(told)
        except ValidationError as error:
            problems = error.normalized_messages().items()
            text = "; ".join(f"{name}: {_first(messages)}" for name, messages in problems)
            raise ValueError(f"webhook {number}: {text}") from None
        if told["name"] in found:
            raise ValueError(f"webhook {number}: name must be of one webhook only")
        found[told["name"]] = made
    return found


def _entries(path: Path) -> list[Any]:
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError):
        raise ValueError("must name a file that can be read") from None
    except yaml.YAMLError:  # its text quotes the file
        raise ValueError("must name a file of YAML") from None
    if not isinstance(entries, list):
        raise ValueError("must name a file that holds a list of webhooks")
    return entries


def _webhook(told: Mapping[str, Any], environment: Mapping[str, str]) -> Webhook:
    secret = _secret(told, environment)
    return Webhook(told["name"], told["url"], secret, frozenset(told["events"]))


def _secret(told: Mapping[str, str], environment: Mapping[str, str]) -> str:
    if ("secret_env" in told) == ("secret_file" in told):
        raise ValidationError("Give this or secret_file, not both.", "secret_env")
    if "secret_env" in told:
        source, text = "secret_env", environment.get(told["secret_env"], "")
    else:
        source, text = "secret_file", _text(Path(told["secret_file"]))
    if len(text.strip()) < _LEAST_SECRET:
        raise ValidationError(
            f"Must lead to a secret of at least {_LEAST_SECRET} characters.", source
        )
    return text.strip()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError):
        return ""


def _first(messages: Any) -> str:
    """The first of a field's messages, however deep it stands."""
    while not isinstance(messages, str):
        messages = next(iter(messages.values() if isinstance(messages, dict) else messages))
    return messages


def _is_url(text: str) -> bool:
    try:
        url = urlsplit(text)
        whole = url.hostname and url.port != 0 and url.username is None and not url.fragment
    except ValueError:
        return False
    private = url.scheme == "https" or (url.scheme == "http" and url.hostname in LOOPBACK)
    return bool(whole and private and re.fullmatch(r"[!-~]+", text))


def _rule(holds: Any, error: str) -> Any:
    def check(text: str) -> None:
        if not holds(text):
            raise ValidationError(error)

    return check


class _Entry(Schema):
    name = fields.String(
        required=True,
        validate=_rule(
            lambda text: is_name(text) and text != EMAIL,
            "Must be small letters, digits and hyphens, such as front-desk.",
        ),
    )
    url = fields.String(
        required=True,
        validate=_rule(
            _is_url, "Must be https://HOST/PATH without user and password (http on loopback)."
        ),
    )
    secret_env = fields.String()
    secret_file = fields.String()
    events = fields.List(
        fields.String(
            validate=_rule(
                lambda text: text == "*" or is_name(text), "Must be events such as accept, or '*'."
            )
        ),
        required=True,
        validate=validate.Length(min=1),
    )
