"""What is written to a terminal or a pipe."""

from __future__ import annotations

import io
import json

import pytest

from graph.present import terminal
from graph.present.terminal import Bars, cell, number, safe, show_json, show_names, show_table


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain text", "plain text"),
        ("Zoë Müller 王伟", "Zoë Müller 王伟"),
        ("a\x1b[31mred", "a\\x1b[31mred"),
        ("two\nlines\tand a tab", "two\\nlines\\tand a tab"),
        ("abc\u202etxt.exe", "abc\\u202etxt.exe"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("half \ud800", "half \\ud800"),
        (None, "None"),
        (12, "12"),
    ],
)
def test_text_is_shown_never_obeyed(text: object, shown: str) -> None:
    assert safe(text) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(0.0, "0"), (0.0312, "0.0312"), (1.0, "1"), (0.00099, "1e-03"), (3.2e-7, "3e-07")]
)
def test_a_p_value_is_short(value: float, shown: str) -> None:
    assert number(value) == shown


def test_a_piped_table_is_aligned_and_never_cut(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("rank", "name"), [(1, "x" * 200), (10, "b\x1b[0m")], right=("rank",))
    assert capsys.readouterr().out == "rank  name\n   1  " + "x" * 200 + "\n  10  b\\x1b[0m\n"


@pytest.mark.parametrize("width", [80, 40, 20])
@pytest.mark.parametrize("name", ["id", "cluster_id", "left"])
def test_an_id_stays_in_one_piece_on_a_narrow_terminal(
    name: str, width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    families, title = "contact+location+money+device+text+people", "15 persons around Farah Ashham (payroll mule)"
    show_table(("rank", name, "type", "families", "finding"), [(1, "F-3e9840de", "network", families, title)])
    assert "F-3e9840de" in capsys.readouterr().out
    show_table((name,), [])


def test_an_empty_table_has_its_header(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("a", "b"), [])
    assert capsys.readouterr().out == "a  b\n"


def test_json_has_sorted_keys_and_readable_text(capsys: pytest.CaptureFixture[str]) -> None:
    show_json({"b": "Zoë", "a": [1]})
    out = capsys.readouterr().out
    assert json.loads(out) == {"a": [1], "b": "Zoë"}
    assert out.index('"a"') < out.index('"b"')
    assert "Zoë" in out


def test_names_go_down_into_what_is_nested(capsys: pytest.CaptureFixture[str]) -> None:
    show_names({"runs": 2, "findings": {"count": 3, "kinds": ["a", "b"]}, "graph": None})
    assert capsys.readouterr().out == "runs: 2\nfindings.count: 3\nfindings.kinds: a, b\ngraph: \n"


def test_a_cell_holds_any_value() -> None:
    assert cell(None) == ""
    assert cell([1, None, "x"]) == "1, , x"
    assert cell({"b": 1, "a": "é"}) == '{"a": "é", "b": 1}'


def test_progress_elsewhere_than_on_a_terminal_is_a_line_per_step() -> None:
    out = io.StringIO()
    with Bars(out) as progress:
        for done in range(1, 1001):
            progress("read files", done, 1000)
        progress("think", 0, 0)
        progress("write", 3, 5)
    assert out.getvalue() == "read files: 1,000\nthink\nwrite: 5\n"


def test_progress_says_what_was_not_finished() -> None:
    out = io.StringIO()
    bars = Bars(out)
    bars("read files", 12, 1000)
    bars.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert out.getvalue() == "read files: 12 of 1,000, not finished\n"


def test_a_long_step_speaks_between(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "STEP_SECONDS", -1.0)
    out = io.StringIO()
    with Bars(out) as progress:
        progress("load", 1, 3)
        progress("load", 3, 3)
    assert out.getvalue() == "load: 1 of 3\nload: 3\n"


def test_an_encoding_that_cannot_hold_the_text_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(raw, encoding="ascii", write_through=True))
    terminal.write("Zoë")
    assert raw.getvalue() == b"Zo\\xeb\n"
