"""Pages for everybody as tests read them: what a person reads, and where links lead."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit


def text_of(page) -> str:
    """What a person reads, on one line."""
    main = page.text.split('<main id="main"')[1].split("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def link(page, name: str) -> str:
    """The address of a link by what it says."""
    links = re.findall(r'<a [^>]*?href="([^"#]+)"[^>]*>(.*?)</a>', page.text, re.DOTALL)
    (found, *_) = [
        unescape(href)
        for href, inner in links
        if name in " ".join(unescape(re.sub(r"<[^>]+>", " ", inner)).split())
    ]
    return found


def asked_by(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


def names(page) -> list[str]:
    """Of the therapists of a list."""
    return re.findall(r'<h2(?: id="at-[0-9]+")?><a href="/providers/[^>]+>([^<]+)<', page.text)


def form_of(page) -> dict[str, str]:
    """What every form of a page holds, so that it is known for ours."""
    return {"form": re.search(r'name="form" value="([^"]+)"', page.text)[1]}
