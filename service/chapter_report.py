"""The report of a chapter and quarter: checks, referrals, awards; counts that tell of nobody."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.access.actions import Scope, scopes
from service.access.principal import Actor
from service.casework.award_figures import AwardFigures, award_figures
from service.casework.casework import Casework
from service.casework.counting import CheckCount
from service.casework.quarters import Quarter
from service.casework.suppressing import LEAST, Shown, suppressed
from service.directory.zip_table import postal_code
from service.eligibility.chapters import Chapters
from service.eligibility.outcomes import Outcome
from service.eligibility.where import Where
from service.errors import NoSuchRecord
from service.records.events import Event
from service.referrals.desk import Desk
from service.referrals.recipients import location_of, recipient_of
from service.referrals.tables import Task

SENT, RECEIVED, ACCEPTED, FIRST_VISIT = STEPS = ("sent", "received", "accepted", "first-visit")
OTHERS = "others"  # reasons of fewer than LEAST, together
# Who declines or accepts has received it, whether they confirmed that or not.
_RECEIVED = ("acknowledge", "accept", "decline")
_AT_ONCE = 500
_A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deciding:
    """The criterion that most often decided that somebody is not eligible."""

    program: str
    criterion: str


@dataclass(frozen=True)
class ReferralFigures:
    """`steps`: how many came just so far. `days` is the median from sending to a step."""

    steps: Shown
    days: Mapping[str, float | None]
    declines: Shown


@dataclass(frozen=True)
class ChapterReport:
    """`referrals` is None where it is not known which places the chapter serves."""

    chapter: str
    quarter: Quarter
    checks: Shown
    deciding: Deciding | None
    referrals: ReferralFigures | None
    awards: AwardFigures


@dataclass(frozen=True)
class _Way:
    """How far one task came, and when."""

    reached: Mapping[str, datetime]
    reason: str | None

    @property
    def furthest(self) -> str:
        return next(step for step in reversed(STEPS) if step in self.reached)


def report_for(
    desk: Desk, casework: Casework, actor: Actor, of: tuple[str, Quarter]
) -> ChapterReport:
    """For whoever may see this chapter's; raises NoSuchRecord. It stands on the trail."""
    allowed = scopes(actor.principal, "chapters.report")
    theirs = Scope.CHAPTER in allowed and of[0] in actor.principal.chapters
    if Scope.ANY not in allowed and not theirs:
        raise NoSuchRecord
    chapter, quarter = of
    told = {"chapter": chapter, "quarter": str(quarter)}
    with desk.store.transaction() as session:
        casework.tell_read(session, actor, None, "report", **told)
    return chapter_report(desk, casework, chapter, quarter)


def chapter_report(desk: Desk, casework: Casework, chapter: str, quarter: Quarter) -> ChapterReport:
    """No count under LEAST, and none from which one follows."""
    with desk.store.reading() as session:
        checks, deciding = _checks(session, chapter, quarter)
        return ChapterReport(
            chapter=chapter,
            quarter=quarter,
            checks=checks,
            deciding=deciding,
            referrals=_referrals(session, desk, casework.rules.chapters, (chapter, quarter)),
            awards=award_figures(session, casework.today, chapter, quarter),
        )


def _checks(session: Session, chapter: str, quarter: Quarter) -> tuple[Shown, Deciding | None]:
    row = CheckCount
    asked = (
        select(row.outcome, row.program, row.criterion, func.sum(row.count))
        .where(row.chapter == chapter, row.day.between(quarter.begins, quarter.ends))
        .group_by(row.outcome, row.program, row.criterion)
    )
    outcomes = dict.fromkeys((outcome.value for outcome in Outcome), 0)
    decided: Counter[tuple[str, str]] = Counter()
    for outcome, program, criterion, count in session.execute(asked):
        outcomes[outcome] += int(count)
        if outcome == Outcome.NOT_ELIGIBLE and criterion:
            decided[program, criterion] += int(count)
    shown = suppressed(outcomes)
    most = max(decided, key=lambda key: (decided[key], key), default=None)
    # Else it would tell how many at least are hidden.
    tells = shown.cells[Outcome.NOT_ELIGIBLE] is not None
    if most is None or decided[most] < LEAST or not tells:
        return shown, None
    return shown, Deciding(*most)


def _referrals(
    session: Session, desk: Desk, chapters: Chapters, of: tuple[str, Quarter]
) -> ReferralFigures | None:
    if of[0] not in chapters.by_id:
        return None
    tasks = [task for task in _sent(session, of[1]) if _is_of(desk, chapters, task, of[0])]
    ways = list(_ways(session, tasks))
    counts = Counter(way.furthest for way in ways)
    steps = suppressed({step: counts[step] for step in STEPS})
    return ReferralFigures(
        steps=steps,
        days={step: _median_days(ways, steps, step) for step in STEPS[1:]},
        declines=_declines(ways, steps),
    )


def _declines(ways: list[_Way], steps: Shown) -> Shown:
    """Reasons that LEAST gave or more, and all others together; without the total if these are few,
    for they would follow from it. Nothing is told where it would follow how few did not decline:
    who did is a part of the steps."""
    declined = Counter(way.reason for way in ways if way.reason)
    common = {reason: count for reason, count in declined.items() if count >= LEAST}
    few = declined.total() - sum(common.values())
    cells = common | {OTHERS: few if few >= LEAST else None}
    told = set(declined) if few >= LEAST else set(common)
    rest, parts = (
        Counter(w.furthest for w in ways if w.reason not in told),
        Counter(w.furthest for w in ways if w.reason in told),
    )
    hidden = [step for step in STEPS if steps.cells[step] is None]
    alone = [step for step in STEPS if steps.cells[step] is not None]
    follows = any(parts[step] and rest[step] < LEAST for step in alone)
    if any(parts[step] for step in hidden):
        follows |= sum(rest[step] for step in hidden) < LEAST * len(hidden)
    if follows:
        return Shown({OTHERS: None}, None)
    return Shown(cells, declined.total() if few >= LEAST else None)


def _sent(session: Session, quarter: Quarter) -> list[Task]:
    first, after = quarter.moments
    asked = select(Task).where(Task.sent_at >= first, Task.sent_at < after)
    return list(session.scalars(asked.order_by(Task.id)))


def _is_of(desk: Desk, chapters: Chapters, task: Task, chapter: str) -> bool:
    """Whether the OT who is asked works where the chapter serves: where the patient lives is
    sealed, and no report opens it."""
    at = location_of(recipient_of(desk.engine, task.recipient_npi), task.location_id)
    if at is None or not at.postal_code:
        return False
    row = postal_code(at.postal_code[:5])
    where = Where("", at.state, row.county if row else None, at.postal_code[:5],
                  frozenset({"county"}))  # fmt: skip
    return any(each.chapter.id == chapter for each in chapters.serving(where).serving)


def _ways(session: Session, tasks: list[Task]) -> Iterator[_Way]:
    for begin in range(0, len(tasks), _AT_ONCE):
        some = tasks[begin : begin + _AT_ONCE]
        ways = {task.id: _Way(_first(task), None) for task in some}
        asked = select(Event).where(
            Event.chain.in_({task.referral_id for task in some}), Event.action.in_(_RECEIVED)
        )
        for event in session.scalars(asked.order_by(Event.chain, Event.number)):
            identity = event.values.get("task")
            if identity in ways:
                ways[identity] = _further(ways[identity], event)
        yield from ways.values()


def _first(task: Task) -> dict[str, datetime]:
    told = {SENT: task.sent_at, FIRST_VISIT: task.first_visit_at}
    return {step: at for step, at in told.items() if at}


def _further(way: _Way, event: Event) -> _Way:
    reached = {RECEIVED: event.at, **way.reached}
    if event.action == "accept":
        reached = {ACCEPTED: event.at, **reached}
    reason = event.values.get("reason") if event.action == "decline" else way.reason
    return replace(way, reached=reached, reason=reason)


def _median_days(ways: list[_Way], steps: Shown, step: str) -> float | None:
    """None where it is of few, or of as many as is hidden."""
    beyond = STEPS[STEPS.index(step) :]
    if any(steps.cells[each] is None for each in beyond):
        return None
    days = [(way.reached[step] - way.reached[SENT]) / _A_DAY for way in ways if step in way.reached]
    return round(median(days), 1) if len(days) >= LEAST else None
