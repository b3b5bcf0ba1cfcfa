"""Cities, streets, phone areas and address ranges. Cities and area codes are real, everything at them is made up."""

from __future__ import annotations

from ingest.sample.words import rows, words

# city, state, first three figures of the ZIP code, area codes; large cities first
US_CITIES: tuple[tuple[str, str, str, tuple[str, ...]], ...] = tuple(
    (city, state, head, tuple(areas.split())) for city, state, head, areas in rows("cities")
)
US_STREETS = words("streets")
US_SUFFIXES = tuple((plain, short) for plain, short in rows("suffixes"))

# country -> (city, region, postal pattern: 9 = figure, A = letter, other = itself), streets with {n} for the house number
ABROAD: dict[str, tuple[tuple[tuple[str, str, str], ...], tuple[str, ...]]] = {
    "GB": (
        (("Leeds", "", "LS9 9AB"), ("Bristol", "", "BS9 9DJ"), ("Manchester", "", "M99 9EF")),
        ("Acacia Road", "Station Road", "Victoria Street", "Church Lane", "Albert Terrace", "Mill Lane", "Park Avenue"),
    ),
    "DE": (
        (("München", "", "80999"), ("Hamburg", "", "20999"), ("Leipzig", "", "04199"), ("Köln", "", "50999")),
        ("Lindenstraße", "Gartenstraße", "Bahnhofstraße", "Schillerstraße", "Bergweg", "Rosenallee", "Marktgasse"),
    ),
    "FR": (
        (("Lyon", "", "69009"), ("Nantes", "", "44009"), ("Lille", "", "59009"), ("Toulouse", "", "31009")),
        ("rue des Lilas", "avenue de la Gare", "rue Victor Hugo", "boulevard Pasteur", "chemin du Moulin", "rue du Lac"),
    ),
    "IN": (
        (("Bengaluru", "Karnataka", "560099"), ("Pune", "Maharashtra", "411099"), ("Chennai", "Tamil Nadu", "600099")),
        ("MG Road", "Station Road", "Gandhi Nagar", "Lake View Road", "Temple Street", "Nehru Road"),
    ),
    "PH": (
        (("Quezon City", "Metro Manila", "1109"), ("Cebu City", "Cebu", "6009"), ("Davao City", "Davao del Sur", "8009")),
        ("Mabini Street", "Rizal Avenue", "Bonifacio Street", "Luna Street", "Quezon Avenue", "Sampaguita Street"),
    ),
    "CA": (
        (("Toronto", "ON", "M5V 9A9"), ("Vancouver", "BC", "V6B 9C9"), ("Calgary", "AB", "T2P 9E9")),
        ("King Street", "Queen Street", "Maple Avenue", "Lakeshore Road", "Dundas Street", "Elm Street"),
    ),
}  # fmt: skip

COUNTRIES = {
    "US": "United States",
    "CA": "Canada",
    "GB": "United Kingdom",
    "DE": "Germany",
    "FR": "France",
    "IN": "India",
    "PH": "Philippines",
}

# Public IPv4 blocks of access providers, by their first number: none of them holds a special range.
IPV4_US = (24, 47, 50, *range(65, 72), 73, 74, 75, 76, 96, 97, 98, 99, 104, 107, 108, 173, 174, 184, 208, 209)
IPV4_ABROAD = (*range(78, 96), 109, 176, 178, 188)
