"""docker-compose.yml as Compose reads it: variables filled in from .env, `$$` made `$`."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parent.parent
COMPOSE = ROOT / "docker-compose.yml"
EXAMPLE = ROOT / ".env.example"
# `$$`, or `${NAME:?what to do}`: this file uses no other form, and so none has a silent default.
_REFERENCE = re.compile(r"\$(?:\$|\{(\w+):\?([^}]+)\})")


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
ENVIRONMENT = {**example_environment(), **SECRETS}


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
        if not environment.get(found[1]):
            raise LookupError(f"{found[1]}: {found[2]}")
        return environment[found[1]]

    return _REFERENCE.sub(value, part)
