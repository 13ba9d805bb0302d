"""Loading a directory into Elasticsearch: a new index, filled in bulk, then the alias swapped."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import msgspec
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from msgspec import structs

from service.directory.profile import Profile
from service.errors import DirectoryUnavailable, LoadRefused
from service.settings import AUTO, Settings

from .census import Census
from .documents import MAPPING, META
from .elasticsearch_bulk import Bulk
from .elasticsearch_client import make_index, translated
from .elasticsearch_lock import Lock, only_change, only_load
from .elasticsearch_past import Past, served_of
from .elasticsearch_update import META_ID, Update, write_documents
from .elasticsearch_writing import Writing
from .history import Burial, Leavers
from .protocol import Consulted, Engine, Meta, changes_since, known_meta

FORMAT = 5  # goes up with every change of what the index holds; another one is not read
_LOAD_SECONDS = 120
_LOAD_RETRIES = 8
_COPY_SECONDS = 60


@dataclass(frozen=True)
class Load:
    """One load: its meta, the least number of profiles, why somebody left, what it is asked while
    it is written, and what reads the directory in an index or behind the alias."""

    meta: Meta
    at_least: int
    leavers: Leavers
    consulted: Consulted
    reader: Callable[[str], Engine]


def meta_document(meta: Meta) -> dict[str, Any]:
    record = {"format": FORMAT, "directory": msgspec.to_builtins(meta)}
    return {"kind": META, "meta": record}


@dataclass(frozen=True)
class Loader:
    """Replaces the directory behind one alias."""

    client: Elasticsearch
    settings: Settings

    @property
    def alias(self) -> str:
        return self.settings.index

    def replace(self, profiles: Iterable[Profile], load: Load) -> Meta:
        """See Engine. The index of the directory before this one is kept until the next load,
        so that searches under way can end."""
        stamp = datetime.now(UTC).strftime("%Y%m%d%H%M%S%f")
        index = f"{self.alias}-{stamp}-{uuid4().hex[:6]}"
        with _refusals(self.alias), only_load(self.client, self.alias) as lock:
            self._refuse_plain_index()
            with self._dropped_if_it_fails(index):
                written = self._fill(index, profiles, load)
                self._make_copies(index)
            with only_change(self.client, self.alias, patient=True) as change:
                with self._dropped_if_it_fails(index):
                    stored = self._decide(index, written, load)
                    lock.confirm()
                    change.confirm()
                # From here on the index may be the served one, whatever comes back.
                before = self._swap(index)
            with suppress(ApiError, TransportError):
                self._forget_all_but(index, *before)
        return stored

    @contextmanager
    def _dropped_if_it_fails(self, index: str) -> Iterator[None]:
        try:
            yield
        except BaseException:
            with suppress(ApiError, TransportError):  # else the next load does it
                self.client.indices.delete(index=index, ignore_unavailable=True)
            raise

    def update(self, update: Callable[[], Update]) -> Meta:
        """See Engine; the update is made once nobody else can make one."""
        with _refusals(self.alias), only_change(self.client, self.alias) as lock:
            made = update()
            return self._write(self._served()[0], made, lock) if made.revision.npis else made.before

    def _write(self, index: str, update: Update, lock: Lock | None = None) -> Meta:
        meta, documents = update.made(self._patient, index)
        if lock:
            lock.confirm()
        write_documents(self._patient, index, documents, meta_document(meta))
        return meta

    def _decide(self, index: str, written: Writing, load: Load) -> Meta:
        """Write into the new index what was decided meanwhile; returns its record."""
        meta, before = written.meta, written.before
        changes = changes_since(load.reader(self.alias), before.sequence) if before else ()
        npis = [change.npi for change in changes]
        write_documents(self._patient, index, written.overlooked(npis))
        revision = load.consulted.decided(load.reader(index), npis)
        if not revision.npis:
            return meta
        served = served_of(self._patient, self.alias, revision.npis if before else ())
        burial = revision.burial(meta.sequence, meta.day, meta.forgotten, served)
        return self._write(index, Update(revision, burial, meta))

    def _refuse_plain_index(self) -> None:
        if self.client.indices.exists(index=self.alias) and not self.client.indices.exists_alias(
            name=self.alias
        ):
            raise LoadRefused(
                f"{self.alias} is an index, not an alias; set OTMATCH_INDEX to another name"
            )

    @property
    def _patient(self) -> Elasticsearch:
        """The client for what may take long, or must outlast the election of a new master."""
        return self.client.options(request_timeout=_LOAD_SECONDS, max_retries=_LOAD_RETRIES)

    def _fill(self, index: str, profiles: Iterable[Profile], load: Load) -> Writing:
        layout = {"number_of_shards": self.settings.shards, "number_of_replicas": 0}
        layout["refresh_interval"] = "-1"
        make_index(self._patient, index, settings=layout, mappings=MAPPING)
        before = known_meta(load.reader(self.alias))
        past = Past(self._patient, self.alias) if before else None
        meta, census = load.meta.following(before), Census()
        burial = Burial(meta.sequence, meta.day, load.leavers, meta.forgotten)
        written = Writing(before, meta, burial, past)
        for sent in Bulk(self._patient, index).send(written.documents(profiles)):
            if sent.refused:
                load.consulted.refuse(sent.profile, f"Elasticsearch refuses it: {sent.refused}")
            else:
                written.npis.add(sent.profile.npi)
                census.add(sent.profile)
        stored = census.complete(meta, load.at_least)
        write_documents(self._patient, index, written.tombstones())
        written.meta = structs.replace(stored, forgotten=burial.forgotten)
        self._patient.index(index=index, id=META_ID, document=meta_document(written.meta))
        self._patient.indices.refresh(index=index)
        return written

    def _make_copies(self, index: str) -> None:
        """Give the index its replicas, so that it is as safe when it is served as the one before;
        those for which there is no node are not waited for."""
        auto = self.settings.replicas == AUTO
        wanted = 1 if auto else int(self.settings.replicas)
        copies = {"auto_expand_replicas": "0-1"} if auto else {"number_of_replicas": wanted}
        live = {"refresh_interval": "1s", **copies}
        self._patient.indices.put_settings(index=index, settings=live)
        nodes = self._patient.cluster.health()["number_of_data_nodes"]
        there = self.settings.shards * (1 + min(wanted, nodes - 1))
        waiting = self._patient.options(ignore_status=408)  # what a cluster that needs longer says
        waiting.cluster.health(
            index=index, wait_for_active_shards=str(there), timeout=f"{_COPY_SECONDS}s"
        )

    def _swap(self, index: str) -> list[str]:
        """Turn the alias to the index in one step; returns the indices that had it before."""
        before = self._served()
        actions: list[dict[str, Any]] = [
            {"remove": {"index": old, "alias": self.alias, "must_exist": False}} for old in before
        ]
        actions.append({"add": {"index": index, "alias": self.alias}})
        self._patient.indices.update_aliases(actions=actions)
        return before

    def _served(self) -> list[str]:
        try:
            return list(self._patient.indices.get_alias(name=self.alias))
        except NotFoundError:
            return []

    def _forget_all_but(self, *kept: str) -> None:
        """Delete this alias's other indices: older directories, and leftovers of killed loads."""
        found = self.client.indices.get(index=f"{self.alias}-*", features=["aliases"])
        ours = re.compile(re.escape(self.alias) + r"-\d{20}-[0-9a-f]{6}")
        old = sorted(name for name in found if ours.fullmatch(name) and name not in kept)
        if old:
            self.client.indices.delete(index=",".join(old), ignore_unavailable=True)


@contextmanager
def _refusals(alias: str) -> Iterator[None]:
    try:
        with translated(alias):
            yield
    except DirectoryUnavailable as error:
        raise LoadRefused(str(error)) from error
