"""Why an OT left the directory, as a sentence."""

from service.directory.departure import Tombstone

from .figures import day_text
from .wording import Wording


def departure_text(tombstone: Tombstone, wording: Wording) -> str:
    """When, why, and since when the source says so; of one who never was here there is no when."""
    departure, said = tombstone.departure, wording.phrases
    reason = wording.names["departures"][departure.reason]
    day = departure.as_of and day_text(departure.as_of, wording.locale)
    replaced = departure.replaced_by
    sentence = "departed" if tombstone.was_here else "never_here"
    return wording.sentences[sentence].format(
        date=day_text(tombstone.removed_on, wording.locale),
        reason=reason,
        since=said["since"].format(date=day) if day else "",
        replaced=said["replaced_by"].format(npi=replaced) if replaced else "",
    )
