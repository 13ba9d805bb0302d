"""docker-compose.yml as Compose reads it: variables filled in from .env, `$$` made `$`."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
COMPOSE = ROOT / "docker-compose.yml"
EXAMPLE = ROOT / ".env.example"
# `$$`, `${NAME:?what to do}`, or `${NAME?what to do}` for what may be empty: this file uses no
# other form, and so none has a silent default.
_REFERENCE = re.compile(r"\$(?:\$|\{(\w+)(:?)\?([^}]+)\})")


def example_environment() -> dict[str, str]:
    """What .env.example sets; an empty value is one that the operator has to give."""
    lines = EXAMPLE.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


SECRETS = {
    "ELASTIC_PASSWORD": "p&ss w\"rd'%",
    "POSTGRES_PASSWORD": "p@ss/w:rd?'%",
    "OTMATCH_KEYS": f"{'A' * 43}=,{'B' * 42}A=",
    "OTMATCH_INDEX_KEY": f"{'C' * 42}A=",
}
# Empty where there is no mail server.
OF_MAIL = {
    "OTMATCH_SMTP": "smtp://otmatch@mail.example",
    "OTMATCH_MAIL_FROM": "referrals@otmatch.example",
    "OTMATCH_SMTP_PASSWORD": "p!ss'%",
}
# Empty where nobody else is asked for maps of streets.
OF_MAPS = {"OTMATCH_TILES": "https://tiles.example/{z}/{x}/{y}.png Example Maps"}
ENVIRONMENT = {**example_environment(), **SECRETS, **OF_MAIL, **OF_MAPS}


def mounts(service: Mapping[str, Any]) -> dict[str, str]:
    """Source -> what follows it, of a service's volumes."""
    return dict(volume.split(":", 1) for volume in service.get("volumes", []))


def read_compose(environment: Mapping[str, str]) -> dict[str, Any]:
    """The file's services; raises LookupError with its own words where a value is missing."""
    return _filled(yaml.safe_load(COMPOSE.read_text()), environment)["services"]


def size(text: str) -> int:
    """A memory size as Compose and Java write it, in bytes."""
    return int(text[:-1]) * 1024 ** ("kmg".index(text[-1].lower()) + 1)


def variables_used() -> set[str]:
    return {found[1] for found in _REFERENCE.finditer(COMPOSE.read_text()) if found[1]}


def _filled(part: Any, environment: Mapping[str, str]) -> Any:
    if isinstance(part, dict):
        return {name: _filled(value, environment) for name, value in part.items()}
    if isinstance(part, list):
        return [_filled(value, environment) for value in part]
    if not isinstance(part, str):
        return part
    assert "$" not in _REFERENCE.sub("", part), part

    def value(found: re.Match) -> str:
        if not found[1]:
            return "$"
        if environment.get(found[1], "") == "" and (found[2] or found[1] not in environment):
            raise LookupError(f"{found[1]}: {found[3]}")
        return environment[found[1]]

    return _REFERENCE.sub(value, part)
