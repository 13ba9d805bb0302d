"""What every page owes, as a real browser finds it."""

from axe_playwright_python.sync_playwright import Axe

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NARROW = {"width": 320, "height": 640}
_AXE = Axe()
# What is pressed: a box or a button within its label by the label, a link in a sentence not at all.
_PRESSED = (
    "button, summary, select, textarea, nav a, .links a, .button, label:has(input[type=checkbox]), "
    "label:has(input[type=radio]), "
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
    found = _AXE.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    assert found.violations_count == 0, (page.title(), found.generate_report())
    assert len(found.response["passes"]) > 15
    check_size(page)


def check_size(page):
    """The same without the rules, which take scripts."""
    assert widest(page) <= page.viewport_size["width"], page.title()
    assert too_small(page) == [], page.title()
    assert page.locator("body").evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 18
