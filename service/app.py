"""create_app(): everything is opened and registered here, once, and passed down."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Flask, Response
from flask_swagger_ui import get_swaggerui_blueprint

from service.api.problems import ProblemApi
from service.api.routes import PREFIX, make_blueprint, root
from service.engines.opening import open_engine
from service.engines.protocol import Engine
from service.settings import Settings

EASTERN = ZoneInfo("America/New_York")
DOCS_URL = f"{PREFIX}/docs"


def eastern_today() -> date:
    """The calendar day in the US East; the service's only clock."""
    return datetime.now(EASTERN).date()


def create_app(
    settings: Settings, engine: Engine | None = None, today: Callable[[], date] = eastern_today
) -> Flask:
    """The WSGI application on the directory of `settings` (or on `engine`)."""
    app = Flask("service", static_folder=None)
    app.config.update(
        API_TITLE="OTMatch",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX=PREFIX,
        OPENAPI_JSON_PATH="openapi.json",
        DOCS_URL=DOCS_URL,
    )
    app.url_map.strict_slashes = False
    api = ProblemApi(app)
    api.register_blueprint(make_blueprint(engine or open_engine(settings), today))
    page = get_swaggerui_blueprint(DOCS_URL, f"{PREFIX}/openapi.json", {"app_name": "OTMatch API"})
    app.register_blueprint(page, url_prefix=DOCS_URL)
    app.add_url_rule("/", "root", root)
    app.after_request(_private)
    return app


def _private(response: Response) -> Response:
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
