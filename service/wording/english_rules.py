"""What can be wrong with facts and with the files of programs, in English; read after the fact's or
the key's name."""

PROBLEMS: dict[str, str] = {
    # facts
    "contradicts": "contradicts {other}; leave one of them out, or correct it",
    "fact_is_null": "must be left out if it is not known, or be none if there is nothing",
    "fact_is_never_none": "cannot be none; leave it out if it is not known",
    "fact_not_whole": "must be a whole number from {least} to {most}, without quotes",
    "fact_not_amount": "must be a number from 0 to {most}, without quotes",
    "fact_not_code": "must be a code of letters, digits and hyphens, such as ms",
    "fact_not_diagnosis": "must be a code such as ms or nmo; of ICD-10-CM only G35 and what "
    "belongs to it (multiple sclerosis) is understood",
    "fact_not_state": "must be a state or territory, such as NY",
    "fact_not_county": "must be a county with its state, such as Albany, NY",
    "fact_county_unknown": "is no county of that state{nearest}",
    "fact_not_born": "must be a day at most {most} years before the day that is asked about, and "
    "not after it",
    "fact_odd_day": "must be a day from 2000 to 2199",
    "program_unknown": "is of no program here, and no office names it{nearest}",
    "zip_of_forces": "is a military ZIP code, which lies in no state; leave it out and tell the "
    "state that the household lives in, or has its legal residence in",
    "once_not_taken": "is not taken with record: a check that is sent twice makes two cases; "
    "leave the header out, and look at other_cases",
    "rule_fits_nobody": "nobody can fulfill this: once asked, a fact is known, also as none; "
    "compare its value instead",
    "rule_for_nobody": "nobody can be eligible by this, whatever is answered; correct what "
    "contradicts itself",
    "doubt_zip": "no such ZIP code is known; check it",
    "doubt_county": "no county of that name is known in that state; check it",
    "doubt_credential": "is no credential that this directory knows of an OT, so nobody could be "
    "paid; one of {choices}",
    "doubt_checked": "must not be a day after today, {day}",
    "no_such_program": "is of no program here",
    "not_decided": "is of no program that decides on this day, so nothing can be recorded",
    "not_of_chapter": "is of a program that belongs to other chapters",
    "outcome_holds": "is what holds already",
    "ends_with_case": "must be true: the case has an award that can still be used, and ends with "
    "it; what was not used goes back to the budget",
    "no_such_use": "must be the id of one of the award's `uses` that is not undone",
    "day_over": "must not be over",
    "not_of_person": "is of no referral of the same person; the case must name them, too",
    "not_cents": "must be dollars and whole cents, such as 150 or 149.50",
    "not_a_quarter": "must be a quarter from 2000 to 2199, as in 2026Q4",
    "only_with": "goes with {other} only",
    # YAML
    "yaml_too_large": "the file must have at most {most} KB; write one program in each",
    "yaml_tab": "this line has a tab in its indent, which YAML does not take; put blanks there, "
    "two for each level",
    "yaml_unreadable": "this is no YAML; look for a bracket, quote or indent that is missing here "
    "or above",
    "yaml_unreadable_file": "the file cannot be read; look at its rights",
    "yaml_empty": "the file is empty; write a program, or remove it",
    "yaml_anchor": "anchors (&) and aliases (*) are not taken; write it out, or put it in quotes",
    "yaml_tag": "tags (!) are not taken; leave it out, or put the text in quotes",
    "yaml_documents": "a second document begins here (---); write one program in each file",
    "yaml_key": "a key must be a plain word",
    "yaml_doubtful_flag": "yes, no, on and off mean different things to different readers; write "
    "true or false, or put the text in quotes",
    "yaml_odd_number": "different readers of YAML take this for different numbers; write a plain "
    "number such as 12 or 12.5, or put the text in quotes",
    "yaml_not_mapping": "must have keys with values, such as {{from: 2026-01-01}}",
    "yaml_not_list": "must be a list, in [brackets] or with a hyphen before each entry",
    "yaml_twice": "stands in this list twice; remove one",
    "yaml_not_letters": "must be the letters of a certificate, such as MSCS",
    "yaml_not_url": "must begin with https://; leave it out if there is none",
    "yaml_not_code": "must be small letters, digits and hyphens, such as bridge-visits",
    # rules
    "rule_not_criterion": "must have one of the keys {choices}",
    "rule_not_criteria": "must be a list of one criterion or more",
    "rule_one_comparison": "needs just one comparison beside the fact: {choices}; put several "
    "under all",
    "rule_comparison_unfit": "does not go with this fact; there are: {choices}",
    "rule_too_many": "a program has at most {most} criteria",
    "rule_not_between": "must be two values, the lower one first, such as [18, 120]",
    "rule_compares_none": "nothing can be compared with none, for no comparison holds of it; who "
    "never had an award is found by not: {{fact: days_since_last_award, at_least: 0}}",
    "rule_ends_before": "must not lie before the first day",
    "rule_empty_area": "must name states, counties or postal_codes; leave area out if it is "
    "offered everywhere",
    "recheck_day": "must be a day from today on, and {last} at the latest",
    "award_too_long": "must be {last} at the latest",
    "award_of_nothing": "must be more than 0; leave it out where no money is given",
    "rule_no_such_chapter": "is no chapter of OTMATCH_CHAPTERS{nearest}",
    "rule_version_twice": "another file has the same id and version; give one of them a new "
    "version",
}
