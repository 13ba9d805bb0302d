"""Every sentence of an answer in English, by its code. Placeholders are the reason's values,
already put into words by `sentences.py`."""

SENTENCES: dict[str, str] = {
    # distance
    "distance": "About {miles} away",
    "distance_exact": "{miles} away",
    "distance_unknown": "Where this location lies is not known",
    "comes_to_you": "Comes to your home",
    "outside_home_area": "Makes home visits; you are about {miles} outside their usual area",
    "home_visits": "Makes home visits; the office is about {miles} away",
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
    "left_out_unknown": "{count} more left out because this is not known of them: {parameter}",
}

PHRASES: dict[str, str] = {
    "mile": "{count} mile",
    "miles": "{count} miles",
    "under_a_mile": "less than a mile",
    "wait_week": "; wait about {count} week",
    "wait_weeks": "; wait about {count} weeks",
    "confirm_dated": " ({date}; confirm with the office)",
    "confirm": " (date not known; confirm with the office)",
    "no_date": "date not known",
    "no_end": "an unknown date",
    "your_insurer": "your insurer",
}

DATE_LOCALE = "en_US"
