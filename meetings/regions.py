"""Where people are: the time zones of countries, and of the regions of the movement.

A country of several zones stands here with the one most of its people live in.
"""

from collections import Counter
from collections.abc import Iterable

from vsn.middleware import zone_or_none

# By region, as the affiliates are sorted: the zones that stand for it where nothing else is known.
REGIONS: dict[str, str] = {
    "North America": "America/New_York",
    "Latin America and the Caribbean": "America/Bogota",
    "Northern and Western Europe": "Europe/Berlin",
    "Central and Eastern Europe and Central Asia": "Europe/Kyiv",
    "Middle East and North Africa": "Africa/Cairo",
    "Sub-Saharan Africa": "Africa/Lagos",
    "South Asia": "Asia/Kolkata",
    "East, Southeast Asia and the Pacific": "Asia/Jakarta",
}

_COUNTRIES: dict[str, str] = {
    "Africa/Abidjan": "Côte d'Ivoire|Ivory Coast|Burkina Faso",
    "Africa/Accra": "Ghana",
    "Africa/Algiers": "Algeria",
    "Africa/Bamako": "Mali",
    "Africa/Cairo": "Egypt",
    "Africa/Casablanca": "Morocco",
    "Africa/Conakry": "Guinea",
    "Africa/Dakar": "Senegal",
    "Africa/Dar_es_Salaam": "Tanzania",
    "Africa/Douala": "Cameroon",
    "Africa/Harare": "Zimbabwe",
    "Africa/Johannesburg": "South Africa",
    "Africa/Kampala": "Uganda",
    "Africa/Khartoum": "Sudan",
    "Africa/Kigali": "Rwanda",
    "Africa/Kinshasa": "DR Congo|Democratic Republic of the Congo",
    "Africa/Lagos": "Nigeria",
    "Africa/Lome": "Togo",
    "Africa/Nairobi": "Kenya",
    "Africa/Ndjamena": "Chad",
    "Africa/Porto-Novo": "Benin",
    "Africa/Tunis": "Tunisia",
    "Africa/Windhoek": "Namibia",
    "America/Argentina/Buenos_Aires": "Argentina",
    "America/Bogota": "Colombia",
    "America/Caracas": "Venezuela",
    "America/Guayaquil": "Ecuador",
    "America/La_Paz": "Bolivia",
    "America/Lima": "Peru",
    "America/Mexico_City": "Mexico",
    "America/Montevideo": "Uruguay",
    "America/New_York": "United States|USA|United States of America",
    "America/Santiago": "Chile",
    "America/Sao_Paulo": "Brazil",
    "America/Toronto": "Canada",
    "Asia/Almaty": "Kazakhstan",
    "Asia/Baghdad": "Iraq",
    "Asia/Baku": "Azerbaijan",
    "Asia/Bangkok": "Thailand",
    "Asia/Colombo": "Sri Lanka",
    "Asia/Dhaka": "Bangladesh",
    "Asia/Ho_Chi_Minh": "Vietnam",
    "Asia/Hong_Kong": "Hong Kong",
    "Asia/Jakarta": "Indonesia",
    "Asia/Jerusalem": "Israel",
    "Asia/Karachi": "Pakistan",
    "Asia/Kathmandu": "Nepal",
    "Asia/Kolkata": "India",
    "Asia/Kuala_Lumpur": "Malaysia",
    "Asia/Macau": "Macau",
    "Asia/Manila": "Philippines",
    "Asia/Seoul": "South Korea",
    "Asia/Shanghai": "China",
    "Asia/Singapore": "Singapore",
    "Asia/Taipei": "Taiwan",
    "Asia/Tbilisi": "Georgia",
    "Asia/Tokyo": "Japan",
    "Asia/Yerevan": "Armenia",
    "Australia/Sydney": "Australia",
    "Europe/Amsterdam": "Netherlands",
    "Europe/Athens": "Greece",
    "Europe/Belgrade": "Serbia",
    "Europe/Berlin": "Germany",
    "Europe/Brussels": "Belgium",
    "Europe/Bucharest": "Romania",
    "Europe/Budapest": "Hungary",
    "Europe/Copenhagen": "Denmark",
    "Europe/Dublin": "Ireland",
    "Europe/Helsinki": "Finland",
    "Europe/Istanbul": "Türkiye|Turkey",
    "Europe/Kyiv": "Ukraine",
    "Europe/Lisbon": "Portugal",
    "Europe/London": "United Kingdom|UK|Wales|Scotland|England",
    "Europe/Madrid": "Spain",
    "Europe/Malta": "Malta",
    "Europe/Moscow": "Russia",
    "Europe/Oslo": "Norway",
    "Europe/Paris": "France",
    "Europe/Prague": "Czech Republic|Czechia",
    "Europe/Riga": "Latvia",
    "Europe/Rome": "Italy",
    "Europe/Skopje": "North Macedonia",
    "Europe/Sofia": "Bulgaria",
    "Europe/Stockholm": "Sweden",
    "Europe/Tallinn": "Estonia",
    "Europe/Tirane": "Albania",
    "Europe/Vienna": "Austria",
    "Europe/Vilnius": "Lithuania",
    "Europe/Warsaw": "Poland",
    "Europe/Zurich": "Switzerland",
    "Pacific/Auckland": "New Zealand",
}
_ZONES = {name.casefold(): zone for zone, names in _COUNTRIES.items() for name in names.split("|")}

# Where Friday and Saturday are the days off.
FRIDAY_AND_SATURDAY = frozenset(
    {
        "Africa/Algiers", "Africa/Cairo", "Africa/Khartoum", "Africa/Tripoli", "Asia/Amman",
        "Asia/Baghdad", "Asia/Bahrain", "Asia/Damascus", "Asia/Dhaka", "Asia/Jerusalem",
        "Asia/Kuwait", "Asia/Muscat", "Asia/Qatar", "Asia/Riyadh",
    }
)  # fmt: skip


def zone_of_country(country: str | None) -> str:
    """The zone most people of a country live in; "" if it is not known."""
    return _ZONES.get((country or "").strip().casefold(), "")


def where(people: Iterable[tuple[str | None, ...]]) -> Counter[str]:
    """How many people live in which zone. Each person is a zone, if they chose one, and then the
    countries they may be in, the surest first; whose zone cannot be told is not counted."""
    found: Counter[str] = Counter()
    for chosen, *countries in people:
        zones = (chosen if zone_or_none(chosen or "") else "", *map(zone_of_country, countries))
        if zone := next(filter(None, zones), ""):
            found[zone] += 1
    return found
