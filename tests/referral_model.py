"""What may become of a referral, written down from the table of the lifecycle and nothing else.

Each row: who, from which states, to which, and what the order is then. A state is a task's status
with its business status. In the table "in-progress" leaves out a requested cancellation (5.2) where
that is not named.
"""

from dataclasses import dataclass, field

REQUESTED, RECEIVED, ACCEPTED = ("requested", "2.0"), ("received", "2.0"), ("accepted", "3.0")
STAGES = ("5.1.1", "5.1.2", "5.1.3", "5.1.4", "3.0")
IN_PROGRESS = tuple(("in-progress", stage) for stage in STAGES)
ON_HOLD = tuple(("on-hold", stage) for stage in STAGES)
CANCELLING = ("in-progress", "5.2")
DRAFT, FAILED, WRONG = ("draft", None), ("failed", None), ("entered-in-error", None)
REJECTED, CANCELLED, COMPLETED = ("rejected", "4.0"), ("cancelled", "6.0"), ("completed", "7.0")
ENDED = (REJECTED, CANCELLED, COMPLETED, FAILED, WRONG)
EVERY = (DRAFT, REQUESTED, RECEIVED, ACCEPTED, *IN_PROGRESS, *ON_HOLD, CANCELLING, *ENDED)
OPEN = (ACCEPTED, *IN_PROGRESS)
SIGNER, OFFICE, OT = "signer", "office", "ot"
PAUSE, RESUME = "on-hold", "in-progress"  # the business status stays

ROWS = {
    "send": (SIGNER, (DRAFT,), REQUESTED, "active"),
    "acknowledge": (OT, (REQUESTED,), RECEIVED, "active"),
    "accept": (OT, (REQUESTED, RECEIVED), ACCEPTED, "active"),
    "decline": (OT, (REQUESTED, RECEIVED, *OPEN), REJECTED, "active"),
    "schedule": (OT, OPEN, ("in-progress", "5.1.1"), "active"),
    "no-show": (OT, (("in-progress", "5.1.1"),), ("in-progress", "5.1.2"), "active"),
    "cancel-appointment": (
        OT,
        (("in-progress", "5.1.1"), ("in-progress", "5.1.2"), ("in-progress", "5.1.4")),
        ("in-progress", "5.1.3"),
        "active",
    ),
    "visit": (OT, OPEN, ("in-progress", "5.1.4"), "active"),
    "pause": (OT, OPEN, PAUSE, "on-hold"),
    "resume": (OT, ON_HOLD, RESUME, "active"),
    "discard": (OFFICE, (DRAFT,), WRONG, "entered-in-error"),
    "withdraw": (OFFICE, (REQUESTED,), CANCELLED, "revoked"),
    "request-cancellation": (OFFICE, (RECEIVED, *OPEN, *ON_HOLD), CANCELLING, "active"),
    "confirm-cancellation": (OT, (CANCELLING,), CANCELLED, "revoked"),
    "complete": (OT, (*OPEN, CANCELLING, *ON_HOLD), COMPLETED, "completed"),
    "fail": (OT, (*IN_PROGRESS, *ON_HOLD), FAILED, "active"),
    "void": (OFFICE, tuple(s for s in EVERY if s != WRONG), WRONG, "entered-in-error"),
}
ORDER_ACTIONS = ("reroute", "revoke")
WORKLIST = {
    DRAFT: "draft",
    RECEIVED: "awaiting-reply",
    CANCELLING: "cancellation-requested",
    **dict.fromkeys((COMPLETED, CANCELLED, WRONG), "closed"),
    **dict.fromkeys(ON_HOLD, "on-hold"),
    **dict.fromkeys((("in-progress", "5.1.1"), ("in-progress", "5.1.4")), "scheduled"),
}


@dataclass
class Known:
    """One referral as it must be; `asked` are the OTs of its tasks, the current one last."""

    id: str
    office: str
    asked: list[str]
    state: tuple[str, str | None]
    by_mail: bool
    order: str = "active"
    events: list[str] = field(default_factory=list)
    shortlist: list[str] = field(default_factory=list)
    late: bool = False
    timed: bool = False  # its timers ran, all of them
    brought: bool = False  # somebody delivered it by hand
    visited: int | None = None  # days since the first visit
    care_reminded: bool = False
    erased: bool = False

    @property
    def version(self) -> int:
        return len(self.events)

    @property
    def recipient(self) -> str:
        return self.asked[-1]

    @property
    def worklist(self) -> str:
        if self.erased:
            return "closed"
        if self.state == REQUESTED:
            return "awaiting-acknowledgement" if self.by_mail or self.brought else "to-deliver"
        if self.state in (REJECTED, FAILED):
            return "needs-reroute" if self.order == "active" else "closed"
        return WORKLIST.get(self.state, "needs-scheduling")

    @property
    def next_one(self) -> str | None:
        return next((npi for npi in self.shortlist if npi not in self.asked), None)

    def legal(self, parties: frozenset[str]) -> set[str]:
        """What these parties may do now."""
        if self.erased:
            return set()
        found = {a for a, (who, sources, *_) in ROWS.items()
                 if who in parties and self.state in sources}  # fmt: skip
        if OFFICE in parties and self.worklist == "needs-reroute":
            found |= set(ORDER_ACTIONS)
        if OFFICE in parties and self.late and self.state in (REQUESTED, RECEIVED):
            found.add("reroute")
        return found

    def happens(self, action: str, to: str | None = None, by_mail: bool = False) -> None:
        """`to` is the OT whom a draft or another task goes to."""
        self.events.append(action)
        self.late = False
        if action == "revoke":
            self.order = "revoked"
        elif action in ("reroute", "offer-next"):
            self.asked.append(to)
            self.state, self.order, self.by_mail, self.timed = REQUESTED, "active", by_mail, False
            self.visited, self.care_reminded, self.brought = None, False, False
        else:
            _, _, target, self.order = ROWS[action]
            self.state = (target, self.state[1]) if target in (PAUSE, RESUME) else target
            if action == "visit" and self.visited is None:
                self.visited = 0

    def arrives(self) -> None:
        """By hand: nothing else brings it there."""
        self.events.append("deliver")
        self.brought = True

    def time_passes(self, days: int) -> None:
        """Long enough for every timer of a referral that nobody acknowledged."""
        if self.visited is not None:
            self.visited += days
        if self.erased:
            return
        self.late |= self.state in (REQUESTED, RECEIVED)
        if self.state == REQUESTED and not self.timed:
            self.events += ["remind", "escalate"]
            self.timed = True
        if self.misses_care_plan:
            self.events.append("remind-plan-of-care")
            self.care_reminded = True

    @property
    def misses_care_plan(self) -> bool:
        cared_for = self.state in (*IN_PROGRESS, *ON_HOLD, CANCELLING, COMPLETED)
        return cared_for and (self.visited or 0) >= 30 and not self.care_reminded
