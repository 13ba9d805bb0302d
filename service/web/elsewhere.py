"""Other places to look for help, as data: codes with addresses; what each is for is worded.

Addresses are those of the organizations' own front pages: what lies below these moves.
"""

from collections.abc import Mapping
from types import MappingProxyType

ELSEWHERE: Mapping[str, str] = MappingProxyType(
    {
        "cmsc": "https://www.mscare.org/",
        "society": "https://www.nationalmssociety.org/",
        "aota": "https://www.aota.org/",
        "msaa": "https://mymsaa.org/",
        "msfocus": "https://msfocus.org/",
    }
)
