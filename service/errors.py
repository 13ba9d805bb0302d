"""The error tree: what can go wrong, with the HTTP status and code that faces render.

OTMatchError
├── InvalidQuery          422  the question cannot be answered as asked; one Problem per parameter
│   └── InvalidBody       422  the same of a JSON body; parameters are paths: "recipient.npi"
│       └── UnreadableBody 400  no JSON object at all, or one that nobody writes in earnest
├── NotFound              404  no such thing in this directory
│   ├── NoShortlist       404  no shortlist of this code, or none any longer
│   ├── NoSuchChapter     404  no chapter of this id
│   ├── NoSuchProgram     404  no program of this id
│   └── NoSuchRecord      404  no such record, or none that is for whoever asks
├── Gone                  410  it was in this directory, and left
├── Conflict              409  not in this state; `members` say what can be done instead
├── Stale                 412  the referral changed since it was read
├── TooLarge              413  more was sent than is taken
├── VersionNeeded         428  an action must name the version that it is meant for
├── DirectoryUnavailable  503  the engine or its directory cannot be reached
│   └── NoDirectory       503  the machine answers, but holds no directory that can be read
├── StoreUnavailable      503  the relational store cannot be reached or read
│   └── WrongKey          503  the keys that are set do not open what the store holds
├── Erased                410  a record was erased, and its key destroyed
├── Forbidden             403  whoever sent the token may not do this
├── TooMany               429  asked too often, or failed too often
├── ReferralsOff          503  there is no store, so nobody can be told from anybody
└── LoadRefused                a load was stopped before it changed anything
    ├── LoadRunning            another load or update holds the directory
    ├── SourceUnreadable       a source file cannot be read at all
    └── DirectoryShrank        the new directory is much smaller than the one it would replace

Those of tokens stand in `service/access/errors.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one parameter: which, the code of the rule that it breaks, with values
    for its wording, and a value that works.

    Never holds the value that was sent: a query may tell about a person's health.
    """

    parameter: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    example: str | None = None


class OTMatchError(Exception):
    """Base of every error that this project raises on purpose."""

    status = 500
    code = "error"
    title = "Something went wrong"


class InvalidQuery(OTMatchError):
    status = 422
    code = "invalid-query"
    title = "The request cannot be answered as it was asked"

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{p.parameter}: {p.code}" for p in problems))
        self.problems = problems


class InvalidBody(InvalidQuery):
    code = "invalid-body"
    title = "The request cannot be taken as it was sent"


class UnreadableBody(InvalidBody):
    status = 400
    code = "unreadable-body"
    title = "The request's body cannot be read"


class NotFound(OTMatchError):
    status = 404
    code = "not-found"
    title = "Not in this directory"


class NoShortlist(NotFound):
    code = "no-shortlist"
    title = "There is no shortlist of this code"


class NoSuchChapter(NotFound):
    code = "no-such-chapter"
    title = "There is no chapter of this id"


class NoSuchProgram(NotFound):
    code = "no-such-program"
    title = "There is no program of this id"


class NoSuchRecord(NotFound):
    """There is none, or it is not for whoever asks: nobody learns which."""

    code = "no-such-record"
    title = "There is no such record for you"


class Gone(OTMatchError):
    """Holds the tombstone of who left, which the face words."""

    status = 410
    code = "gone"
    title = "No longer in this directory"

    def __init__(self, tombstone: Any) -> None:
        super().__init__(self.title)
        self.tombstone = tombstone


class Conflict(OTMatchError):
    """`code` names the case, which the face words; `members` go into the answer: actions, what is
    there."""

    status = 409
    code = "conflict"
    title = "This cannot be done now"

    def __init__(self, code: str, **members: Any) -> None:
        super().__init__(code)
        self.code, self.members = code, members


class Stale(OTMatchError):
    status = 412
    code = "stale"
    title = "It changed since it was read"


class TooLarge(OTMatchError):
    status = 413
    code = "too-large"
    title = "Too much was sent"


class VersionNeeded(OTMatchError):
    status = 428
    code = "version-needed"
    title = "An action must name the version that it is meant for"


class DirectoryUnavailable(OTMatchError):
    """The message says what the operator should do; `retry_after` is in seconds."""

    status = 503
    code = "directory-unavailable"
    title = "The directory cannot be reached just now"
    retry_after = 5


class NoDirectory(DirectoryUnavailable):
    code = "no-directory"
    title = "There is no directory that can be read"


class OtherVersion(NoDirectory):
    """There is one, made by another version of OTMatch, which writes it in another way."""


class StoreUnavailable(OTMatchError):
    status = 503
    code = "store-unavailable"
    title = "The records cannot be reached just now"
    retry_after = 5


class WrongKey(StoreUnavailable):
    """The message names the setting and what to do; it never holds a key."""

    code = "wrong-key"
    title = "The records cannot be opened with these keys"


class Erased(OTMatchError):
    status = 410
    code = "erased"
    title = "This record was erased"


class Forbidden(OTMatchError):
    status = 403
    code = "forbidden"
    title = "Not yours to do"


class TooMany(OTMatchError):
    """`retry_after` is in seconds."""

    status = 429
    code = "too-many"
    title = "Too many requests"

    def __init__(self, retry_after: int) -> None:
        super().__init__(self.title)
        self.retry_after = retry_after


class ReferralsOff(OTMatchError):
    status = 503
    code = "referrals-off"
    title = "Referrals are not set up here"


class LoadRefused(OTMatchError):
    code = "load-refused"
    title = "The load was stopped; the served directory is as it was"


class LoadRunning(LoadRefused):
    code = "load-running"
    title = "The directory is being written; the served one is as it was"


class SourceUnreadable(LoadRefused):
    code = "source-unreadable"
    title = "A source cannot be read"


class DirectoryShrank(LoadRefused):
    code = "directory-shrank"
    title = "The new directory is much smaller than the one it would replace"
