"""Guesses at codes and birth dates, many at the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from service.referrals.replying import LOCKED, MOST_FAILURES, OPENED, WRONG, enter
from service.referrals.status_page import find_status, try_birth_date
from tests.page_world import code_of, door_of, row, send, status_path, wrong_code
from tests.referral_world import open_desk_on


@pytest.fixture
def desk(store, fixture_engine):
    return open_desk_on(store, fixture_engine, public_url="https://otmatch.example")


def at_once(work, times=16):
    with ThreadPoolExecutor(times) as pool:
        return [each.result() for each in [pool.submit(work) for _ in range(times)]]


def test_many_wrong_codes_at_once_are_no_more_than_five(desk):
    sent = send(desk)
    door, wrong = door_of(desk, sent), wrong_code(desk, sent)
    outcomes = [outcome for outcome, _ in at_once(lambda: enter(desk, door, wrong))]
    assert (outcomes.count(WRONG), outcomes.count(LOCKED)) == (MOST_FAILURES - 1, 12)
    assert row(desk, sent["id"]).task.code_failures == MOST_FAILURES


def test_a_code_opens_once_however_many_use_it_at_once(desk):
    sent = send(desk)
    door, code = door_of(desk, sent), code_of(desk, sent)
    outcomes = [outcome for outcome, _ in at_once(lambda: enter(desk, door, code), times=4)]
    assert sorted(outcomes) == sorted([OPENED, WRONG, WRONG, WRONG])


def test_many_wrong_birth_dates_at_once_are_no_more_than_five(desk):
    subject = find_status(desk, status_path(desk, send(desk)).removeprefix("/status/"))
    tried = at_once(lambda: try_birth_date(desk, subject, date(1979, 3, 3)))
    assert (tried.count(False), tried.count(None)) == (5, 11)
