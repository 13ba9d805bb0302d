"""The error tree: what can go wrong, with the HTTP status and code that faces render.

OTMatchError
├── InvalidQuery          422  the question cannot be answered as asked; one Problem per parameter
│   └── InvalidBody       422  the same of a JSON body; parameters are paths: "recipient.npi"
│       └── UnreadableBody 400  no JSON object at all, or one that nobody writes in earnest
├── NotFound              404  no such thing in this directory
├── Gone                  410  it was in this directory, and left
├── Conflict              409  not in this state; `members` say what can be done instead
├── Stale                 412  the referral changed since it was read
├── VersionNeeded         428  an action must name the version that it is meant for
├── DirectoryUnavailable  503  the engine or its directory cannot be reached
│   └── NoDirectory       503  the machine answers, but holds no directory that can be read
├── StoreUnavailable      503  the relational store cannot be reached or read
└── LoadRefused                a load was stopped before it changed anything
    ├── LoadRunning            another load or update holds the directory
    ├── SourceUnreadable       a source file cannot be read at all
    └── DirectoryShrank        the new directory is much smaller than the one it would replace
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
    title = "The search cannot be answered as it was asked"

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


class Gone(OTMatchError):
    """Holds the tombstone of who left, which the face words."""

    status = 410
    code = "gone"
    title = "No longer in this directory"

    def __init__(self, tombstone: Any) -> None:
        super().__init__(self.title)
        self.tombstone = tombstone


class Conflict(OTMatchError):
    """`code` names the case; `members` go into the answer: actions, a link to what is there."""

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


class StoreUnavailable(OTMatchError):
    status = 503
    code = "store-unavailable"
    title = "The records cannot be reached just now"


class LoadRefused(OTMatchError):
    code = "load-refused"
    title = "The load was stopped; the served directory is as it was"


class LoadRunning(LoadRefused):
    code = "load-running"
    title = "Another load is running; the served directory is as it was"


class SourceUnreadable(LoadRefused):
    code = "source-unreadable"
    title = "A source cannot be read"


class DirectoryShrank(LoadRefused):
    code = "directory-shrank"
    title = "The new directory is much smaller than the one it would replace"
