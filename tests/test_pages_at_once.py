"""Guesses at codes and birth dates, many at the same moment, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from service.app import create_app
from service.referrals.replying import LOCKED, MOST_FAILURES, OPENED, WRONG, enter
from service.referrals.status_page import find_status, try_birth_date
from service.settings import Settings
from tests.page_world import (
    code_of,
    door_of,
    events,
    new_client,
    opened,
    row,
    send,
    status_path,
    wrong_code,
)
from tests.record_files import broken
from tests.referral_world import open_desk_on


@pytest.fixture
def desk(store, own_engine):
    return open_desk_on(store, own_engine, public_url="https://otmatch.example")


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


def test_of_two_answers_at_once_one_is_made_and_the_other_told(desk):
    """Both from an open page, which showed the same state."""
    app = create_app(Settings(), desk.engine, desk=desk)
    for _ in range(4):
        sent = send(desk)
        visitor = opened(desk, new_client(app), sent)
        cookie = visitor.client.get_cookie("otmatch_page", path=visitor.path).value
        form = {name: visitor.hidden(name)[0] for name in ("form", "version")}

        def answered(told, path=visitor.path, cookie=cookie, form=form):
            tab = new_client(app)
            tab.set_cookie("otmatch_page", cookie, path=path)
            answer = tab.post(path, data=form | told)
            return answer.status_code, "your form did nothing more" in answer.text

        answers = ({"do": "accept"}, {"do": "decline", "reason": "at-capacity", "checked": "yes"})
        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(answered, answers))
        assert sorted(status for status, _ in outcomes) == [303, 409]
        made = answers[[status for status, _ in outcomes].index(303)]["do"]
        told = events(desk, sent)
        assert [each for each in told if each in ("accept", "decline")] == [made]
        assert broken(desk.store, desk.trail) == {}


def test_many_wrong_birth_dates_at_once_are_no_more_than_five(desk):
    subject = find_status(desk, status_path(desk, send(desk)).removeprefix("/status/"))
    tried = at_once(lambda: try_birth_date(desk, subject, date(1979, 3, 3)))
    assert (tried.count(False), tried.count(None)) == (5, 11)
