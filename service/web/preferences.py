"""What a visitor chose for all pages: language, size of text, for whom they search.

Each is asked for by a parameter of any page, and kept in a cookie that holds this choice alone: so
it works without scripts, and nobody is asked twice. Where a form stands it is asked for with the
form, which is then shown again with all that was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Flask, Response, current_app, request
from flask_babel import Babel

from service.api.language import requested_language
from service.wording.languages import WORDINGS

_A_YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Preference:
    """The first of `choices` holds until another is chosen; `lasts` is in seconds, None while the
    browser is open."""

    parameter: str
    choices: tuple[str, ...]
    lasts: int | None = _A_YEAR

    @property
    def cookie(self) -> str:
        return f"otmatch_{self.parameter}"

    def asked(self) -> str | None:
        """What the address says, if that is one of the choices."""
        return self._known(request.args.get(self.parameter))

    def chosen(self) -> str | None:
        return self.asked() or self._known(request.cookies.get(self.cookie))

    def held(self) -> str:
        return self.chosen() or self.choices[0]

    def _known(self, value: str | None) -> str | None:
        return value if value in self.choices else None


LANGUAGE = Preference("lang", tuple(WORDINGS))
TEXT_SIZE = Preference("text", ("normal", "large", "largest"))
# Who looks for help may be asked on a computer of others: it ends with the browser.
WHO = Preference("who", ("me", "other"), lasts=None)
PREFERENCES = (LANGUAGE, TEXT_SIZE, WHO)
# Of a form that is sent by a choice for all pages, not by its own button.
TYPED = "so_far"


def is_typed() -> bool:
    """Whether a form was sent only to be shown again with what was typed so far."""
    return request.method == "POST" and TYPED in request.form


def typed_so_far() -> Mapping[str, str]:
    """For fields that are else not filled in again: what opens a page is nobody else's to see."""
    return request.form if is_typed() else {}


def choose_language(app: Flask) -> None:
    """Lets every request have one."""
    Babel(app, locale_selector=_language, configure_jinja=False)


def _language() -> str:
    """On a page what its visitor chose, else that of their browser. The API's answers hang on the
    request alone."""
    chosen = None if request.path.startswith("/api/") else LANGUAGE.chosen()
    return chosen or requested_language()


def keep_choices(response: Response) -> Response:
    """Sets a cookie for each choice that the address holds."""
    for preference in PREFERENCES:
        if value := preference.asked():
            response.set_cookie(
                preference.cookie, value, max_age=preference.lasts, path="/", httponly=True,
                samesite="Lax", secure=current_app.config["SESSION_COOKIE_SECURE"],
            )  # fmt: skip
    response.vary.add("Cookie")
    return response
