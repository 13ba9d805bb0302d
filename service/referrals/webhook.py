"""Sends notices to webhooks: a signed POST of ids, to the operator's own addresses only."""

import json
import time
from collections.abc import Callable, Mapping

from urllib3 import BaseHTTPResponse, PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError, InvalidHeader, NewConnectionError, SSLError, TimeoutError

from .outbox import Delivery, Undelivered
from .signature import sign
from .webhook_file import Webhook

_GONE, _BUSY = 410, 429


class WebhookSender:
    """`now` gives seconds since 1970, for signatures. A redirect is not followed: it could lead
    anywhere. Private addresses are allowed, for the addresses are the operator's."""

    def __init__(
        self,
        webhooks: Mapping[str, Webhook],
        timeout: float = 20,
        ca_certs: str = "",
        now: Callable[[], float] = time.time,
    ) -> None:
        self._webhooks = webhooks
        self._now = now
        self._pool = PoolManager(
            timeout=Timeout(total=timeout), ca_certs=ca_certs or None, retries=False
        )

    def send(self, delivery: Delivery) -> None:
        webhook = self._webhooks.get(delivery.to)
        if webhook is None:
            raise Undelivered("no-such-webhook", lane_down=True)
        try:
            response = self._posted(webhook, delivery)
            response.close()  # what it says besides its status is not read
        except HTTPError as error:
            raise Undelivered(_code(error), lane_down=True) from None
        if not 200 <= response.status < 300:
            raise _refusal(response)

    def close(self) -> None:
        self._pool.clear()

    def _posted(self, webhook: Webhook, delivery: Delivery) -> BaseHTTPResponse:
        body = body_of(delivery)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "OTMatch",
            "OTMatch-Signature": sign(webhook.secret, body, int(self._now())),
            "OTMatch-Delivery": delivery.id,
        }
        return self._pool.request(
            "POST", webhook.url, body=body, headers=headers, redirect=False, preload_content=False
        )


def body_of(delivery: Delivery) -> bytes:
    """The same bytes for each attempt."""
    told = {
        "id": delivery.event,
        "event": delivery.template,
        "referral": delivery.values.get("referral"),
        "at": delivery.at.isoformat(timespec="seconds"),
    }
    return json.dumps(told, separators=(",", ":")).encode()


def _refusal(response: BaseHTTPResponse) -> Undelivered:
    code, status = f"http-{response.status}", response.status
    busy = status == _BUSY or status >= 500
    return Undelivered(code, final=status == _GONE, lane_down=busy, after=_asked_wait(response))


def _asked_wait(response: BaseHTTPResponse) -> float:
    try:
        return Retry().get_retry_after(response) or 0
    except InvalidHeader:
        return 0


def _code(error: HTTPError) -> str:
    if isinstance(error, SSLError):
        return "tls"
    # urllib3 counts a refused connection among the time-outs.
    timeout = isinstance(error, TimeoutError) and not isinstance(error, NewConnectionError)
    return "timeout" if timeout else "no-connection"
