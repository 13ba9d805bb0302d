"""Every e-mail in English, by its template: subject and text. Nothing here tells of anybody's
health: mail is read by servers on its way, and on shared screens."""

_SIGN_IN = (
    "Please open it here:\n{link}\n\nThe link is for your office only; do not forward it."
    "\n\nYou will be asked for a one-time code. It is on the cover sheet, if one came by fax. If "
    "you have no code, call the office that sent the referral, and they will tell you one:"
    "\n{office}"
)
_OFFICE = "\n\nReferral: {referral}\n\nThis message was sent by OTMatch. Replies are not read."
_PATIENT = "\n\nThis message was sent by OTMatch. Replies are not read."
# The referring office has no page of ours: its own system asks the API.
_OPEN = (
    "Please open it in your own system, or by the API of OTMatch, by its number:\n{referral}"
    f"{_PATIENT}"
)
_ENDING = "Of the visits that a program pays for a referral, one is left. Please plan how to go on."

SUBJECTS: dict[str, str] = {
    "referral-arrived": "You have a new referral in OTMatch",
    "reminder": "A referral in OTMatch waits for you",
    "answered": "An answer to a referral was recorded for your office",
    "cancelled": "A referral in OTMatch was withdrawn",
    "cancellation-requested": "Please confirm that a referral in OTMatch is canceled",
    "plan-of-care-due": "A document is due in OTMatch",
    "award-ending": "A referral in OTMatch: one visit is left",
    "award-ending-office": "A referral in OTMatch: one visit is left",
    "escalation": "A referral of yours has had no answer",
    "recipient-left": "The office that a referral of yours went to left the directory",
    "next-offered": "A referral of yours was offered to the next office",
    "to-deliver": "A referral of yours must be delivered by hand",
    "accepted": "A referral of yours was accepted",
    "declined": "A referral of yours was declined",
    "scheduled": "A referral of yours has an appointment",
    "completed": "A referral of yours was completed",
    "not-contacted": "Somebody says that nobody has called yet",
    "another-asked": "Somebody asks for another office",
    "patient-sent": "Your request was sent",
    "patient-news": "There is news about your request",
    "directory-doubt": "A listing in OTMatch may be wrong",
}
TEXTS: dict[str, str] = {
    "referral-arrived": f"You have a new referral in OTMatch. {_SIGN_IN}{_OFFICE}",
    "reminder": "You were sent a referral in OTMatch and have not confirmed it yet. Business days "
    f"since then: {{days}}. {_SIGN_IN}{_OFFICE}",
    "answered": "An answer to a referral that you were sent was recorded for your office. It was "
    "given with a one-time code that the referring office told somebody. If you gave it, nothing "
    "more is needed. If nobody of your office did, please call the office that sent you the "
    f"referral, and ask for a code to look at it. {_SIGN_IN}{_OFFICE}",
    "cancelled": "A referral that you were sent was withdrawn. Nothing more is needed from you."
    f"{_OFFICE}",
    "cancellation-requested": "The office that sent you a referral asks to cancel it. "
    f"{_SIGN_IN}{_OFFICE}",
    "award-ending": f"{_ENDING} {_SIGN_IN}{_OFFICE}",
    "plan-of-care-due": "A referral was begun {days} days ago, and the document that completes "
    f"it has not come back yet. {_OPEN}",
    "award-ending-office": f"{_ENDING} {_OPEN}",
    "escalation": "An office has not confirmed a referral of yours. Business days since it was "
    f"sent: {{days}}. Please call the office, or choose another one. {_OPEN}",
    "recipient-left": "Whom you sent a referral to is not in the directory any more. Please choose "
    f"another office, unless the next one on your list was asked already. {_OPEN}",
    "next-offered": "The office that you chose did not answer in time, or left the directory. The "
    f"referral was offered to the next one on your list. {_OPEN}",
    "to-deliver": "A referral of yours cannot be delivered electronically. It waits on the list of "
    f"those to deliver by hand. {_OPEN}",
    "accepted": f"A referral of yours was accepted. {_OPEN}",
    "declined": f"A referral of yours was declined. You can send it to another office. {_OPEN}",
    "scheduled": f"A referral of yours has an appointment. {_OPEN}",
    "completed": f"A referral of yours was completed. {_OPEN}",
    "not-contacted": f"Somebody whom you referred says that nobody has called yet. {_OPEN}",
    "another-asked": f"Somebody whom you referred asks for another office. {_OPEN}",
    "patient-sent": "Your request was sent. See here where it stands, whom to call, and how to ask "
    f"for another office:\n{{link}}\n\nYou will be asked for your birth date.{_PATIENT}",
    "patient-news": "There is news about your request. See it here:\n{link}\n\n"
    f"You will be asked for your birth date.{_PATIENT}",
    "directory-doubt": "What became of a referral shows that a listing may be wrong. Please check "
    "it.\n\nCorrection: {correction}\n\nThis message was sent by OTMatch. Replies are not read.",
}
