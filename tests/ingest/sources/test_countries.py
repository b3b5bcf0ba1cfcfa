from __future__ import annotations

import pytest

from ingest.sources._countries import _DIALLED, _codes, country_code


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("New York, New York, USA", "US"),
        ("New York, New York, United States", "US"),
        ("gb", "GB"),
        ("USA", "US"),
        ("Leeds, United Kingdom", "GB"),
        ("182 Victoria Street\nLeeds LS5 0AB", "GB"),
        ("1 King St, Toronto, ON M5H 2N2", "CA"),
        ("Manila, Philippines", "PH"),
        ("Bengaluru, Karnataka, India", "IN"),
        ("Köln, Deutschland", "DE"),
        ("Atlanta, Georgia", ""),
        ("Gary, IN", ""),
        ("Wilmington, DE", ""),
        ("Reno, NV 89501", ""),
        ("50667 Köln", ""),
        ("Paris", ""),
        ("zz", ""),
        ("", ""),
    ],
)
def test_country_that_a_place_names(place: str, code: str) -> None:
    assert country_code(place) == code


def test_codes_that_are_known_without_the_names_are_among_those_with_a_name() -> None:
    assert set(_codes().values()) >= _DIALLED
