"""/providers/{npi}: all that is known of one therapist, and what became of one who left."""

from flask import Response

from service.api.authentication import needs
from service.api.language import asked_wording
from service.directory.profile import Profile
from service.errors import Gone, NotFound
from service.people import profile_of
from service.wording.departures import departure_text

from .listed import seen_results
from .provider_view import provider_values
from .site import Site, show_site

PATH = "/providers/<npi>"


def add_provider(site: Site) -> None:
    @site.pages.get(PATH)
    @needs("directory.read")
    def provider(npi: str) -> Response:
        try:
            profile = found(site, npi)
        except Gone as error:
            return _left(error)
        values = provider_values(profile, site.today(), asked_wording(), site.program_names())
        values |= {"indexed": True, "results": seen_results()}
        return show_site("provider.html", values)


def found(site: Site, npi: str) -> Profile:
    """Raises Gone for who left, NotFound for any other text."""
    if not (npi.isascii() and npi.isdigit() and len(npi) == 10):
        raise NotFound
    return profile_of(site.engine, npi)


def _left(error: Gone) -> Response:
    tombstone = error.tombstone
    values = {
        "text": departure_text(tombstone, asked_wording()),
        "replaced_by": tombstone.departure.replaced_by,
    }
    return show_site("gone.html", values, 410)
