"""Every setting of the service: its environment variable, its default, what it means."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any


def _setting(variable: str, default: Any, meaning: str) -> Any:
    return field(default=default, metadata={"variable": variable, "meaning": meaning})


@dataclass(frozen=True)
class Settings:
    """Read once at start and passed down; nothing below reads the environment."""

    directory: str = _setting(
        "OTMATCH_DIRECTORY",
        "sqlite:///directory.db",
        "the directory: `sqlite:///PATH`, or Elasticsearch `http(s)://HOST:PORT[,HOST:PORT]`",
    )
    index: str = _setting(
        "OTMATCH_INDEX", "otmatch", "name of the Elasticsearch alias that readers use"
    )
    api_key: str = _setting(
        "ELASTICSEARCH_API_KEY", "", "Elasticsearch API key, sent with every request to it"
    )
    ca_certs: str = _setting(
        "ELASTICSEARCH_CA_CERTS", "", "file with the CA certificate of an Elasticsearch by https"
    )
    timeout: float = _setting(
        "OTMATCH_TIMEOUT",
        5.0,
        "seconds to wait for an Elasticsearch host before giving up, or asking the next one",
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Settings from `environment` (default: the process's); raises ValueError by name."""
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for setting in fields(cls):
            variable = setting.metadata["variable"]
            if text := _given(environment, variable):
                values[setting.name] = _read(variable, text, type(setting.default))
        return cls(**values)


def _given(environment: Mapping[str, str], variable: str) -> str:
    """The variable's text, or that of the file which VARIABLE_FILE names: how containers get
    secrets."""
    text, path = environment.get(variable, ""), environment.get(f"{variable}_FILE", "")
    if not path:
        return text
    if text:
        raise ValueError(f"set {variable} or {variable}_FILE, not both")
    try:
        text = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError):
        text = ""
    if not text:
        raise ValueError(f"{variable}_FILE must name a file that can be read and is not empty")
    return text


def _read(variable: str, text: str, kind: type) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise ValueError(f"{variable} must be a {kind.__name__}, for example 5") from None
