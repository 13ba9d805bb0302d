"""What is wrong with a parameter, and what errors say, in English. A problem is read after its
parameter's name: "radius: must be ..."."""

from collections.abc import Iterator

import service.access.errors  # noqa: F401 - a part of the tree, all of which is worded
from service.errors import LoadRefused, OTMatchError

PROBLEMS: dict[str, str] = {
    # one parameter by itself
    "not_a_parameter": "is not a parameter; there are: {parameters}",
    "needed": "is needed",
    "repeated": "must be given once",
    "not_utf8": "must be text in UTF-8",
    "unprintable": "must be 1 to {most} printable characters",
    "no_letter": "must hold a Latin letter or a digit",
    "not_a_number": "must be a plain number above 0, at most {most:g}, with up to six decimals",
    "not_whole": "must be a whole number from 1 to {most}",
    "not_yes_no": "must be true or false",
    "not_among": "must be one of {choices}",
    "not_a_code": "is not a code of the vocabulary (/api/v1/vocabulary){nearest}",
    "npi_digits": "must be ten digits",
    # in a body
    "not_text": "must be text, in quotes",
    "not_numeric": "must be a number, without quotes",
    "not_a_list": "must be a list, in [brackets]",
    "not_an_object": "must be an object, in {{braces}}",
    "not_a_member": "is not a member here; there are: {members}",
    "not_so_many": "must have {least} to {most} entries",
    "not_a_day": "must be a day as in 2026-11-22",
    "not_a_moment": "must be a moment with its offset from UTC, as in 2026-11-22T09:30:00-05:00",
    "not_json": "must be JSON (RFC 8259), with numbers that are finite",
    "too_deep": "must not be nested more than {most} deep",
    "not_a_program": "must be a program's id: small letters, digits and hyphens",
    "not_a_zip": "must be a ZIP code of five digits",
    "code_mistyped": "is mistyped: a code has eight letters and digits, and none of 0, O, 1, I, L",
    # places
    "zip_unknown": "is not a ZIP code on the map{nearest}",
    "point_outside": "latitude must lie in -90 to 90 and longitude in -180 to 180",
    "only_numbers": "looks like a ZIP code or a point; a ZIP code has five digits",
    "not_a_place": "must be a ZIP code, a city with its state, or latitude,longitude as in "
    "42.68,-73.85",
    "city_unknown": "is not a known city{nearest}",
    "city_unknown_in": "is not a city known in {state}{nearest}",
    "state_needed": "needs a state; places of this name: {places}",
    # beside other parameters
    "needed_with_coverage": "is needed, or payer: name the plan or the insurer",
    "needed_with_radius": "is needed with radius: say around which place",
    "needed_with_state": "must be true with patient_state, which is about video visits",
    "needed_with_require": "is needed with insurance_mode=require, or payer: say which one to "
    "require",
    "needed_with_distance": "is needed with sort=distance",
    "no_distance_by_video": "distance does not go with telehealth=true: video visits have no "
    "distance",
    "no_distance_at_home": "distance does not go with setting=home: the OT comes to the patient",
    "no_distance_unknown": "distance does not go with those whose distance is not known",
    "needed_with_video": "is needed with telehealth=true, or a place that lies in a state",
    "not_in_use": "must name a filter that this search uses; here: {filters}",
    "needed_with_unknown": "is needed with this unknown, which must name a filter that the search "
    "uses",
    "all_need_visits": "cannot be true: what is asked for cannot be done by video ({services})",
    "too_many_words": "must have at most {most} words",
    # referrals
    "no_such_shortlist": "is of no shortlist that is kept",
    "not_an_npi": "must be an NPI, or an object of npi and location_id",
    "no_such_ot": "is of nobody in this directory",
    "no_such_location": "must be a location of this OT: {choices}",
    "consent_needed": "must be true: a shortlist needs the patient's consent",
    "key_of_another": "was sent before with another body; make a new one for each request",
    "not_a_pdf": "must be a PDF that can be opened; save it as a PDF once more",
    "locked_pdf": "must be a PDF that opens without a password; save it without one",
    "long_pdf": "must be a PDF of at most {most} pages; send it in parts",
    "not_a_birth_date": "must be a day from 1900 to today",
    "in_the_past": "must not be over; a visit that was made is told by the action visit",
    "not_a_file_name": "must name a file in 1 to 100 characters that can be read",
    "not_by_an_ot": "must be one of {choices}: papers of the order are its office's",
    "in_the_future": "must not be after now",
    "signature_needed": "is needed to send it: the name of the person who signs",
    "only_clinicians_sign": "must be left out: a clinician signs, by sending",
    "named_before": "is of an OT who is named before; each is asked once",
    "not_a_phone": "must be a telephone number of 7 to 20 digits, such as 518-555-0142 ext. 7",
    "not_an_email": "must be one e-mail address such as office@clinic.example, in ASCII letters "
    "before the @",
    "no_such_postal_code": "must be a ZIP code that there is; leave it out if it is not known",
    "no_such_plan": "must be the id of a plan of this directory, or a HIOS id of 14 signs as it "
    "stands on cards of marketplace plans; leave it out if it is not known",
    "not_a_postal_code": "must be a ZIP code such as 12203 or 12203-1234",
    "not_a_diagnosis": "must be an ICD-10-CM code such as G35.A",
    # reports of errors in a listing
    "no_markup": "must be plain text, without < and >",
    "not_a_fact": "must be one of these facts: {choices}",
    "fact_with_code": "must be a fact, with its code if it has one: services.driving, phone",
    "not_its_value": "is not a value that {field} can have",
    "not_a_fact_here": "must be a fact that staff can correct: of a location with "
    "location_id, of the person without it",
    "goes_with_kind": "goes with kind={kind}, and only with it",
    "not_lately": "must be a day of the last {most} days, today at the latest",
    "not_a_county": "must be a county with its state, as in Albany County, NY",
    "needed_with_county": "is needed, or county: say where",
    "needed_with_npi": "is needed, or npi: say of which state or of which OT",
    "not_csv": "must be CSV with a header; a quote is never closed",
    "not_a_roster": "must have a header that names npi and certified_on or expires_on",
    "too_many_rows": "must have at most {most} rows",
    "not_listed_here": "must be a contact that this location lists: {choices}",
    "nobody_to_invite": "has nobody left to ask: stale, with this contact, and not asked lately",
    "fact_of_person": "must be left out: this fact is of the person, not of a location",
    # rights of a token
    "needed_with_role": "is needed with the role {role}",
    "only_with_role": "goes with the role {role} only",
    "npi_check_digit": "must be ten digits with the right check digit",
    "not_a_chapter": "must be small letters, digits and hyphens",
    # cursors
    "cursor_old": "is too old; begin again without it",
    "cursor_of_another": "belongs to another search; keep all other parameters the same",
    "cursor_damaged": "is damaged; copy the whole of `next`",
    "since_of_another": "belongs to another directory; begin again without it",
    "since_old": "is older than what is kept of removals; begin again without it",
    # insurance
    "medicaid_state": "needs the state: add a place, or name the state with it, as in the example",
    "plan_is_an_insurers": "does not go with that plan, which is an insurer's; leave one of them "
    "out",
    "not_the_plans_payer": "is not the payer of that plan; leave payer out",
    "require_unknown": "cannot be require while the insurance is not known; leave it out",
}


def _told(kind: type[OTMatchError] = OTMatchError) -> Iterator[type[OTMatchError]]:
    """Every error that can be an answer; a load's are not."""
    if kind is not LoadRefused:
        yield kind
        for further in kind.__subclasses__():
            yield from _told(further)


# What a Conflict is, by its code.
CONFLICTS = {
    "illegal-move": "Its state does not allow this",
    "not-awardable": "This case cannot be awarded now",
    "beyond-budget": "More than the budget has left",
    "beyond-visits": "More visits than the award has left",
    "award-needs-person": "The case names nobody",
    "awarded-before": "There is an award already",
    "award-over": "This award has ended",
    "illegal-case-move": "The case's state does not allow this",
    "same-person": "Another person has to confirm this",
    "program-not-in-effect": "The program decides nothing on this day",
    "duplicate-referral": "A referral like this one is open",
    "recipient-gone": "This OT is no longer in the directory",
    "no-next-recipient": "Nobody else is on the shortlist",
    "ot-asked-before": "This OT was asked before",
    "code-locked": "The one-time code is locked after too many wrong ones",
    "no-consent": "The patient's consent does not reach so far",
    "report-decided": "This report was decided already",
    "nobody-to-ask": "Nobody can be asked about this",
    "asked-before": "Whoever reported this was asked already",
    "preview-changed": "This roster would change something else now",
    "claims-wait": "Claims of this listing wait already",
    "claim-decided": "This claim was decided already",
    "claim-not-locked": "This claim is not locked",
    "place-gone": "This OT, or this location, is no longer in the directory",
}

TITLES: dict[str, str] = (
    {kind.code: kind.title for kind in _told()}
    | CONFLICTS
    | {
        "unexpected": "Something went wrong",
        "http-400": "Bad Request",
        "http-404": "Not Found",
        "http-405": "Method Not Allowed",
        "http-413": "Request Entity Too Large",
        "http-414": "Request URI Too Long",
        "http-415": "Unsupported Media Type",
    }
)

# What errors without problems say further.
DETAILS: dict[str, str] = {
    "not-found": "This NPI is not in this directory.",
    "no-shortlist": "It was deleted, or its time is over. Check the code, or make a new list.",
    "no-such-chapter": "Check the id; /api/v1/chapters?near= finds the chapter of a place.",
    "no-such-program": "Check the id; /api/v1/programs lists what there is.",
    "no-such-record": "Check the address; a record of another office is not shown.",
    "illegal-move": "Read the referral again: `actions` are what can be done now.",
    "not-awardable": "It must be open, and eligible today by the version in effect; check it again "
    "first.",
    "beyond-budget": "`remaining` is what can be given in dollars.",
    "beyond-visits": "`remaining` is how many visits can be counted; correct the number.",
    "award-needs-person": "The program asks for days between two awards of one person: record the "
    "check again with `patient`, and award that case.",
    "awarded-before": "Use it up or revoke it, or wait as long as the program says.",
    "award-over": "Make a new one, if the person is still eligible.",
    "illegal-case-move": "Read the case again: `actions` are what can be done now.",
    "same-person": "Ask a colleague of the same chapter.",
    "program-not-in-effect": "Check again on a day of its effect, or close the case.",
    "duplicate-referral": "Go on with it, or say in allow_duplicate why there is a second one.",
    "no-next-recipient": "Name a recipient.",
    "ot-asked-before": "They declined, or did not answer. Name another recipient, or say in "
    "text why they are asked again.",
    "recipient-gone": "Choose another one; who was asked can still decline.",
    "code-locked": "Ask for a new one, by new: true, and tell it to the OT.",
    "no-consent": "Ask the patient, record their consent, and try again.",
    "report-decided": "Read it again: nothing is left to decide.",
    "nobody-to-ask": "A doubt comes from a referral; accept or reject it.",
    "asked-before": "Accept or reject it.",
    "preview-changed": "Look at a new preview, and apply that one.",
    "claims-wait": "Staff bring their codes; try again when these are answered.",
    "claim-decided": "Read it again: nothing is left to decide.",
    "claim-not-locked": "Its code can be tried: nothing is to be done.",
    "place-gone": "Reject it, or wait until a source names them again.",
    "stale": "Read it again, look at what changed, and try again with its new ETag.",
    "version-needed": "Send the header If-Match with the ETag of what you change, as you read it.",
    "too-large": "Send less: at most 20 papers of 10 MB each.",
    "directory-unavailable": "Try again in a few seconds. If this stays, tell the operator, whose "
    "log says why.",
    "no-directory": "The operator makes one with otmatch-index load; the log says what is wrong.",
    "store-unavailable": "Try again in a few seconds. If this stays, tell the operator, whose log "
    "says why.",
    "unauthenticated": "Send the header Authorization: Bearer, followed by your token.",
    "invalid-token": "It is wrong, expired or revoked; ask whoever gave it to you for a new one.",
    "no-bearer": "Send it once: the word Bearer, a space, and the token.",
    "forbidden": "Your token does not give this right; ask whoever gave it to you.",
    "too-many": "Try again after the seconds that Retry-After tells.",
    "issuer-unavailable": "Try again in half a minute; your token could not be checked.",
    "referrals-off": "The directory answers without a token. The operator turns referrals on with "
    "a store and its keys.",
    "http-404": "There is nothing at this address; /api/v1/docs lists what there is.",
    "http-405": "This method is not possible here; /api/v1/docs lists what is.",
    "http-413": "The body is larger than is taken here; send only what /api/v1/docs lists.",
    "http-415": "Send JSON, with Content-Type: application/json; a paper of a referral as a PDF, "
    "with application/pdf.",
    "unexpected": "This is our fault, not yours. Try again; if it stays, tell the operator.",
}
