"""The README's pictures of pages for who signed in, of invented patients."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import structs

from service.engines.opening import open_engine
from service.referrals.content import Addressee
from service.settings import Settings
from tests.access_actors import CLINIC, OT
from tests.browser import open_browser, served
from tests.fixture_directory import load_fixtures
from tests.page_checks import follow
from tests.referral_world import CONTENT, ROSA, clinician, draft, make, move, therapist
from tests.work_pages import World, open_world, sign_in_by_browser

_NAMES = (("Rosa", "Lind"), ("Jonah", "Maple"), ("Imani", "Brook"), ("Wen", "Alder"))
_WAYS = ((), ("accept",), ("decline",), ("accept", "schedule"))
_TOLD: dict[str, dict[str, Any]] = {"decline": {"status_reason": "at-capacity"}}


def sample(world: World, after: str = "") -> list[dict[str, Any]]:
    """Referrals from the clinic to the OT: sent, accepted, declined, with an appointment; `after`
    the family names, of others than before."""
    names = [(given, family + after) for given, family in _NAMES]
    return [_referral(world, *each) for each in zip(names, _WAYS, strict=True)]


def _referral(world: World, name: tuple[str, str], way: tuple[str, ...]) -> dict[str, Any]:
    patient = structs.replace(ROSA, given=name[0], family=name[1], language="en")
    asked = draft(content=structs.replace(CONTENT, patient=patient), recipient=Addressee(OT))
    made = make(world.desk, clinician(CLINIC), asked)
    for action in way:
        told = {"appointment": world.desk.clock()} if action == "schedule" else _TOLD.get(action)
        made = move(world.desk, therapist(OT), made, action, **told or {})
    return made


def _choose(page: Any, address: str) -> None:
    """As far as the second step."""
    page.goto(f"{address}/referrals/new")
    for name, text in (("given", "Rosa"), ("family", "Aspen"), ("birth_date", "1979-03-02"),
                       ("postal_code", "12203"), ("plan_id", "11111NY0010001")):  # fmt: skip
        page.fill(f"#new-{name}", text)
    page.get_by_label("Fatigue").check()
    follow(page, "main button[value='2']")
    page.wait_for_selector("#new-recipient")
    page.locator("input[name=recipient]").first.check()
    page.evaluate("() => scrollTo(0, 0)")


def _tell(page: Any, address: str) -> None:
    """Facts of a person at the workbench, until the programs answer by them."""
    page.goto(f"{address}/workbench")
    page.select_option("#facts-diagnosis", "ms")
    page.select_option("#facts-diagnosis_confirmed_by", "physician")
    page.fill("#facts-postal_code", "12203")
    page.fill("#facts-age", "47")
    page.locator("#facts-county").focus()
    page.wait_for_selector("#answer :text('Age: 47')")
    page.evaluate("() => scrollTo(0, 0)")


def _path(referral: dict[str, Any]) -> str:
    return f"/referrals/{referral['id']}"


def _open(place: Callable[[list[dict[str, Any]]], str]) -> Callable[..., None]:
    def go(page: Any, address: str, made: list[dict[str, Any]]) -> None:
        page.goto(address + place(made))

    return go


# Name -> who, window, colors, and what is opened.
WORK_PICTURES: dict[str, tuple[str, tuple[int, int], str, Callable[..., None]]] = {
    "worklists-tablet": ("clinician", (820, 1100), "light", _open(lambda made: "/referrals")),
    "new-referral-desktop": (
        "clinician", (1280, 900), "light", lambda page, address, made: _choose(page, address),
    ),
    "workbench-desktop": (
        "staff", (1280, 1000), "light", lambda page, address, made: _tell(page, address),
    ),
    "referral-phone": ("ot", (390, 844), "light", _open(lambda made: _path(made[0]))),
}  # fmt: skip


def take_work(folder: Path) -> list[Path]:
    with tempfile.TemporaryDirectory() as here:
        directory, records = Path(here) / "directory", Path(here) / "records"
        directory.mkdir()
        records.mkdir()
        engine = open_engine(Settings(directory=f"sqlite:///{directory}/directory.db"))
        load_fixtures(engine)
        with (
            open_world(records, engine) as world,
            served(world.app) as address,
            open_browser() as browser,
        ):
            made = sample(world)
            return [take_one(browser, (address, world, made), name, folder)
                    for name in WORK_PICTURES]  # fmt: skip


def take_one(
    browser: Any, at: tuple[str, World, list[dict[str, Any]]], name: str, folder: Path
) -> Path:
    address, world, made = at
    who, (width, height), colors, open_page = WORK_PICTURES[name]
    window = {"width": width, "height": height}
    context = browser.new_context(viewport=window, color_scheme=colors, locale="en-US")
    page = context.new_page()
    sign_in_by_browser(page, address, world.tokens[who])
    open_page(page, address, made)
    page.evaluate("() => document.fonts.ready")
    file = folder / f"{name}.png"
    page.screenshot(path=file)
    context.close()
    return file
