"""Which language an answer is in: `lang` before Accept-Language, and English before silence."""

import re

from flask import Response, request
from flask_babel import get_locale
from marshmallow import ValidationError

from service.wording.languages import ENGLISH, WORDINGS
from service.wording.wording import Wording

from .fields import LANG


def asked_wording() -> Wording:
    """The language of this request, as the application's `locale_selector` finds it."""
    return WORDINGS[get_locale().language]


def requested_language() -> str:
    """What the request itself asks for. A `lang` that is none is refused elsewhere."""
    try:
        return LANG.deserialize(request.args["lang"])
    except (KeyError, ValidationError):
        # In the header's own order: "en-US,es" asks for English first, of whatever region.
        asked = (re.split("[-_]", tag)[0].lower() for tag, q in request.accept_languages if q)
        return next((tag for tag in asked if tag in WORDINGS), ENGLISH.language)


def told_in(wording: Wording, response: Response) -> Response:
    """The response, saying which language it is in and what that hangs on."""
    response.content_language.add(wording.language)
    response.vary.add("Accept-Language")
    return response
