"""CMS Doctors and Clinicians files for tests, under the real header; every person is invented."""

import csv
import io

from indexer.sources.clinicians import open_clinicians
from tests.indexer_files import DATA, npi, write

OT, STRANGER = npi(99_998_101), npi(99_998_102)
BAD_NPI = OT[:-1] + str((int(OT[-1]) + 1) % 10)
SPECIALTY = "OCCUPATIONAL THERAPIST IN PRIVATE PRACTICE"
HEADER = next(csv.reader([(DATA / "doctors_clinicians.header.csv").read_text(encoding="ascii")]))
ROW = {
    "NPI": OT, "Provider Last Name": "O'NEIL", "Provider First Name": "ANA", "suff": "JR.",
    "gndr": "F", "Cred": "OT", "pri_spec": SPECIALTY, "Facility Name": "ALBANY HAND THERAPY PLLC",
    "org_pac_id": "4299910001", "adr_ln_1": "1 MAIN ST", "adr_ln_2": "STE 5",
    "City/Town": "ALBANY", "State": "NY", "ZIP Code": "122031234",
    "Telephone Number": "5185550100", "ind_assgn": "M", "grp_assgn": "Y",
}  # fmt: skip


def text(*rows, header=HEADER, quoting=csv.QUOTE_MINIMAL):
    out = io.StringIO()
    writer = csv.writer(out, quoting=quoting, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(name, "") for name in HEADER] for row in rows)
    return out.getvalue()


def source_of(folder, content, as_of=None):
    source = open_clinicians(write(folder / "clinicians.csv", content), as_of)
    source.wants = {OT}.__contains__
    return source


def read(folder, *rows, **how):
    readings = list(source_of(folder, text(*rows, **how)).readings())
    assert [reading.line for reading in readings] == list(range(2, len(rows) + 2))
    return readings


def record(folder, **told):
    ((found,),) = [reading.records for reading in read(folder, ROW | told)]
    return found
