"""A real SMTP server on loopback for one test, which answers as the test says."""

import asyncio
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import NamedTuple

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

OK = "250 OK"


class Mail(NamedTuple):
    sender: str
    to: list[str]
    message: EmailMessage


class Mailbox:
    """What the server took; `on_sender`, `on_recipient` and `on_data` say its answers, None to
    break the connection."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.connections = 0
        self.logins: list[tuple[bytes, bytes]] = []
        self.on_sender: Callable[[str], str] = lambda _: OK
        self.on_recipient: Callable[[str], str] = lambda _: OK
        self.on_data: Callable[[str], str | None] = lambda _: OK
        self.delay = 0.0
        self.wanted = 1  # connections that must be there before any mail is taken

    @property
    def messages(self) -> list[EmailMessage]:
        return [mail.message for mail in self.mails]

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        if session.host_name is None:
            self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        while self.connections < self.wanted:
            await asyncio.sleep(0.01)
        if (answer := self.on_sender(address)) == OK:
            envelope.mail_from = address
        return answer

    async def handle_RCPT(self, server, session, envelope, address, options):
        if (answer := self.on_recipient(address)) == OK:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):
        time.sleep(self.delay)  # a server that is slow for everybody
        answer = self.on_data(envelope.rcpt_tos[0])
        if answer is None:
            server.transport.abort()
            return OK
        if answer == OK:
            message = message_from_bytes(envelope.content, policy=default)
            self.mails.append(Mail(envelope.mail_from, envelope.rcpt_tos, message))
        return answer

    def login(self, server, session, envelope, mechanism, told) -> AuthResult:
        self.logins.append((told.login, told.password))
        return AuthResult(success=told.password == b"right", handled=False)


class _AnyPort(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp_serving(mailbox: Mailbox, **options) -> Iterator[int]:
    """The port of the server until the end of the block."""
    controller = _AnyPort(mailbox, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def server_context(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context
