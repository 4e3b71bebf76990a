"""What a person says beside their name about coming."""

import re

from meetings.wikitext.page import Status

_COME = r"(?:attend|come|join|be there|be present|make it|take part|participate|be able to)"
_CANNOT = re.compile(
    rf"(?:can['’]?t|cannot|can not|unable to|won['’]?t|will not|not able to|couldn['’]?t|could not)"
    rf"(?:\s\w+){{0,3}}?\s{_COME}|not (?:be )?(?:attending|coming|joining|available)|\bregrets?\b|"
    r"kann (?:leider |heute |doch )*nicht\b|\bverhindert\b|(?:komme|bin) (?:leider |doch )*nicht\b|"
    r"schaffe es (?:leider )?nicht|muss (?:leider )?absagen|"
    r"no (?:podré|puedo|asistiré|podre) ?(?:asistir|participar|ir|estar|llegar)?|"
    r"ne (?:pourrai|peux|serai|viendrai)\b.{0,20}\bpas\b|non (?:posso|potrò|riesco|ci sarò)|"
    r"não (?:poderei|posso|vou|consigo)|nie (?:mogę|będę|dam rady)|niestety nie|"
    r"kan (?:helaas )?niet|ben verhinderd|nemohu|nemůžu|nepřijdu|kan (?:tyvärr )?inte|no podré|"
    r"no puc",
    re.IGNORECASE,
)
# Only where it stands alone, in brackets or at the end: another meeting may be cancelled too.
_CANCELLED = re.compile(
    r"(?:^|[(（)）\[–—-])\W*(?:cancell?ed|withdrawn|withdrew|abgesagt|abgemeldet|cancelad[oa]|"
    r"annulée?|annullat[oa]|afgemeld|odwołane|no|nope|can['’]?t|cannot|nein)(?:,?\s?sorry)?(?:\W*$|\s?[)）\]])",
    re.IGNORECASE,
)
_CANNOT_SOMETHING = re.compile(
    r"\b(?:can['’]?t|cannot|won['’]?t|unable to)\s(?!wait|believe|miss)\w+", re.IGNORECASE
)
_MAYBE = re.compile(
    r"\b(?:maybe|perhaps|might|possibly|probably|tentative(?:ly)?|hopefully|not sure|unsure|tbc|"
    r"(?:i['’]?ll|i will|will|i['’]?d|would|to|going to|i) try|trying to|try to|hope to|hoping to|"
    r"if (?:time|i can|possible|my|i am|i['’]m|the time|it|schedule)|time permitting|"
    r"vielleicht|eventuell|evtl|versuche|wenn (?:ich|es|zeit|möglich|die)|mal sehen|"
    r"unter vorbehalt|"
    r"quizás?|tal vez|intentaré|trataré|si (?:puedo|tengo|me es|el tiempo|le temps|j|possible|"
    r"riesco|"
    r"puc)|a lo mejor|peut-être|j['’]essaierai|j['’]essaie|essaierai|essayer|sous réserve|"
    r"forse|se (?:riesco|posso|puder|der|possível)|provo a|cercherò|talvez|tentarei|vou tentar|"
    r"może|spróbuję|postaram|jeśli|misschien|probeer|als het|možná|pokusím|zkusím|pokud|"
    r"kanske|försöker|om jag|potser|ho intentaré|måske|kanskje|ehkä|talán|belki|возможно|попробую|"
    r"可能|多分|たぶん)(?!\w)",
    re.IGNORECASE,
)


def intent(comment: str) -> Status | None:
    """ "no" for somebody who says they cannot come, "maybe" for a soft yes, "unclear" for one who
    cannot do something else, None for a comment that says nothing about coming."""
    if _CANNOT.search(comment) or _CANCELLED.search(comment):
        return "no"
    if _MAYBE.search(comment) or comment.strip(" ()") == "?":
        return "maybe"
    return "unclear" if _CANNOT_SOMETHING.search(comment) else None
