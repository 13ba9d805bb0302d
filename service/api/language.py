"""Which language an answer is in: `lang` before Accept-Language, and English before silence."""

from flask import Response, request
from marshmallow import ValidationError

from service.wording.languages import ENGLISH, WORDINGS
from service.wording.wording import Wording

from .fields import LANG


def asked_wording() -> Wording:
    """The language that this request asks for. A `lang` that is none is refused elsewhere."""
    try:
        return WORDINGS[LANG.deserialize(request.args["lang"])]
    except (KeyError, ValidationError):
        best = request.accept_languages.best_match(WORDINGS)
        return WORDINGS.get(best or "", ENGLISH)


def told_in(wording: Wording, response: Response) -> Response:
    """The response, saying which language it is in and what that hangs on."""
    response.content_language.add(wording.language)
    response.vary.add("Accept-Language")
    return response
