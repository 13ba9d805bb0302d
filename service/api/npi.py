"""How a route takes an NPI: its documentation, and what is none."""

from typing import Any

from service.errors import InvalidQuery, Problem

NPI_EXAMPLE = "1234567893"
NPI_PARAMETER: dict[str, Any] = {
    "in": "path",
    "name": "npi",
    "description": "The ten-digit National Provider Identifier.",
    "schema": {"type": "string", "pattern": "^[0-9]{10}$", "examples": [NPI_EXAMPLE]},
}
NO_SUCH_NPI = "No such NPI in this directory."


def check_npi(npi: str) -> None:
    """Raises InvalidQuery for what is no NPI."""
    if not (npi.isascii() and npi.isdigit() and len(npi) == 10):
        raise InvalidQuery(Problem("npi", "npi_digits", example=NPI_EXAMPLE))
