"""The options of `otmatch-index lookup`, and the lookup that they describe."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from service.directory.clean import Rejected, clean_npi

from .lookup import Lookup
from .options import decorated
from .registry_client import RegistrySetup, open_registry_client

LOOKUP_EPILOG = """\b
Exit codes: 0 every NPI is an OT's; 1 done, but one is not found, deactivated, an organization's
or another professional's; 2 bad usage, or a response or the service cannot be used."""
_folder = click.Path(file_okay=False, path_type=Path)
_file = click.Path(exists=True, dir_okay=False, path_type=Path)


class Npi(click.ParamType):
    name = "NPI"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        try:
            return clean_npi(value)
        except Rejected as error:
            self.fail(str(error).removeprefix("npi: "), param, ctx)


def lookup_options(command: Callable) -> Callable:
    options = [
        click.argument("npis", nargs=-1, type=Npi(), metavar="[NPI]..."),
        click.option("--from", "files", type=_file, multiple=True, metavar="FILE",
                     help="A saved response of the registry's API; repeatable. Without an NPI, all "
                          "that is in it is told."),
        click.option("--registry-url", metavar="URL", envvar="OTMATCH_REGISTRY_URL",
                     show_envvar=True,
                     help="Ask this service of what no file says, such as "
                          "https://npiregistry.cms.hhs.gov/api/. By default none is asked."),
        click.option("--registry-pause", type=click.FloatRange(0, 60), default=1.0,
                     show_default=True, metavar="SECONDS",
                     help="The least time between two questions."),
        click.option("--registry-limit", type=click.IntRange(1), default=200, show_default=True,
                     metavar="COUNT", help="Ask at most so many NPIs."),
        click.option("--save", type=_folder, metavar="FOLDER",
                     help="Keep the service's responses here, each as NPI.json."),
        click.option("--against", "url", metavar="URL",
                     help="A served directory: also tell what it says otherwise."),
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text",
                     show_default=True,
                     help="json: a line of profiles.ndjson for each OT; all else goes to standard "
                          "error."),
    ]  # fmt: skip
    return decorated(command, options)


@contextmanager
def lookup_of(options: dict[str, Any], npis: Sequence[str]) -> Iterator[Lookup]:
    """The lookup that the options describe. Raises UsageError if there is nothing to look in."""
    files, url = options["files"], options["registry_url"]
    if not files and not (npis and url):
        raise click.UsageError(
            "Nothing to look in: give --from FILE, or NPIs and the registry's address in "
            "--registry-url or OTMATCH_REGISTRY_URL."
        )
    if options["save"] and not (npis and url):
        raise click.UsageError(
            "--save: keeps what the service says; give NPIs, and its address in --registry-url."
        )
    with ExitStack() as stack:
        client = None
        if npis and url:
            setup = RegistrySetup(
                url=url,
                limit=options["registry_limit"],
                pause=options["registry_pause"],
                save=options["save"],
            )
            try:
                client = stack.enter_context(open_registry_client(setup))
            except ValueError as error:
                raise click.UsageError(f"--registry-url: {error}") from None
        yield Lookup(files, client)
