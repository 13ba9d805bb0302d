"""A production server: gunicorn with several workers, graceful reload and shutdown.

SIGHUP starts new workers and lets the old ones finish; SIGTERM lets requests under way finish.
The log holds method, route, status and time: nothing that was sent, which may tell of a person's
health.
"""

import gc
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.util import write_error
from gunicorn.workers.gthread import ThreadWorker

from service.access.opening import open_access
from service.app import ROUTE, create_app
from service.directory.place_search import read_places
from service.engines.opening import open_engine
from service.records.opening import open_records
from service.referrals.opening import open_desk
from service.settings import Settings
from service.web.towns import read_towns

ACCESS_LOG = '%(t)s "%(m)s %(U)s" %(s)s %(B)s bytes %(M)s ms'
GRACEFUL_SECONDS = 30
WORKER_THREADS = 4
COLLECT_AFTER = (20_000, 50, 100)
# What the server itself refuses, before the application sees it; all else of the kind is a 400.
REFUSALS = {
    LimitRequestLine: (414, "URI Too Long"),
    LimitRequestHeaders: (431, "Request Header Fields Too Large"),
}


@dataclass(frozen=True)
class Serving:
    """Where and how wide to serve."""

    host: str
    port: int
    workers: int
    access_log: bool = True
    reloaded: Callable[[], None] = lambda: None  # what is done once SIGHUP had all read again


class RouteLogger(Logger):
    """Logs the route that answered instead of the path that was asked for, at every level."""

    def debug(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """gunicorn's lines for its own developers hold paths, and with them signed links."""

    def atoms(self, resp: Any, req: Any, environ: dict[str, Any], request_time: Any) -> dict:
        return {**super().atoms(resp, req, environ, request_time), "U": environ.get(ROUTE, "-")}


class DiscreetWorker(ThreadWorker):
    """Refuses what is no HTTP without repeating it, in the answer or in the log."""

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        usual = (400, "Bad Request") if isinstance(exc, ParseException) else (500, "Server Error")
        status, reason = REFUSALS.get(type(exc), usual)
        self.log.warning("refused a request: %s", type(exc).__name__)
        try:
            write_error(client, status, reason, "This request cannot be read.")
        except OSError:
            self.log.debug("the client had gone")


class Server(BaseApplication):
    """gunicorn without its own command line; each worker opens the directory after the fork."""

    def __init__(self, settings: Settings, serving: Serving) -> None:
        self._settings, self._serving = settings, serving
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self._serving.host}:{self._serving.port}",
            "workers": self._serving.workers,
            "worker_class": DiscreetWorker,
            "logger_class": RouteLogger,
            "threads": WORKER_THREADS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "accesslog": "-" if self._serving.access_log else None,
            "access_log_format": ACCESS_LOG,
            "errorlog": "-",
            "proc_name": "otmatch",
            "control_socket_disable": True,
            "on_reload": lambda _: self._serving.reloaded(),
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def run(self) -> None:
        """The tables of places are read before the workers fork, who share them: a patient must
        not wait for it, and memory is not spent on each worker."""
        # Answers and tables are thousands of objects and no rings; looking for rings at the usual
        # pace took a third of a request's time, and of the start.
        gc.set_threshold(*COLLECT_AFTER)
        read_places()
        read_towns()
        gc.collect()
        gc.freeze()
        super().run()

    def load(self) -> Flask:
        return open_app(self._settings)


def open_app(settings: Settings) -> Flask:
    """The whole service, with everything that it has open; without keys a directory alone."""
    engine, records = open_engine(settings), open_records(settings)
    if records is None:
        return create_app(settings, engine)
    access = open_access(settings, records.store, records.keys.blind)
    return create_app(settings, engine, access=access, desk=open_desk(settings, records, engine))
