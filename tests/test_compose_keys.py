"""The API keys of docker-compose.yml: the step that makes them, and that they may do enough.

The script runs as it is, with its real curl, against a server of the tests' own that speaks the
security API. The rights are held against the requests that the engine sends to a real
Elasticsearch; which privilege a request needs is written down here from Elastic's documentation.
"""

import base64
import json
import logging
import os
import re
import ssl
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
import trustme

from service.app import create_app
from service.settings import Settings
from tests.compose_file import ENVIRONMENT, read_compose
from tests.conftest import GOLDEN_DAY, new_engine
from tests.fixture_directory import load_fixtures
from tests.revisions import revised

KEYS = read_compose(ENVIRONMENT)["keys"]
RIGHTS = {name: KEYS["environment"][f"{name.upper()}_RIGHTS"] for name in ("service", "indexer")}
# Request -> the privilege of an index that it needs, by the first row that fits.
PRIVILEGES = [
    (r"GET /[^_/]+/_doc/[^/]+", "read"),
    (r"POST /[^_/]+/_(search|mget)", "read"),
    (r"(PUT|POST) /_bulk", "write"),
    (r"(PUT|POST|DELETE) /[^_/]+/_(doc|create)/[^/]+", "write"),
    (r"HEAD /[^_/]+", "view_index_metadata"),
    (r"GET /[^_/]+", "view_index_metadata"),
    (r"(HEAD|GET) /_alias/[^/]+", "view_index_metadata"),
    (r"PUT /[^_/]+", "create_index"),
    (r"POST /[^_/]+/_refresh", "maintenance"),
    (r"DELETE /[^_/]+", "delete_index"),
    (r"PUT /[^_/]+/_settings", "manage"),
    (r"POST /_aliases", "manage"),
]
# What the routes are asked with; a route that requires another parameter needs an entry here.
ASKED = {"near": "12203", "need": "fatigue", "q": "12203"}
MONITOR = r"GET /_cluster/health(/[^/]+)?"  # a privilege of the cluster


@dataclass
class SecurityApi:
    """Elasticsearch's API keys in memory: id -> the rights it was given last."""

    keys: dict[str, dict] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    passwords: set[str] = field(default_factory=set)
    port: int = 0

    def answer(self, method: str, path: str, body: dict) -> tuple[int, dict]:
        if method == "POST" and path == "/_security/api_key":
            key = f"id{len(self.keys)}"
            self.keys[key] = body["role_descriptors"]
            self.names.append(body["name"])
            encoded = base64.b64encode(f"{key}:secret".encode()).decode()
            return 200, {"id": key, "name": body["name"], "api_key": "secret", "encoded": encoded}
        key = path.removeprefix("/_security/api_key/")
        if method == "PUT" and key in self.keys:
            self.keys[key] = body["role_descriptors"]
            return 200, {"updated": True}
        return 404, {"error": {"type": "resource_not_found_exception"}, "status": 404}


@pytest.fixture
def security(tmp_path) -> Iterator[SecurityApi]:
    api, authority = SecurityApi(), trustme.CA()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            kind, _, login = self.headers["Authorization"].partition(" ")
            assert kind == "Basic"
            api.passwords.add(base64.b64decode(login).decode())
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, said = api.answer(self.command, self.path, body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(said, separators=(",", ":")).encode())

        do_POST = do_PUT = answer

        def log_message(self, *_: object) -> None:
            """The test's output is no place for it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("elasticsearch").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    api.port = server.server_address[1]
    for folder in ("ca", "keys/service", "keys/indexer"):
        (tmp_path / folder).mkdir(parents=True)
    authority.cert_pem.write_to_path(str(tmp_path / "ca/ca.crt"))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield api
    server.shutdown()
    server.server_close()


def make_keys(folder: Path, security: SecurityApi) -> subprocess.CompletedProcess:
    """Run the step as its container does; only folders and the server's port are the test's."""
    (folder / ".curlrc").write_text(f"connect-to = elasticsearch:9200:127.0.0.1:{security.port}")
    script = KEYS["command"][0].replace(" /ca/", f" {folder}/ca/")
    script = script.replace(" /keys/", f" {folder}/keys/")
    environment = {**KEYS["environment"], "PATH": os.environ["PATH"], "CURL_HOME": str(folder)}
    return subprocess.run(
        [*KEYS["entrypoint"], script], env=environment, capture_output=True, text=True, check=False
    )


def key_of(folder: Path, name: str) -> str:
    return base64.b64decode((folder / f"keys/{name}/key").read_text()).decode()


def test_the_first_start_makes_a_key_for_each(security, tmp_path):
    made = make_keys(tmp_path, security)
    assert made.returncode == 0, made.stderr
    assert security.names == ["otmatch-service", "otmatch-indexer"]
    assert security.passwords == {f"elastic:{ENVIRONMENT['ELASTIC_PASSWORD']}"}
    for number, name in enumerate(RIGHTS):
        assert key_of(tmp_path, name) == f"id{number}:secret"
        assert security.keys[f"id{number}"] == {f"otmatch-{name}": json.loads(RIGHTS[name])}
        assert [path.name for path in (tmp_path / "keys" / name).iterdir()] == ["key"]
        assert (tmp_path / "keys" / name / "key").stat().st_mode & 0o777 == 0o444
    assert "secret" not in made.stdout + made.stderr
    assert (tmp_path / "keys/service/key").read_text() not in made.stdout + made.stderr


def test_a_later_start_keeps_the_keys_and_renews_their_rights(security, tmp_path):
    make_keys(tmp_path, security)
    security.keys["id0"] = {"otmatch-service": {"cluster": ["all"]}}
    assert make_keys(tmp_path, security).returncode == 0
    assert list(security.keys) == ["id0", "id1"]
    assert security.keys["id0"] == {"otmatch-service": json.loads(RIGHTS["service"])}


def test_a_key_that_elasticsearch_has_lost_is_made_anew(security, tmp_path):
    make_keys(tmp_path, security)
    security.keys = {"another": {}, "id1": security.keys["id1"]}
    assert make_keys(tmp_path, security).returncode == 0
    assert key_of(tmp_path, "service") == "id2:secret"
    assert key_of(tmp_path, "indexer") == "id1:secret"


def test_a_server_that_another_authority_vouches_for_gets_no_password(security, tmp_path):
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca/ca.crt"))
    refused = make_keys(tmp_path, security)
    assert refused.returncode != 0
    assert "certificate" in refused.stderr
    assert not security.passwords
    assert not (tmp_path / "keys/service/key").exists()


def requests_in(log: list[logging.LogRecord]) -> set[str]:
    """Each request as its method and path."""
    found = (re.match(r"(\w+) https?://[^/]+(/[^ ?]*)", record.getMessage()) for record in log)
    return {f"{each[1]} {unquote(each[2])}" for each in found if each}


def allowed(request: str, rights: dict, alias: str) -> bool:
    if re.fullmatch(MONITOR, request):
        return "monitor" in rights.get("cluster", [])
    privilege = next(need for form, need in PRIVILEGES if re.fullmatch(form, request))
    (granted,) = rights["indices"]
    named = [part for part in re.split(r"[/ ,]", request) if part.startswith(alias)]
    assert named or "/_" in request
    return privilege in granted["privileges"] and all(
        any(fnmatchcase(name, pattern) for pattern in granted["names"]) for name in named
    )


@pytest.fixture
def engine(request):
    return new_engine("elasticsearch", request)


def rights_of(name: str, engine) -> dict:
    return json.loads(RIGHTS[name].replace("otmatch", engine.alias))


def test_the_indexers_key_may_do_what_loads_and_exports_do(engine, caplog):
    caplog.set_level(logging.INFO, "elastic_transport.transport")
    for _ in range(3):  # the third one deletes what the first one left
        load_fixtures(engine)
    assert sum(1 for _ in engine.scan()) == engine.meta().profiles
    sent = requests_in(caplog.records)
    assert {request.split()[0] for request in sent} == {"GET", "HEAD", "PUT", "POST", "DELETE"}
    rights = rights_of("indexer", engine)
    assert not [request for request in sent if not allowed(request, rights, engine.alias)]


def test_the_services_key_may_do_what_its_routes_do_and_no_more(engine, elasticsearch_url, caplog):
    load_fixtures(engine)
    profile = next(iter(engine.scan()))
    npi = profile.npi
    # Another process, which has read nothing yet.
    settings = Settings(directory=elasticsearch_url, index=engine.alias, timeout=30)
    client = create_app(settings, today=lambda: GOLDEN_DAY).test_client()
    routes = client.get("/api/v1/openapi.json").get_json()["paths"]
    caplog.set_level(logging.INFO, "elastic_transport.transport")
    # What needs no store: the others answer here that there is none.
    public = {path: route for path, route in routes.items() if "get" in route}
    public = {p: r for p, r in public.items() if "security" not in r["get"]}
    # Codes are the store's; programs and chapters are files of the operator's.
    public = {p: r for p, r in public.items() if "{" not in p.replace("{npi}", "")}
    for path, route in public.items():
        declared = [p for p in route["get"].get("parameters", []) if p["in"] == "query"]
        names = [p["name"] for p in declared if p.get("required") or p["name"] in ASKED]
        asked = {name: ASKED[name] for name in names}
        answer = client.get(path.replace("{npi}", npi), query_string=asked)
        assert answer.status_code == 200, path
    engine.update(revised([profile]), GOLDEN_DAY)  # as staff's decisions do
    sent = requests_in(caplog.records)
    assert {"_search", "meta", npi} <= {request.rpartition("/")[2] for request in sent}
    rights = rights_of("service", engine)
    assert not [request for request in sent if not allowed(request, rights, engine.alias)]
    (granted,) = rights["indices"]
    assert granted["names"] == [engine.alias, f"{engine.alias}-*"]
    needed = {need for request in sent for form, need in PRIVILEGES if re.fullmatch(form, request)}
    assert {*needed, "maintenance"} == set(granted["privileges"])  # `refresh` of a bulk
