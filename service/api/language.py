"""Which language an answer is in: `lang` before Accept-Language, and English before silence."""

import re

from flask import Response, request
from marshmallow import ValidationError

from service.wording.languages import ENGLISH, WORDINGS, wording_of
from service.wording.wording import Wording

from .fields import LANG


def asked_wording() -> Wording:
    """The language that this request asks for. A `lang` that is none is refused elsewhere."""
    try:
        return wording_of(LANG.deserialize(request.args["lang"]))
    except (KeyError, ValidationError):
        # In the header's own order: "en-US,es" asks for English first, of whatever region.
        asked = (re.split("[-_]", tag)[0].lower() for tag, q in request.accept_languages if q)
        return next((wording_of(tag) for tag in asked if tag in WORDINGS), ENGLISH)


def told_in(wording: Wording, response: Response) -> Response:
    """The response, saying which language it is in and what that hangs on."""
    response.content_language.add(wording.language)
    response.vary.add("Accept-Language")
    return response
