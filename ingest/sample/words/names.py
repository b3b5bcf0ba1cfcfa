"""Given names and surnames of many origins, mixed freely: a name says nothing about anybody in this world.

Names are drawn before anybody is put into a network or a crowd, from one list for all, given name and surname
independently (tests/ingest/sample holds this). Only families and siblings share a surname afterwards.
"""

from __future__ import annotations

from ingest.sample.words import rows, words

GIVEN = words("given")
NICKNAMES = dict((given, short) for given, short in rows("nicknames"))


def _compounds(heads: str, tails: str) -> list[str]:
    return [head + tail for head in heads.split() for tail in tails.split()]


_MADE = [
    *_compounds(
        "Ash Brad Brant Clay Dal Dun East Fair Gran Hal Hart Hol Kirk Lang Lin Mar Nor Ox Pres Rad Shel Stan Thorn Wal West",
        "brook by don field ford ham land ley more ton well wick wood worth",
    ),
    *_compounds(
        "Adam Bogdan Dimit Ivan Jovan Kova Luk Mark Mil Niko Petr Rad Step Vasil", "enko escu ic opoulos ov ovic ski"
    ),
    *_compounds("Abd Ade Aka Chi Kama Naka Oko Olu Taka Tshi Yama Zulu", "bara gawa hara moto ndo nkwo shima yemi"),
]

SURNAMES = tuple(dict.fromkeys([*words("surnames"), *_MADE]))
