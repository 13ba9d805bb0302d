"""The matrix's rows of pages of who signed in. Others add theirs as `page(...)`."""

from typing import Any

from tests.access_routes import EVERYBODY, Route

SIGNED_IN = "n yy yy yy yyy y"


def page(action: str, path: str, expected: str, **more: Any) -> Route:
    """One that is asked for; `form` is what is sent where it is a form, and may name, as `path`
    may, what `there` makes: `"{version}"`."""
    return Route(action, path, expected, root="", **{"form": {}, **more})


_ONE = "/referrals/<identity>"
_PDF, _PATIENT = "?format=pdf", "referrals.patient-data"
_OFFICE, _OT_ONLY, _BOTH = "n yh nn nn yyh n", "n nn yh nn nnn n", "n yh yh ny nyn n"
_WHY = {"reason": "patient-declined", "version": "{version}", "checked": "yes"}
_BY_FAX = {"do": "deliver", "version": "{version}", "channel": "fax", "how": "3 pages at 9:40",
           "arrived": "yes"}  # fmt: skip
_CONSENT = {"do": "consent", "scope": "messages", "way": "verbal"}


def of(action: str, path: str, expected: str, state: str = "stuck", **more: Any) -> Route:
    """A page of one referral."""
    return page(action, f"/referrals/{{id}}{path}", expected, state=state, **more)


def act(
    expected: str, form: dict[str, str], also: str, state: str = "stuck", ok: int = 303
) -> Route:
    """A form of its page, whose fields may name what it has."""
    return of("referrals.read", "", expected, state, form=form, also=also, ok=ok)


WORK: dict[str, tuple[Route, ...]] = {
    "GET /sign-in": (Route("pages.read", "/sign-in", EVERYBODY, root=""),),
    # A form that is not from a page of ours does nothing.
    "POST /sign-in": (Route("sessions.begin", "/sign-in", EVERYBODY, ok=403, root=""),),
    # Nobody signs in at an issuer where none is set up.
    "GET /sign-in/issuer": (Route("sessions.begin", "/sign-in/issuer", EVERYBODY, 404, root=""),),
    "GET /sign-in/issuer/back": (
        Route("sessions.begin", "/sign-in/issuer/back", EVERYBODY, 404, root=""),
    ),
    "POST /sign-out": (page("sessions.use", "/sign-out", SIGNED_IN, ok=303),),
    "POST /session": (page("sessions.use", "/session", SIGNED_IN),),
    "GET /home": (page("sessions.use", "/home", SIGNED_IN),),
    "GET /referrals": (page("referrals.list", "/referrals", "n yy yy yy yyy n"),),
    "POST /referrals": (
        page("referrals.draft", "/referrals", "n yy nn nn yyy n", form={"base": "x"}, ok=303),
    ),
    f"GET {_ONE}": (
        of("referrals.read", "", "n yh yh yy yyh n"),
        of("referrals.read", "", "n yh yh hy yyh n", "sent"),
        of("referrals.read", "", "n yh hh hy yyh n", "draft"),
    ),
    # What is filled in between is of one browser: test_work_new_referral.py holds who may go on.
    "GET /referrals/new": (page("referrals.draft", "/referrals/new", "n yy nn nn yyy n", ok=303),),
    "GET /referrals/new/<key>/<step>": (
        page("referrals.draft", "/referrals/new/none/1", "n yy nn nn yyy n", ok=404),
    ),
    "POST /referrals/new/<key>/<step>": (
        page("referrals.draft", "/referrals/new/none/1", "n yy nn nn yyy n", ok=404,
             form={"go": "2"}),
    ),
    f"GET {_ONE}/edit": (
        of("referrals.draft", "/edit", "n yh nn nn nyh n", "draft", ok=303, also=_PATIENT),
    ),
    f"GET {_ONE}/edit/<key>/<step>": (
        of("referrals.draft", "/edit/none/1", "n yy nn nn yyy n", "draft", ok=404),
    ),
    f"POST {_ONE}/edit/<key>/<step>": (
        of("referrals.draft", "/edit/none/1", "n yy nn nn yyy n", "draft", ok=404,
           form={"go": "2"}),
    ),
    f"POST {_ONE}": (
        act("n nh yh nn nnh n", {"do": "accept", "version": "{version}"},
            "referrals.move-as-recipient"),
        act("n yh nh nn yyh n", {"do": "withdraw"} | _WHY, "referrals.move-as-requester"),
        act("n yh nn yy yyh n", _BY_FAX, "referrals.deliver"),
        act("n yh nn hy yyh n", _BY_FAX, "referrals.deliver", "sent"),
        act("n yh nn nn yyh n", _CONSENT, "consents.record"),
        act("n yh yh yy yyh n", {"do": "withdraw-consent", "consent": "{consent}"},
            "consents.withdraw"),
        act("n yh nn nn nyn n", {"do": "code"}, "referrals.give-code", ok=200),
        act("n yh nn nn yyh n", {"do": "remove", "paper": "{paper}"}, "attachments.remove",
            "draft"),
    ),
    f"GET {_ONE}/papers/<paper>": (of("attachments.read", "/papers/{paper}", _BOTH),),
    f"GET {_ONE}/letter": (of("referrals.patient-data", "/letter", _BOTH),),
    f"GET {_ONE}/cover-sheet": (of("referrals.deliver", "/cover-sheet", "n yh nn ny nyh n",
        also=_PATIENT),),
    f"GET {_ONE}/fax": (of("referrals.deliver", f"/fax{_PDF}", "n yh nn ny nyh n",
        also=_PATIENT),),
    f"GET {_ONE}/patient-copy": (
        of("referrals.move-as-requester", "/patient-copy", "n yh nn nn nyh n",
           also=_PATIENT),
    ),
    f"GET {_ONE}/disclosures": (of("referrals.disclosures", "/disclosures", "n yh nn nn nnn n",
        also=_PATIENT),),
}  # fmt: skip
