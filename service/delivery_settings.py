"""Settings of notifications: the mail server, webhooks, how long to go on trying, days off."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from service.setting_values import checked, days, line, seconds, setting, whole

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """`tls_first` says that the connection begins with TLS; else STARTTLS makes it safe."""

    host: str
    port: int
    user: str
    tls_first: bool

    @property
    def on_loopback(self) -> bool:
        return self.host in LOOPBACK


def mail_server(text: str) -> MailServer:
    """Reads smtp://[USER@]HOST[:PORT] or smtps://..."""
    rule = "must look like smtp://USER@HOST:587 or smtps://USER@HOST:465"
    try:
        url = urlsplit(text)
        port = url.port
    except ValueError:
        raise ValueError(rule) from None
    if url.password is not None:
        raise ValueError("must not hold the password; set OTMATCH_SMTP_PASSWORD")
    if url.scheme not in _PORTS or not url.hostname or url.path.strip("/") or url.query:
        raise ValueError(rule)
    user = unquote(url.username or "")
    return MailServer(url.hostname, port or _PORTS[url.scheme], user, url.scheme == "smtps")


def _address(text: str) -> str:
    if not text.isascii() or not text.isprintable() or text.count("@") != 1 or " " in text:
        raise ValueError("must be one e-mail address, for example referrals@clinic.example")
    return text


@dataclass(frozen=True)
class DeliverySettings:
    """A part of Settings."""

    smtp: str = setting(
        "OTMATCH_SMTP",
        "",
        "the server that takes e-mail: `smtp://USER@HOST:587` (STARTTLS, which only loopback may "
        "lack) or `smtps://USER@HOST:465`; without it e-mail waits",
        checked(mail_server),
        repr=False,
    )
    smtp_password: str = setting(
        "OTMATCH_SMTP_PASSWORD", "", "the password of `OTMATCH_SMTP`'s user", line, repr=False
    )
    mail_from: str = setting(
        "OTMATCH_MAIL_FROM", "", "the address that e-mail comes from; needed by it", _address
    )
    webhooks: str = setting(
        "OTMATCH_WEBHOOKS", "", "file (YAML) with the webhooks; without it theirs wait"
    )
    delivery_ca_certs: str = setting(
        "OTMATCH_DELIVERY_CA_CERTS",
        "",
        "file with the CA certificates of a mail server or webhooks whose CA the system does not "
        "know; it takes the place of the system's",
    )
    delivery_timeout: float = setting(
        "OTMATCH_DELIVERY_TIMEOUT",
        20.0,
        "seconds to wait for each answer of a mail server or a webhook",
        seconds,
    )
    delivery_attempts: int = setting(
        "OTMATCH_DELIVERY_ATTEMPTS",
        12,
        "how often a notification is tried before it is dead",
        whole(1, 100),
    )
    delivery_first_wait: int = setting(
        "OTMATCH_DELIVERY_FIRST_WAIT",
        60,
        "seconds before the second attempt; each next wait is twice as long",
        whole(1, 86_400),
    )
    delivery_longest_wait: int = setting(
        "OTMATCH_DELIVERY_LONGEST_WAIT",
        21_600,
        "seconds that a wait between attempts never exceeds",
        whole(1, 604_800),
    )
    closed_days: str = setting(
        "OTMATCH_CLOSED_DAYS",
        "",
        "dates, with commas between them, that are no business days besides weekends and US "
        "federal holidays",
        checked(days),
    )
