"""Elasticsearch by https with an API key: both are really checked, and the key is never told."""

import ssl
import traceback

import pytest
import trustme

from service.app import create_app
from service.directory.query import Query
from service.engines.opening import open_engine
from service.errors import DirectoryUnavailable, LoadRefused
from service.settings import Settings
from tests.api_answers import problem
from tests.conftest import drop
from tests.elasticsearch_proxy import Proxy
from tests.strategies import TODAY
from tests.test_engine_contract import profile

KEY = "c2FtcGxlOm5vdC1hLXJlYWwta2V5"
WRONG = "d3Jvbmc6bm90LWEtcmVhbC1rZXk="
INDEX = "secure"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority, tmp_path_factory) -> str:
    return pem_of(authority, tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="module")
def host(authority, elasticsearch_url):
    """A server that wants https and the key, with a directory of one."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    plain = open_engine(Settings(directory=elasticsearch_url, index=INDEX, timeout=30))
    with Proxy(elasticsearch_url, context) as proxy:
        proxy.refuse = lambda request: (
            None if request.headers.get("Authorization") == f"ApiKey {KEY}" else 401
        )
        yield proxy
    drop(plain)


def pem_of(authority: trustme.CA, folder) -> str:
    path = folder / "ca.pem"
    authority.cert_pem.write_to_path(path)
    return str(path)


def opened(host, **settings):
    return open_engine(Settings(directory=host.url, index=INDEX, **settings))


def every_attempt(engine, meta):
    """Each method, with the error that it should end in."""
    yield DirectoryUnavailable, lambda: engine.search(Query(on=TODAY))
    yield DirectoryUnavailable, engine.meta
    yield DirectoryUnavailable, lambda: engine.get("1")
    yield DirectoryUnavailable, lambda: list(engine.scan())
    yield LoadRefused, lambda: engine.replace([profile(1)], meta)


def assert_refused(engine, meta, says: str) -> None:
    for kind, attempt in every_attempt(engine, meta):
        with pytest.raises(kind, match=says) as caught:
            attempt()
        told = "".join(traceback.format_exception(caught.value))
        assert KEY not in told
        assert WRONG not in told
    engine.close()


def test_the_right_key_and_authority(host, ca_file, meta):
    engine = opened(host, api_key=KEY, ca_certs=ca_file)
    engine.replace([profile(1)], meta)
    assert engine.search(Query(on=TODAY)).total == 1
    assert len(list(engine.scan())) == engine.meta().profiles == 1
    engine.close()


@pytest.mark.parametrize("key", ["", WRONG])
def test_no_key_or_a_wrong_one(host, ca_file, meta, key):
    engine = opened(host, api_key=key, ca_certs=ca_file)
    assert_refused(engine, meta, "ELASTICSEARCH_API_KEY")


def test_a_key_that_may_not_use_the_index(authority, elasticsearch_url, ca_file, meta):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with Proxy(elasticsearch_url, context) as host:
        host.refuse = lambda request: 403
        assert_refused(opened(host, api_key=KEY, ca_certs=ca_file), meta, "may the API key use")


def test_no_authority_or_a_wrong_one(host, meta, tmp_path):
    before = sum(host.requests.values())
    for settings in ({}, {"ca_certs": pem_of(trustme.CA(), tmp_path)}):
        engine = opened(host, api_key=KEY, timeout=2, **settings)
        assert_refused(engine, meta, "ELASTICSEARCH_CA_CERTS")
    # The key was not sent to a host that nobody vouches for.
    assert sum(host.requests.values()) == before


def test_a_certificate_of_another_host(authority, elasticsearch_url, ca_file, meta):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("elsewhere.example").configure_cert(context)
    with Proxy(elasticsearch_url, context) as host:
        engine = opened(host, api_key=KEY, ca_certs=ca_file)
        assert_refused(engine, meta, "ELASTICSEARCH_CA_CERTS")
        assert sum(host.requests.values()) == 0


def test_http_and_https_taken_for_each_other(host, elasticsearch_url, ca_file, meta):
    plain = host.url.replace("https:", "http:")
    assert_refused(open_engine(Settings(directory=plain)), meta, "at this URL")
    safe = elasticsearch_url.replace("http:", "https:")
    settings = Settings(directory=safe, api_key=KEY, ca_certs=ca_file, timeout=2)
    assert_refused(open_engine(settings), meta, "https")


def test_the_log_tells_the_operator_and_nobody_the_key(host, ca_file, caplog):
    client = create_app(Settings(), opened(host, api_key=WRONG, ca_certs=ca_file)).test_client()
    response = client.get("/api/v1/providers?near=12203")
    problem(response, 503)
    assert int(response.headers["Retry-After"]) > 0
    assert "ELASTICSEARCH_API_KEY" in caplog.text
    assert WRONG not in response.text + caplog.text


def test_the_settings_are_shown_without_the_key():
    assert KEY not in repr(Settings(api_key=KEY))


@pytest.mark.parametrize("content", [None, b"", b"not a certificate"])
def test_a_file_that_holds_no_authority(tmp_path, content):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match="ELASTICSEARCH_CA_CERTS must name a file"):
        open_engine(Settings(directory="https://localhost", ca_certs=str(path)))


def test_an_authority_without_https(ca_file):
    with pytest.raises(ValueError, match="must be https"):
        open_engine(Settings(directory="http://localhost", ca_certs=ca_file))
