"""What is wrong in a file of rules, as one line: file, line, key and fix."""

from service.eligibility.programs import Flaw
from service.errors import Problem

from .problems import problem_text
from .wording import Wording


def flaw_text(flaw: Flaw, wording: Wording) -> str:
    fault = flaw.fault
    key = ".".join(map(str, fault.path))
    told = problem_text(Problem(key, fault.code, fault.values), wording)
    return f"{flaw.file}, line {fault.line}: {f'{key} {told}'.strip()}"
