"""Holds the rows that the trail vouches for against what it says of them."""

from collections.abc import Iterator, Mapping

from sqlalchemy import exists
from sqlalchemy.orm import Session, raiseload

from .events import Chain
from .keys import Keys
from .verification import ChainState
from .vouching import tables

CHANGED, GONE, UNTOLD = "changed", "gone", "untold"


def differing(
    session: Session, keys: Keys, states: Mapping[str, ChainState]
) -> Iterator[tuple[str, str, str]]:
    """Each row of these chains that is not as their last event of it says: the chain, the row's
    name, and CHANGED, GONE or UNTOLD, where there is one that no event tells of."""
    left = {(chain, name): hmac for chain, state in states.items()
            for name, hmac in state.rows.items() if hmac}  # fmt: skip
    for table in tables():
        asked, of = table.by_chain()
        wanted = asked.add_columns(of).where(of.in_(states)).options(raiseload("*"))
        for row, chain in session.execute(wanted):
            expected = left.pop((chain, row.row_name), None)
            if expected != row.row_hmac(keys):
                yield chain, row.row_name, CHANGED if expected else UNTOLD
            session.expunge(row)
    yield from ((*each, GONE) for each in left)


def of_no_chain(session: Session) -> Iterator[tuple[str, str, str]]:
    """As `differing`, of rows whose chain is not there."""
    for table in tables():
        asked, of = table.by_chain()
        wanted = asked.add_columns(of).where(~exists().where(Chain.name == of))
        for row, chain in session.execute(wanted.options(raiseload("*"))):
            yield chain, row.row_name, UNTOLD
            session.expunge(row)
