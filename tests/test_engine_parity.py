"""Both engines against the plain-Python referee, on random directories and queries."""

from dataclasses import replace

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from service.directory.filters import counted_unknowns
from service.directory.page import Page
from tests.referee import every_page, facets, left_out_unknown, ranked
from tests.strategies import directories, queries

EXAMPLES = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
                           HealthCheck.data_too_large],
)  # fmt: skip


ASKED = st.lists(queries(), min_size=8, max_size=8)


@EXAMPLES
@given(directory=directories(), asked=ASKED)
def test_same_answers_as_the_referee(shared_engine, meta, directory, asked):
    check_all(shared_engine, directory, asked, meta)


@settings(EXAMPLES, max_examples=6)
@given(directory=directories(), asked=ASKED)
def test_the_older_server_and_three_shards_give_the_same_answers(
    older_engine, meta, directory, asked
):
    check_all(older_engine, directory, asked, meta)


def check_all(engine, directory, asked, meta):
    """Also what each link to those left out leads to: one link a query, each in its turn. How many
    all of them lead to is a part of every answer."""
    engine.replace(directory, meta)
    for number, query in enumerate(asked):
        check(engine, directory, query, meta)
        links = [name for name in counted_unknowns(query)
                 if not (name == "near" and query.sort == "distance")]  # fmt: skip
        if links:
            check(engine, directory, query.turned(links[number % len(links)]), meta)


def check(engine, directory, query, meta):
    note(repr(query))
    expected = ranked(directory, query, meta.date)
    first = engine.search(query)
    assert first.total == len(expected)
    assert first.facets == facets(directory, query)
    assert engine.search(replace(query, limit=0)) == Page(first.total)
    assert first.left_out_unknown == left_out_unknown(directory, query)
    found = every_page(engine, replace(query, limit=max(query.limit, 3)))
    assert len(found) == len(expected)
    assert {m.profile.npi for m in found} == {m.profile.npi for m in expected}
    for position, (mine, theirs) in enumerate(zip(found, expected, strict=True)):
        assert abs(mine.score - theirs.score) < 1e-4, position
        if query.sort == "distance":
            assert abs(mine.reach.miles - theirs.reach.miles) < 1e-3
        if mine.profile.npi != theirs.profile.npi:  # equal but for rounding: may swap
            own = next(m for m in expected if m.profile.npi == mine.profile.npi)
            if query.sort == "distance":
                assert abs(own.reach.miles - theirs.reach.miles) < 1e-3
            else:
                assert abs(own.score - theirs.score) < 1e-4
        else:
            assert mine == theirs
