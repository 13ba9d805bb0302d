"""The README's commands about referrals, typed as they stand there against a real server."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.referral_service import Installation, serving
from tests.smtp_server import Mailbox, smtp_serving

README = (Path(__file__).parents[1] / "README.md").read_text()
SECTION = README.split("\n## Referrals\n")[1].split("\n## ")[0]
# What stands indented, each piece by itself.
BLOCKS = re.findall(r"(?:^    .*\n(?:\n(?=    ))?)+", SECTION, re.MULTILINE)
TYPED = [block for block in BLOCKS if "curl" in block or "token create" in block]
TIMED = re.findall(r"^    \S+ \S+ \S+ \S+ \S+ +otmatch (.+)$", SECTION, re.MULTILINE)
# An answer that is no success ends the typing.
BEGIN = """
set -euo pipefail
curl() { command curl --fail-with-body --silent --show-error "$@" && echo; }
"""
# The reader finds the id in the answer.
NOTED = """
REFERRAL=$(grep -o 'r-[a-z0-9]\\{16\\}' answer | head -1)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[Installation]:
    mailbox, folder = Mailbox(), tmp_path_factory.mktemp("reader")
    with smtp_serving(mailbox) as port:
        told = {"OTMATCH_SMTP": f"smtp://127.0.0.1:{port}"}
        with serving(Installation(folder, f"sqlite:///{folder}/records.db", told)) as running:
            yield running


def typed(place: Installation) -> subprocess.CompletedProcess:
    """All of it in one shell, in a folder that looks like the reader's."""
    (place.folder / ".venv").symlink_to(sys.prefix)
    script = BEGIN
    for block in TYPED:
        script += re.sub("^    ", "", block, flags=re.MULTILINE).rstrip()
        script += f" | tee answer\n{NOTED}" if "Idempotency-Key" in block else "\n"
    script = script.replace("127.0.0.1:8000", f"127.0.0.1:{place.port}")
    environment = {**os.environ, "OTMATCH_STORE": place.store}
    return subprocess.run(
        ["bash", "-c", script], cwd=place.folder, env=environment, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


def test_what_is_typed_gives_what_is_said(place):
    ended = typed(place)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert 'ETag: W/"1"' in ended.stdout
    answers = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith('{"id"')]
    assert [answer["status"] for answer in answers] == ["requested", "accepted"]
    assert answers[0]["actions"] == ["withdraw", "void"]
    assert (place.folder / "fax.pdf").read_bytes().startswith(b"%PDF-")
    assert '<html lang="es">' in (place.folder / "patient.html").read_text()


@pytest.mark.parametrize("words", TIMED)
def test_what_cron_runs_can_be_run(place, words):
    assert place.run(*words.split()) == 0, place.log.read_text()


def test_all_of_it_is_typed():
    assert len(TIMED) == 3
    assert {block for block in BLOCKS if block not in TYPED and "otmatch" not in block} == set()
