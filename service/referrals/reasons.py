"""Why a move was made: the codes of Task.statusReason, and what each says of the directory."""

# Code -> the fact of the directory that it contradicts; None where it says nothing of one.
REASONS: dict[str, str | None] = {
    "at-capacity": "accepting_patients",
    "waitlist": None,
    "not-accepting-plan": "plans",
    "out-of-licence-state": None,
    "out-of-area": None,
    "wrong-specialty": None,
    "insufficient-information": None,
    "patient-declined": None,
    "patient-unreachable": None,
    "insurance-pending": None,
    "duplicate": None,
    "wrong-patient": None,
    "provider-left": "address",
    "wrong-contact": "phone",
    "program-not-funded": None,
    "no-reply": None,
    "other": None,
}
