"""Asking the NPI registry: patience with a busy service, and an end to it."""

import time
from itertools import pairwise

import pytest

from indexer.lookup import Lookup
from indexer.registry_client import (
    MAX_RESPONSE,
    RegistryClient,
    RegistrySetup,
    open_registry_client,
)
from service.errors import SourceUnreadable
from tests.indexer_files import npi
from tests.registry_files import response, result
from tests.registry_server import RegistryServer, start_registry


@pytest.fixture
def registry():
    with start_registry() as server:
        yield server


def setup(registry: RegistryServer, **told) -> RegistrySetup:
    usual = {"url": registry.url, "limit": 9, "pause": 0.0, "back_off": 0.01}
    return RegistrySetup(**usual | told)


def asked(registry: RegistryServer, **told) -> bytes:
    with open_registry_client(setup(registry, **told)) as client:
        return client.ask(npi(1)).read_bytes()


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_busy_service_is_asked_again(registry, status):
    registry.answers[npi(1)] = [status, status, response(result(1))]
    assert asked(registry) == response(result(1)).encode()
    assert len(registry.queries) == 3


def test_retries_back_off(registry):
    registry.answers[npi(1)] = [429, 429, 429, response()]
    asked(registry, back_off=0.1)
    _, second, third = (b - a for a, b in pairwise(registry.arrivals))
    assert second >= 0.15 and third >= 0.35


def test_the_service_says_how_long_to_wait(registry):
    registry.answers[npi(1)] = [429, response()]
    registry.retry_after = "1"
    asked(registry)
    assert registry.arrivals[1] - registry.arrivals[0] >= 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ([503], "too many 503"),
        ([404], "answered 404; is --registry-url right"),
        ([302], "answered 302"),
        (["slow"], "cannot be asked"),
        (["cut"], "cannot be asked"),
        ("x" * (MAX_RESPONSE + 2), "without an end"),
    ],
)
def test_a_service_that_fails(registry, answer, told):
    registry.answers[npi(1)] = answer
    with pytest.raises(SourceUnreadable, match=told):
        asked(registry, retries=1, timeout=0.3 if answer == ["slow"] else 30)


def test_an_answer_that_drips_comes_to_an_end(registry, capsys):
    """Each byte comes within the time that a byte may take."""
    registry.answers[npi(1)], registry.drips = "x" * 200, True
    began = time.monotonic()
    with pytest.raises(SourceUnreadable, match="sent no whole answer in 1 s; ask again later"):
        asked(registry, timeout=5, longest=1.0, told_every=0.4)
    assert time.monotonic() - began >= 1
    told = capsys.readouterr().err
    assert "no answer for 0 of at most 1 s" in told and npi(1) not in told


def test_an_answer_that_drips_and_is_whole_in_time_is_read(registry, capsys):
    registry.answers[npi(1)], registry.drips = "{}" + " " * 10, True
    assert asked(registry, timeout=5, longest=60.0).startswith(b"{}")
    assert capsys.readouterr().err == ""


def test_the_client_is_the_only_one_that_asks(registry):
    registry.answers[npi(1)] = response(result(1))
    with open_registry_client(setup(registry)) as client:
        assert isinstance(client, RegistryClient)
        (entry,) = Lookup([], client).of([npi(1)])
    assert entry.record and client.asked == 1
