"""Each secret of docker-compose.yml goes to whom needs it, and nobody else."""

import pytest
import yaml
from sqlalchemy.engine import make_url

from service.records.keys import Keys
from tests.compose_file import (
    COMPOSE,
    ENVIRONMENT,
    OF_MAIL,
    OF_MAPS,
    ROOT,
    SECRETS,
    example_environment,
    mounts,
    read_compose,
    variables_used,
)

SERVICES = read_compose(ENVIRONMENT)
OURS = ("indexer", "service", "worker")

# Without programs, chapters or own facts of coverage there are none.
OF_RULES = {"OTMATCH_PROGRAMS", "OTMATCH_CHAPTERS", "OTMATCH_COVERAGE"}


def test_the_store_is_opened_by_its_password_and_sealed_with_keys_of_the_service_alone():
    used = {
        name: {told for told, secret in SECRETS.items() if secret in environment.values()}
        for name, environment in ((n, s.get("environment", {})) for n, s in SERVICES.items())
    }
    assert used == {
        "certificates": set(),
        "elasticsearch": {"ELASTIC_PASSWORD"},
        "keys": {"ELASTIC_PASSWORD"},
        "postgres": {"POSTGRES_PASSWORD"},
        "indexer": {"POSTGRES_PASSWORD"},
        "service": {"POSTGRES_PASSWORD", "OTMATCH_KEYS", "OTMATCH_INDEX_KEY"},
        "worker": {"POSTGRES_PASSWORD", "OTMATCH_KEYS", "OTMATCH_INDEX_KEY"},
    }
    held = {
        name for name, s in SERVICES.items() if "OTMATCH_SMTP_PASSWORD" in s.get("environment", {})
    }
    assert held == {"worker"}
    for name in OURS:
        url = make_url(SERVICES[name]["environment"]["OTMATCH_STORE"])
        assert (url.host, url.password) == ("postgres", None)
        # The image names the database like its user.
        assert url.username == url.database == SERVICES["postgres"]["environment"]["POSTGRES_USER"]
    environment = SERVICES["service"]["environment"]
    assert Keys(environment["OTMATCH_KEYS"], environment["OTMATCH_INDEX_KEY"]).newest


def test_a_secret_is_mounted_only_where_it_is_used():
    users = {
        volume: {name for name in SERVICES if volume in mounts(SERVICES[name])}
        for volume in yaml.safe_load(COMPOSE.read_text())["volumes"]
    }
    assert users["service-key"] == {"keys", "service"}
    assert users["indexer-key"] == {"keys", "indexer", "worker"}
    assert users["certificates"] == {"certificates", "elasticsearch"}
    assert users["records"] == {"postgres"}
    assert users["ca"] == {"certificates", "keys", *OURS}
    assert all(users.values())
    named = {source for name in SERVICES for source in mounts(SERVICES[name])} - {
        ENVIRONMENT["OTMATCH_DATA"]
    }
    assert named == set(users)


def test_the_example_names_what_has_to_be_set():
    assert variables_used() == set(example_environment())
    empty = {name for name, value in example_environment().items() if not value}
    assert empty == {*SECRETS, *OF_MAIL, *OF_MAPS}
    assert read_compose({**ENVIRONMENT, **dict.fromkeys((*OF_MAIL, *OF_MAPS, *OF_RULES), "")})
    with pytest.raises(LookupError, match=r"OTMATCH_SMTP: .*\.env\.example"):
        read_compose({name: v for name, v in ENVIRONMENT.items() if name != "OTMATCH_SMTP"})
    for missing in ENVIRONMENT.keys() - OF_MAIL.keys() - OF_MAPS.keys() - OF_RULES:
        with pytest.raises(LookupError, match=rf"{missing}: .*\.env\.example"):
            read_compose({**ENVIRONMENT, missing: ""})
    assert ".env" in (ROOT / ".gitignore").read_text().splitlines()
