"""The records of one NPI made one profile: `merge(records)`, a pure function."""

from .person import likely_services, merge

__all__ = ["likely_services", "merge"]
