"""A seeded corpus of made-up CVs for tests and benchmarks of the text step: strangers, rings, templates, agencies.

Made of numbers for words, so that 100,000 CVs take seconds. What is planted:

    strangers        sentences of their own, and sentences from a common stock (popular ones far more often)
    alike CVs        families of 2 to 12: one CV with words changed, sentences moved or left out
    passages         one passage of 40 to 120 words copied into 2 to 6 CVs
    boilerplate      six popular paragraphs, each in several per cent of all CVs
    house styles     agencies of 4 to 18 people with the same four sections
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Words = npt.NDArray[np.int32]

VOCABULARY = 20_000


def vocabulary() -> list[str]:
    """Made-up words, the same in every corpus; common words are short."""
    syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]
    n = len(syllables)
    words = []
    for i in range(VOCABULARY):
        word, rest = "", i + n * n
        while rest:
            rest, at = divmod(rest, n)
            word += syllables[at]
        words.append(word)
    return words


def make_texts(count: int, seed: int = 1, *, alike: float = 0.03, passages: float = 0.03) -> pa.LargeStringArray:
    """`count` CVs of 300 to 890 words (mean 630). alike, passages: share of CVs in families and with copied passages."""
    random = np.random.default_rng(seed)
    stock = [_sentence(random) for _ in range(max(200, count * 2))]
    documents = [_stranger(random, stock) for _ in range(count)]
    popular = [np.concatenate([_sentence(random) for _ in range(7)]) for _ in range(6)]
    for number in np.flatnonzero(random.random(count) < 0.35):
        documents[number] = _insert(random, documents[number], popular[int(random.integers(6))])
    order = random.permutation(count)
    at = _house_styles(random, documents, order, count // 20)
    at = _families(random, documents, order, at, at + int(count * alike))
    _copied(random, documents, order, at, at + int(count * passages))
    return _to_text(documents, random)


def _sentence(random: np.random.Generator) -> Words:
    size = int(random.integers(8, 18))
    return np.minimum(random.pareto(0.6, size) * 12, VOCABULARY - 1).astype(np.int32)


def _stranger(random: np.random.Generator, stock: list[Words]) -> Words:
    length = int(random.integers(300, 890))
    parts: list[Words] = []
    have = 0
    while have < length:
        popular = stock[min(len(stock) - 1, int(random.pareto(0.35)))]
        part = popular if random.random() < 0.3 else _sentence(random)
        parts.append(part)
        have += len(part)
    return np.concatenate(parts)[:length]


def _insert(random: np.random.Generator, text: Words, part: Words) -> Words:
    at = int(random.integers(0, len(text)))
    return np.concatenate([text[:at], part, text[at:]])[:890]


def _house_styles(random: np.random.Generator, documents: list[Words], order: Words, end: int) -> int:
    at = 0
    while at < end:
        people = order[at : at + int(random.integers(4, 19))]
        sections = [np.concatenate([_sentence(random) for _ in range(3)]) for _ in range(4)]
        for number in people:
            own = np.array_split(documents[number], len(sections))
            documents[number] = np.concatenate([part for pair in zip(sections, own, strict=True) for part in pair])[
                :890
            ]
        at += len(people)
    return at


def _families(random: np.random.Generator, documents: list[Words], order: Words, at: int, end: int) -> int:
    while at < end:
        people = order[at : at + int(random.integers(2, 13))]
        original = documents[people[0]]
        for number in people[1:]:
            share = float(random.choice([0.0, 0.01, 0.03, 0.06, 0.1, 0.14]))
            copy = original.copy()
            changed = random.random(len(copy)) < share
            copy[changed] = random.integers(0, VOCABULARY, int(changed.sum()))
            if random.random() < 0.3:
                cut = int(len(copy) * random.uniform(0.2, 0.8))
                copy = np.concatenate([copy[cut:], copy[:cut]])
            if random.random() < 0.3:
                copy = copy[: int(len(copy) * random.uniform(0.5, 1))]
            documents[number] = copy
        at += len(people)
    return at


def _copied(random: np.random.Generator, documents: list[Words], order: Words, at: int, end: int) -> None:
    while at < end:
        people = order[at : at + int(random.integers(2, 7))]
        source = documents[people[0]]
        size = int(random.integers(40, 121))
        begin = int(random.integers(0, len(source) - size))
        for number in people[1:]:
            documents[number] = _insert(random, documents[number], source[begin : begin + size])
        at += len(people)


def _to_text(documents: list[Words], random: np.random.Generator) -> pa.LargeStringArray:
    """Words joined, with sentences ended and some lines broken so that the bytes look like a CV's."""
    offsets = np.concatenate([[0], np.cumsum([len(document) for document in documents])])
    words = np.concatenate(documents)
    spelled = vocabulary()
    forms = pa.array(
        [
            *spelled,
            *(word + "." for word in spelled),
            *(word.capitalize() + "," for word in spelled),
            *(word + "\n•" for word in spelled),
        ],
        pa.large_string(),
    )
    style = random.choice(4, len(words), p=[0.88, 0.05, 0.05, 0.02]).astype(np.int32)
    lists = pa.LargeListArray.from_arrays(pa.array(offsets), forms.take(pa.array(words + style * VOCABULARY)))
    return pc.binary_join(lists, pa.scalar(" ", pa.large_string()))
