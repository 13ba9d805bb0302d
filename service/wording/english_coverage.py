"""What is known beforehand of who pays, in English."""

SENTENCES: dict[str, str] = {
    "coverage_not_asked": "Name the plan or the insurer, and what is known of it is told here",
    "coverage_unknown": "What this insurance covers of occupational therapy is not known here: "
    "ask it about a visit limit, and whether physical therapy counts towards it, and what the "
    "patient pays",
    "coverage_referral": "Most plans pay for occupational therapy only if a doctor refers the "
    "patient; whether this one does is not known here, so send a referral or ask the plan",
    "coverage_approval": "Whether prior authorization is needed is not known here: ask the plan "
    "before the first visit",
    "coverage_self_pay": "Who pays alone needs no insurer's referral or approval; what the state's "
    "law asks for still holds",
    "direct_access_up_to": "In {state} an OT with enough years of practice may treat without a "
    "referral for up to {visits} visits or {days} days, whichever comes first (in force since "
    "{date}); insurers mostly still want one",
    "direct_access_while_better": "In {state} an OT may evaluate and treat without a referral, and "
    "needs one to go on where {visits} visits or {days} days brought no progress (in force since "
    "{date}); insurers mostly still want one",
    "direct_access_business_days": "In {state} an OT may evaluate and treat without a referral, "
    "and refers the patient to a doctor where {visits} visits or {days} business days brought no "
    "progress (in force since {date}); insurers mostly still want one",
}
