"""What every page owes, as a real browser finds it."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules that see colors, to which alone another color scheme can matter: the page itself is the
# same in all of them.
_COLORS = ["color-contrast", "link-in-text-block"]
# A window of 1280 pixels at 400 % is one of 320; text of twice the size in it is more than both.
NARROW, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}
_LOOKS = ({"color_scheme": "dark"}, {"color_scheme": "light", "forced_colors": "active"})
# What is pressed: a box or a button within its label by the label, a link in a sentence not at all.
_PRESSED = (
    "button, summary, select, textarea, nav a, .links a, .tel, .button, "
    "label:has(input[type=checkbox]), label:has(input[type=radio]), "
    "input:not([type=hidden]):not([type=checkbox]):not([type=radio])"
)
_SMALL = (
    "all => all.filter(e => e.checkVisibility())"
    ".map(e => [e.getBoundingClientRect(), e.outerHTML])"
    ".filter(([box]) => box.height < 44 || box.width < 44).map(([_, html]) => html)"
)


def tab_to(page, selector, most=60):
    """By the keyboard alone, as far as it takes."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


def follow(page, selector=None):
    """Clicks what leads to another page, or presses Enter where the focus is. That page is there,
    whole, when this ends: what a test reads next is of it."""
    with page.expect_navigation():
        if selector is None:
            page.keyboard.press("Enter")
        else:
            page.click(selector)


def widest(page):
    return page.locator("html").evaluate("html => html.scrollWidth")


def too_small(page):
    """What is pressed and is smaller than 44 by 44 pixels."""
    return page.locator(_PRESSED).evaluate_all(_SMALL)


def check(page):
    """No rule broken, nothing wider than the window, nothing too small to press."""
    assert len(_hold(page, {"type": "tag", "values": RULES})) > 15
    check_size(page)


def check_every_look(page):
    """A page in a narrow window and light colors, that comes through here once for all looks: also
    in dark and in forced colors, and in a wide window, where other parts of it are seen."""
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    check(page)
    for look in _LOOKS:
        page.emulate_media(reduced_motion="reduce", **look)
        assert "color-contrast" in _hold(page, {"type": "rule", "values": _COLORS})
    page.emulate_media(forced_colors="none")
    page.set_viewport_size(WIDE)
    check(page)
    page.set_viewport_size(NARROW)


def _hold(page, rules):
    """None of them is broken; those that found something to look at."""
    if page.evaluate("!window.axe"):
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    found = AxeResults(page.evaluate("options => axe.run(options)", options))
    assert found.violations_count == 0, (page.title(), found.generate_report())
    return {each["id"] for each in found.response["passes"]}


def check_size(page):
    """The same without the rules, which take scripts."""
    assert widest(page) <= page.viewport_size["width"], page.title()
    assert too_small(page) == [], page.title()
    assert page.locator("body").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 18
