"""A production server: gunicorn with several workers, graceful reload and shutdown.

SIGHUP starts new workers and lets the old ones finish; SIGTERM lets requests under way finish.
The log holds method, path, status and time: no query strings, which may tell of a person's health.
"""

from dataclasses import dataclass
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from service.app import create_app
from service.directory.places import zip_table
from service.settings import Settings

ACCESS_LOG = '%(t)s "%(m)s %(U)s" %(s)s %(B)s bytes %(M)s ms'
GRACEFUL_SECONDS = 30
WORKER_THREADS = 4


@dataclass(frozen=True)
class Serving:
    """Where and how wide to serve."""

    host: str
    port: int
    workers: int
    access_log: bool = True


class Server(BaseApplication):
    """gunicorn without its own command line; each worker opens the directory after the fork."""

    def __init__(self, settings: Settings, serving: Serving) -> None:
        self._settings, self._serving = settings, serving
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self._serving.host}:{self._serving.port}",
            "workers": self._serving.workers,
            "worker_class": "gthread",
            "threads": WORKER_THREADS,
            "graceful_timeout": GRACEFUL_SECONDS,
            "accesslog": "-" if self._serving.access_log else None,
            "access_log_format": ACCESS_LOG,
            "errorlog": "-",
            "proc_name": "otmatch",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        zip_table()  # a patient must not wait for it
        return create_app(self._settings)
