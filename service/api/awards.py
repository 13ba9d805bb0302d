"""Routes of awards, and of what is left of programs' budgets."""

import json
from collections.abc import Callable
from typing import Any

from flask import Response
from flask.views import MethodView

from service.casework.awarding import NewAward
from service.casework.budgets import Budget, budgets
from service.casework.casework import Casework
from service.errors import InvalidBody, Problem
from service.referrals.awards import (
    ACTIONS,
    ATTACH,
    REVOKE,
    UNDO,
    USE,
    AskedAward,
    AwardAct,
    act_on_award,
    award,
)
from service.referrals.desk import Desk

from .authentication import needs
from .award_bodies import AwardActionBody, AwardBody
from .award_shapes import AwardRefusedShape, BeyondShape, BudgetsShape
from .case_shapes import CaseShape
from .cases import ID, NO_SUCH, rendered
from .fields import NoParameters
from .language import asked_wording
from .openapi import StrictBlueprint
from .referral_requests import TAG, actor, asked_version, tagged, there
from .responses import PREFIX, as_json

ANY_ACTION = f"any({', '.join(map(json.dumps, ACTIONS))})"
_AWARD = {
    "in": "path",
    "name": "award",
    "required": True,
    "description": "The award's id.",
    "schema": {"type": "string", "examples": ["w-2b3c4d5e6f7g8h9j"]},
}
_ACTION = {
    "in": "path",
    "name": "action",
    "required": True,
    "description": "What is done with it.",
    "schema": {"type": "string", "enum": list(ACTIONS)},
}
# What each action needs, and what else it may carry.
_NEEDS = {ATTACH: ("referral",), USE: (), UNDO: ("use", "reason"), REVOKE: ("reason",)}
_TAKES = {ATTACH: (), USE: ("visits", "amount"), UNDO: (), REVOKE: ()}


def add_awards(api: StrictBlueprint, desk: Desk | None, casework: Callable[[], Casework]) -> None:
    _add_new(api, desk, casework)
    _add_actions(api, desk, casework)
    _add_budgets(api, casework)


def _add_new(api: StrictBlueprint, desk: Desk | None, casework: Callable[[], Casework]) -> None:
    @api.route("/eligibility/cases/<string:identity>/awards", parameters=[ID])
    class Awards(MethodView):
        @needs("cases.award")
        @api.arguments(NoParameters(f"{PREFIX}/eligibility/cases/ID/awards"), location="query")
        @api.body(AwardBody())
        @api.response(201, CaseShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.conflict(AwardRefusedShape, BeyondShape)
        @api.versioned
        @api.doc(operationId="makeAward")
        def post(self, _: dict, told: dict[str, Any], identity: str) -> Response:
            """Award what the program pays to a person who is eligible

            What is left out is as the program has it. Beyond the program's budget it is refused,
            however many are made at once.
            """
            referral = told.pop("referral", None)
            cents = _cents(told.pop("amount", None))
            made = NewAward(amount_cents=cents, **told)
            asked = AskedAward(identity, asked_version(), made, referral)
            data = award(there(desk), casework(), actor(), asked, rendered())
            response = tagged(data)
            response.status_code = 201
            return response


def _add_actions(api: StrictBlueprint, desk: Desk | None, casework: Callable[[], Casework]) -> None:
    route = f"/eligibility/cases/<string:identity>/awards/<string:award>/<{ANY_ACTION}:action>"

    @api.route(route, parameters=[ID, _AWARD, _ACTION])
    class AwardAction(MethodView):
        @needs("cases.award")
        @api.arguments(
            NoParameters(f"{PREFIX}/eligibility/cases/ID/awards/ID/use"), location="query"
        )
        @api.body(AwardActionBody())
        @api.response(200, CaseShape, headers=TAG)
        @api.problem(404, NO_SUCH)
        @api.conflict(AwardRefusedShape, BeyondShape)
        @api.versioned
        @api.doc(operationId="moveAward")
        def post(
            self, _: dict, told: dict[str, Any], identity: str, award: str, action: str
        ) -> Response:
            """Use an award, undo a use, revoke it, or attach it to a referral of the same person

            `use` is for visits or costs that an OT reported on paper; those of its referral count
            by themselves. `undo` takes back one of its `uses` that was told by mistake, and the
            others count as if it had never been told. `revoke` gives back what was not used.
            """
            _check(action, told)
            cents = _cents(told.pop("amount", None))
            move = AwardAct(action, asked_version(), amount_cents=cents, **told)
            asked = identity, award, move
            return tagged(act_on_award(there(desk), casework(), actor(), asked, rendered()))


def _add_budgets(api: StrictBlueprint, casework: Callable[[], Casework]) -> None:
    @api.route("/eligibility/budgets")
    class Budgets(MethodView):
        @needs("cases.read")
        @api.arguments(NoParameters(f"{PREFIX}/eligibility/budgets"), location="query")
        @api.response(200, BudgetsShape)
        @api.doc(operationId="listBudgets")
        def get(self, _: dict) -> Response:
            """What of the programs' budgets is committed, spent and left, in dollars"""
            found = budgets(casework(), actor())
            return as_json({"budgets": [_budget(one) for one in found]}, asked_wording())


def _check(action: str, told: dict[str, Any]) -> None:
    taken = (*_NEEDS[action], *_TAKES[action])
    problems = [Problem(name, "needed") for name in _NEEDS[action] if name not in told]
    problems += [
        Problem(name, "not_a_member", {"members": list(taken)})
        for name in told
        if name not in taken
    ]
    if action == USE and not told:
        problems.append(Problem("visits", "needed"))
    if problems:
        raise InvalidBody(*problems)


def _cents(dollars: float | None) -> int | None:
    if dollars is None:
        return None
    if dollars != round(dollars, 2):
        raise InvalidBody(Problem("amount", "not_cents"))
    return round(dollars * 100)


def _dollars(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _budget(budget: Budget) -> dict[str, Any]:
    program = budget.program
    return {
        "program": program.id,
        "version": program.version,
        "effective": {"from": program.effective.begins, "to": program.effective.ends},
        "budget": _dollars(budget.total),
        "committed": _dollars(budget.committed),
        "spent": _dollars(budget.spent),
        "remaining": _dollars(budget.remaining),
    }
