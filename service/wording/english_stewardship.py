"""What staff are told of the directory, in English."""

SENTENCES: dict[str, str] = {
    # why a row of a roster matches nobody
    "roster_no-such-ot": "No OT of this NPI is in the directory",
    "roster_left": "This OT left the directory",
    "roster_other-name": "The name is not the one that other sources give for this NPI; check both",
    "roster_repeated": "This NPI stands in a row before",
}
