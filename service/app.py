"""create_app(): everything is opened and registered here, once, and passed down."""

import re
from collections.abc import Callable
from datetime import date

from flask import Flask, Response, request
from flask_swagger_ui import get_swaggerui_blueprint
from werkzeug.middleware.proxy_fix import ProxyFix

from service.access.opening import Access
from service.api.authentication import guard
from service.api.openapi import ProblemApi
from service.api.routes import PREFIX, kept_shortlists, make_blueprint, stewardship_of
from service.clock import eastern_today
from service.eligibility.opening import Rules, open_rules, warm
from service.engines.opening import open_engine
from service.engines.protocol import Engine
from service.map_tiles import read_tiles
from service.referrals.desk import Desk
from service.settings import Settings
from service.web.pages import make_pages, make_site
from service.web.preferences import choose_language
from service.web.site import Site
from service.web.work.opening import identified, make_work
from service.web.work.work import Work
from service.wording.flaws import flaw_text
from service.wording.languages import ENGLISH

# Where the server's log finds the route: the path itself can hold what somebody searched for.
ROUTE = "otmatch.route"
_CHOICES = re.compile(r"any\([^)]*\):")  # all that a part of a route can be
DOCS_URL = f"{PREFIX}/docs"
# Swagger UI as it comes asks validator.swagger.io about the page's address, and writes the
# request's Host into the page.
DOCS = {"app_name": "OTMatch API", "validatorUrl": None, "oauth2RedirectUrl": None}
# What a page may load and ask: this service, and pictures that its own style sheet holds.
OURS_ONLY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
NO_DEVICES = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
ABOUT = (
    "Finds the right occupational therapist for a person with multiple sclerosis. "
    "Nothing that is asked here is logged."
)


def create_app(
    settings: Settings,
    engine: Engine | None = None,
    today: Callable[[], date] = eastern_today,
    access: Access | None = None,
    desk: Desk | None = None,
) -> Flask:
    """The WSGI application on the directory of `settings` (or on `engine`). Without `access` and
    `desk` it has public routes only."""
    app = _made(settings)
    api = ProblemApi(app)
    directory, rules = engine or open_engine(settings), open_whole_rules(settings)
    warm(rules, today())
    api.register_blueprint(make_blueprint(directory, today, rules, desk))
    page = get_swaggerui_blueprint(DOCS_URL, f"{PREFIX}/openapi.json", DOCS)
    app.register_blueprint(page, url_prefix=DOCS_URL)
    stewardship = desk and stewardship_of(desk, rules.chapters)
    shortlists = desk and kept_shortlists(desk)
    site = Site(
        directory, today, rules, shortlists, stewardship, settings.contact,
        read_tiles(settings.tiles),
    )  # fmt: skip
    app.register_blueprint(make_site(site))
    if desk:
        app.register_blueprint(make_pages(desk, stewardship))
    by_cookie = {}
    if desk and access:
        work = Work(access, desk, directory, today, rules, stewardship)
        app.register_blueprint(make_work(work))
        by_cookie = identified(work)
    app.after_request(_private)
    guard(app, access, by_cookie)
    # Else every client behind a proxy has the proxy's address, and they all wait for one.
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)
    return app


def _made(settings: Settings) -> Flask:
    """With its settings, and nothing registered yet."""
    app = Flask("service", static_folder=None)
    app.config.update(
        API_TITLE="OTMatch",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={"info": {"description": ABOUT}},
        DOCS_URL=DOCS_URL,
        # On loopback there is no https, and no way for a cookie to be overheard.
        SESSION_COOKIE_SECURE=settings.public_url.startswith("https:"),
        PUBLIC_URL=settings.public_url,
    )
    app.url_map.strict_slashes = False
    # No redirect to a tidier address: it would carry the query string.
    app.url_map.merge_slashes = False
    choose_language(app)
    return app


def open_whole_rules(settings: Settings) -> Rules:
    """What eligibility goes by; raises ValueError, naming the setting, file, line and fix."""
    rules = open_rules(settings)
    for variable, flaws in rules.flaws.items():
        raise ValueError(f"{variable}: {flaw_text(flaws[0], ENGLISH)}")
    return rules


def _private(response: Response) -> Response:
    rule = request.url_rule.rule if request.url_rule else "(no route)"
    request.environ[ROUTE] = _CHOICES.sub("any:", rule)
    response.headers.setdefault("Cache-Control", "private")
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers.setdefault("Content-Security-Policy", OURS_ONLY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Frame-Options"] = "DENY"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = NO_DEVICES
    return response
