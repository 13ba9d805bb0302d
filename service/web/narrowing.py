"""Facets as links that narrow a search, and the conditions of a search as links that undo them."""

from collections.abc import Iterator, Mapping
from typing import Any

from service.wording.wording import Wording

from .asked import Asked

# Facet -> the parameter that takes several of its values.
_SEVERAL = {
    "access": "access",
    "programs": "program",
    "credentials": "credential",
    "specialties": "specialty",
    "languages": "language",
    "services": "service",
}
# Parameter that takes several values -> the names of these.
_LISTED = {
    "need": "needs",
    "service": "services",
    "access": "access",
    "specialty": "specialties",
    "credential": "credentials",
    "language": "languages",
    "gender": "genders",
}
_ORDER = ("accepting_patients", "payers", "programs", "settings", "access", "credentials",
          "specialties", "languages", "services")  # fmt: skip
_MOST = 12  # values of a facet: what fewer people have is asked for in the form
_TAKES_NEW = "newpt"
Link = dict[str, Any]


def narrowing(asked: Asked, facets: dict[str, list[dict[str, Any]]]) -> list[Link]:
    """Each facet with its values: name, people, and the link; none for what only informs."""
    return [
        {"code": facet, "values": [
            bucket | _choice(asked, facet, bucket["code"]) for bucket in facets[facet][:_MOST]
        ]}
        for facet in _ORDER if facets.get(facet)
    ]  # fmt: skip


def _choice(asked: Asked, facet: str, code: str) -> Link:
    """`chosen`, and the link that chooses or undoes it; None where no search asks for that."""
    if name := _SEVERAL.get(facet):
        chosen = code in asked.all(name)
        change = asked.without_value if chosen else asked.with_value
        return {"chosen": chosen, "link": change(name, code)}
    if facet == "payers":
        chosen = asked.get("payer") == code and asked.get("insurance_mode") == "require"
        payer = None if chosen else code
        mode = None if chosen else "require"
        return {"chosen": chosen, "link": asked.link(plan=None, payer=payer, insurance_mode=mode)}
    if facet == "settings":
        chosen = asked.get("setting") == code
        # Who comes to the patient has no distance to sort by.
        order = None if code == "home" else asked.all("sort")
        return {"chosen": chosen, "link": asked.link(setting=None if chosen else code, sort=order)}
    if code != _TAKES_NEW:
        return {"chosen": False, "link": None}
    chosen = asked.get("accepting") == "true"
    return {"chosen": chosen, "link": asked.link(accepting=None if chosen else "true")}


def undoing(
    asked: Asked, understood: dict[str, Any], wording: Wording, programs: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Every condition that can be taken back: what it is, and the link without it."""
    return [
        *(
            (programs.get(one, one), asked.without_value("program", one))
            for one in asked.all("program")
        ),
        *_undoing_several(asked, wording),
        *_undoing_single(asked, wording),
        *_undoing_unknown(asked, understood, wording),
    ]


def _undoing_several(asked: Asked, wording: Wording) -> Iterator[tuple[str, str]]:
    for parameter, kind in _LISTED.items():
        names = wording.names[kind]
        for code in asked.all(parameter):
            if code in names:
                yield names[code], asked.without_value(parameter, code)


def _undoing_single(asked: Asked, wording: Wording) -> Iterator[tuple[str, str]]:
    for parameter in ("accepting", "insurance_mode"):
        if asked.get(parameter) in ("true", "require"):
            yield wording.pages[f"ask_{parameter}"], asked.link(**{parameter: None})
    if asked.get("telehealth") == "true":
        link = asked.link(telehealth=None, patient_state=None)
        yield wording.pages["ask_telehealth"], link
    if name := wording.names["settings"].get(asked.get("setting")):
        yield name, asked.link(setting=None)


def _undoing_unknown(
    asked: Asked, understood: dict[str, Any], wording: Wording
) -> Iterator[tuple[str, str]]:
    if unknown := understood["unknown"]:
        what = wording.names["left_out"][unknown]
        yield wording.pages["only_unknown"].format(what=what), asked.link()
