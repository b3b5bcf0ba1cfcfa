"""Kernels that are left as they are written answer as the compiled ones do, for few rows."""

import json
import subprocess
import sys

CODE = """
import json, sys
if sys.argv[1] == "interpreted":
    from ingest.text.kernel import interpret
    interpret()
import pyarrow as pa
from pathlib import Path
from graph.model.settings import Case
from ingest.facts import read_facts, write_run
from ingest.link import link
folder = Path(sys.argv[2])
case = Case.create(folder / sys.argv[1], key=b"k" * 32)
write_run(case, [folder / "people.csv"])
made = link(read_facts(case))
print(json.dumps([getattr(made, name).drop_columns([c for c in ("run",) if c in getattr(made, name).column_names]).to_pylist()
                  for name in ("applicants", "values", "holdings")], default=str))
from ingest.link.plain import compare
print(type(compare).__name__ == "function", "numba" in sys.modules)
"""
TABLE = """applicant_id,name,phone,email,address,ip
1,Ann Lee,+1 415 212 7788,ann@example.org,"12 Oak St Apt 4, Reno, NV 89501",198.51.100.7
2,Bo Ray,+1 415 212 7788,bo@example.org,"12 Oak Street #4, Reno, NV 89501",198.51.100.7
3,Cy Doe,(415) 212-7788,cy@example.org,"80 Lake Rd, Ogden, UT 84401",203.0.113.9
"""


def test_without_the_compiler_the_links_are_the_same(tmp_path):
    (tmp_path / "people.csv").write_text(TABLE)
    answers = {}
    for way in ("interpreted", "compiled"):
        words = [sys.executable, "-c", CODE, way, str(tmp_path)]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        answers[way] = done.stdout.splitlines()
        assert done.stderr == ""  # no word of hashes that overflow
    assert answers["interpreted"][0] == answers["compiled"][0]
    assert all(json.loads(answers["interpreted"][0]))
    assert [answers[way][1] for way in ("interpreted", "compiled")] == ["True False", "False True"]
