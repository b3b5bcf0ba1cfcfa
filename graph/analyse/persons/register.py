"""What is known of every applicant, in columns of numbers: words of the name, values held, birth parts, home, numbers."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from graph.analyse.persons import weights
from graph.analyse.persons.blocks import Entries, Ints
from graph.analyse.persons.compiled import letters_of
from graph.analyse.persons.words import Words, words_of
from graph.model.links import ENDED, Links

FIELDS = tuple(one.field for one in weights.WEIGHTS)
BIRTH_PARTS = ("y", "m", "d")
_SAME = np.array([one.same for one in weights.WEIGHTS])
_MOST = np.array([one.most for one in weights.WEIGHTS])


@dataclass(frozen=True)
class Held:
    """Values of the fields that weigh. row, value: holdings, sorted by row and value; only values of several holders.

    field, holders, bits: by value; bits only of values of several holders. displays: of values, of candidates behind them.
    states: by applicant, bit n: whether it says any of FIELDS[n].
    """

    row: Ints
    value: Ints
    start: Ints
    field: Ints
    holders: Ints
    bits: npt.NDArray[np.float64]
    displays: tuple[pa.ChunkedArray, pa.Array]
    states: npt.NDArray[np.int32]

    def display(self, value: int) -> str:
        """How a value is shown."""
        values, candidates = self.displays
        at = value - len(values)
        return str((values[value] if at < 0 else candidates[at]).as_py())

    def entries(self, *fields: str) -> Entries:
        """Who holds which value of some fields."""
        wanted = np.array([one in fields for one in FIELDS])[self.field[self.value]]
        return Entries(self.row[wanted], self.value[wanted], len(self.field))


@dataclass(frozen=True)
class Birth:
    """Codes of keyed tokens, -1 where unknown. turned: the whole date with day and month exchanged, coded as `whole`.

    chance: bits to add at each level of weights.BIRTH because it is rarer among these applicants than the table says.
    """

    whole: Ints
    turned: Ints
    parts: tuple[Ints, Ints, Ints]
    count: Ints  # applicants by code of the whole
    chance: npt.NDArray[np.float64]


@dataclass(frozen=True)
class Home:
    """One address of each applicant in parts, as codes; -1 where unknown. streets, towns: as text, by code.

    Postcode and town are also known where no full address is given (the applicant's `area`). towns_of, postcodes_of:
    applicants by code.
    """

    number: Ints
    street: Ints
    postcode: Ints
    town: Ints
    streets: list[str]
    towns: list[str]
    towns_of: Ints
    postcodes_of: Ints


@dataclass(frozen=True)
class Register:
    """rows: number of applicants. emails: one address each, "" when none. texts: left * rows + right -> CV likeness.

    domains: bits of how rare the domain is; letters: code of the address without figures; spelling: its characters as bits
    (compiled.letters_of); length: how many it has.
    rank: place of each applicant by time, name and birth token; only what is equal in all stands in order of its id.
    employee: code of the employee record that is joined, system: of the system and employer it stands in; -1 when none.
    """

    rows: int
    words: Words
    held: Held
    birth: Birth
    home: Home
    emails: pa.Array
    domains: npt.NDArray[np.float64]
    letters: Ints
    spelling: Ints
    length: Ints
    text_code: Ints
    text_alike: npt.NDArray[np.float64]
    employee: Ints
    system: Ints
    rank: Ints


def register(links: Links) -> Register:
    """All of it, from the links."""
    with ThreadPoolExecutor(1) as beside:  # arrays and columns let another thread work
        held = beside.submit(_held, links, links.applicants.num_rows)
        return _register(links, held)


def _register(links: Links, held: Future[Held]) -> Register:
    table = links.applicants
    rows = table.num_rows
    employee, system = _employed(table)
    emails = _first(links, "email", rows)
    pairs = links.text_pairs
    return Register(
        rows=rows,
        words=words_of(_whole(table.column("name"))),
        birth=_birth(_whole(table.column("birth"))),
        home=_home(links, rows),
        emails=emails,
        domains=_domain_bits(emails),
        letters=np.asarray(
            pc.replace_substring_regex(emails, "[0-9]+", "").dictionary_encode().indices, dtype=np.int64
        ),
        spelling=_spelling(emails),
        length=np.asarray(pc.utf8_length(emails), dtype=np.int64),
        text_code=pairs.column("left").to_numpy().astype(np.int64) * rows + pairs.column("right").to_numpy(),
        text_alike=pairs.column("jaccard").to_numpy(),
        employee=employee,
        system=system,
        rank=_ranked(table),
        held=held.result(),
    )


def _ranked(table: pa.Table) -> Ints:
    order = pc.sort_indices(table, sort_keys=[(name, "ascending") for name in ("applied_at", "name", "birth", "id")])
    rank = np.empty(table.num_rows, np.int64)
    rank[np.asarray(order)] = np.arange(table.num_rows)
    return rank


def _whole(column: pa.ChunkedArray) -> pa.Array:
    if column.num_chunks == 1:
        return column.chunk(0)
    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], column.type)


def _held(links: Links, rows: int) -> Held:
    kinds = _whole(links.values.column("kind")).dictionary_encode()
    field_of_kind = np.asarray(pc.fill_null(pc.index_in(kinds.dictionary, value_set=pa.array(FIELDS)), -1), np.int64)
    field_of = field_of_kind[np.asarray(kinds.indices)] if len(kinds) else np.zeros(0, np.int64)
    value = links.holdings.column("value").to_numpy().astype(np.int64)
    row = links.holdings.column("applicant").to_numpy().astype(np.int64)
    candidate = _whole(links.applicants.column("candidate")).dictionary_encode()
    code = np.asarray(candidate.indices, dtype=np.int64)
    named = np.asarray(pc.not_equal(candidate.dictionary, ""))[code] if rows else np.zeros(0, bool)
    value = np.concatenate([value, code[named] + len(field_of)])
    row = np.concatenate([row, np.flatnonzero(named)])
    field_of = np.concatenate([field_of, np.full(len(candidate.dictionary), FIELDS.index("candidate"))])
    field = field_of[value]
    weighs = np.flatnonzero(field >= 0)
    value, row, field = value[weighs], row[weighs], field[weighs]
    states = np.zeros(rows, np.int32)
    np.bitwise_or.at(states, row, np.int32(1) << field.astype(np.int32))
    holders = np.bincount(value, minlength=len(field_of))
    several = np.flatnonzero(holders[value] >= 2)
    number = max(1, len(field_of))
    held = np.sort(row[several] * number + value[several])
    row, value = held // number, held % number
    shared = np.flatnonzero(holders >= 2)
    chance, bits = holders[shared] / (rows + weights.VALUE_SMOOTHING), np.zeros(len(holders))
    bits[shared] = np.clip(np.log2(_SAME[field_of[shared]] / chance), 0.0, _MOST[field_of[shared]])
    displays = (links.values.column("display"), candidate.dictionary)
    return Held(row, value, np.searchsorted(row, np.arange(rows + 1)), field_of, holders, bits, displays, states)


def _birth(column: pa.Array) -> Birth:
    encoded = column.dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    numbers: dict[str, int] = {}
    table = np.full((len(texts) + 1, 5), -1, np.int64)
    for at, text in enumerate(texts):
        for whole in text.split()[:1]:
            table[at, 0] = numbers.setdefault("whole:" + whole.removeprefix("tok:")[:16], len(numbers))
    for at, text in enumerate(texts):
        for part in text.split()[1:]:
            name, _, token = part.partition(":")
            if name == "dm":
                table[at, 1] = numbers.get("whole:" + token, -1)
            elif name in BIRTH_PARTS:
                table[at, 2 + BIRTH_PARTS.index(name)] = numbers.setdefault(part, len(numbers))
    of = table[np.asarray(encoded.indices, dtype=np.int64)]
    whole = of[:, 0]
    count = np.bincount(whole[whole >= 0], minlength=len(numbers))
    parts = of[:, 2], of[:, 3], of[:, 4]
    return Birth(whole=whole, turned=of[:, 1], parts=parts, count=count, chance=_birth_chance(parts))


def _birth_chance(parts: tuple[Ints, Ints, Ints]) -> npt.NDArray[np.float64]:
    """By level, log2 of the table's chance over the chance among these applicants: two dates picked at random agree in a
    part as often as the squares of its shares add up to (exact, where Fellegi-Sunter programs sample random pairs)."""
    shares = []
    for codes in parts:
        count = np.bincount(codes[codes >= 0]) if (codes >= 0).any() else np.zeros(1)
        shares.append(float(((count / max(1, count.sum())) ** 2).sum()))
    year, month, day = shares
    two = year * month * (1 - day) + year * (1 - month) * day + (1 - year) * month * day
    none = (1 - year) * (1 - month) * (1 - day)
    one = 1 - none - two - year * month * day
    rows = int((parts[0] >= 0).sum())
    found = np.zeros(len(weights.BIRTH))
    for level, seen in ((2, two), (3, one), (4, none)):
        table = weights.BIRTH_CHANCE[level] or 1.0
        made_up = weights.BIRTH_CHANCE_ROWS
        found[level] = -np.log2((rows * seen + made_up * table) / (rows + made_up) / table)
    return np.clip(found, -2.0, 2.0)


def _first(links: Links, kind: str, rows: int) -> pa.Array:
    """The key of each applicant's value of a kind; of several the one in plain order first."""
    of = _first_value(links, kind, rows)
    return pc.fill_null(_whole(links.values.column("key")).take(pa.array(of, mask=of < 0)), "")


def _spelling(texts: pa.Array) -> Ints:
    if not len(texts):
        return np.zeros(0, np.int64)
    texts = texts.cast(pa.large_string())
    _, start, data = texts.buffers()
    begins = np.frombuffer(start, np.int64)[texts.offset : texts.offset + len(texts) + 1]
    return letters_of(begins, np.frombuffer(data or b"", np.uint8))


def _domain_bits(emails: pa.Array) -> npt.NDArray[np.float64]:
    """How rare the domain of each address is among the applicants."""
    domains = pc.replace_substring_regex(emails, r"^.*@", "").dictionary_encode()
    code = np.asarray(domains.indices, dtype=np.int64)
    share = np.bincount(code)[code] / (len(emails) + weights.SMOOTHING) if len(code) else np.zeros(0)
    return np.asarray(-np.log2(share))


def _first_value(links: Links, kind: str, rows: int, context: str = "") -> Ints:
    wanted = np.asarray(pc.equal(links.values.column("kind"), kind))
    value = links.holdings.column("value").to_numpy()
    row = links.holdings.column("applicant").to_numpy()
    keep = wanted[value]
    at = np.flatnonzero(keep)
    rank = np.zeros(len(at), np.int64)
    if context:
        contexts = _whole(links.holdings.column("contexts")).take(pa.array(at)).cast(pa.string())
        rank = 1 - np.asarray(pc.match_substring(contexts, context)).astype(np.int64)
    order = np.lexsort((value[at], rank, row[at]))
    at = at[order][::-1]
    found = np.full(rows, -1, np.int64)
    found[row[at]] = value[at]
    return found


def _home(links: Links, rows: int) -> Home:
    """country|number|street|unit|city|state|postcode of the home address (graph.model.kinds.address), else the area."""
    of = _first_value(links, "address", rows, "home")
    full = np.flatnonzero(of >= 0)
    different, back = np.unique(of[full], return_inverse=True)
    keys = _whole(links.values.column("key")).take(pa.array(different))
    (number, _), (street, streets), (town, towns), (code, codes) = _parts(keys, 7, (1, 2, 4, 6))
    area = pc.fill_null(_whole(links.applicants.column("area")), "").dictionary_encode()
    (other_town, other_towns), (other_code, other_codes) = _parts(area.dictionary, 3, (0, 2))
    town, other_town, towns = _one_list(town, towns, other_town, other_towns)
    code, other_code, codes = _one_list(code, codes, other_code, other_codes)
    said = np.asarray(area.indices, dtype=np.int64)
    columns = []
    for known, vague in ((number, None), (street, None), (code, other_code), (town, other_town)):
        column = np.full(rows, -1, np.int64) if vague is None or not rows else vague[said]
        column[full] = known[back]
        columns.append(column)
    return Home(
        number=columns[0],
        street=columns[1],
        postcode=columns[2],
        town=columns[3],
        streets=streets,
        towns=towns,
        towns_of=_counts(columns[3], towns),
        postcodes_of=_counts(columns[2], codes),
    )


def _counts(codes: Ints, texts: list[str]) -> Ints:
    return np.bincount(codes[codes >= 0], minlength=len(texts)).astype(np.int64)


def _parts(keys: pa.Array, number: int, places: tuple[int, ...]) -> list[tuple[Ints, list[str]]]:
    """Some of the `number` parts of every key between "|": codes (-1 for an empty part) and the texts they stand for."""
    parts = pc.split_pattern(keys, "|")
    full = np.flatnonzero(np.asarray(pc.equal(pc.list_value_length(parts), number)))
    flat = pc.list_flatten(parts.take(pa.array(full)))
    found = []
    for place in places:
        encoded = flat.take(pa.array(np.arange(place, len(flat), number))).dictionary_encode()
        code = np.asarray(encoded.indices, dtype=np.int64)
        column = np.full(len(keys), -1, np.int64)
        column[full] = np.where(code == pc.index(encoded.dictionary, "").as_py(), -1, code)
        found.append((column, encoded.dictionary.to_pylist()))
    return found


def _one_list(one: Ints, texts: list[str], other: Ints, others: list[str]) -> tuple[Ints, Ints, list[str]]:
    """Two columns of codes as codes of one list."""
    number = {text: at for at, text in enumerate(texts)}
    new = np.fromiter((number.setdefault(text, len(number)) for text in others), np.int64, len(others))
    return one, np.where(other >= 0, new[other] if len(new) else -1, -1), list(number)


def _employed(table: pa.Table) -> tuple[Ints, Ints]:
    """The employee record that is joined to each applicant, or is the applicant, and where it stands; none whose job has ended:
    who is taken on again may get another number."""
    employee, system = np.full(table.num_rows, -1, np.int64), np.full(table.num_rows, -1, np.int64)
    joined = _whole(table.column("joined"))
    flat = pc.list_flatten(joined)
    parent = np.asarray(pc.list_parent_indices(joined), dtype=np.int64)
    some = np.flatnonzero(np.asarray(pc.match_substring(flat, ":employee:"))) if len(flat) else np.zeros(0, np.int64)
    records = dict(zip(reversed(parent[some].tolist()), reversed(flat.take(pa.array(some)).to_pylist()), strict=True))
    own = np.flatnonzero(np.asarray(pc.equal(_whole(table.column("type")), "employee")))
    names = _whole(table.column("record")).take(pa.array(own)).to_pylist()
    records |= dict(zip(own.tolist(), names, strict=True))
    employers, status = _whole(table.column("employer")), _whole(table.column("status"))
    numbers: dict[str, int] = {}
    for row, said in sorted(records.items()):
        if (status[row].as_py() or "").casefold() in ENDED:
            continue
        record = said.partition(" by ")[0]
        where = f"{record.partition(':')[0]}\0{employers[row].as_py()}"
        employee[row] = numbers.setdefault(record, len(numbers))
        system[row] = numbers.setdefault(where, len(numbers))
    return employee, system
