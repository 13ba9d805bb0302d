"""Sends notices as e-mail: plain text over one connection for a whole run."""

import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from service.delivery_settings import MailServer

from .outbox import Delivery, Undelivered

# Words a template in a language: subject and text.
Words = Callable[[str, str, Mapping[str, str]], tuple[str, str]]
_CLOSING, _NOT_LOGGED_IN = 421, 530
_CODES = {
    ssl.SSLError: "tls",
    smtplib.SMTPNotSupportedError: "smtp-not-supported",
    smtplib.SMTPServerDisconnected: "disconnected",
}


@dataclass(frozen=True)
class MailAccount:
    """Whom to hand e-mail to, and who sends it. `ca_certs` takes the place of the system's."""

    server: MailServer
    sender: str
    password: str = field(default="", repr=False)
    timeout: float = 20
    ca_certs: str = ""


class MailSender:
    """Connects when first needed, and again after a connection was lost."""

    def __init__(self, account: MailAccount, words: Words) -> None:
        """Raises OSError if there is no such file with CA certificates."""
        self._account = account
        self._words = words
        self._trust = ssl.create_default_context(cafile=account.ca_certs or None)
        self._connection: smtplib.SMTP | None = None

    def send(self, delivery: Delivery) -> None:
        message = self._message(delivery)
        if self._connection is None or self._connection.sock is None:
            self._connection = self._connected()
        try:
            self._connection.send_message(message, self._account.sender, [delivery.to])
        except smtplib.SMTPException as error:
            raise self._failure(error) from None  # its text may hold the address
        except OSError as error:
            self._drop()
            raise Undelivered(_code(error), lane_down=_is_timeout(error)) from None

    def close(self) -> None:
        if self._connection is None:
            return
        try:
            self._connection.quit()
        except (smtplib.SMTPException, OSError):
            self._drop()
        self._connection = None

    def _message(self, delivery: Delivery) -> EmailMessage:
        subject, text = self._words(delivery.template, delivery.language, delivery.values)
        message = EmailMessage(policy=SMTP)
        message["Subject"] = subject
        message["From"] = self._account.sender
        message["To"] = delivery.to
        message["Date"] = format_datetime(delivery.at)
        message["Message-ID"] = f"<{delivery.id}@{self._domain}>"
        message["Auto-Submitted"] = "auto-generated"  # so that no absence note answers
        message.set_content(text, cte="quoted-printable")
        message["Content-Language"] = delivery.language
        return message

    @property
    def _domain(self) -> str:
        return self._account.sender.rpartition("@")[2]

    def _connected(self) -> smtplib.SMTP:
        connection: smtplib.SMTP | None = None
        try:
            connection = self._opened()
            self._introduce(connection)
        except (smtplib.SMTPException, OSError) as error:
            if connection is not None:
                connection.close()
            raise Undelivered(_code(error), lane_down=True) from None
        return connection

    def _opened(self) -> smtplib.SMTP:
        server = self._account.server
        # The host's own name is nobody's business, and asking for it can take long.
        options = {"timeout": self._account.timeout, "local_hostname": self._domain}
        if server.tls_first:
            return smtplib.SMTP_SSL(server.host, server.port, context=self._trust, **options)
        return smtplib.SMTP(server.host, server.port, **options)

    def _introduce(self, connection: smtplib.SMTP) -> None:
        server = self._account.server
        connection.ehlo_or_helo_if_needed()
        if not server.tls_first and (connection.has_extn("starttls") or not server.on_loopback):
            connection.starttls(context=self._trust)  # raises if the server has none
        if server.user:
            connection.login(server.user, self._account.password)

    def _failure(self, error: smtplib.SMTPException) -> Undelivered:
        """What the server says of this one notice, of us, or nothing any more."""
        code = _smtp_code(error)
        if isinstance(error, smtplib.SMTPServerDisconnected) or code == _CLOSING:
            self._drop()
            return Undelivered(_code(error), lane_down=_is_timeout(error))
        of_notice = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
        ours = not of_notice or code == _NOT_LOGGED_IN
        return Undelivered(_code(error), final=code >= 500 and not ours, lane_down=ours)

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _smtp_code(error: BaseException) -> int:
    """0 where the server gave none that makes sense."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return max(getattr(error, "smtp_code", 0), 0)


def _is_timeout(error: BaseException) -> bool:
    """Also where smtplib tells of it as a lost connection."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _code(error: BaseException) -> str:
    if code := _smtp_code(error):
        return f"smtp-{code}"
    if _is_timeout(error):
        return "timeout"
    for kind, name in _CODES.items():
        if isinstance(error, kind):
            return name
    return "no-connection"
