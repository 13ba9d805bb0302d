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

# What a load reads, by its options.
FILES: dict[str, str] = {
    "nppes": "National register of providers (NPPES)",
    "nppes_locations": "NPPES: further places of work",
    "nppes_names": "NPPES: other names of organizations",
    "nppes_endpoints": "NPPES: addresses for secure mail",
    "registry": "NPPES: single entries looked up",
    "npd": "National Provider Directory of CMS",
    "clinicians": "Medicare's list of clinicians",
    "qhp_plans": "An insurer's plans",
    "qhp_providers": "Therapists in an insurer's networks",
    "benefits": "What plans cover (CMS Marketplace)",
    "mscs": "MS certificates (MSCS roster)",
    "centers": "MS centers",
    "exclusions": "People excluded from federal programs (OIG)",
    "deactivations": "NPPES: numbers that ended",
    "profiles": "Lists of this directory's own",
    "directory": "The directory as it was before",
}
