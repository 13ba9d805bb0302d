"""What the process that opens PDFs and the one that asks it have to agree on."""

LENGTH_BYTES = 8
LOCKED, UNREADABLE, TOO_LONG = 3, 4, 5  # exit codes
MOST_PAGES = 200  # of one PDF
