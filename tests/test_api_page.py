"""The browsable page: all of it comes from here, and it asks nobody else."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest

DOCS = "/api/v1/docs/"


class Assets(HTMLParser):
    """Addresses that a page loads, and its own scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.scripts: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.addresses += [value for name, value in attrs if name in ("src", "href", "srcset")]
        self._inside = tag == "script"

    def handle_data(self, data):
        if self._inside:
            self.scripts.append(data)


@pytest.fixture(scope="module")
def page(client) -> Assets:
    response = client.get(DOCS, headers={"Host": "evil.example"})
    assert response.status_code == 200
    assert "evil.example" not in response.get_data(as_text=True)
    return Assets(response.get_data(as_text=True))


def test_the_page_loads_everything_from_here(client, page):
    assert len(page.addresses) >= 5
    for address in page.addresses:
        assert not urlsplit(address).netloc
        assert address.startswith(DOCS)
        with client.get(address) as asset:
            assert asset.status_code == 200
    with client.get(f"{DOCS}swagger-ui.css") as asset:
        style = asset.get_data(as_text=True)
    assert all(url.startswith("data:") for url in re.findall(r"url\(['\"]?([^)'\"]{4,20})", style))
    assert "@import" not in style


def test_the_page_asks_nobody_else(client, page):
    script = "\n".join(page.scripts)
    assert not re.search(r"(https?:)?//(?!\s)[a-z0-9]", script)
    config = json.loads(re.search(r"user_config = (\{.*?\});", script)[1])
    assert config["url"] == "/api/v1/openapi.json"
    assert config["validatorUrl"] is None, "left out, Swagger UI asks validator.swagger.io"
    policy = client.get(DOCS).headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert not re.search(r"https?:|\*|unsafe-eval", policy)
