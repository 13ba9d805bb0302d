"""The form of a referral: what it holds, whichever of its steps is shown, as the API takes it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.datastructures import MultiDict

from service.api.body import loaded
from service.api.referral_bodies import PatientBody, ReferralBody
from service.referrals.case import Case
from service.referrals.consents import MESSAGES, SHORTLIST, STATUS_PAGE
from service.referrals.content import Content, Patient, Requester
from service.referrals.creating import Draft

from .wanted import place_of

PATIENT = ("given", "family", "birth_date", "phone", "email", "postal_code", "language", "plan_id",
           "member_id")  # fmt: skip
REQUESTER = ("name", "phone", "fax", "email", "npi")
ORDER = ("text", "visits", "frequency", "signed_by")
WHOLE = ("reason", "notes", "priority", "allow_duplicate")
_PARTS = ("patient", "requester")  # of an empty one each field is told that is needed
# Step -> the fields that stand on it, from the top.
_FIRST = (*PATIENT, "needs", "services", "telehealth", "speaks", "shortlist_code")
_SECOND = ("recipient", "behind", "shortlist_consent", "way")
_THIRD = ("text", "visits", "frequency", "reason", "diagnoses", "goals", "notes", "priority",
          *(f"requester_{name}" for name in REQUESTER), "signed_by", STATUS_PAGE,
          MESSAGES)  # fmt: skip
REVIEW = "review"
STEPS = {"1": _FIRST, "2": _SECOND, "3": _THIRD, REVIEW: ("allow_duplicate",)}
# What no step shows as a field: whom the patient's list names, and by which code; the version of
# the referral that is changed.
BESIDES = ("listed", "listed_by", "version")


@dataclass(frozen=True)
class Filled:
    """The fields as they were sent, of all steps."""

    sent: MultiDict[str, str] = field(repr=False)

    def get(self, name: str) -> str:
        return self.sent.get(name, "").replace("\r\n", "\n").strip()

    def all(self, name: str) -> list[str]:
        return list(dict.fromkeys(value for value in self.sent.getlist(name) if value.strip()))

    def has(self, name: str) -> bool:
        return self.get(name) == "yes"

    def carried(self, step: str) -> list[tuple[str, str]]:
        """What the other steps hold. The page of this one brings it along for the day that it is
        not kept any more: the session is over, and the browser forgot what opens it."""
        names = [name for other, held in STEPS.items() if other != step for name in held]
        names += BESIDES
        return [(name, value) for name in names for value in self.all(name)]

    def patient(self) -> Patient:
        """Raises InvalidBody."""
        return loaded(PatientBody(), self._told(PATIENT))

    def wanted(self) -> dict[str, Any]:
        """Members of POST /matches: nothing of who it is."""
        language = self.get("language")
        return {
            "place": place_of(self.get("postal_code")),
            "plan": self.get("plan_id"),
            "needs": self.all("needs"),
            "services": self.all("services"),
            "telehealth": self.has("telehealth"),
            "language": [language] if self.has("speaks") and language else [],
        }

    def draft(self, is_sent: bool) -> Draft:
        """Raises InvalidBody."""
        behind = [_addressee(one) for one in self.behind()]
        body = {
            "patient": self._told(PATIENT),
            "requester": self._told(REQUESTER, "requester_"),
            "order": self._order(),
            "recipient": _addressee(self.get("recipient")),
            "shortlist": behind,
            "shortlist_consent": bool(behind) and self.has("shortlist_consent"),
            "consents": list(self._consents(behind)),
            "needs": self.all("needs"),
            "services": self.all("services"),
            "goals": _lines(self.get("goals")),
            "diagnoses": self.get("diagnoses").replace(",", " ").split(),
            **self._told(WHOLE),
            "send": is_sent,
        }
        told = {name: value for name, value in body.items() if value or name in _PARTS}
        return loaded(ReferralBody(), told)

    def behind(self) -> list[str]:
        """Who stands behind the first, none of whom is the first as well."""
        first = self.get("recipient").partition(" ")[0]
        return [one for one in self.all("behind") if one.partition(" ")[0] != first]

    def bare(self) -> Draft:
        """Of what the first step tells alone."""
        return Draft(Content(patient=self.patient(), requester=Requester(name="")))

    def chosen(self) -> Draft:
        """With whom the second step names, and nothing of the others; raises InvalidBody."""
        names = dict.fromkeys(("recipient", "behind", "shortlist_consent", "way"))
        held = {name: values for name, values in self.sent.lists() if name in names}
        whose = {"given": "x", "family": "x", "birth_date": "1970-01-01", "requester_name": "x"}
        return Filled(MultiDict(held | whose)).draft(is_sent=False)

    def _order(self) -> dict[str, Any]:
        told: dict[str, Any] = self._told(ORDER)
        if (visits := told.get("visits", "")).isascii() and visits.isdigit():
            told["visits"] = int(visits)
        return told

    def _consents(self, behind: list[Any]) -> Iterable[dict[str, Any]]:
        way = self.get("way") or "unknown"
        if behind and self.has("shortlist_consent"):
            npis = [one["npi"] for one in behind]
            yield {"scope": SHORTLIST, "how": way, "recipients": npis}
        for scope in (STATUS_PAGE, MESSAGES):
            if self.has(scope):
                yield {"scope": scope, "how": way}

    def _told(self, names: Iterable[str], prefix: str = "") -> dict[str, str]:
        return {name: text for name in names if (text := self.get(prefix + name))}


def _addressee(told: str) -> dict[str, str] | None:
    """Of "npi location"."""
    npi, _, location = told.partition(" ")
    return {"npi": npi} | ({"location_id": location} if location else {}) if npi else None


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def field_of(parameter: str) -> str:
    """What a member of the API's body is called in the form."""
    part, _, name = parameter.partition(".")
    if part == "requester" and name:
        return f"requester_{name}"
    if part in ("patient", "order") and name:
        return name
    return {"place": "postal_code", "plan": "plan_id", "shortlist": "recipient",
            "consents": "way"}.get(part, part)  # fmt: skip


def step_of(name: str) -> str:
    return next((step for step, names in STEPS.items() if name in names), "1")


def merged(fields: MultiDict[str, str], step: str, sent: MultiDict[str, str]) -> MultiDict:
    """With what a step was sent with, and nothing besides of what came along."""
    made = MultiDict(fields)
    for name in STEPS[step]:
        made.setlist(name, sent.getlist(name))
    return made


def whole(sent: MultiDict[str, str]) -> MultiDict[str, str]:
    """All that a step's page had: its fields, and what it brought along."""
    names = {name for held in STEPS.values() for name in held} | set(BESIDES)
    return MultiDict([(name, value) for name, value in sent.items(multi=True) if name in names])


def filled_with(case: Case, content: Content) -> MultiDict[str, str]:
    """The fields of a referral that there is."""
    fields, task, shortlist = _filled(content), case.task, case.referral.shortlist
    fields["version"], fields["priority"] = str(case.referral.version), case.referral.priority
    if task.recipient_npi:
        fields["recipient"] = f"{task.recipient_npi} {task.location_id or ''}".strip()
    for one in shortlist:
        fields.add("behind", f"{one['npi']} {one['location_id'] or ''}".strip())
    if shortlist:
        fields["shortlist_consent"] = "yes"
    return fields


def _filled(content: Content) -> MultiDict[str, str]:
    told: list[tuple[str, Any]] = [(name, getattr(content.patient, name)) for name in PATIENT]
    told += [(f"requester_{name}", getattr(content.requester, name)) for name in REQUESTER]
    told += [(name, getattr(content.order, name)) for name in ORDER]
    told += [("needs", code) for code in content.needs]
    told += [("services", code) for code in content.services]
    told += [("reason", content.reason), ("notes", content.notes)]
    told += [("goals", "\n".join(content.goals)), ("diagnoses", ", ".join(content.diagnoses))]
    return MultiDict([(name, str(value)) for name, value in told if value is not None])
