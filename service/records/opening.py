"""Opens the store for health information: only with the keys that its records were sealed with."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from service.errors import WrongKey
from service.settings import Settings

from .audit import Trail
from .keys import Keys
from .store import Store, Table, is_there
from .vault import RecordKey, Vault

_KNOWN = "otmatch"


class KeyCheck(Table):
    """One row: a known text, as the store's keys wrap and blind it."""

    __tablename__ = "key_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    wrapped: Mapped[str] = mapped_column(Text)
    blind: Mapped[str] = mapped_column(String(64))


@dataclass(frozen=True)
class Records:
    """What referrals stand on, opened together; not to be taken across a fork."""

    store: Store
    keys: Keys
    vault: Vault
    trail: Trail

    def close(self) -> None:
        self.store.close()


class OnRecords:
    """Work that stands on the records, and reaches their parts by its own names."""

    records: Records

    @property
    def store(self) -> Store:
        return self.records.store

    @property
    def keys(self) -> Keys:
        return self.records.keys

    @property
    def vault(self) -> Vault:
        return self.records.vault

    @property
    def trail(self) -> Trail:
        return self.records.trail


def open_records(settings: Settings) -> Records | None:
    """None where no keys are set and the store never had any: there is a directory alone then.
    Raises WrongKey; ValueError on a setting, StoreUnavailable."""
    if not settings.keys and not settings.index_key:
        _refuse_without_keys(settings)
        return None
    keys = Keys(settings.keys, settings.index_key)
    store = open_store(settings)
    try:
        vault = open_vault(store, keys)
    except BaseException:
        store.close()
        raise
    return Records(store, keys, vault, Trail(keys))


def open_vault(store: Store, keys: Keys) -> Vault:
    """Raises WrongKey where the keys are not those of the store, which from its first opening
    keeps what tells them."""
    with store.reading() as session:
        fits = _fits(session, keys)
    if not fits:
        store.retrying(partial(_keep_check, keys=keys))
    return Vault(keys)


def rewrap_check(session: Session, keys: Keys) -> None:
    check = session.scalars(select(KeyCheck).with_for_update()).one()
    check.wrapped = keys.rewrap(check.wrapped)


def _keep_check(session: Session, keys: Keys) -> None:
    """Somebody else may have been first."""
    if not _fits(session, keys):
        wrapped, blind = keys.wrap(_KNOWN.encode()), _known_blind(keys)
        session.add(KeyCheck(id=1, wrapped=wrapped, blind=blind))


def _fits(session: Session, keys: Keys) -> bool:
    """False where nothing is kept yet that could tell; raises WrongKey."""
    foreign = RecordKey.wrapped_by.not_in(keys.ids)
    if session.scalars(select(RecordKey.record).where(foreign).limit(1)).first() is not None:
        raise WrongKey(
            "OTMATCH_KEYS lacks a key that records are still sealed with; set it to the keys in "
            "use before, the newest first, and run `otmatch keys rotate` before one is left out"
        )
    check = session.scalars(select(KeyCheck)).one_or_none()
    if check is None:
        return False
    keys.unwrap(check.wrapped)
    if check.blind != _known_blind(keys):
        raise WrongKey(
            "OTMATCH_INDEX_KEY is not the one that this store was made with; set it to that, it "
            "never changes"
        )
    return True


def _known_blind(keys: Keys) -> str:
    return keys.blind("key check", _KNOWN)


def _refuse_without_keys(settings: Settings) -> None:
    if not is_there(settings.store):
        return
    store = open_store(settings)
    try:
        with store.reading() as session:
            kept = session.scalars(select(KeyCheck)).one_or_none()
    finally:
        store.close()
    if kept is not None:
        raise WrongKey(
            "the store holds sealed records, and OTMATCH_KEYS and OTMATCH_INDEX_KEY are not set; "
            "set them to the keys in use before"
        )


def open_store(settings: Settings) -> Store:
    """Without its keys. Raises ValueError, which names the setting; StoreUnavailable."""
    try:
        return Store(settings.store)
    except ValueError as error:
        raise ValueError(f"OTMATCH_STORE: {error}") from None
