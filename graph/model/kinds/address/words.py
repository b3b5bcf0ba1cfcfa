"""The dictionary of addresses: spellings of one word -> its canonical form. Plain words, no code.

American forms follow the suffix, direction and unit tables of USPS Publication 28.
"""

from __future__ import annotations

from graph.model.kinds.judge import word_pairs, word_set


def _spellings(table: str) -> dict[str, str]:
    """Lines "canonical: spelling spelling …" -> {spelling: canonical}, each canonical word among its own spellings."""
    found: dict[str, str] = {}
    for line in table.strip().splitlines():
        canonical, _, spellings = line.strip().partition(":")
        for spelling in (canonical, *spellings.split()):
            found[spelling] = canonical
    return found


STRONG_TYPES = _spellings(
    """
    street: st str strt
    avenue: av ave aven avenu avn avnue
    boulevard: blvd boul boulv bvd blv
    road: rd
    drive: dr driv drv
    lane: ln
    court: ct crt
    place: pl
    terrace: ter terr
    circle: cir circ circl crcl crcle
    parkway: pkwy parkwy pkway pky
    highway: hwy highwy hiway hiwy hway hgwy hwys
    way: wy
    trail: trl trails trls
    square: sq sqr sqre squ
    turnpike: tpke trnpk turnpk
    expressway: expy expr expw express exp
    freeway: fwy freewy frway frwy
    alley: aly allee ally
    crescent: cres crsent crsnt cr
    close: cl
    plaza: plz plza
    loop: lp
    row:
    walk: wlk
    mews:
    causeway: cswy causwa
    """
)
"""Words that end a street's name and rarely begin a town's."""

WEAK_TYPES = _spellings(
    """
    bend: bnd
    bluff: blf
    bridge: brg brdge
    brook: brk
    bypass: byp
    center: cen cent ctr centr centre cntr
    common: cmn
    cove: cv
    creek: crk
    crossing: xing crossng
    dale: dl
    esplanade: esp
    estate: est
    estates: ests
    extension: ext extn
    field: fld
    fields: flds
    gardens: gdns grdns gdn garden gdns
    gate: gte
    gateway: gtwy
    glen: gln
    green: grn
    grove: grv grov gro
    harbor: hbr harbr
    heights: hts ht
    hill: hl
    hills: hls
    hollow: holw
    island: is
    junction: jct jctn
    knoll: knl
    lake: lk
    landing: lndg
    manor: mnr
    meadows: mdws
    mall:
    oval:
    park: prk
    pass:
    passage: psge
    path:
    pike:
    point: pt
    ridge: rdg
    rise:
    run:
    shore: shr
    shores: shrs
    spring: spg
    springs: spgs
    station: sta stn
    summit: smt
    trace: trce
    valley: vly
    view: vw
    village: vlg villg
    vista: vis vst
    wharf:
    """
)
"""Words that end a street's name when no stronger one does."""

TYPES = {**WEAK_TYPES, **STRONG_TYPES}

DIRECTIONS = _spellings(
    """
    north: n no nor
    south: s so
    east: e
    west: w
    northeast: ne
    northwest: nw
    southeast: se
    southwest: sw
    """
)
del DIRECTIONS["no"], DIRECTIONS["so"], DIRECTIONS["nor"]

ROUTES = _spellings(
    """
    highway: hwy
    route: rte rt
    road: rd
    interstate: i
    fm:
    """
)
"""Words that stand before a street's number: Highway 61, Route 9, FM 1960."""

UNITS = _spellings(
    """
    unit: apt apartment apmt apts ste suite # rm room flat number num un suit wohnung whg app appt appartement apto piso
    floor: fl flr etage og stock
    building: bldg bld blg bldng tower twr
    lot:
    space: spc
    trailer: trlr
    penthouse: ph
    basement: bsmt bsmnt
    pmb:
    box:
    hangar: hngr
    pier:
    slip:
    stop:
    wing:
    """
)
UNITS_WITHOUT_NUMBER = word_set("basement penthouse")
UNIT_POSITIONS = _spellings(
    """
    upper: uppr
    lower: lowr
    front: frnt
    rear:
    lobby: lbby
    left:
    right:
    """
)

ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "sixtieth": 60,
    "seventieth": 70,
    "eightieth": 80,
    "ninetieth": 90,
}
CARDINALS = {
    "oh": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}

STATES = word_pairs(
    "al=alabama ak=alaska az=arizona ar=arkansas ca=california co=colorado ct=connecticut de=delaware fl=florida"
    " ga=georgia hi=hawaii id=idaho il=illinois in=indiana ia=iowa ks=kansas ky=kentucky la=louisiana me=maine"
    " md=maryland ma=massachusetts mi=michigan mn=minnesota ms=mississippi mo=missouri mt=montana ne=nebraska"
    " nv=nevada nh=new_hampshire nj=new_jersey nm=new_mexico ny=new_york nc=north_carolina nd=north_dakota oh=ohio"
    " ok=oklahoma or=oregon pa=pennsylvania ri=rhode_island sc=south_carolina sd=south_dakota tn=tennessee tx=texas"
    " ut=utah vt=vermont va=virginia wa=washington wv=west_virginia wi=wisconsin wy=wyoming"
    " dc=district_of_columbia pr=puerto_rico gu=guam vi=virgin_islands",
    "=",
)
STATE_NAMES = {name.replace("_", " "): abbreviation for abbreviation, name in STATES.items()} | {
    "calif": "ca",
    "mass": "ma",
    "penn": "pa",
    "tenn": "tn",
    "tex": "tx",
    "fla": "fl",
    "wash": "wa",
    "ill": "il",
    "mich": "mi",
    "minn": "mn",
    "ariz": "az",
    "colo": "co",
    "conn": "ct",
    "d c": "dc",
}

COUNTRIES = {
    name: code
    for code, names in {
        "us": "usa|us|u s a|u s|united states|united states of america|america",
        "gb": "uk|gb|united kingdom|great britain|england|scotland|wales|northern ireland|u k",
        "de": "germany|deutschland",
        "at": "austria|osterreich|oesterreich",
        "ch": "switzerland|schweiz|suisse",
        "fr": "france",
        "in": "india|bharat",
        "ph": "philippines|the philippines|pilipinas",
        "ca": "canada",
        "au": "australia",
        "ie": "ireland",
        "nz": "new zealand",
        "nl": "netherlands|the netherlands|nederland|holland",
        "be": "belgium|belgique|belgie",
        "es": "spain|espana",
        "pt": "portugal",
        "it": "italy|italia",
        "pl": "poland|polska",
        "ua": "ukraine",
        "ro": "romania",
        "se": "sweden|sverige",
        "no": "norway|norge",
        "dk": "denmark|danmark",
        "fi": "finland|suomi",
        "mx": "mexico",
        "br": "brazil|brasil",
        "ng": "nigeria",
        "ke": "kenya",
        "pk": "pakistan",
        "bd": "bangladesh",
        "lk": "sri lanka",
        "sg": "singapore",
        "my": "malaysia",
        "id": "indonesia",
        "vn": "vietnam",
        "th": "thailand",
        "jp": "japan",
        "kr": "south korea|korea",
        "cn": "china",
        "hk": "hong kong",
        "ae": "uae|united arab emirates",
        "za": "south africa",
    }.items()
    for name in names.split("|")
}

NUMBER_LAST = word_set("de at ch nl es it pl se no dk fi ro ua pt be")
"""Countries that write the house number after the street, and the postcode before the town."""

POSTCODE_IS_ENOUGH = word_set("gb nl ca sg ie")
"""Countries whose postcode names a few houses: town and county beside it are spelling noise, and leave the key."""

FRENCH_TYPES = _spellings(
    """
    rue: r
    avenue: av ave
    boulevard: bd bld blvd boul
    place: pl
    chemin: ch che chem
    allee: all
    impasse: imp
    route: rte
    quai:
    cours: crs
    square: sq
    faubourg: fg fbg
    passage: pass
    """
)
FRENCH_NUMBERS = {"bis": "bis", "ter": "ter", "quater": "quater", "b": "bis", "t": "ter"}

CITIES = {
    "nyc": "new york",
    "new york city": "new york",
    "manhattan": "new york",
    "sf": "san francisco",
    "l a": "los angeles",
    "philly": "philadelphia",
    "bangalore": "bengaluru",
    "bombay": "mumbai",
    "madras": "chennai",
    "calcutta": "kolkata",
    "gurgaon": "gurugram",
    "trivandrum": "thiruvananthapuram",
    "cochin": "kochi",
    "pune city": "pune",
    "munich": "munchen",
    "cologne": "koln",
    "nuremberg": "nurnberg",
    "frankfurt am main": "frankfurt",
    "frankfurt main": "frankfurt",
}
"""Two names of one town."""

NAME_WORDS = {
    "st": "saint",
    "ste": "sainte",
    "ft": "fort",
    "mt": "mount",
    "mtn": "mountain",
    "sta": "santa",
    "sto": "santo",
}
"""Abbreviations at the beginning of a name, where they are no street types."""

PROVINCES = word_set(
    "metro manila|ncr|national capital region|luzon|cavite|laguna|rizal|bulacan|cebu|davao del sur|batangas|pampanga",
    "|",
)
INDIAN_STATES = word_set(
    "karnataka|maharashtra|tamil nadu|telangana|delhi|kerala|gujarat|west bengal|uttar pradesh|rajasthan|haryana|punjab|bihar"
    "|andhra pradesh|madhya pradesh|odisha|assam|goa|jharkhand|uttarakhand|chhattisgarh|ka"
    "|mh|tn|ts|dl|kl|gj|wb|up|rj|hr|pb|ap|mp",
    "|",
)
"""Left out of keys: the postcode says the same."""

NOWHERE = word_set(
    "remote|anywhere|worldwide|home|online|work from home|wfh|fully remote|remote us|remote usa|earth|on site|onsite|hybrid"
    "|various|homeless|general delivery|address|street|city|your address|123 main street anytown|on file",
    "|",
)
PLACEHOLDER_STREETS = frozenset(
    {"fake street", "any street", "anystreet", "street address", "example street", "your street", "address"}
)
PLACEHOLDER_CITIES = frozenset(
    {"anytown", "any town", "nowhere", "city", "springfield anytown", "sometown", "yourcity", "your city"}
)
PLACEHOLDER_POSTCODES = frozenset({"00000", "99999", "000000", "999999", "123456", "0000"})
