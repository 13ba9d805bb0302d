"""The wording that tests of Spanish texts ask."""

from service.wording.languages import WORDINGS

SPANISH = WORDINGS["es"]
