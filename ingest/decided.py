"""Analysts' decisions of a case: `decisions.jsonl`, one line each, never changed, each sealed with the one before.

The file is what the analysis reads, so that findings need no engine. The graph is where a team meets: `exchange` appends
what the graph has and the file lacks, and writes into the graph what it lacks. Ids tell what is the same decision.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from graph.model import chain
from graph.model.decisions import Decision, Verdict
from graph.model.errors import CaseError, UsageError
from graph.model.settings import Case

if TYPE_CHECKING:
    from graph.store import Store

VERDICTS: tuple[str, ...] = get_args(Verdict)
RESTORE = (
    "Restore the file from a backup. Without one move it away, then run linchpin load: the graph gives back the decisions"
    " that it has."
)
THINGS = ("applicant", "cluster", "decision")
"""What a decision may be about beside values, as their names in the graph begin."""


@dataclass(frozen=True)
class Exchanged:
    """Decisions that came from the graph into the file, and the other way."""

    taken: tuple[Decision, ...]
    given: tuple[Decision, ...]


def file_of(case: Case) -> Path:
    """Where the decisions of the case are."""
    return case.folder / "decisions.jsonl"


def read(case: Case) -> tuple[Decision, ...]:
    """All decisions in the order of the file. Raises CaseError naming the first line that does not fit the chain."""
    file = file_of(case)
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"the decisions cannot be read ({error}).", where=str(file), remedy=RESTORE) from error
    found = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(_decision(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(file, number, "is no decision") from error
    at = chain.broken(found)
    if at is not None:
        raise _damaged(file, at + 1, "does not follow from the lines before it: something was changed or removed")
    return tuple(found)


def decide(
    case: Case, verdict: str, about: Sequence[str], *, by: str, note: str = "", at: datetime | None = None
) -> Decision:
    """Append one decision. `about`: node names as people write them ("phone:+1 415 …", an applicant's id).

    Raises UsageError when the verdict, what it is about, or the name of who decides is missing or wrong.
    """
    if verdict not in VERDICTS:
        raise UsageError(f"{verdict!r} is no verdict.", remedy=f"One of: {', '.join(VERDICTS)}.")
    if not by.strip():
        raise UsageError("nobody is said to have decided.", where="--by", remedy="Write --by NAME.")
    names = tuple(dict.fromkeys(node_name(case, one, verdict) for one in about))
    _check(case, verdict, names)
    when = (at or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    made = chain.decision(_verdict(verdict), names, by=by.strip(), at=when, note=note.strip())
    _append(case, [made])
    return next(one for one in read(case) if one.id == made.id)


def exchange(case: Case, store: Store) -> Exchanged:
    """File and graph get each other's decisions. The file's chain is checked first, so nothing broken is passed on."""
    of_graph = store.decisions()
    known = {one.id for one in read(case)}
    taken = _append(case, [one for one in of_graph if one.id not in known])
    there = {one.id for one in of_graph}
    everything = read(case)
    store.decide(everything)
    return Exchanged(tuple(taken), tuple(one for one in everything if one.id not in there))


def node_name(case: Case, text: str, verdict: str = "note") -> str:
    """The name of a thing in the graph, from how a person writes it.

    "<kind>:<value>" is cleaned as a file's value would be, "applicant:<id>", "cluster:<id>" and "decision:<id>" stay; a
    bare id is a decision for `withdrawn`, a cluster when it looks like one, else an applicant. Raises UsageError when the
    value is none of its kind, and for `innocent_value` when it is no value.
    """
    from graph.model.kinds import KINDS, clean, secret_token

    kind, colon, rest = text.partition(":")
    if verdict == "innocent_value" and not (colon and kind in KINDS):
        raise _no_value(text)
    if colon and kind in THINGS and rest:
        return text
    if not colon or kind not in KINDS:
        if verdict == "withdrawn":
            return f"decision:{text}"
        return f"cluster:{text}" if text.startswith("F-") else f"applicant:{text}"
    if rest.startswith("tok:"):
        return text
    value = clean(kind, rest, case.region)
    if value is None:
        raise UsageError(
            f"{rest!r} is no {KINDS[kind].title.lower()}.",
            remedy="Write it as it stands in the findings or in the graph, as KIND:VALUE.",
        )
    secret = KINDS[kind].secret or KINDS[value.kind].secret
    return f"{value.kind}:{secret_token(case.key, value.kind, value.key) if secret else value.key}"


def kinds_remedy() -> str:
    """How a value is written, with all kinds."""
    from graph.model.kinds import KINDS

    return f'Write KIND:VALUE, such as "phone:+1 415 212 7788". The kinds: {", ".join(KINDS)}.'


def _no_value(text: str) -> UsageError:
    kind, colon, _ = text.partition(":")
    if colon and kind not in THINGS:
        return UsageError(f"{kind!r} is no kind of value.", remedy=kinds_remedy())
    return UsageError(f"only a value can be innocent, and {text!r} is none.", remedy=kinds_remedy())


def _check(case: Case, verdict: str, names: Sequence[str]) -> None:
    """What each verdict may be about."""
    heads = [name.partition(":")[0] for name in names]
    if verdict == "innocent_value" and not names:
        raise UsageError("innocent_value is about values.", remedy=kinds_remedy())
    if verdict in ("same_person", "not_linked") and (len(names) != 2 or set(heads) != {"applicant"}):
        raise UsageError(f"{verdict} is about two applicants.", remedy=f"Write: linchpin decide {verdict} ID ID")
    if verdict == "note" and not names:
        raise UsageError("a note is about something.", remedy="Write an applicant's or a finding's id, or KIND:VALUE.")
    if verdict == "withdrawn":
        known = {f"decision:{one.id}" for one in read(case)}
        missing = [name for name in names if name not in known]
        if missing or not names:
            what = missing[0].partition(":")[2] if missing else "nothing"
            raise UsageError(f"there is no decision {what!r}.", remedy="See them with: linchpin decisions")


def _append(case: Case, decisions: Sequence[Decision]) -> list[Decision]:
    """Seal and write, under the case's lock, beside and renamed: a killed command leaves the file as it was."""
    if not decisions:
        return []
    from ingest.facts import disk

    file = file_of(case)
    with disk.locked(case):
        before = read(case)
        known = {one.id for one in before}
        previous = before[-1].hash if before else chain.FIRST
        sealed: list[Decision] = []
        for one in decisions:
            if one.id in known:
                continue
            sealed.append(chain.seal(one, previous))
            previous = sealed[-1].hash
        lines = [json.dumps(asdict(one), sort_keys=True, ensure_ascii=False) + "\n" for one in (*before, *sealed)]
        beside = file.with_name(".decisions.jsonl.tmp")
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as handle:
                handle.writelines(lines)
                handle.flush()
                os.fsync(handle.fileno())
            beside.replace(file)
        except OSError as error:
            raise CaseError(
                f"the decision cannot be written ({error.strerror}).",
                where=str(file),
                remedy="Make room or mend the rights, and decide again.",
            ) from error
    return sealed


def _verdict(text: str) -> Verdict:
    if text == "innocent_value":
        return "innocent_value"
    if text == "same_person":
        return "same_person"
    if text == "not_linked":
        return "not_linked"
    return "withdrawn" if text == "withdrawn" else "note"


def _decision(item: dict[str, object]) -> Decision:
    about = item["about"]
    if not isinstance(about, list):
        raise TypeError("about is no list")
    texts = {name: str(item[name]) for name in ("id", "by", "at", "note", "hash", "previous_hash")}
    verdict = str(item["verdict"])
    if verdict not in VERDICTS:
        raise ValueError(verdict)
    return Decision(verdict=_verdict(verdict), about=tuple(map(str, about)), **texts)


def _damaged(file: Path, line: int, what: str) -> CaseError:
    return CaseError(
        f"this line {what}.",
        where=f"{file}, line {line}",
        remedy=RESTORE,
    )
