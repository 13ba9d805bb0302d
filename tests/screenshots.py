"""python -m tests.screenshots: the pictures of the README, of the example directory as it is."""

import tempfile
from pathlib import Path

from service.app import create_app
from service.engines.opening import open_engine
from service.settings import Settings
from tests.browser import open_browser, served
from tests.conftest import GOLDEN_DAY
from tests.fixture_directory import FIXTURES, PEOPLE, load_fixtures
from tests.work_screenshots import take_work

FOLDER = FIXTURES / "screenshots"
# Name -> path, window, and colors: phone, tablet, desktop.
PICTURES = {
    "search-phone": ("/?near=12203&need=fatigue", (390, 844), "light"),
    "results-tablet": ("/search?near=12203&need=fatigue&plan=11111NY0010001", (820, 1100), "light"),
    "results-desktop": ("/search?near=12203&need=fatigue", (1280, 900), "light"),
    "cost-phone": ("/eligibility", (390, 844), "light"),
    "therapist-phone": (f"/providers/{PEOPLE['albany-neuro']}", (390, 844), "dark"),
}


def take(folder: Path) -> list[Path]:
    """Each picture as a PNG; gives their files."""
    with tempfile.TemporaryDirectory() as world:
        engine = open_engine(Settings(directory=f"sqlite:///{world}/directory.db"))
        load_fixtures(engine)
        settings = Settings(
            programs=str(FIXTURES / "programs"), chapters=str(FIXTURES / "chapters")
        )
        app = create_app(settings, engine, today=lambda: GOLDEN_DAY)
        with served(app) as url, open_browser() as browser:
            return [take_one(browser, url, name, folder) for name in PICTURES]


def take_one(browser, url: str, name: str, folder: Path) -> Path:
    path, (width, height), colors = PICTURES[name]
    window = {"width": width, "height": height}
    context = browser.new_context(viewport=window, color_scheme=colors, locale="en-US")
    page = context.new_page()
    page.goto(url + path)
    page.evaluate("() => document.fonts.ready")
    file = folder / f"{name}.png"
    page.screenshot(path=file)
    context.close()
    return file


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for taken in (*take(FOLDER), *take_work(FOLDER)):
        print(taken)
