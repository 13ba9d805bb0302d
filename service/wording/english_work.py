"""Words of the pages for who signed in, in English."""

WORK: dict[str, str] = {
    # signing in and out
    "nav_/sign-in": "Sign in (for professionals)",
    "sign_in_title": "Sign in",
    "sign_in_intro": "For doctors, therapists, chapter staff and admins. Patients need no account.",
    "sign_in_for_whom": "Looking for a therapist for yourself or for someone else?",
    "sign_in_others": "Search without signing in",
    "sign_in_go": "Sign in",
    "sign_in_lasts": "A cookie keeps you signed in. It holds nothing about you or a patient.",
    "sign_in_out": "You are signed out.",
    "sign_in_kept": "You were signed out before your form arrived. It is kept for one hour. Sign "
    "in as before, and it comes back for you to check and send.",
    "field_token": "API token",
    "token_hint": "It begins with otm_. Your administrator gives it to you.",
    "fault_token": "this token does not hold. Paste all of it, or ask for a new one.",
    "signed_in_as": "Signed in as",
    "signed_in_nameless": "somebody whose name is not told",
    "of_organization": "organization {npi}",
    "role_admin": "administrator",
    "role_clinician": "clinician",
    "role_ot": "occupational therapist",
    "role_staff": "staff",
    "sign_out": "Sign out",
    "sign_out_everywhere": "Sign out on all devices",
    "sign_in_issuer": "Sign in with your organization",
    "sign_in_issuer_out": "On a computer that others use, sign out at your organization as well.",
    "sign_in_or": "Or with an API token",
    "sign_in_again": "Sign in again",
    "issuer_attempt": "Signing in did not work",
    "issuer_attempt_what": "It was stopped, took too long, or was begun in another window. Nobody "
    "was signed in. Please try again.",
    "issuer_silent": "Your organization's sign-in does not answer",
    "issuer_silent_what": "Nobody was signed in. Please try again in a few minutes.",
    "issuer_unmapped": "You have no part here yet",
    "issuer_unmapped_what": "Your organization knows you, but nobody said here what you may do, or "
    "for which place. Ask your administrator for a role.",
    # how long
    "session_until": "You stay signed in until",
    "session_how": "Each page that you open gives you more time. If you are signed out while you "
    "type, send your form all the same: it is kept for you.",
    "session_soon": "You will be signed out in less than 5 minutes.",
    "session_stay": "Stay signed in",
    "session_last": "You will be signed out in less than 5 minutes, as everybody is once a day. If "
    "you are still typing, send your form all the same: it is kept for you.",
    "session_over": "You were signed out. What you typed is still here. Send it: you will be asked "
    "to sign in, and it comes back for you to check.",
    "notice_kept": "Your form is back. Nothing was sent yet. Please check it, choose files again, "
    "and send it.",
    # where one may go
    "nav_/home": "My work",
    "nav_/referrals": "Referrals",
    "nav_/referrals/new": "New referral",
    "nav_/workbench": "Eligibility",
    "nav_/cases": "Cases",
    "nav_/queue": "Directory queue",
    "nav_/overdue": "Overdue",
    "nav_/roster": "Roster",
    "nav_/quality": "Data quality",
    "nav_/imports": "Imports",
    "nav_/listing": "My listing",
    "place_/referrals": "Where each referral stands, and what you can do for it now.",
    "place_/referrals/new": "Find the right therapist for a patient, and send the referral.",
    "place_/workbench": "Which programs a person may get, why, and what to ask next.",
    "place_/cases": "Decisions that were recorded, and the awards made on them.",
    "place_/queue": "Reports and claims on listings that wait for a decision.",
    "place_/overdue": "Facts of listings that nobody has confirmed for too long.",
    "place_/roster": "Upload a roster, look at what it would change, and apply it.",
    "place_/quality": "How much is known of the therapists, and where.",
    "place_/imports": "What was loaded, when, and what was refused.",
    "place_/listing": "See what the directory says of you, and confirm or correct it.",
    "home_nothing": "There is nothing here for you to do yet.",
    # errors
    "work_403": "This is not yours to do",
    "work_403_what": "Your account does not give you this right. Nothing was done. Ask your "
    "administrator if you need it.",
    "other_person": "Somebody else is signed in here",
    "other_person_what": "This form was filled in by somebody else than {name}, who is signed in "
    "now. Nothing was sent.",
    "other_person_kept": "It is kept for one hour for whoever filled it in, and shown to nobody "
    "else. Is that you? Sign in as yourself, and it comes back for you to check and send.",
    "other_person_in": "Sign in as yourself",
    "work_form": "This form cannot be taken",
    "work_form_what": "It is not from a page that you opened here, so nothing was done. Open the "
    "page anew, and fill it in there.",
    "work_again": "Open the page anew",
    "work_404": "There is nothing here for you",
    "work_404_what": "It may have been erased, or it belongs to others.",
    "sent_otherwise": "This form was sent before, with other words in it",
    "sent_otherwise_what": "What was sent first counts. What you changed since then was not taken.",
    "sent_otherwise_see": "See what came of it",
    "sent_otherwise_kept": "What you typed now is kept for one hour.",
    "sent_otherwise_again": "Open the form with it",
    "work_409": "This form was sent before",
    "work_409_what": "It is not known yet how that ended. Look at the page that it is about before "
    "you send it once more.",
    "work_413": "Too much was sent",
    "work_413_what": "Go back and send less: shorter texts, or a smaller file.",
    "work_429": "Too many tries",
    "work_429_what": "Please wait a little, then try again.",
    "work_503": "This does not work just now",
    "work_503_what": "Please go back and try again in a few minutes.",
    "work_other": "Something went wrong",
    "work_other_what": "Please go back and try again. If it stays, tell your administrator.",
}

# Of one, and of more.
COUNTS: dict[str, tuple[str, str]] = {
    "waiting": ("{count} is waiting", "{count} are waiting"),
    "work_429_wait": (
        "Please wait {count} minute, then try again.",
        "Please wait {count} minutes, then try again.",
    ),
}
