"""What is printed of a referral, in English. What patients read is in plain words and short
sentences."""

LETTERS: dict[str, str] = {
    # a decision on a program
    "decision_title": "Decision on help with the cost",
    "decision_footer": "Case {case}",
    "decision_for": "For",
    "decision_program": "Program",
    "decision_on": "Decided on",
    "decision_recheck": "We look at it again on",
    "decision_eligible": "You can get help from this program.",
    "decision_not_eligible": "You cannot get help from this program as things are now.",
    "decision_needs_information": "We cannot decide yet. Please tell us what is asked for below.",
    "decision_indeterminate": "We cannot decide now, because our rule has a fault. We will mend it "
    "and write again.",
    "decision_overridden": "Staff looked at it and decided this themselves. By the program's rule "
    "alone the answer would be another one. To hear why they decided so, ask {sponsor}.",
    "decision_why": "What we looked at",
    "decision_missing": "What we need to know",
    "decision_next": "What to do next",
    "decision_documents": "What to have ready",
    # every document
    "page": "Page {page} of {pages}",
    "footer": "Referral {referral}",
    "not_known": "Not known",
    "not_stated": "Not stated",
    "not_sent": "Not sent yet",
    "npi": "NPI {npi}",
    "contact": "{name}, {phone}",
    "respelled": "Letters in [brackets] stand for others that cannot be printed here.",
    # the letter to the OT
    "letter_title": "Referral to occupational therapy",
    "not_signed": "NOT SIGNED",
    "not_signed_what": "This is a draft. It becomes an order when a clinician signs it.",
    "patient": "Patient",
    "born": "Born",
    "language": "Language",
    "interpreter": "Ask whether an interpreter is needed",
    "reached": "Phone, e-mail",
    "lives": "Lives in",
    "plan": "Insurance plan",
    "member": "Member ID {id}",
    "priority": "Priority",
    "ordered": "What is ordered",
    "order": "Order",
    "visits": "Visits",
    "frequency": "How often",
    "ordered_by": "Prepared by",
    "services": "Asked for:",
    "goals": "The patient's own goals",
    "burden": "What MS makes hard",
    "reason": "Reason and diagnoses",
    "diagnosis": "{code}: {name}",
    "notes": "Precautions and notes",
    "no_notes": "None were stated. Ask the office that refers if you need to know more.",
    "attachments": "Attached",
    "from_to": "From whom, to whom",
    "to": "To",
    "from": "From",
    "by_phone": "Phone {number}",
    "by_fax": "Fax {number}",
    "sent": "Sent",
    "reply": "How to answer",
    "square": "Square that opens the page in a phone's camera",
    "reply_link": "Point a phone's camera at the square, to accept, to decline or to offer a day. "
    "Or open this address, and enter the number and the code. You need no account.",
    "reply_call": "Or call {contact}.",
    "reply_call_alone": "Call {contact}.",
    "signature": "Signature",
    "signed_by": "Signed by",
    "signed_at": "Signed on",
    # the first page of a fax
    "cover_title": "Fax: referral to occupational therapy",
    "to_fax": "Fax",
    "to_phone": "Phone",
    "from_phone": "Phone of sender",
    "from_fax": "Fax of sender",
    "pages": "Pages in all",
    "number": "Referral",
    "code": "One-time code",
    "confidential": "Private health information",
    "confidential_what": "The pages that follow tell of one person's health. They are for the "
    "recipient above and for nobody else. The law protects them: do not read, copy or pass them on "
    "unless they are for you.",
    "wrong_desk": "Is this not for you?",
    "wrong_desk_what": "Please read no further. Call {contact}. Say that referral {referral} "
    "reached you, and then shred every page.",
    # the patient's page
    "patient_title": "Your visit to an occupational therapist",
    "patient_no_language": "We do not have this page in {language} yet, so it is in English.",
    "patient_intro": "{patient}: {requester} asked this therapist to help you.",
    "patient_therapist": "Therapist",
    "patient_place": "Place",
    "patient_phone": "Phone of the therapist",
    "patient_next": "What happens next",
    "patient_wait": "Wait for a call.",
    "patient_wait_what": "The therapist will call you to set a day. You need to do nothing now.",
    "patient_no_call": "No call by {date}?",
    "patient_call": "Then call {phone}. Say: “My doctor sent me to you. When can I come?”",
    "patient_call_office": "Then call {contact}. Say: “I wait for a call from the therapist.”",
    "patient_visit": "Go to your visit.",
    "patient_visit_what": "Bring this page, your insurance card and a list of your medicines.",
    "patient_status": "See where it stands",
    "patient_status_link": "Point the camera of a phone at the square. Or open this address and "
    "enter the number. We ask for your birth date too.",
    "patient_other": "Questions? Want another therapist?",
    "patient_other_what": "Call {contact}. Say: “I would like another therapist.” You may always "
    "ask for that.",
    # to whom a patient's data went
    "disclosures_title": "Who was given your health information",
    "disclosures_as_of": "As of {date}",
    "disclosures_until": "Up to",
    "disclosures_none": "Nobody was given any.",
    "disclosed_on": "Date",
    "disclosed_to": "To whom",
    "disclosed_what": "What",
    "disclosed_why": "Why",
    "disclosed_by": "By whom",
}

PRIORITIES: dict[str, str] = {
    "routine": "Routine",
    "urgent": "Urgent",
    "asap": "As soon as possible",
    "stat": "At once",
}

# ICD-10-CM as it is since 2025-10-01; G35 alone is the code from before.
DIAGNOSES: dict[str, str] = {
    "G35": "Multiple sclerosis",
    "G35.A": "Multiple sclerosis, relapsing-remitting",
    "G35.B0": "Multiple sclerosis, primary progressive, not stated whether active",
    "G35.B1": "Multiple sclerosis, primary progressive, active",
    "G35.B2": "Multiple sclerosis, primary progressive, not active",
    "G35.C0": "Multiple sclerosis, secondary progressive, not stated whether active",
    "G35.C1": "Multiple sclerosis, secondary progressive, active",
    "G35.C2": "Multiple sclerosis, secondary progressive, not active",
    "G35.D": "Multiple sclerosis, form not stated",
}

DISCLOSED: dict[str, str] = {
    "identity": "name and birth date",
    "contact": "how to reach you",
    "insurance": "insurance",
    "health": "health and goals",
    "order": "what was ordered",
    "attachments": "attached papers",
}

PURPOSES: dict[str, str] = {
    "treatment": "Your treatment",
    "payment": "Payment",
    "operations": "Running the service",
    "your-request": "You asked for it",
    "law": "The law asks for it",
}
