"""People and firms that an application names: references, referrers, former employers, tax numbers."""

from __future__ import annotations

import re

from graph.model.kinds.base import Kind, Value
from graph.model.kinds.email import judge_email
from graph.model.kinds.judge import Cleaning, filler, fold, made_up_digits, tidy, word_set
from graph.model.kinds.phone import judge_phone

LONGEST = 160
TITLES = word_set("mr mrs ms miss mx dr prof professor sir madam mme monsieur herr frau eng engr")
_SUFFIXES = word_set("phd md mba cpa esq msc bsc ma pmp")
ROLES = word_set(
    """
    hr human resources manager management supervisor boss lead team leader head director ceo cto cfo coo vp president owner
    founder cofounder co reference references department dept office reception recruiter recruiting talent acquisition people
    operations ops my the a of and former previous ex current colleague coworker friend client customer professor teacher mentor
    senior sr junior engineering engineer software developer it hiring line project product general contact person admin company
    first last name second full unknown anonymous test tester user john jane doe referral employee linkedin indeed website agency
    internal self
    """
)
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_LEGAL = word_set(
    """
    inc incorporated llc llp lp ltd limited corp corporation co company gmbh ag kg kgaa ug mbh ohg ev sa sas sarl eurl spa srl
    bv nv oy oyj ab as aps plc pvt pte pty sl sdn bhd kk kft doo dooel sro spzoo zoo llp pllc pc holding holdings the
    """
)
_NO_EMPLOYER = frozenset(
    {
        "freelance",
        "freelancer",
        "freelancing",
        "freelance developer",
        "self employed",
        "selfemployed",
        "self employment",
        "self",
        "independent",
        "independent contractor",
        "independent consultant",
        "contractor",
        "contract",
        "consultant",
        "consulting",
        "unemployed",
        "student",
        "career break",
        "sabbatical",
        "parental leave",
        "confidential",
        "startup",
        "start up",
        "stealth startup",
        "stealth",
        "stealth mode",
        "stealth mode startup",
        "various",
        "various clients",
        "multiple clients",
        "private",
        "private company",
        "private client",
        "personal project",
        "personal projects",
        "upwork",
        "fiverr",
        "toptal",
        "freelancer com",
        "remote",
        "remote company",
        "company",
        "company name",
        "current employer",
        "previous employer",
        "employer",
        "software company",
        "it company",
        "tech company",
        "n a",
        "my company",
        "own company",
        "own business",
        "family business",
        "volunteer",
        "retired",
        "intern",
        "internship",
        "university",
        "college",
        "school",
    }
)


def _named(kind: str, raw: str) -> Value | str:
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > LONGEST:
        return "too_long"
    if "," in text and text.count(",") == 1:
        last, first = text.split(",")
        if first.strip() and fold(first) not in _SUFFIXES | {"jr", "sr", "ii", "iii", "iv"}:
            text = f"{first} {last}"  # "Lindqvist, Mara"
    words = [w for w in fold(_BRACKETS.sub(" ", text)).split() if w not in TITLES]
    while len(words) > 2 and words[-1] in _SUFFIXES:
        words.pop()  # "Mara Lindqvist, PhD"; but "Vijay Ma" is a name
    if not any(c.isalpha() for w in words for c in w):
        return "invalid"
    if all(w in ROLES or filler(w) for w in words):
        return "placeholder" if {"john", "jane"} & set(words) else "vague"
    if len([w for w in words if len(w) > 1]) < 2 and not (
        kind == "referrer" and any(c.isdigit() for w in words for c in w)
    ):
        return "vague"
    key = " ".join(words)
    return filler(key) or Value(kind, key, " ".join(w.capitalize() for w in words))


def judge_reference_name(raw: str, region: str) -> Value | str:
    """The name in small letters without accents and titles, its words in their order: "Dr. José Núñez" -> "jose nunez"."""
    return _named("reference_name", raw)


def judge_referrer(raw: str, region: str) -> Value | str:
    """Who referred: a mailbox, a name, or an id of the source system that holds a digit."""
    if "@" in raw:
        mailbox = judge_email(raw, region)
        return Value("referrer", mailbox.key, mailbox.key) if isinstance(mailbox, Value) else mailbox
    return _named("referrer", raw)


def judge_reference_phone(raw: str, region: str) -> Value | str:
    """As a phone. The same key as the applicant's own phone, so a reference who is an applicant can be found."""
    found = judge_phone(raw, region)
    return found if isinstance(found, str) else Value("reference_phone", found.key, found.display)


def judge_reference_email(raw: str, region: str) -> Value | str:
    """As an e-mail address."""
    found = judge_email(raw, region)
    return found if isinstance(found, str) else Value("reference_email", found.key, found.display)


def judge_employer(raw: str, region: str) -> Value | str:
    """The firm's name in small letters without its legal form: "Hollis & Vane, L.L.C." -> "hollis vane". It is shown with
    its words of up to three letters in capitals where they are written so beside others that are not: "IBM", "SAP Labs", but
    "Lund Dev House", also of "LUND DEV HOUSE"."""
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > LONGEST:
        return "too_long"
    plain = re.sub(r"\b((?:[A-Za-z]\.){2,})", lambda m: m.group(1).replace(".", ""), text)
    words = fold(_BRACKETS.sub(" ", plain).replace("'", "").replace("’", "")).replace(" and ", " ").split()
    while len(words) > 1 and words[-1] in _LEGAL:
        words.pop()
    if len(words) > 1 and words[0] == "the":
        words.pop(0)
    key = " ".join(words)
    if key in _NO_EMPLOYER or (words and words[0] in ("freelance", "self") and len(words) <= 3):
        return "vague"
    nothing = filler(key)
    if nothing:
        return nothing
    if len(key) < 2 or not any(c.isalpha() for c in key) or all(w in _LEGAL for w in words):
        return "invalid"
    written = re.findall(r"[^\W_]+", plain)
    all_capitals = plain.isupper() and any(len(word) > 3 for word in written)
    short = {fold(word) for word in written if len(word) <= 3 and word.isupper() and not all_capitals}
    return Value("past_employer", key, " ".join(w.upper() if w in short else w.capitalize() for w in words))


_SSN = re.compile(r"(\d{3})[- .](\d{2})[- .](\d{4})")
_EIN = re.compile(r"(\d{2})-(\d{7})")
_TAX_LABEL = re.compile(
    r"^(?:ssn|itin|ein|tin|tax ?id(?: number| no\.?)?|fein|national id|nino|pan|sin)\s*[:#]\s*", re.IGNORECASE
)
_TAX_KEY = re.compile(r"(us|us-ein|[a-z]{2}):([A-Z0-9]{6,20})")
_TOKEN = re.compile(r"tok:[0-9a-f]{16,64}")
_PRINTED_NUMBERS = frozenset(
    {"078051120", "219099999", "457555462", "123456789", "987654321", "123121234", "111223333", "123123123"}
)
"""Social security numbers that were printed in advertisements, on sample cards and in forms."""


def judge_tax_id(raw: str, region: str) -> Value | str:
    """`us:<nine digits>`, `us-ein:…`, `<country>:<letters and digits>`. The key is a secret: only its token is kept."""
    text = tidy(raw)
    nothing = filler(text)
    if nothing:
        return nothing
    if len(text) > 60:
        return "too_long"
    if _TOKEN.fullmatch(text):
        return Value("tax_id", text, f"number {text[:12]}…")
    own = _TAX_KEY.fullmatch(text)
    country, number = (own.group(1), own.group(2)) if own else (region.lower() or "zz", _TAX_LABEL.sub("", text))
    if not own and (any(c in number for c in "*•●") or re.search(r"[xX]{2}", number)):
        return "masked"
    ein = _EIN.fullmatch(number)
    if ein or country == "us-ein":
        return _tax("us-ein", number.replace("-", ""))
    ssn = _SSN.fullmatch(number)
    plain = "".join(ssn.groups()) if ssn else re.sub(r"[^A-Za-z0-9]", "", number).upper()
    if ssn or (country == "us" and len(plain) == 9 and plain.isdigit()):
        return _tax("us", plain) if ssn_is_possible(plain) else "placeholder" if made_up_digits(plain) else "invalid"
    digits = sum(c.isdigit() for c in plain)
    if country == "us" or not 6 <= len(plain) <= 20 or digits < 4 or not plain.isascii():
        return "invalid"
    return _tax(country if re.fullmatch("[a-z]{2}", country) else "zz", plain)


def _tax(country: str, plain: str) -> Value | str:
    if plain in _PRINTED_NUMBERS or made_up_digits(plain) or len(set(plain)) <= 2:
        return "placeholder"
    return Value("tax_id", f"{country}:{plain}", "a tax number (kept as a token)")


def ssn_is_possible(nine: str) -> bool:
    """Area not 000, 666 or 9xx (but taxpayer numbers 9xx with their own groups are), group not 00, serial not 0000."""
    area, group, serial = nine[:3], int(nine[3:5]), nine[5:]
    if area[0] == "9":
        return 50 <= group <= 65 or 70 <= group <= 88 or 90 <= group <= 92 or 94 <= group <= 99
    return area not in ("000", "666") and group != 0 and serial != "0000"


REFERENCE_PHONE = Kind(
    name="reference_phone",
    label="ReferencePhone",
    relationship="REFERENCE_PHONE",
    title="Phone of a reference",
    family="people",
    columns=("reference_phone", "ref_phone", "referee_phone", "reference_phone_number"),
    clean=Cleaning(judge_reference_phone),
    regional=True,
    strength=8.0,
    crowd=20,
    reason="{n} persons of different names give {value} as the phone of their reference",
    innocent=(
        "The personnel line of a large former employer,"
        " one real manager of a laid-off team, or a vendor that checks references."
    ),
    examples=(("(650) 253-0000", "+16502530000"), ("555-555-5555", None), ("n/a", None)),
)

REFERENCE_EMAIL = Kind(
    name="reference_email",
    label="ReferenceEmail",
    relationship="REFERENCE_EMAIL",
    title="E-mail of a reference",
    family="people",
    columns=("reference_email", "ref_email", "referee_email"),
    clean=Cleaning(judge_reference_email),
    strength=8.0,
    crowd=20,
    reason="{n} persons of different names give {value} as the address of their reference",
    innocent=(
        "One real manager of a laid-off team, the personnel office of a large former employer,"
        " or a vendor that checks references."
    ),
    examples=(("Boss.Person+ref@Gmail.com", "bossperson@gmail.com"), ("ref@example.com", None), ("-", None)),
)

REFERENCE_NAME = Kind(
    name="reference_name",
    label="ReferenceName",
    relationship="REFERENCE_NAMED",
    title="Name of a reference",
    family="people",
    columns=("reference_name", "reference", "ref_name", "referee", "referee_name"),
    clean=Cleaning(judge_reference_name),
    strength=3.0,
    crowd=12,
    reason="{n} persons of different names name {value} as a reference",
    innocent="Two people of one name, or one real manager who vouches for a team.",
    examples=(
        ("Dr. José  Núñez-Díaz", "jose nunez diaz"),
        ("Lindqvist, Mara", "mara lindqvist"),
        ("HR", None),
        ("Hiring Manager", None),
        ("Mara", None),
        ("John Doe", None),
        ("n/a", None),
    ),
)

REFERRER = Kind(
    name="referrer",
    label="Referrer",
    relationship="REFERRED_BY",
    title="Referrer",
    family="people",
    columns=("referrer", "referrer_name", "referrer_email", "referrer_id"),
    clean=Cleaning(judge_referrer),
    strength=2.0,
    crowd=20,
    reason="{n} persons of different names were referred by {value}",
    innocent="A normal referral programme: some people know many others.",
    examples=(
        ("Mara Lindqvist", "mara lindqvist"),
        ("M.Lind@Gmail.com", "mlind@gmail.com"),
        ("E-10442", "e 10442"),
        ("LinkedIn", None),
        ("none", None),
    ),
)

PAST_EMPLOYER = Kind(
    name="past_employer",
    label="PastEmployer",
    relationship="WORKED_AT",
    title="Former employer",
    family="people",
    columns=(
        "past_employer",
        "past_employers",
        "previous_employer",
        "former_employer",
        "previous_company",
        "last_employer",
        "reference_company",
    ),
    clean=Cleaning(judge_employer),
    version=2,
    strength=3.0,
    crowd=20,
    reason="{n} persons of different names named {value} as a former employer or as the firm of a reference",
    innocent="A well-known employer, a wave of lay-offs at a small firm, or an acquisition.",
    examples=(
        ("Hollis & Vane, L.L.C.", "hollis vane"),
        ("Rheinwerk Datentechnik GmbH & Co. KG", "rheinwerk datentechnik"),
        ("Freelance", None),
        ("Self-employed", None),
        ("n/a", None),
    ),
)

TAX_ID = Kind(
    name="tax_id",
    label="TaxId",
    relationship="HAS_TAX_ID",
    title="Tax or identity number",
    family="people",
    columns=(
        "tax_id",
        "ssn",
        "social_security_number",
        "ein",
        "tin",
        "itin",
        "national_id",
        "id_number",
        "sin",
        "nino",
    ),
    clean=Cleaning(judge_tax_id),
    regional=True,
    strength=12.0,
    crowd=20,
    decisive=True,
    secret=True,
    reason="{n} persons of different names give one tax or identity number ({value})",
    innocent="A typing error, a form's sample number, or a firm's number that its owners all give.",
    examples=(
        ("521-38-9146", "us:521389146"),
        ("SSN: 521 38 9146", "us:521389146"),
        ("47-2918365", "us-ein:472918365"),
        ("ABCPK4821F", "in:ABCPK4821F", "IN"),
        ("tok:5f1d7a6e0b9c4d21a0b3", "tok:5f1d7a6e0b9c4d21a0b3"),
        ("000-12-3456", None),
        ("666-12-3456", None),
        ("900-12-3456", None),
        ("123-45-6789", None),
        ("***-**-9146", None),
        ("n/a", None),
    ),
)
