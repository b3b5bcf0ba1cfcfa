"""Written forms of one word: letters of other scripts in Latin, accents off, short forms of given names written out.

Spelling only: a word becomes comparable with another word, and nothing is ever derived from it.
"""

from __future__ import annotations

import functools
import re
import unicodedata

_SHORT_FORMS = {
    "abigail": "abby abbie",
    "alexander": "aleks",
    "alexandra": "alexa lexi",
    "amanda": "mandy",
    "andrew": "drew",
    "anthony": "tony",
    "barbara": "barb barbie",
    "benjamin": "ben benny",
    "bernard": "bernie",
    "bradley": "brad",
    "cameron": "cam",
    "catherine": "kate cathy katie cat katherine kathryn cathryn kath",
    "charles": "chuck",
    "christina": "christine tina",
    "christopher": "topher",
    "daniel": "dan",
    "david": "dave davey",
    "deborah": "deb debbie debra",
    "donald": "don donnie",
    "dorothy": "dot dottie",
    "douglas": "doug",
    "edward": "ed eddie",
    "eleanor": "ellie nell",
    "elizabeth": "liz beth betty eliza lizzie",
    "frederick": "fred freddie",
    "gabriel": "gabe",
    "gregory": "greg",
    "isabella": "bella izzy",
    "jacob": "jake",
    "jacqueline": "jackie",
    "james": "jim jimmy jamie",
    "jeffrey": "jeff geoffrey geoff",
    "jennifer": "jen jenny jenn",
    "jessica": "jess",
    "john": "johnny jon",
    "jonathan": "jonny",
    "joseph": "joe joey",
    "joshua": "josh",
    "kenneth": "ken kenny",
    "kimberly": "kim",
    "lawrence": "larry laurence",
    "leonard": "len lenny",
    "louis": "louie",
    "margaret": "maggie peggy",
    "matthew": "matt",
    "michael": "mike mick mickey mikey",
    "mohammed": "muhammad mohammad mohamed muhammed",
    "nathaniel": "nate",
    "nicholas": "nick",
    "oliver": "ollie olly",
    "pamela": "pam",
    "patricia": "patty tricia",
    "peter": "pete",
    "philip": "phil phillip",
    "rachel": "rach",
    "raymond": "ray",
    "rebecca": "becky becca",
    "richard": "rick dick ricky rich",
    "robert": "rob bob bobby robbie",
    "ronald": "ron",
    "samuel": "sammy",
    "stephanie": "steph",
    "stephen": "steve steven",
    "susan": "sue susie",
    "terence": "terrence terrance",
    "theodore": "teddy",
    "theresa": "teresa terri",
    "thomas": "tom tommy",
    "timothy": "tim timmy",
    "vanessa": "nessa",
    "victoria": "vicky tori",
    "vincent": "vince",
    "walter": "walt",
    "william": "will bill billy liam willie",
    "zachary": "zach zack",
}

FULL_FORM = {short: full for full, shorts in _SHORT_FORMS.items() for short in shorts.split()}
"""Short form -> the one full form that it is read as."""

FULL_FORMS: dict[str, frozenset[str]] = {
    short: frozenset(fulls.split())
    for short, fulls in {
        "alex": "alexander alexandra alexis alejandro",
        "andy": "andrew andrea andreas",
        "charlie": "charles charlotte",
        "chris": "christopher christina christian",
        "danny": "daniel daniela danielle",
        "gerry": "gerald gerard geraldine",
        "jerry": "gerald jerome jeremy",
        "jessie": "jessica jesse",
        "lou": "louis louise",
        "max": "maximilian maxwell maxine",
        "meg": "megan margaret",
        "mel": "melissa melanie melvin",
        "nat": "natalie nathaniel nathan natasha",
        "nicky": "nicholas nicole",
        "pat": "patricia patrick",
        "ronnie": "ronald veronica",
        "sam": "samuel samantha",
        "sandy": "sandra alexander alexandra",
        "sasha": "alexander alexandra",
        "ted": "edward theodore",
        "terry": "terence theresa",
        "theo": "theodore theodora",
        "val": "valentina valerie valentin",
        "vic": "victor victoria",
    }.items()
}
"""Short form of several names -> these. It stays as it is, and agrees with each of them."""

MOST_FULL_FORMS = max(map(len, FULL_FORMS.values()))


def _table(text: str) -> dict[str, str]:
    """ "а=a ж=zh ь=" to letters and what is written for them."""
    return dict(entry.split("=", 1) for entry in text.split())


_LATIN = _table(
    "ø=o ł=l đ=d ð=d þ=th ı=i ħ=h ŋ=n æ=ae œ=oe ß=ss "
    "а=a б=b в=v г=g д=d е=e ж=zh з=z и=i й=i к=k л=l м=m н=n о=o п=p р=r с=s т=t у=u ф=f х=kh ц=ts ч=ch ш=sh "
    "щ=shch ъ= ы=y ь= э=e ю=yu я=ya і=i ї=i є=e ґ=g ў=u "
    "α=a β=v γ=g δ=d ε=e ζ=z η=i θ=th ι=i κ=k λ=l μ=m ν=n ξ=x ο=o π=p ρ=r σ=s ς=s τ=t υ=y φ=f χ=ch ψ=ps ω=o"
)
_APOSTROPHES = re.compile(r"['’‘ʼ`´]")


@functools.lru_cache(maxsize=1 << 18)
def folded_word(text: str) -> str:
    """One word in small Latin letters and digits, no accents; "" when nothing is left. Not yet a full form."""
    plain = _APOSTROPHES.sub("", text)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c)).casefold()
        plain = "".join(_LATIN.get(c, c) for c in plain)
    return "".join(c for c in plain.casefold() if c.isalnum())


def shortens(one: str, other: str) -> bool:
    """Whether one of two folded words can be short for the other, as for several names.

    >>> shortens("sam", "samantha"), shortens("samuel", "sam"), shortens("samuel", "samantha")
    (True, True, False)
    """
    return other in FULL_FORMS.get(one, ()) or one in FULL_FORMS.get(other, ())


def full_form(word: str) -> str:
    """A folded word with its short form written out.

    >>> full_form("bill")
    'william'
    """
    return FULL_FORM.get(word, word)


def _initials() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    pairs = [*FULL_FORM.items(), *((short, full) for short, fulls in FULL_FORMS.items() for full in fulls)]
    for short, full in pairs:
        found.setdefault(full, {full[0]}).add(short[0])
        if short in FULL_FORMS:
            found.setdefault(short, {short[0]}).add(full[0])
    return {word: frozenset(letters) for word, letters in found.items()}


_INITIALS = _initials()


def initials_of(word: str) -> frozenset[str]:
    """The letters by which a full form may be abbreviated: its own, and those of the forms that it may have been written in.

    >>> sorted(initials_of("william")), sorted(initials_of("tanaka"))
    (['b', 'l', 'w'], ['t'])
    """
    return _INITIALS.get(word) or frozenset(word[:1])
