"""What a shortlist says of OTs who are no longer where they were, in English."""

SENTENCES: dict[str, str] = {
    "shortlist_location_left": "This location is no longer in the directory; these are the OT's "
    "locations now",
    "shortlist_left": "This OT is no longer in the directory",
}
