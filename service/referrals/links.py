"""Signed links into single pages, for people without an account, and the codes that open them.

A link names a task, a referral or a claim by its opaque id and one purpose; nothing in it is about
a person.
"""

from datetime import timedelta

from itsdangerous import BadSignature, URLSafeTimedSerializer

from service.errors import NoSuchRecord
from service.records.keys import Keys

REPLY, STATUS, CONFIRM = "reply", "status", "confirm"
PAGES = {REPLY: "/reply", STATUS: "/status", CONFIRM: "/confirm"}
_CODE_DIGITS = 8


class Links:
    """Links of this service; without a public address there are none to send."""

    def __init__(self, keys: Keys, public_url: str) -> None:
        self._keys, self._public_url = keys, public_url.rstrip("/")

    @property
    def can_be_sent(self) -> bool:
        return bool(self._public_url)

    def page(self, purpose: str) -> str:
        """The whole address of the page where a number and a code are typed."""
        return f"{self._public_url}{PAGES[purpose]}"

    def write(self, purpose: str, identity: str) -> str:
        """The whole address of the page."""
        return f"{self._public_url}{PAGES[purpose]}/{self.token(purpose, identity)}"

    def token(self, purpose: str, identity: str) -> str:
        return self._serializer(purpose).dumps(identity)

    def read(self, purpose: str, token: str, lasts: timedelta) -> str:
        """The id in a token; raises NoSuchRecord for one that is not ours, too old, or for another
        purpose."""
        try:
            return self._serializer(purpose).loads(token, max_age=int(lasts.total_seconds()))
        except BadSignature:
            raise NoSuchRecord from None

    def code(self, task: str, number: int) -> str:
        """The one-time code of a task, the same every time it is asked for: digits alone, which
        can be read out."""
        digest = int(self._keys.blind("reply-code", f"{task} {number}"), 16)
        return f"{digest % 10**_CODE_DIGITS:0{_CODE_DIGITS}d}"

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._keys.blind("link", purpose), salt=purpose)
