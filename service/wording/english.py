"""Every sentence of an answer in English, by its code. Placeholders are the reason's values,
put into words by `sentences.py`, which also begins each sentence with a capital."""

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
    "ms_center": "Works at an MS center: {center}{recognised}",
    "related_credential": "Holds {credential}, close to MS care",
    "related_specialty": "Specialty close to MS care: {taxonomy}",
    "useful_credential": "Holds {credential}, useful in MS",
    "useful_specialty": "Specialty useful in MS: {taxonomy}",
    "other_specialty": "Specialty: {taxonomy}; experience with MS is not known",
    "general_specialty": "General occupational therapist; experience with MS is not known",
    "expertise_unknown": "Experience with MS is not known",
    # insurance: as of a day, as of a day long ago, and as of no known day
    "in_network": "{who} lists this location ({tier}checked {date})",
    "in_network_stale": "{who} listed this location ({tier}{date}); confirm with the office",
    "in_network_undated": "{who} lists this location "
    "({tier}date not known; confirm with the office)",
    "says_taken": "Takes your plan, as the therapist says (told {date})",
    "says_taken_stale": "Took your plan, as the therapist said ({date}); confirm with the office",
    "says_taken_undated": "Takes your plan, as the therapist says "
    "(date not known; confirm with the office)",
    "accepts_payer": "Takes {payer} (checked {date}); ask about your plan",
    "accepts_payer_stale": "Took {payer} ({date}); confirm with the office",
    "accepts_payer_undated": "Takes {payer} (date not known; confirm with the office)",
    "accepts_program": "Takes {payer} (checked {date})",
    "accepts_program_stale": "Took {payer} ({date}); confirm with the office",
    "accepts_program_undated": "Takes {payer} (date not known; confirm with the office)",
    "assigned": "Takes {payer}'s approved amount as full payment (checked {date})",
    "assigned_stale": "Took {payer}'s approved amount as full payment ({date}); "
    "confirm with the office",
    "assigned_undated": "Takes {payer}'s approved amount as full payment "
    "(date not known; confirm with the office)",
    "may_bill_more": "Takes {payer} but may bill more than its approved amount; ask "
    "(checked {date})",
    "may_bill_more_stale": "Took {payer} but could bill more than its approved amount ({date}); "
    "ask the office",
    "may_bill_more_undated": "Takes {payer} but may bill more than its approved amount "
    "(date not known; ask the office)",
    "medicaid_number": "Has a {payer} number on record; confirm with the office that it is taken",
    "self_pay_taken": "Takes patients who pay themselves (checked {date}); ask for the price",
    "self_pay_taken_stale": "Took patients who pay themselves ({date}); confirm with the office",
    "self_pay_taken_undated": "Takes patients who pay themselves "
    "(date not known; confirm with the office)",
    "self_pay_refused": "Does not take patients who pay themselves (checked {date})",
    "self_pay_refused_stale": "Did not take patients who pay themselves ({date}); ask the office",
    "self_pay_refused_undated": "Does not take patients who pay themselves "
    "(date not known; ask the office)",
    "self_pay_unknown": "Not known whether you can pay yourself; ask the office for its price",
    "not_accepted": "Does not take {payer} (checked {date})",
    "not_accepted_stale": "Did not take {payer} ({date}); ask the office",
    "not_accepted_undated": "Does not take {payer} (date not known; ask the office)",
    "out_of_network": "Out of network for your plan (checked {date})",
    "out_of_network_stale": "Was out of network for your plan ({date}); ask the office",
    "out_of_network_undated": "Out of network for your plan (date not known; ask the office)",
    "listed_out_of_network": "Your plan lists this location as out of network (checked {date})",
    "listed_out_of_network_stale": "Your plan listed this location as out of network ({date}); "
    "ask the office",
    "listed_out_of_network_undated": "Your plan lists this location as out of network "
    "(date not known; ask the office)",
    "self_pay_only": "Takes no insurance; you pay yourself (checked {date})",
    "self_pay_only_stale": "Took no insurance ({date}); ask the office",
    "self_pay_only_undated": "Takes no insurance; you pay yourself "
    "(date not known; confirm with the office)",
    "unknown": "Not known whether your plan is taken; ask the office",
    "payer_unknown": "Not known whether {payer} is taken; ask the office",
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
    # why a source's word counts, and what another says
    "because_only": "The only source that says so",
    "because_precedence": "Of several sources the one that knows best",
    "because_newest": "Of several sources the newest",
    "because_together": "What several sources say, put together",
    "because_address": "Concluded from the address; nobody says it of this therapist",
    "conflict": "{what}: another source says {value} ({source}, {date})",
    "conflict_both": "{what}: shown is {counts} ({counts_source}, {counts_date}); "
    "another source says {value} ({source}, {date})",
    # facts older than their budget
    "overdue": "{what}: may be out of date ({date}); confirm with the office",
    # facts that a referral contradicted
    "doubted": "a referral on {date} found otherwise; confirm with the office",
    # notes
    "video_has_no_radius": "Video visits are not limited by distance; the radius is not used.",
    "plan_not_in_directory": "No source here mentions this plan; whether it is taken is not known.",
    "plan_is_payer": "What was given as the plan is an insurer; the search looks for that insurer.",
    "by_its_insurer": "No source here names this plan; what is known of its insurer is shown.",
    "payer_not_in_directory": "No source here mentions this insurer; ask the office.",
    "payer_not_stated": "No office in this directory has said yet whether it takes this insurance; "
    "ask the office.",
    "program_not_stated": "No office in this directory has said yet whether it takes the program "
    "{program}; ask the office.",
    "medicare_advantage": "Medicare Advantage is run by private insurers; search for the one that "
    "your card names.",
    "self_pay": "Most offices can tell you their price for patients who pay themselves.",
    "insurance_not_asked": "Insurance plays no part in this search, since it is not known; "
    "ask each office what it takes.",
    # what can be done by video
    "needs_visit": "{service} cannot be done by video. {video_reason}",
    "partly_by_video": "{service} can be done by video in part. {video_reason}",
    # ways on
    "step_radius": "Search within {miles}",
    "step_video": "Video visits by therapists who may treat in {state}",
    "step_anywhere": "This name in the whole country",
    "step_any_location": "Video visits, wherever the therapist works",
    "step_any_specialty": "Therapists of any specialty",
    # who left the directory
    "never_here": "Not in this directory: {reason}{since}{replaced}",
    "departed": "Left this directory on {date}: {reason}{since}{replaced}",
    # people left out
    "left_out_unknown": "{count} more left out: it is not known {what}",
}

# Fields of a profile and of a location, as a sentence names them.
FIELDS: dict[str, str] = {
    "name": "Name",
    "gender": "Gender",
    "telehealth": "Video visits",
    "services": "Service",
    "ages_served.adults": "Treats adults",
    "ages_served.children": "Treats children",
    "home_visits.offered": "Home visits",
    "home_visits.radius_miles": "Miles traveled for home visits",
    "phone": "Phone",
    "address": "Address",
    "fax": "Fax",
    "email": "E-mail",
    "website": "Website",
    "direct_address": "Direct address",
    "hours": "Hours",
    "referral_channel": "How referrals are sent",
    "accepting_patients": "New patients",
    "wait_weeks": "Weeks to wait",
    "access": "Access",
    "plans": "Insurance",
    "programs": "Program that helps with cost",
    "point": "Position on the map",
}

# What is not known of people whom a filter leaves out, by its parameter.
LEFT_OUT: dict[str, str] = {
    "near": "where exactly they work",
    "specialty": "what they specialize in",
    "credential": "whether the certificate that they state is valid",
    "insurance_mode": "whether they take your insurance",
    "program": "whether they take patients of the program",
    "accepting": "whether they take new patients",
    "telehealth": "whether they offer video visits",
    "patient_state": "where they are licensed",
    "setting": "in which settings they work",
    "language": "which languages they speak",
    "gender": "which gender they have",
    "name": "what they are called",
    "access": "how easy it is to get in and be treated there",
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
    "under_a_mile": "less than a mile",
    "no_wait": "; no wait",
    # why a match may fit, as parts of one sentence
    "why": "this therapist {parts}",
    "why_services_few": "offers {names}",
    "why_services_all": "offers all {total} kinds of help that fit",
    "why_services_some": "offers {count} of the {total} kinds of help that fit",
    "why_mscs": "is certified in MS care",
    "why_ms_center": "works at an MS center",
    "why_related_credential": "is certified in a field near to MS",
    "why_related_specialty": "works with illnesses of the nerves and the brain",
    "why_in_network": "is listed by {who}",
    "why_in_network_stale": "was listed by {who}",
    "why_taken": "takes {payer}",
    "why_taken_stale": "took {payer}",
    "why_medicaid_number": "has a {payer} number",
    "why_self_pay": "takes patients who pay themselves",
    "why_self_pay_stale": "took patients who pay themselves",
    "why_availability": "takes new patients",
    "why_availability_stale": "took new patients",
    "confirm_dated": " ({date}; confirm with the office)",
    "confirm": " (date not known; confirm with the office)",
    "no_date": "date not known",
    "since": " (as of {date})",
    "replaced_by": "; the new NPI is {npi}",
    "no_source": "source not known",
    "zip_middle": "the middle of the ZIP code",
    "until": "{date}",
    "no_end": "an unknown date",
    "your_plan": "your plan",
    "your_insurer": "your insurer",
    "your_insurance": "your insurance",
    "tier": "network tier: {tier}; ",
    "recognised_by": "recognized by {name}",
    "checked_on": "checked {date}",
    "home_visits_made": "whether they make home visits",
    "nearest": "; nearest: {names}",
    "repeatable": "Repeatable.",
    "near_place": "Near {place}",
    "point_given": "The point given",
}

# Of one, and of more.
COUNTS: dict[str, tuple[str, str]] = {
    "miles": ("{count} mile", "{count} miles"),
    "about_miles": ("about {count} mile", "about {count} miles"),
    "wait_weeks": ("; wait about {count} week", "; wait about {count} weeks"),
}
