"""Eligibility in English: facts, their values and questions, what a criterion finds, what to do."""

FACTS: dict[str, str] = {
    "diagnosis": "Diagnosis",
    "diagnosis_confirmed_by": "Diagnosis confirmed by",
    "postal_code": "ZIP code",
    "county": "County",
    "state": "State",
    "age": "Age",
    "birth_date": "Date of birth",
    "household_size": "People in the household",
    "household_income": "Yearly income of the household",
    "income_percent_of_poverty": "Income as a percent of the poverty guideline",
    "insurance_status": "Insurance",
    "plan_id": "Insurance plan",
    "referral_in_hand": "Doctor's referral in hand",
    "veteran": "Veteran",
    "days_since_last_award": "Days since the last award",
    "requested": "What is asked for",
}

QUESTIONS: dict[str, str] = {
    "diagnosis": "What is the diagnosis?",
    "diagnosis_confirmed_by": "Who confirmed the diagnosis? Nobody yet is an answer too.",
    "postal_code": "In which ZIP code does the person live?",
    "county": "In which county does the person live?",
    "state": "In which state does the person live?",
    "age": "How old is the person?",
    "birth_date": "When was the person born?",
    "household_size": "How many people live in the household, the person included?",
    "household_income": "What is the household's income in a year, before taxes?",
    "income_percent_of_poverty": "What is the household's income as a percent of the federal "
    "poverty guideline? It follows from the ZIP code, how many people live in the household and "
    "their income in a year.",
    "insurance_status": "Is the person insured, uninsured or underinsured, is the benefit used up, "
    "or was the claim denied?",
    "plan_id": "Which insurance plan does the person have, if any?",
    "referral_in_hand": "Does the person have a doctor's referral for occupational therapy?",
    "veteran": "Is the person a veteran?",
    "days_since_last_award": "How many days ago was the person's last award, if there was one?",
    "requested": "What is asked for?",
}

# Values of facts that have a name besides their code, by fact and code.
FACT_VALUES: dict[str, str] = {
    "diagnosis ms": "multiple sclerosis",
    "diagnosis nmo": "neuromyelitis optica",
    "diagnosis adem": "acute disseminated encephalomyelitis",
    "diagnosis transverse-myelitis": "transverse myelitis",
    "diagnosis_confirmed_by physician": "a physician",
    "insurance_status insured": "insured",
    "insurance_status uninsured": "uninsured",
    "insurance_status underinsured": "underinsured",
    "insurance_status benefit-exhausted": "benefit used up",
    "insurance_status claim-denied": "claim denied",
    "requested ot-visits": "visits to an occupational therapist",
}

DOCUMENTS: dict[str, str] = {
    "diagnosis-letter": "a letter that confirms the diagnosis",
    "proof-of-income": "proof of income",
    "proof-of-residence": "proof of where the person lives",
    "denial-letter": "the insurer's letter of denial",
    "referral": "the doctor's referral",
}

BENEFITS: dict[str, str] = {
    "ot-visits": "visits to an occupational therapist",
    "equipment": "equipment",
    "home-modification": "changes to the home",
    "transport": "rides to treatment",
}

OUTCOMES: dict[str, str] = {
    "eligible": "Eligible",
    "needs_information": "More has to be known",
    "indeterminate": "Cannot be decided",
    "not_eligible": "Not eligible",
}

SENTENCES: dict[str, str] = {
    # one criterion
    "criterion_yes": "{fact}: {value}. The program asks for {wanted}; this fits",
    "criterion_no": "{fact}: {value}. The program asks for {wanted}; this does not fit",
    "criterion_unknown": "{fact}: not known yet. The program asks for {wanted}",
    "criterion_out_yes": "{fact}: {value}. The program rules out {wanted}, and this is so",
    "criterion_out_no": "{fact}: {value}. The program rules out {wanted}, which this is not",
    "criterion_out_unknown": "{fact}: not known yet. The program rules out {wanted}",
    "criterion_yes_untold": "{fact}: not told, but it follows that it is {wanted}; this fits",
    "criterion_no_untold": "{fact}: not told, but it cannot be {wanted}; this does not fit",
    "criterion_out_yes_untold": "{fact}: not told, but it follows that it is {wanted}, which the "
    "program rules out",
    "criterion_out_no_untold": "{fact}: not told, but it cannot be {wanted}, which the program "
    "rules out",
    "criterion_failed": "{fact}: it cannot be worked out, since the poverty guideline that this "
    "service holds is damaged. The program asks for {wanted}",
    "area_yes": "{fact}: {value}. The program is offered there",
    "area_no": "{fact}: {value}. The program is not offered there, only in {wanted}",
    "area_unknown": "Where the person lives is not known well enough. The program is offered in "
    "{wanted}",
    "county_tentative": "The ZIP code lies in {county}, or in part; please confirm the county. "
    "{question}",
    # what to do next
    "next_eligible_open": "The funds are open. {apply}{documents}",
    "next_eligible_closed": "The funds are closed just now; ask when they open again. {apply}"
    "{documents}",
    "next_eligible_waiting_list": "There is a waiting list; ask to be put on it. {apply}"
    "{documents}",
    "next_eligible_unknown": "Ask whether there are funds. {apply}{documents}",
    "next_needs_information": "Find out what is missing, then check again",
    "next_not_eligible": "If you think that this is wrong, or something changed, ask for a review. "
    "{apply}",
    "next_indeterminate": "The rule of this program has a fault, which staff must mend; nothing is "
    "decided. Ask the program itself. {apply}",
    "next_unreadable": "The file of this program has a fault, which staff must mend; nothing is "
    "decided. Ask the program itself",
    "review": "Anybody may ask {sponsor} to look at this decision again. {apply}",
    # what a new version says otherwise
    "diff_member": "{name}: {old} -> {new}",
    "diff_eligible_now": "Eligible now, and not before: {people}",
    "diff_not_eligible_now": "Not eligible any longer: {people}",
    "diff_nobody": "Nobody's answer changes",
    "diff_more": "There are more groups, which are not listed",
    "diff_too_many": "The criteria are too many to tell whose answer changes",
    "not_in_effect_yet": "This program begins on {date}",
    "not_in_effect_over": "This program ended on {date}",
}

PHRASES: dict[str, str] = {
    "rule_at_least": "at least {first}",
    "rule_at_most": "at most {first}",
    "rule_between": "{first} to {last}",
    "rule_over": "over {first}",
    "rule_under": "under {first}",
    "rule_known": "this to be known",
    "rule_not_known": "this not to be known",
    "rule_more_places": "{count} more",
    "fact_none": "none",
    "fact_follows": "it follows from other facts",
    "fact_percent": "{value}%",
    "diff_any": "anything",
    "diff_both": "{} and {}",
    "diff_everybody": "everybody",
    "diff_place": "Place",
    "diff_elsewhere": "anywhere else",
    "diff_rest": "elsewhere in {state}",
    "diff_other": "anything else",
    "diff_told": "{fact}: told",
    "diff_not_told": "{fact}: not told",
    "apply_phone": "Call {phone}.",
    "apply_email": "Write to {email}.",
    "apply_url": "See {url}.",
    "apply_ask": "Ask {sponsor}.",
    "bring_documents": " Have ready: {documents}.",
}
