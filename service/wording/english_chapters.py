"""Whose chapter a place is, and whom a program pays, in English."""

SENTENCES: dict[str, str] = {
    "chapter_serves": "This chapter serves the place",
    "chapter_tentative": "Please confirm where the person lives; the chapter depends on it",
    "chapter_fallback": "No chapter that is known here serves this place; ask those who are named "
    "instead",
    "chapter_nobody": "No chapter that is known here serves this place",
    "chapter_by_postal_code": "Serves ZIP code {place}",
    "chapter_by_postal_code_tentative": "Serves ZIP code {place}, the nearest to the point given; "
    "please confirm it",
    "chapter_by_county": "Serves {place}",
    "chapter_by_county_tentative": "Serves {place}, where this place lies, or a part of it; please "
    "confirm the county",
    "chapter_by_county_maybe": "Serves {place}, which is near; please confirm the county",
    "chapter_by_state": "Serves all of {place}",
    "chapter_by_state_tentative": "Serves all of {place}, where the point given seems to lie; "
    "please confirm the state",
    # the therapists of a program
    "providers_found": "Therapists nearby whom this program pays, the best match first",
    "providers_eased": "Nobody is known nearby; these are found by a wider search",
    "providers_nobody": "No therapist is known whom this program pays; ask the program, and those "
    "of whom it is not known",
    "providers_nowhere": "Tell the ZIP code, or a place, to find therapists",
    "providers_uncertified": "This program asks for a certificate that this directory does not "
    "record; ask the program whom it pays",
    "providers_too_many": "Too many programs at once to look for therapists here; the search "
    "finds them",
    "providers_not_looked_for": "Therapists are looked for where the person has the program, or "
    "may have it",
}

PROBLEMS: dict[str, str] = {
    "county_unknown": "is not a known county{nearest}",
    "chapter_twice": "another chapter has the same id; give one of them another",
    "chapter_without_contact": "must have a phone, email, url or text by which the chapter is "
    "reached",
    "chapter_area_or_fallback": "must have either an area or fallback: true (for whoever no "
    "chapter serves)",
}
