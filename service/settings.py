"""Every setting of the service: its environment variable, its default, what it means."""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from service.delivery_settings import DeliverySettings
from service.eligibility_settings import EligibilitySettings
from service.map_tiles import read_tiles
from service.referral_settings import ReferralSettings
from service.setting_values import checked, line, seconds, setting, whole

from .issuers import ALGORITHMS, read_algorithms, read_issuer

AUTO = "auto"  # replicas: one where a second node can hold it
_INDEX = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_KEY = re.compile(r"[!-~]+")  # what a header can carry
_FERNET_KEY = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]=")  # 32 bytes in base64


def _index(text: str) -> str:
    if not _INDEX.fullmatch(text):
        raise ValueError(
            "must be small letters, digits, dots, hyphens and underscores, for example otmatch"
        )
    return text


def _key(text: str) -> str:
    if not _KEY.fullmatch(text):
        raise ValueError("must be one word, as Elasticsearch gave it (the encoded key)")
    return text


def _fernet_key(text: str) -> str:
    if not _FERNET_KEY.fullmatch(text):
        raise ValueError("must be a key as `otmatch keys new` prints it")
    return text


def _fernet_keys(text: str) -> str:
    keys = [key.strip() for key in text.split(",")]
    if not all(map(_FERNET_KEY.fullmatch, keys)):
        raise ValueError("must be keys as `otmatch keys new` prints them, with commas between")
    return ",".join(keys)


def _replicas(text: str) -> str | int:
    if text == AUTO:
        return text
    try:
        return whole(0, 20)(text)
    except ValueError:
        raise ValueError(f"must be {AUTO}, or a whole number from 0 to 20") from None


@dataclass(frozen=True)
class Settings(EligibilitySettings, ReferralSettings, DeliverySettings):
    """Read once at start and passed down; nothing below reads the environment."""

    directory: str = setting(
        "OTMATCH_DIRECTORY",
        "sqlite:///directory.db",
        "the directory: `sqlite:///PATH`, or Elasticsearch `http(s)://HOST:PORT[,HOST:PORT]`",
    )
    store: str = setting(
        "OTMATCH_STORE",
        "sqlite:///records.db",
        "the relational store of referrals and of what staff decided: `sqlite:///PATH`, or "
        "`postgresql://USER@HOST/NAME`",
        repr=False,
    )
    keys: str = setting(
        "OTMATCH_KEYS",
        "",
        "keys that health information is sealed with, the newest first, with commas between; "
        "without them there are no referrals",
        _fernet_keys,
        repr=False,
    )
    index_key: str = setting(
        "OTMATCH_INDEX_KEY",
        "",
        "key of blind indexes and of the audit trail, made once and kept for good",
        _fernet_key,
        repr=False,
    )
    index: str = setting(
        "OTMATCH_INDEX", "otmatch", "name of the Elasticsearch alias that readers use", _index
    )
    api_key: str = setting(
        "ELASTICSEARCH_API_KEY",
        "",
        "Elasticsearch API key, sent with every request to it",
        _key,
        repr=False,
    )
    ca_certs: str = setting(
        "ELASTICSEARCH_CA_CERTS", "", "file with the CA certificate of an Elasticsearch by https"
    )
    oidc_issuer: str = setting(
        "OTMATCH_OIDC_ISSUER",
        "",
        "the OpenID Connect issuer whose bearer tokens are taken beside our own, just as they "
        "name it",
        read_issuer,
    )
    oidc_audience: str = setting(
        "OTMATCH_OIDC_AUDIENCE", "", "what the issuer's tokens must hold as their audience"
    )
    oidc_claims: str = setting(
        "OTMATCH_OIDC_CLAIMS",
        "",
        "file with the claim map, YAML or JSON: which claims give which rights",
    )
    oidc_algorithms: str = setting(
        "OTMATCH_OIDC_ALGORITHMS",
        ",".join(ALGORITHMS),
        "how the issuer's tokens may be signed, of these four",
        read_algorithms,
    )
    oidc_client_id: str = setting(
        "OTMATCH_OIDC_CLIENT_ID",
        "",
        "this service's name with the issuer, to sign in there; needs OTMATCH_PUBLIC_URL",
        line,
    )
    oidc_client_secret: str = setting(
        "OTMATCH_OIDC_CLIENT_SECRET",
        "",
        "its secret with the issuer, if it has one; best given by OTMATCH_OIDC_CLIENT_SECRET_FILE",
        line,
        repr=False,
    )
    requests_per_minute: int = setting(
        "OTMATCH_REQUESTS_PER_MINUTE",
        600,
        "how often one token, or one address that writes without one, may ask in a minute, over "
        "all workers",
        whole(1, 100_000),
    )
    session_idle_minutes: int = setting(
        "OTMATCH_SESSION_IDLE_MINUTES",
        30,
        "minutes after which who signed in and does nothing has to sign in again",
        whole(10, 240),
    )
    session_hours: int = setting(
        "OTMATCH_SESSION_HOURS",
        12,
        "hours after which everybody has to sign in again",
        whole(1, 24),
    )
    contact: str = setting(
        "OTMATCH_CONTACT",
        "",
        "an e-mail address or a phone number for whoever cannot use a page, told on /accessibility",
    )
    tiles: str = setting(
        "OTMATCH_TILES",
        "",
        "a server of map pictures: its address with {z}, {x} and {y}, and after a space whom to "
        "credit; without it maps show outlines alone",
        checked(read_tiles),
    )
    proxies: int = setting(
        "OTMATCH_PROXIES",
        0,
        "how many proxies of yours stand before the service, each adding to X-Forwarded-For the "
        "address that asked it",
        whole(0, 9),
    )
    timeout: float = setting(
        "OTMATCH_TIMEOUT",
        5.0,
        "seconds to wait for an Elasticsearch host before giving up, or asking the next one; "
        "no request to it takes longer than twice that in all",
        seconds,
    )
    retries: int = setting(
        "OTMATCH_RETRIES",
        3,
        "how often a request that Elasticsearch lost or was too busy for is sent again, to another "
        "host if there is one",
        whole(0, 10),
    )
    shards: int = setting(
        "OTMATCH_SHARDS",
        1,
        "into how many parts a load splits the Elasticsearch index",
        whole(1, 100),
    )
    replicas: str | int = setting(
        "OTMATCH_REPLICAS",
        AUTO,
        "copies of every part on other Elasticsearch nodes; `auto`: one, where there is a second "
        "node",
        _replicas,
    )

    @classmethod
    def from_environment(
        cls, environment: Mapping[str, str] | None = None, only: type | None = None
    ) -> "Settings":
        """Settings from `environment` (default: the process's); raises ValueError by name. `only`
        one part of them is read for work that needs no other: no key, for example."""
        environment = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for each in fields(only or cls):
            variable = each.metadata["variable"]
            if text := _given(environment, variable):
                values[each.name] = _read(variable, text, each.metadata["read"])
        return cls(**values)


def _given(environment: Mapping[str, str], variable: str) -> str:
    """The variable's text, or that of the file which VARIABLE_FILE names: how containers get
    secrets."""
    text, path = environment.get(variable, "").strip(), environment.get(f"{variable}_FILE", "")
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


def _read(variable: str, text: str, read: Callable[[str], Any]) -> Any:
    """Never repeats the text: it may be a secret."""
    try:
        return read(text)
    except ValueError as error:
        raise ValueError(f"{variable} {error}") from None
