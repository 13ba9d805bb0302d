"""The example line of profiles.ndjson that the contract gives, and changes of it."""

import json
from copy import deepcopy

EXAMPLE = """{"npi": "1234567893", "name": {"first": "Ana", "middle": null, "last": "Ruiz",
"credentials": "OTR/L, MSCS"}, "gender": "F", "taxonomies": ["225XN1300X"], "licenses": [{"state":
"NY", "number": "012345"}], "privileges": [{"state": "NJ"}], "credentials": [{"code": "MSCS",
"expires_on": "2027-12-31", "checked_on": "2026-10-01", "source": "roster"}], "services":
{"energy-conservation": "yes", "driving": "no"}, "ages_served": {"adults": "yes"}, "languages":
["en", "es"], "telehealth": "yes", "home_visits": {"offered": "yes", "radius_miles": 15},
"locations": [{"name": "Riverside Rehab", "line1": "1 Main St", "line2": null, "city": "Albany",
"state": "NY", "postal_code": "12203", "phone": "5185550100", "lat": 42.68, "lon": -73.85,
"accepting_patients": "newpt", "wait_weeks": 3, "settings": ["clinic"], "access": {"step_free":
"yes"}, "plans": [{"plan_id": "11111NY0010001", "payer": "Example Health", "status": "in-network",
"as_of": "2026-10-01", "source": "office"}], "programs": []}]}""".replace("\n", " ")
LINE = json.loads(EXAMPLE)


def changed(path, value):
    """The example with one field set."""
    line = at = deepcopy(LINE)
    *above, name = path.split(".")
    for step in above:
        at = at[int(step) if step.isdecimal() else step]
    at[name] = value
    return line
