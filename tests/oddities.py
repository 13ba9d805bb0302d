"""fixtures/oddities.yaml as tests read it: the entries, and the rows that they speak of."""

from typing import Any

from tests.fixture_directory import FIXTURES, read_strictly

Oddity = dict[str, Any]
ODDITIES: list[Oddity] = read_strictly(FIXTURES / "oddities.yaml")


def rows(oddity: Oddity) -> dict[int, bytes]:
    """The row that `where` speaks of, or all rows of its NPI, by their lines."""
    lines = dict(enumerate((FIXTURES / oddity["file"]).read_bytes().splitlines(), 1))
    if oddity["where"].startswith("line "):
        number = int(oddity["where"].removeprefix("line "))
        number += 0 if number > 0 else len(lines) + 1
        return {number: lines[number]}
    npi = oddity["where"].encode()
    begins = (b'"%s",' % npi, b"%s," % npi)
    return {
        number: line
        for number, line in lines.items()
        if line.startswith(begins) or b'"npi": "%s"' % npi in line
    }


def holding(oddity: Oddity) -> dict[int, bytes]:
    """Those of the rows that show the oddity."""
    text = oddity["holds"]
    held = text[1:].encode("cp1252") if text.startswith("~") else text.encode()
    lacked = b'"%s"' % oddity["lacks"].encode() if "lacks" in oddity else None
    return {
        number: line
        for number, line in rows(oddity).items()
        if held in line and (lacked is None or lacked not in line)
    }


def at(value: Any, path: str) -> Any:
    """What stands at a path; None if its last step leads nowhere. Fails if an earlier one does."""
    step, _, rest = path.partition(".")
    if step == "*":
        return [at(member, rest) if rest else member for member in value or ()]
    found = taken(value, step)
    if not rest:
        return found
    assert found is not None, f"nothing at {step} in {value}"
    return at(found, rest)


def taken(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    if step.isdecimal():
        return value[int(step)] if int(step) < len(value) else None
    field, _, wanted = step.partition("=")
    members = [member for member in value if member.get(field) == wanted]
    assert len(members) == 1, f"{len(members)} members with {step} in {value}"
    return members[0]
