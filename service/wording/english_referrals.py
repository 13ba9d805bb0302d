"""Words of referrals, in English."""

STATUS_REASONS: dict[str, str] = {
    "at-capacity": "Takes no new patients now",
    "waitlist": "On a waiting list",
    "not-accepting-plan": "Does not take the plan",
    "out-of-licence-state": "Not licensed in the patient's state",
    "out-of-area": "Too far away",
    "wrong-specialty": "Not the right specialty",
    "insufficient-information": "Too little information",
    "patient-declined": "The patient does not want it",
    "patient-unreachable": "The patient cannot be reached",
    "insurance-pending": "Waits for the insurance",
    "duplicate": "Sent twice",
    "wrong-patient": "Wrong patient",
    "provider-left": "The OT left this location",
    "wrong-contact": "Phone, fax or e-mail is wrong",
    "program-not-funded": "The program has no money left",
    "no-reply": "No reply in time",
    "other": "Another reason",
}
