"""A request sent twice is answered twice alike: Idempotency-Key."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from service.errors import InvalidQuery, Problem
from service.records.locks import hold

from .desk import Actor, Desk
from .tables import Remembered

KEY_HEADER = "Idempotency-Key"


@dataclass(frozen=True)
class Once:
    """The key that a client chose, and what it asks by it, in one spelling for one meaning."""

    key: str
    body: str = field(repr=False)


def remembered(session: Session, desk: Desk, actor: Actor, once: Once) -> str | None:
    """The answer that the same request got; raises InvalidQuery for another one of this key.

    Of two requests at once the second one waits here for the first one's answer.
    """
    hold(session, f"once {_scope(actor)} {_key(desk, once)}")
    row = session.get(Remembered, (_scope(actor), _key(desk, once)))
    if row is None:
        return None
    if row.body != _body(desk, once):
        raise InvalidQuery(Problem(KEY_HEADER, "key_of_another"))
    return desk.vault.seal_of(session, row.referral_id).open(row.answer)


def remember(
    session: Session, desk: Desk, actor: Actor, once: Once, answered: tuple[str, str]
) -> None:
    """Keep the answer, by the id of its referral."""
    identity, answer = answered
    session.add(
        Remembered(
            scope=_scope(actor),
            key=_key(desk, once),
            body=_body(desk, once),
            referral_id=identity,
            answer=desk.vault.seal_of(session, identity).seal(answer),
            at=desk.clock(),
        )
    )


def _scope(actor: Actor) -> str:
    """A key is the organization's, by whatever token it is sent: one may be renewed in between.
    Whose rights differ have keys of their own: the answer shows what its reader may see and do."""
    who = actor.principal
    rights = (",".join(sorted(each)) for each in (who.roles, who.grants))
    return " ".join((who.organization or "", who.npi or "", *rights))


def _key(desk: Desk, once: Once) -> str:
    return desk.keys.blind("idempotency-key", once.key)


def _body(desk: Desk, once: Once) -> str:
    return desk.keys.blind("idempotency-body", once.body)
