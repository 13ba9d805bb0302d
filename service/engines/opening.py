"""From a directory's URL to its engine; the same URL in every command and setting."""

from pathlib import Path
from urllib.parse import urlsplit

from service.settings import Settings

from .elasticsearch import ElasticsearchEngine
from .embedded import EmbeddedEngine
from .protocol import Engine

EXAMPLES = "sqlite:///directory.db or http://localhost:9200"


def open_engine(settings: Settings) -> Engine:
    """The engine of `settings.directory`; nothing is read yet. Raises ValueError on a bad URL."""
    url = settings.directory.strip()
    if url.startswith("sqlite:///") and len(url) > len("sqlite:///"):
        return EmbeddedEngine(Path(url.removeprefix("sqlite:///")))
    if url.startswith(("http://", "https://")):
        return ElasticsearchEngine(_hosts(url), settings)
    raise ValueError(f"a directory's URL must look like {EXAMPLES}")


def _hosts(url: str) -> list[str]:
    """Several hosts by comma; the first one's scheme and port hold where one has none."""
    first = urlsplit(url.split(",")[0])
    hosts = []
    for part in url.split(","):
        host = urlsplit(part if "://" in part else f"{first.scheme}://{part.strip()}")
        if host.username or host.password:
            raise ValueError("put no password into the URL; set ELASTICSEARCH_API_KEY instead")
        if not host.hostname:
            raise ValueError(f"a directory's URL must look like {EXAMPLES}")
        port = host.port or first.port or (443 if host.scheme == "https" else 9200)
        name = f"[{host.hostname}]" if ":" in host.hostname else host.hostname
        hosts.append(f"{host.scheme}://{name}:{port}{host.path.rstrip('/')}")
    return list(dict.fromkeys(hosts))
