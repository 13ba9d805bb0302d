"""Why an OT is in an answer or not, as sentences: each filter's fact, and all in one."""

from collections.abc import Iterable

from service.directory.explanation import AtLocation, Verdict, Verdicts, lacking
from service.directory.profile import YES, Location
from service.explain import Ahead, Explanation, Similar

from .figures import any_of_text, day_text, list_text, number_text
from .insurance import insurance_code
from .provenance import with_others
from .sentences import sentence
from .wording import Wording

# A filter -> the names of its codes, and whether they are proper names, which keep their capitals.
_NAMES = {
    "specialty": ("specialties", False),
    "language": ("languages", True),
    "gender": ("genders", False),
    "credential": ("credentials", True),
    "patient_state": ("states", True),
    "near": ("states", True),
    "setting": ("settings", False),
    "access": ("access", False),
}


def verdict_text(verdict: Verdict, wording: Wording) -> str:
    """What one filter finds, in plain words."""
    fact = with_others(_fact_text(verdict, wording), verdict.values, wording)
    if verdict.turned and verdict.passed != YES:
        return sentence("gate_turned", {"fact": fact}, wording)
    return fact


def _fact_text(verdict: Verdict, wording: Wording) -> str:
    code, values = verdict.code, dict(verdict.values)
    if verdict.parameter == "insurance_mode":
        return sentence(insurance_code(code, values), values, wording)
    if code == "gate_access":
        parts = (_access_text(known, facts, wording) for known, facts in values.items())
        return "; ".join(parts)
    if code == "gate_near":
        way = sentence(values["way"], values, wording)
        return sentence(code, {"way": way, "miles": values["radius"]}, wording)
    if "held" in values:
        values["held"] = list_text(_named(verdict, values["held"], wording), wording.locale)
    if "asked" in values:
        values["asked"] = any_of_text(_named(verdict, values["asked"], wording), wording.locale)
    text = sentence(code, values, wording)
    if values.get("fresh") and verdict.parameter in ("accepting", "program"):
        day = day_text(values["date"], wording.locale)
        return f"{text} ({wording.phrases['checked_on'].format(date=day)})"
    return text


def _named(verdict: Verdict, codes: Iterable[str], wording: Wording) -> tuple[str, ...]:
    if verdict.parameter == "program":  # known by their ids alone
        return tuple(codes)
    kind, proper = _NAMES[verdict.parameter]
    names = (wording.names[kind][code] for code in codes)
    return tuple(name if proper else name.lower() for name in names)


def _access_text(known: str, facts: Iterable[str], wording: Wording) -> str:
    names = tuple(wording.names["access"][fact].lower() for fact in facts)
    return sentence(f"gate_access_{known}", {"names": list_text(names, wording.locale)}, wording)


def explanation_text(found: Explanation, wording: Wording) -> str:
    """All in one: the place, or what keeps the OT out of the answer."""
    if found.match is None:
        facts = ". ".join(_facts(found.verdicts, wording))
        return sentence("not_in_results", {"facts": facts}, wording)
    if found.place is None:
        return sentence("in_results_later", {"count": found.looked_at}, wording)
    place = number_text(found.place, wording.locale)
    return sentence("in_results", {"place": place, "count": found.total}, wording)


def _facts(verdicts: Verdicts, wording: Wording) -> list[str]:
    facts = [verdict_text(verdict, wording) for verdict in lacking(verdicts.of_person)]
    if all(at.lacking for at in verdicts.at_locations):
        facts += _location_facts(verdicts, wording)
    return facts or [sentence("known_elsewhere", {}, wording)]


def _location_facts(verdicts: Verdicts, wording: Wording) -> list[str]:
    """What is lacking at the location that comes closest, the first of several."""
    closest = min(verdicts.at_locations, key=lambda at: len(at.lacking))
    facts = [verdict_text(verdict, wording) for verdict in closest.lacking]
    if len(verdicts.at_locations) == 1:
        return facts
    apart = [sentence("no_location_meets_all", {}, wording)] * verdicts.met_apart
    told = {"at": location_text(closest, wording), "facts": "; ".join(facts)}
    return [*apart, sentence("at_closest_location", told, wording)]


def location_text(at: AtLocation, wording: Wording) -> str:
    """A location by its address, or what is known in place of one."""
    if at.location is None:
        return wording.sentences["no_location"]
    return _address(at.location) or wording.sentences["no_address"]


def _address(at: Location) -> str:
    return ", ".join(filter(None, (at.line1 or at.name, at.city, at.state)))


def ahead_text(ahead: Ahead, wording: Wording) -> str:
    """By which signals another stands before."""
    if not ahead.by:
        return sentence("ahead_equal", {}, wording)
    names = [wording.names["signals"][one.reason.signal] for one in ahead.by]
    listed = "; ".join(name[:1].lower() + name[1:] for name in names)
    return sentence("ahead_by", {"signals": listed}, wording)


def similar_text(found: Similar, wording: Wording) -> str:
    """Where others were looked for, and by what they are ranked."""
    if found.query is None:
        return sentence("similar_nowhere", {}, wording)
    query = found.query
    values = {"miles": query.radius_miles, "state": query.care_state}
    if query.place:
        values["place"] = query.place.label or wording.phrases["point_given"].lower()
    where = sentence(f"similar_{found.around}", values, wording)
    ranked = sentence(f"similar_services_{found.services or 'unknown'}", {}, wording)
    return f"{where} {ranked}"
