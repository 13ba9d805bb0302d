"""Every sentence of an answer in English, by its code. Placeholders are the reason's values,
already put into words by `sentences.py`, which also begins each sentence with a capital."""

SENTENCES: dict[str, str] = {
    # distance
    "distance": "{about} away",
    "distance_exact": "{miles} away",
    "distance_unknown": "Where this location lies is not known",
    "comes_to_you": "Comes to your home",
    "outside_home_area": "Makes home visits; you are {about} outside their usual area",
    "not_in_home_area": "Makes home visits, in other areas than yours; the office is {about} away",
    "home_visits": "Makes home visits; the office is {about} away",
    "home_visits_unknown": "Not known whether home visits are made; ask the office",
    # services
    "services_yes": "Offers {names}",
    "services_likely": "Probably offers {names}",
    "services_unknown": "Not known: {names}",
    "services_no": "Does not offer {names}",
    # MS expertise
    "mscs": "Multiple Sclerosis Certified Specialist, valid to {until}",
    "mscs_claimed": "States an MS certificate (MSCS) that nobody has checked yet",
    "mscs_lapsed": "MS certificate (MSCS) ended on {until}",
    "related_credential": "Holds {credential}, close to MS care",
    "related_specialty": "Specialty close to MS care: {taxonomy}",
    "useful_credential": "Holds {credential}, useful in MS",
    "useful_specialty": "Specialty useful in MS: {taxonomy}",
    "other_specialty": "Specialty: {taxonomy}; experience with MS is not known",
    "general_specialty": "General occupational therapist; experience with MS is not known",
    "expertise_unknown": "Experience with MS is not known",
    # insurance
    "in_network": "Your plan lists this location (checked {date})",
    "in_network_stale": "Your plan listed this location ({date}); confirm with the office",
    "accepts_payer": "Takes {payer} (checked {date}); ask about your plan",
    "accepts_payer_stale": "Took {payer} ({date}); confirm with the office",
    "not_accepted": "Does not take your plan (checked {date})",
    "not_accepted_stale": "Did not take your plan ({date}); ask the office",
    "self_pay_only": "Takes no insurance; you pay yourself (checked {date})",
    "self_pay_only_stale": "Took no insurance ({date}); ask the office",
    "unknown": "Not known whether your plan is taken; ask the office",
    # availability
    "accepting_newpt": "Takes new patients{wait}{confirm}",
    "accepting_nopt": "Takes no patients now{confirm}",
    "accepting_existptonly": "Takes existing patients only{confirm}",
    "accepting_existptfam": "Takes existing patients and their families only{confirm}",
    "accepting_unknown": "Not known whether new patients are taken",
    # ages
    "adults_yes": "Treats adults",
    "adults_unknown": "Not stated whether adults are treated; most therapists do",
    "adults_unlikely": "Seems to treat children; ask whether adults are seen",
    "adults_no": "Treats children, not adults",
    # notes
    "video_has_no_radius": "Video visits are not limited by distance; the radius is not used.",
    "plan_not_in_directory": "No source here mentions this plan; whether it is taken is not known.",
    "payer_not_in_directory": "No source here mentions this insurer; ask the office.",
    # people left out
    "left_out_unknown": "{count} more left out: it is not known {what}",
}

# What is not known of people whom a filter leaves out, by its parameter.
LEFT_OUT: dict[str, str] = {
    "near": "where exactly they work",
    "specialty": "what they specialize in",
    "credential": "whether the certificate that they state is valid",
    "insurance_mode": "whether they take your insurance",
    "accepting": "whether they take new patients",
    "telehealth": "whether they offer video visits",
    "patient_state": "where they are licensed",
    "setting": "in which settings they work",
    "language": "which languages they speak",
    "gender": "which gender they have",
}

SIGNALS: dict[str, str] = {
    "distance": "How near they are",
    "services": "Whether they offer what is asked for",
    "ms_expertise": "Experience with MS",
    "insurance": "Whether they take the plan or insurer",
    "availability": "Whether they take new patients, and how soon",
    "ages": "Whether they treat adults",
}

KNOWN: dict[str, str] = {"yes": "Yes", "no": "No", "unknown": "Not known"}

NEED_KINDS: dict[str, str] = {
    "basic": "Basic everyday activities",
    "instrumental": "Running a household and a life",
    "other": "Leisure, company and work",
    "symptom": "Symptoms of MS",
}

PHRASES: dict[str, str] = {
    "mile": "{count} mile",
    "miles": "{count} miles",
    "about": "about {miles}",
    "under_a_mile": "less than a mile",
    "no_wait": "; no wait",
    "wait_week": "; wait about {count} week",
    "wait_weeks": "; wait about {count} weeks",
    "confirm_dated": " ({date}; confirm with the office)",
    "confirm": " (date not known; confirm with the office)",
    "no_date": "date not known",
    "no_end": "an unknown date",
    "your_insurer": "your insurer",
}

DATE_LOCALE = "en_US"
