"""No question reaches a log: not a good one, not a bad one, not one that meets a bug of ours."""

import logging
from datetime import UTC, datetime

from service.app import create_app
from service.engines.protocol import Meta
from service.settings import Settings
from tests.api_answers import PLAN, PROVIDERS, problem
from tests.conftest import GOLDEN_DAY

SECRETS = ["12203", "Albany", "42.7003", "fatigue", "energy-conservation", PLAN, "99999XX9990009",
           "Canary", "Zzqx", "Example Health", "Spanish", "42.6512", "-73.7549"]  # fmt: skip


class BrokenEngine:
    """An engine with a bug that has the question in its message."""

    def search(self, query):
        raise RuntimeError(f"cannot compile {query!r}")

    def get(self, npi):
        raise KeyError(npi)

    def meta(self):
        return Meta(loaded_at=datetime(2026, 11, 15, tzinfo=UTC), date=GOLDEN_DAY)


class BrokenMeta(BrokenEngine):
    def meta(self):
        raise RecursionError("12203")


def test_a_bug_of_ours_tells_nothing_of_the_question(caplog):
    caplog.set_level(logging.DEBUG)
    for path, engine in (
        ("/providers?near=12203&need=fatigue", BrokenEngine()),
        ("/providers/1999901030", BrokenEngine()),
        ("/health/ready", BrokenMeta()),
    ):
        client = create_app(Settings(), engine, today=lambda: GOLDEN_DAY).test_client()
        response = client.get(f"/api/v1{path}")
        body = problem(response, 500)
        assert body["errors"] == []
        assert not told(str(body))
    logged = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert [line.split()[:2] for line in logged] == [
        ["unexpected", "RuntimeError"], ["unexpected", "KeyError"], ["unexpected", "RecursionError"]
    ]  # fmt: skip
    assert all("test_api_log.py:" in line for line in logged), "the place helps to mend it"
    assert not told(everything_logged(caplog))


def told(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret.lower() in text.lower()]


def everything_logged(caplog) -> str:
    """Messages, arguments and tracebacks of all records of all loggers."""
    formatter = logging.Formatter("%(message)s")
    return "\n".join(f"{formatter.format(r)} {r.args!r} {vars(r)!r}" for r in caplog.records)


def test_no_question_reaches_the_log(client, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    lost = create_app(Settings(directory=f"sqlite:///{tmp_path}/lost.db")).test_client()
    asked = [
        f"near=12203&need=fatigue&plan={PLAN}&language=Spanish",
        "near=42.6512,-73.7549&payer=Example Health&plan=99999XX9990009",
        "near=Albany, NY&sort=distance&service=energy-conservation",
        "near=Zzqx&need=Canary&plan=Canary%00",
        "near=12203&cursor=Canary",
        "Canary=12203",
    ]
    for query in asked:
        for one in (client, lost):
            assert one.get(f"{PROVIDERS}?{query}").status_code in (200, 422, 503)
            explained = one.get(f"{PROVIDERS}/1999901030/why-not?{query}")
            assert explained.status_code in (200, 422, 503)
            assert one.post(f"{PROVIDERS}?{query}").status_code == 405
            assert one.get(f"/api/v1/canaries?{query}").status_code == 404
    assert set(SECRETS) - {"42.7003"} <= {s for query in asked for s in told(query)}
    logged = everything_logged(caplog)
    assert "no directory that can be read" in logged, "a lost directory is told to the operator"
    assert not told(logged)
