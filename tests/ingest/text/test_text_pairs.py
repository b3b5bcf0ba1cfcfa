"""The text step against the slow way, on 5,000 made-up CVs, and its promises one by one."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from text_oracle import alike_pairs, common_runs, jaccard, words

from bench.cv_corpus import make_texts, vocabulary
from ingest.text.pairs import TextLinks, text_pairs

VOCABULARY = vocabulary()


def own(count: int, seed: int) -> str:
    """Words that nobody else has in this order."""
    random = np.random.default_rng(seed)
    return " ".join(VOCABULARY[int(i)] for i in random.integers(0, len(VOCABULARY), count))


def rows(links: TextLinks) -> dict[tuple[int, int], float]:
    return {(row["left"], row["right"]): row["jaccard"] for row in links.pairs.to_pylist()}


def compare(*texts: str | None) -> TextLinks:
    return text_pairs(pa.array(texts, pa.large_string()))


@pytest.fixture(scope="module")
def corpus() -> pa.LargeStringArray:
    return make_texts(5000, seed=11, alike=0.1)


def test_recall_and_precision_against_brute_force(corpus: pa.LargeStringArray) -> None:
    truth = alike_pairs(corpus.to_pylist(), 0.3)
    links = text_pairs(corpus)
    found = rows(links)
    wanted = {pair for pair, score in truth.items() if score >= 0.5}
    told = {pair for pair, score in found.items() if score >= 0.5}
    assert len(wanted) > 500
    assert len(wanted & told) / len(wanted) >= 0.995
    assert told <= wanted
    for pair, score in found.items():  # every number told is exact
        if score >= 0.3:
            assert score == truth[pair]
    assert len({pair for pair in truth if pair in found}) / len(truth) >= 0.95


def test_copied_passages_are_found(corpus: pa.LargeStringArray) -> None:
    texts = corpus.to_pylist()
    spoken = [" ".join(words(text)) for text in texts]
    pairs = [row for row in text_pairs(corpus).pairs.to_pylist() if row["passages"]]
    assert len(pairs) > 500
    for row in pairs[::25]:
        one, other = texts[row["left"]], texts[row["right"]]
        runs = common_runs(one, other, 40)
        for passage in row["passages"]:
            left = one[passage["left_start"] : passage["left_end"]]
            right = other[passage["right_start"] : passage["right_end"]]
            assert words(left) == words(right)
            assert (passage["words"], " ".join(words(left))) in runs
        sizes = [passage["words"] for passage in row["passages"]]
        assert sizes == sorted(sizes, reverse=True)
        middle = " ".join(runs[0][1].split()[15:25])
        if sum(middle in text for text in spoken) <= 20:  # else it is boilerplate, which is no passage
            assert sizes[0] == runs[0][0]


def test_planted_passages_recall() -> None:
    strangers = [own(500, seed) for seed in range(400)]
    for at in range(0, 400, 2):
        passage = " ".join(strangers[at].split()[100:160])
        strangers[at + 1] += " " + passage
    found = rows(compare(*strangers))
    planted = {(at, at + 1) for at in range(0, 400, 2)}
    assert found.keys() <= planted
    assert len(planted & found.keys()) >= 0.97 * len(planted)


def test_by_hand() -> None:
    #  a: w1..w30 -> 26 shingles; b: w6..w35 -> 26 shingles; common: w6..w30 -> 21; 21 / (26 + 26 - 21)
    w = own(40, 1).split()
    links = compare(" ".join(w[0:30]), " ".join(w[5:35]), own(30, 2))
    (row,) = links.pairs.to_pylist()
    assert (row["left"], row["right"], row["shared"], row["passages"]) == (0, 1, 21, [])
    assert row["jaccard"] == 21 / 31
    assert links.words.tolist() == [30, 30, 30]


def test_passage_places_are_characters_and_marks_do_not_matter() -> None:
    run = own(45, 3).split()
    left = "Škoda — “résumé” " + ", ".join(run) + ". " + own(120, 4)
    right = own(130, 5) + " … ÉTÉ • " + "\n• ".join(word.upper() for word in run) + " fin"
    (row,) = compare(left, right).pairs.to_pylist()
    (passage,) = row["passages"]
    assert passage["words"] == 45
    assert left[passage["left_start"] : passage["left_end"]] == ", ".join(run)
    assert right[passage["right_start"] : passage["right_end"]] == "\n• ".join(run).upper()


def test_a_passage_of_39_words_is_none() -> None:
    run = own(39, 6)
    assert compare(own(150, 7) + " x " + run + " y", own(150, 8) + " z " + run).pairs.num_rows == 0


def test_letters_beyond_ascii_are_one_word_in_both_cases() -> None:
    one = "École Émile çа " + own(60, 9)
    assert compare(one, one.replace("É", "é")).pairs["jaccard"].to_pylist() == [1.0]


@pytest.mark.parametrize(
    "text",
    ["", None, "too short", " ".join(["word"] * 300), own(23, 1), "応募者の履歴書です。" * 200, "• " * 500],
)
def test_too_little_text_pairs_with_nothing(text: str | None) -> None:
    assert compare(text, text, own(50, 2)).pairs.num_rows == 0


def test_order_of_rows_changes_nothing() -> None:
    texts = make_texts(600, seed=3, alike=0.2)
    order = np.random.default_rng(1).permutation(600).astype(np.int32)
    links, other = text_pairs(texts), text_pairs(texts.take(pa.array(order)), order, threads=1)
    assert links.pairs.equals(other.pairs)
    assert links.words[order].tolist() == other.words.tolist()
    assert [(one.key, one.display, one.holders.tolist()) for one in links.templates] == [
        (one.key, one.display, one.holders.tolist()) for one in other.templates
    ]


def test_chunks_slices_and_other_string_types_change_nothing() -> None:
    texts = make_texts(300, seed=4, alike=0.3)
    whole = text_pairs(texts).pairs
    assert whole.num_rows > 10
    pieces = pa.chunked_array([texts[:7], texts[7:7], texts[7:200], texts[200:]])
    assert text_pairs(pieces).pairs.equals(whole)
    assert text_pairs(texts.cast(pa.string())).pairs.equals(whole)
    padded = pa.concat_arrays([pa.array(["left out"] * 5, pa.large_string()), texts])
    assert text_pairs(padded[5:]).pairs.equals(whole)
    assert text_pairs(padded, np.arange(-5, 300).clip(-1).astype(np.int32)).pairs.equals(whole)


def test_a_thousand_strangers_change_no_pair() -> None:
    texts = make_texts(500, seed=5, alike=0.2)
    strangers = pa.array([own(200, 1000 + at) for at in range(1000)], pa.large_string())
    alone, among = text_pairs(texts), text_pairs(pa.concat_arrays([texts, strangers]))
    assert alone.pairs.equals(among.pairs)
    assert [one.key for one in alone.templates] == [one.key for one in among.templates]


def test_sixty_copies_are_all_found_and_named() -> None:
    copies = [own(400, 1)] * 60
    links = compare(*copies, *(own(300, seed) for seed in range(10, 40)))
    assert len(rows(links)) == 60 * 59 // 2
    assert [(len(one.holders), one.house_style) for one in links.templates] == [(60, False)]


def test_a_family_above_the_limit_is_a_star_and_a_template() -> None:
    links = compare(*[own(400, 1)] * 300, own(400, 2))
    found = rows(links)
    assert {right for left, right in found if left == 0} == set(range(1, 300))
    assert len(found) < 2 * 300
    assert set(found.values()) == {1.0}
    (template,) = links.templates
    assert template.holders.tolist() == list(range(300))


def test_boilerplate_of_a_crowd_is_named_and_is_no_pair() -> None:
    boilerplate = own(100, 1)
    links = compare(*(f"{own(250, 100 + at)} {boilerplate} {own(150, 5000 + at)}" for at in range(150)))
    assert links.pairs.num_rows == 0
    (template,) = links.templates
    assert (len(template.holders), template.house_style) == (150, False)
    first = template.display.removeprefix("template “").removesuffix(" …”")
    assert first in boilerplate
    assert len(first.split()) == 12


@pytest.mark.parametrize(("holders", "pairs", "templates"), [(20, 190, 0), (22, 0, 1)])
def test_a_passage_is_evidence_up_to_twenty_and_a_template_above(holders: int, pairs: int, templates: int) -> None:
    passage = own(70, 7)
    links = compare(*(f"{own(250, 100 + at)} {passage} {own(150, 5000 + at)}" for at in range(holders)))
    assert (links.pairs.num_rows, len(links.templates)) == (pairs, templates)


def test_house_style_of_an_agency_is_named_but_a_ring_is_not() -> None:
    sections = [own(40, seed) for seed in range(4)]
    agency = [" ".join(f"{part} {own(110, 100 * at + n)}" for n, part in enumerate(sections)) for at in range(1, 9)]
    passage = own(60, 77)
    ring = [f"{own(300, 3000 + at)} {passage} {own(200, 4000 + at)}" for at in range(8)]
    copies = [own(500, 99)] * 8
    links = compare(*agency, *ring, *copies)
    assert [(one.house_style, one.holders.tolist()) for one in links.templates] == [(True, list(range(8)))]
    assert links.templates[0].display.startswith("house style “")
    assert {(left, right) for left, right in rows(links) if 8 <= left < 16} == {
        (left, right) for left in range(8, 16) for right in range(left + 1, 16)
    }


def test_names_of_templates_do_not_depend_on_who_else_is_there() -> None:
    boilerplate = own(120, 1)
    crowd = [f"{own(250, 100 + at)} {boilerplate} {own(150, 5000 + at)}" for at in range(40)]
    few, many = compare(*crowd), compare(*crowd, *(own(300, 9000 + at) for at in range(500)))
    assert [one.key for one in few.templates] == [one.key for one in many.templates]


def test_one_owner_has_one_text() -> None:
    with pytest.raises(ValueError, match="two texts have one owner"):
        text_pairs(pa.array(["a", "b"], pa.large_string()), np.array([3, 3], np.int32))


def test_progress_reaches_its_end() -> None:
    said: dict[str, tuple[int, int]] = {}
    text_pairs(make_texts(200, seed=6), progress=lambda step, done, total: said.update({step: (done, total)}))
    assert said["reading texts"] == (200, 200)
    assert all(done == total for done, total in said.values())


def test_a_very_long_text_is_compared_by_its_beginning() -> None:
    long = own(200_000, 1)
    assert len(long) > 1_000_000
    (score,) = rows(compare(long, long + " and more")).values()
    assert score == 1.0


def test_exact_number_on_real_words() -> None:
    base = own(300, 21).split()
    other = base.copy()
    for at in (20, 90, 91, 200):
        other[at] = "changed"
    found = rows(compare(" ".join(base), " ".join(other)))
    assert found == {(0, 1): jaccard(" ".join(base), " ".join(other))}
