"""What an OIDC issuer may be: where it may lie, and how it may sign."""

from ipaddress import ip_address
from urllib.parse import urlsplit

# Only those with a public key: by one that is shared, whoever can check tokens can make them.
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")


def is_safe(url: str, issuer: str | None = None) -> bool:
    """By https; by http only on this machine, and only for an issuer on this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "https":
        return bool(host)
    by_itself = _is_loopback(host) and (issuer is None or issuer.startswith("http:"))
    return parts.scheme == "http" and by_itself


def read_issuer(text: str) -> str:
    if not is_safe(text) or urlsplit(text).query or urlsplit(text).fragment:
        raise ValueError("must be an https address, for example https://login.example.org/clinic")
    return text


def read_algorithms(text: str) -> str:
    names = [name.strip() for name in text.split(",")]
    if not set(names) <= set(ALGORITHMS):
        raise ValueError(f"must be of {', '.join(ALGORITHMS)}, separated by commas")
    return ",".join(names)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
