"""ETags: an answer hangs on the directory, the question, its day, the language and this version.

All of these are known before the search, so that an answer which the client still has costs none.
"""

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from typing import Any

from flask import Response, request

from service.engines.protocol import Meta
from service.wording.wording import Wording

from .language import told_in
from .present import dump


def cached(meta: Meta, question: str, wording: Wording, answer: Callable[[], Any]) -> Response:
    """The answer with its ETag, or 304 where the client has it; `question` names what is asked,
    its day included."""
    tag = _tag(meta.fingerprint, question, wording.language)
    held = request.if_none_match
    # A star stands for any answer that there is, so it has to be asked whether there is one.
    body = dump(answer()) if held.star_tag or not held.contains_weak(tag) else b""
    if held.contains_weak(tag):
        response = Response(status=304)
    else:
        response = Response(body, content_type="application/json")
    response.set_etag(tag)
    return told_in(wording, response)


def _tag(*parts: str) -> str:
    return blake2b("\n".join((_version(), *parts)).encode(), digest_size=12).hexdigest()


@cache
def _version() -> str:
    return version("otmatch")
