"""Who says a fact, by the kinds of sources, and what files hold, in English."""

SOURCES: dict[str, str] = {
    "profiles": "Lists of this directory's own",
    "nppes": "NPPES, the national register of providers",
    "npd": "CMS National Provider Directory",
    "clinicians": "Medicare's list of clinicians",
    "qhp": "Lists of insurance plans",
    "mscs": "List of MS certificates",
    "centers": "List of MS centers",
    "organizations": "NPPES, the national register of providers",
    "geocoder": "Found on the map by the address",
    "provider": "The therapist or their office",
    "staff": "Staff of this directory",
    "NPPES Medicaid number": "Medicaid number in NPPES, the national register",
}
