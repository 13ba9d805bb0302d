"""What staff are told of the directory, in English."""

SENTENCES: dict[str, str] = {
    # why a row of a roster matches nobody
    "roster_no-such-ot": "No OT of this NPI is in the directory",
    "roster_left": "This OT left the directory",
    "roster_other-chapter": "This OT works where your chapter does not serve",
    "roster_other-name": "The name is not the one that other sources give for this NPI; check both",
    "roster_repeated": "This NPI stands in a row before",
}

# The page on which an OT confirms a listing.
PAGES: dict[str, str] = {
    "confirm_code_title": "Confirm your listing",
    "confirm_intro": "This page is for the occupational therapist of a listing, or their office. "
    "To open it, enter the code that we brought to the phone, fax or address of the listing.",
    "confirm_approved": "Staff approved that this listing is yours. No code is needed.",
    "confirm_locked": "There were too many wrong codes. Please call the office that gave you this "
    "link.",
    "confirm_code_hint": "8 digits, as in 1234 5678.",
    "confirm_number_intro": "This page is for the occupational therapist of a listing, or their "
    "office. Enter the number and the code that we told you by phone, or that stand in our letter.",
    "confirm_number_hint": "It begins with c- and has 16 more letters and digits.",
    "field_claim": "Number of the claim",
    "fault_no_such_claim": "nothing waits under this number. Compare it with the letter, or ask "
    "who called you.",
    "confirm_open": "Open the listing",
    "confirm_title": "Is your listing right?",
    "confirm_what": "Patients with MS and their doctors see this. Change what is wrong, and say "
    "what is missing. What you leave open stays unknown.",
    "confirm_office": "Your office at this address",
    "confirm_patients": "Your patients",
    "confirm_plans": "Insurance that you take here",
    "confirm_offer_body": "What you offer: body and energy",
    "confirm_offer_days": "What you offer: daily life",
    "confirm_offer_home": "What you offer: at home",
    "confirm_offer_out": "What you offer: out and about",
    "confirm_rest": "What else we show",
    "confirm_folded": "These parts are folded up. Each says what we show now. "
    "Open one only to change it. What you leave as it was is confirmed as it stands.",
    "confirm_nothing": "Nothing is said yet.",
    "confirm_access": "Getting in and around",
    "confirm_send": "Confirm",
    "confirm_thanks": "Thank you. Your answers are saved.",
    "confirm_thanks_what": "The directory shows them with the date of today. You can change them "
    "below.",
    "confirm_left": "You told us that you treat nobody at this address any more.",
    "confirm_left_what": "Staff will look at it and decide. Until then the directory shows this "
    "place as before, with what you said of it earlier. Was it a slip? Answer “Yes” below and "
    "confirm.",
    "yes": "Yes",
    "no": "No",
    "not_said": "Not said",
    "field_here": "Do you still treat patients at this address?",
    "field_phone": "Phone for appointments",
    "field_accepting": "Do you take new patients here?",
    "field_wait": "Weeks until a first visit",
    "field_home_visits": "Do you visit patients at home?",
    "now_home_visits": "home visits",
    "now_adults": "adults",
    "now_children": "children",
    "field_adults": "Do you treat adults?",
    "field_children": "Do you treat children?",
    "field_services": "What you offer",
    "field_access": "Getting in and around",
    "field_plans": "Insurance",
    "field_ages": "Ages",
    "fault_phone": "enter a phone number with its area code, such as 518-555-0142.",
    "fault_whole": "enter a whole number from 0 to {most}.",
}

# What is printed to bring a code.
LETTERS: dict[str, str] = {
    "claim_title": "Please confirm your listing",
    "claim_footer": "Claim {claim}",
    "claim_why": "Patients with multiple sclerosis look for an occupational therapist in OTMatch, "
    "and we list you. Much of what we know of you is old, or not known at all. Please say what is "
    "right; it takes three minutes.",
    "claim_step_page": "Type this address into a browser",
    "claim_step_code": "Enter the number and the code",
    "claim_step_code_what": "The number is {claim}. The code is printed below, and proves that the "
    "listing is yours.",
    "claim_step_form": "Answer one page of questions",
    "claim_step_form_what": "Leave open what you do not want to say.",
    "claim_not_you": "If this listing is not yours, throw this letter away: without the code "
    "nobody can change it.",
    "call_title": "Call sheet",
    "call_footer": "For staff alone",
    "call_what": "Call each number as it is listed here, and no other. Ask for the therapist or "
    "their office, and tell them to go to {page}, and to enter the number and the code.",
    "call_name": "Whom",
    "call_phone": "Listed phone",
    "call_number": "Number",
    "call_code": "Code",
}
