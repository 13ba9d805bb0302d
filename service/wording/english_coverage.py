"""What is known beforehand of who pays, in English. Facts are told with their source after them."""

SENTENCES: dict[str, str] = {
    # how it stands
    "coverage_status_covered": "Covered, as far as is known here",
    "coverage_status_covered_in_hand": "Covered with the referral in hand, as far as is known here",
    "coverage_status_covered_with_referral": "Covered once a doctor refers the patient",
    "coverage_status_referral_likely": "Covered; whether a doctor's referral is needed is not "
    "known, but most plans want one",
    "coverage_status_prior_authorization": "The payer must approve the care before the first visit",
    "coverage_status_not_covered": "This insurance does not cover outpatient occupational therapy",
    "coverage_status_unknown": "Whether this insurance covers occupational therapy is not known "
    "here; ask it",
    "coverage_status_self_pay": "The patient pays; ask each office for its price",
    "coverage_status_not_asked": "No insurance was named",
    "coverage_status_as_of": "{status} (as the rules stood on {date})",
    # what else should be known
    "coverage_not_asked": "Name the plan or the insurer, and what is known of it is told here",
    "coverage_unknown": "What this insurance covers of occupational therapy is not known here: "
    "ask it about a visit limit, and whether physical therapy counts towards it, and what the "
    "patient pays",
    "coverage_referral": "Most plans pay for occupational therapy only if a doctor refers the "
    "patient; whether this one does is not known here, so send a referral or ask the plan",
    "coverage_approval": "Whether prior authorization is needed is not known here: ask the plan "
    "before the first visit",
    "coverage_plan_of_care": "The therapist writes a plan of care, and a doctor must certify it; "
    "send the referral along, and look out for the plan",
    "coverage_self_pay": "Who pays alone needs no insurer's referral or approval; what the state's "
    "law asks for still holds",
    "coverage_medicaid_plan": "A Medicaid health plan may ask for approval otherwise than the "
    "state itself does: ask the one that the card names",
    "coverage_as_of": "Some of this is from an older text of its source, and nobody here has seen "
    "that it still holds: ask before you rely on it",
    # facts of rules
    "fact_covered_yes": "Outpatient occupational therapy is covered",
    "fact_covered_no": "Outpatient occupational therapy is not covered",
    "fact_referral_needed_yes": "A doctor, or another practitioner who may, must order the therapy",
    "fact_referral_needed_no": "No order is required for it to be covered",
    "fact_prior_authorization_yes": "The payer must approve the care beforehand",
    "fact_prior_authorization_no": "No approval is needed beforehand",
    "fact_plan_of_care_yes": "A plan of care is needed, which a doctor certifies",
    "fact_plan_of_care_no": "No plan of care is asked for",
    "fact_limited_yes": "The number of visits is limited",
    "fact_limited_no": "The number of visits that are medically necessary is not limited",
    "fact_by_video_yes": "Occupational therapy by video is paid for",
    "fact_by_video_no": "Occupational therapy by video is not paid for",
    "fact_counted_with_physical_therapy_yes": "Visits to a physical therapist count towards the "
    "limit",
    "fact_counted_with_physical_therapy_no": "Visits to a physical therapist do not count towards "
    "the limit",
    "fact_visits_per_year": "At most {amount} visits a year are covered",
    "fact_visits_before_approval": "After {amount} visits the payer must approve more",
    "fact_copay_dollars": "The patient pays ${amount} a visit",
    "fact_coinsurance_percent": "The patient pays {amount}% of the price",
    "fact_sourced": "{fact} ({source}; in force since {date})",
    "fact_sourced_as_of": "{fact} ({source}; as it stood on {date})",
    # what to ask, to be read out
    "ask_covered": "Does my plan cover outpatient occupational therapy for multiple sclerosis?",
    "ask_referral_needed": "Do I need a doctor's referral first, and from which doctor?",
    "ask_prior_authorization": "Must you approve the visits before the first one? Who asks you?",
    "ask_limited": "How many visits a year do you cover, and does physical therapy count towards "
    "them?",
    "ask_cost": "What do I pay for each visit, and has my deductible been met?",
    "ask_by_video": "Do you pay for occupational therapy by video?",
    # the law of the state
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

# Whom to ask, by the payer's kind.
WHOM: dict[str, str] = {
    "medicare": "Medicare, 1-800-633-4227",
    "medicaid": "The state's Medicaid office, or the health plan that the card names",
    "military": "The TRICARE contractor of the region",
    "veterans": "The community care office of the VA medical center",
    "commercial": "The number for members on the back of the insurance card",
}

PROBLEMS: dict[str, str] = {
    "coverage_of_nobody": "must name plans, payers or kinds of payers",
    "coverage_without_facts": "must hold one fact or more",
}

STATUSES: dict[str, str] = {
    "covered": "Covered",
    "covered_with_referral": "Covered once a doctor refers the patient",
    "prior_authorization": "The payer must approve it first",
    "not_covered": "Not covered",
    "unknown": "Not known",
    "self_pay": "The patient pays",
    "not_asked": "No insurance named",
}
