"""A form as it was sent: fields are read one by one, and what is wrong with them is kept."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

from service.api.body_fields import Prose
from service.directory.clean import clean_phone
from service.errors import Problem
from service.referrals.desk import is_id
from service.referrals.moving import LATE
from service.wording.languages import WORDINGS

from .zones import ZONES

_FARTHEST = timedelta(days=2 * 365)
_BY_DAY = time(6), time(22)
_FILLING = re.compile(r"[\s\u2010-\u2015-]+")  # blanks and hyphens of any kind


@dataclass
class Form:
    """`faults` name fields and the codes of their rules, never what was sent."""

    sent: Mapping[str, str] = field(repr=False)
    faults: list[Problem] = field(default_factory=list)

    def text(self, name: str, most: int, *, needed: bool = False) -> str | None:
        text = self.sent.get(name, "").replace("\r\n", "\n").strip()
        if needed and not text:
            return self._fault(name, "needed")
        if len(text) > most:
            return self._fault(name, "too_long", most=most)
        if Prose.unreadable.search(text):
            return self._fault(name, "unprintable")
        return text or None

    def choice(self, name: str, choices: Collection[str]) -> str | None:
        chosen = self.sent.get(name, "")
        return chosen if chosen in choices else self._fault(name, "choose")

    def phone(self, name: str) -> str | None:
        """Ten digits, however they are written."""
        text = self.text(name, 40)
        number = clean_phone(text)
        return self._fault(name, "phone") if text and number is None else number

    def whole(self, name: str, most: int, least: int = 0) -> int | None:
        text = self.text(name, 10)
        if text and not (re.fullmatch("[0-9]{1,4}", text) and least <= int(text) <= most):
            return self._fault(name, "not_whole" if least else "whole", most=most)
        return int(text) if text else None

    def cents(self, name: str, most: int) -> int | None:
        """Of dollars, with or without cents, however they are written."""
        text = re.sub(r"[\s,$]", "", self.text(name, 20) or "")
        if text and not (re.fullmatch(r"[0-9]{1,7}(\.[0-9]{1,2})?", text) and float(text) <= most):
            return self._fault(name, "dollars", most=most)
        return round(float(text) * 100) if text else None

    def code(self, name: str) -> str | None:
        """Digits, with or without the blanks that people read them in."""
        code = _FILLING.sub("", self.sent.get(name, ""))
        return code if re.fullmatch("[0-9]{8}", code) else self._fault(name, "code")

    def number(self, name: str, begins: str = "r") -> str | None:
        """A referral's, or what begins otherwise, however it was typed."""
        typed = _FILLING.sub("", self.sent.get(name, "")).lower()
        number = f"{typed[:1]}-{typed[1:]}"
        if typed[:1] == begins and is_id(number):
            return number
        return self._fault(name, "number", begins=begins)

    def day(self, name: str, *, needed: bool = False) -> date | None:
        text = self.sent.get(name, "")
        if not (text or needed):
            return None
        day = _read(date, text)
        return self._fault(name, "day" if text else "needed") if day is None else day

    def birth_date(self, name: str) -> date | None:
        parts = [self.sent.get(f"{name}_{part}", "").strip() for part in ("year", "month", "day")]
        parts[1] = month_number(parts[1]) or parts[1]
        wrong = [part for part, text in zip(("year", "month", "day"), parts, strict=True)
                 if not re.fullmatch("[0-9]{1,4}", text)]  # fmt: skip
        for part in sorted(wrong, key=("month", "day", "year").index):
            self._fault(f"{name}_{part}", f"{part}_number")
        if wrong:
            return None
        try:
            return date(*map(int, parts))
        except ValueError:
            return self._fault(f"{name}_month", "no_such_day")

    def past_date(self, name: str, today: date) -> date | None:
        """A day that has come, by its month, day and year."""
        day = self.birth_date(name)
        return self._fault(f"{name}_month", "not_past") if day and day > today else day

    def past_moment(self, name: str, now: datetime) -> datetime | None:
        """One that is over, and not long ago; it may be left out."""
        moment = self._moment(name, needed=False)
        near = moment is None or now - _FARTHEST <= moment <= now
        return moment if near else self._fault(f"{name}_day", "day_over")

    def moment(self, name: str, now: datetime, *, needed: bool = True) -> datetime | None:
        """A day and a time in the zone that the form names, not past, far away or at night."""
        moment = self._moment(name, needed=needed)
        if moment is None:
            return None
        if not now - LATE <= moment <= now + _FARTHEST:
            return self._fault(f"{name}_day", "day_far")
        if not _BY_DAY[0] <= moment.time() <= _BY_DAY[1]:  # 3:00 was meant to be 15:00
            return self._fault(f"{name}_time", "time_at_night")
        return moment

    def _moment(self, name: str, *, needed: bool) -> datetime | None:
        day, hour = self.sent.get(f"{name}_day", ""), self.sent.get(f"{name}_time", "")
        if not (day or hour or needed):
            return None
        on, at = _read(date, day), _read(time, hour)
        if on is None:
            return self._fault(f"{name}_day", "day" if day else "needed")
        if at is None or at.tzinfo:
            return self._fault(f"{name}_time", "time" if hour else "needed")
        if (zone := self.choice("zone", ZONES)) is None:
            return None
        return datetime.combine(on, at, ZoneInfo(zone))

    def _fault(self, name: str, code: str, **values: int | str) -> None:
        self.faults.append(Problem(name, code, values))


def month_number(text: str) -> str | None:
    """Of a month by its name in one of our languages, or the beginning of it."""
    typed = text.rstrip(".").casefold()
    return next((number for name, number in _months() if len(typed) > 2 and name.startswith(typed)),
                None)  # fmt: skip


@cache
def _months() -> list[tuple[str, str]]:
    return [
        (name.casefold(), str(number))
        for wording in WORDINGS.values()
        for number, name in get_month_names("wide", locale=wording.locale).items()
    ]


def _read(kind: type, text: str) -> date | time | None:
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return None
