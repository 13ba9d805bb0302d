"""Questions to the OIDC issuer: short answers, soon, and from nowhere else."""

import json
from typing import Any

import urllib3

_TIMEOUT = urllib3.Timeout(connect=2, read=3)
_MOST_BYTES = 1_000_000
# A server may answer anything; what is not what was asked for is no answer.
DAMAGED = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
NO_ANSWER = (urllib3.exceptions.HTTPError, *DAMAGED)


class IssuerHttp:
    """Raises one of NO_ANSWER."""

    def __init__(self) -> None:
        self._http = urllib3.PoolManager(timeout=_TIMEOUT, retries=False)

    def get(self, url: str) -> dict[str, Any]:
        status, told = self._ask("GET", url)
        if status != 200:
            raise ValueError("no answer")
        return told

    def post(
        self, url: str, fields: dict[str, str], headers: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        """A form; refusals are answers too."""
        return self._ask("POST", url, fields=fields, headers=headers, encode_multipart=False)

    def _ask(self, method: str, url: str, **options: Any) -> tuple[int, dict[str, Any]]:
        response = self._http.request(method, url, redirect=False, preload_content=False, **options)
        try:
            body = response.read(_MOST_BYTES + 1)
        finally:
            response.release_conn()
        told = json.loads(body) if len(body) <= _MOST_BYTES else None
        if not isinstance(told, dict):
            raise ValueError("no answer")
        return response.status, told
