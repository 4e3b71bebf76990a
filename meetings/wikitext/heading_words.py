"""Words in the headings of sign-up pages, in the languages of the pages that were read.

Alternatives of regular expressions, between blanks and bars; they match whole words.
"""

import re


def _any(words: str) -> re.Pattern[str]:
    alternatives = "|".join(" ".join(words.split()).split(" | "))
    return re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)


# Attendance, which is no sign-up.
WAS_THERE = _any(
    r"""
    actual (?:participants|attendees|attendance) | attendance | who (?:came|was there|attended) |
    were (?:there|present) | participants? (?:who|that) (?:attended|came) | attended |
    wer (?:war da|war dabei|kam) | anwesend(?:e|en)? waren | asistieron | étaient présents
    """
)

NO = _any(
    r"""
    regrets | apologies | not (?:attending|coming|going|able to (?:attend|come|make it)) |
    (?:can(?:['’]?t|not)|couldn['’]?t|won['’]?t|didn['’]?t|unable to)
    (?:make it|attend|come|join|be there) |
    unable to attend | absent | wer (?:kann|kommt) (?:leider )?nicht |
    (?:kann|kommt|komme) (?:leider )?nicht | abgesagt | verhindert | abmeldungen | entschuldigt |
    nicht dabei | no (?:asist\w+|pued\w+|vienen|voy) | ne (?:viendr\w+|peu\w+|pourr\w+) pas |
    absents? | excusés? | non (?:partecip\w+|posso|vengo\w*) | não (?:pod\w+|v\w+) | nieobecni |
    nie (?:mogę|przyjd\w+) | afwezig | afmeldingen | kan niet | nepřijd\w+ | omluv\w+ | kan inte |
    förhinder | no (?:puc|vindr\w+)
    """
)

MAYBE = _any(
    r"""
    possibl[ey] | maybe | perhaps | may be (?:attending|coming) | might (?:attend|come|be) |
    tentative(?:ly)? | unsure | not sure | interested(?! and) | vielleicht | eventuell |
    unter vorbehalt | weiß (?:es )?noch nicht | quizás? | tal vez | peut[- ]être | forse |
    talvez | może | misschien | možná | kanske | potser
    """
)

YES = _any(
    r"""
    likely | definite(?:ly)? | confirmed | attending | coming | going | made it | yes | ja |
    da | kyllä |
    in person | online | remote(?:ly)? | virtual(?:ly)? | wer (?:kommt|kann|ist dabei) |
    zusagen? | sicher | dabei | ich komme | kommt | vienen | voy | sí | asisten | viennent |
    présents? | oui | vengo(?:no)? | presenti | sì | vão | vou | sim | obecni | tak | aanwezig |
    komt | přijd\w+ | kommer | hi vaig
    """
)

# Of these, what may as well say who was there.
MADE_IT = _any("made it | présents? | presenti | obecni | aanwezig | present")

# Lists of something else than people who come.
NEVER = _any(
    r"""
    agenda | questions? | feedback | notes | minutes | comments? | survey | polic(?:y|ies) |
    rules? | guidelines? | requirements? | information for | instructions? | report | topics? |
    tagesordnung | for (?:all )?participants | discussion | support | oppose | votes? |
    endorse\w* | organi[sz]ers? | organi[sz]ing team | facilitat\w+ | speakers? | trainers? |
    hosts? | coordinat\w+ | contacts? | program(?:me)?s? | schedule | resources? | links? |
    see also | references | slides | recording | other info\w* | more info\w* | translations? |
    translators? | subscribe\w* | mailing list | enforcement | themen | organisation |
    organisator\w* | programm | protokoll | diskussion | weblinks | siehe auch | orden del día |
    temas | organiza\w* | ponentes | programa | véase también | preguntas | comentarios |
    ordre du jour | organisat\w+ | intervenant\w* | questions | voir aussi | ordine del giorno |
    relator\w+ | discussione | pauta | palestrantes | porządek | uwagi | organizator\w* |
    opmerkingen | sprekers | dagordning | talare | anmärkningar | what (?:to bring|we) |
    reminders? | past (?:meetings|participants)
    """
)

# People who sign up.
LIST = _any(
    r"""
    participants? | participant list | attendees? | sign(?:ed)?[- ]?ups? | signups? | signatures |
    please sign (?:up|here|below) | sign (?:up|here|in|below) | rsvps? |
    (?:who is|who['’]s|who) (?:coming|attending|going) |
    i(?:['’](?:ll|d|m))? .{0,30}\b
    (?:take part|participate|join|attend|coming|attending|interested|there)\b.* |
    planning to (?:attend|come|join) |
    register (?:here|below|with (?:your )?(?:wiki\w* )?user ?names?) | registered |
    (?:add|put|write) your (?:user ?)?name | list of (?:participants|attendees|registrations) |
    interested (?:people|users) | teilnehm\w+ | teilnehmer(?:[:*_]?innen)? | teilnahme\w* |
    anmeld\w+ | angemeldet | wer (?:ist dabei|kommt|nimmt teil|macht mit) |
    ich (?:möchte|will|nehme) (?:teil\w*|dabei\w*|mitmachen) | participantes? | asistentes? |
    inscri\w+ | apúnta\w+ | asistiré | quiero participar.* | participant[·.(-]?e?[·.)]?s? |
    participants?[ /·et-]*participantes | je (?:participe|viens|souhaite participer).* |
    partecipant[ei] | iscri\w+ | partecip[oa] | uczestni\w+ | zapis\w* | lista obecności |
    biorę udział | deelnem\w+ | aanmeld\w+ | účastní\w+ | přihl\w+ | zúčastn\w+ | deltag\w+ |
    anmäl\w+ | påmeld\w+ | tilmeld\w+ | assistents? | assistiré | osallistuj\w+ | ilmoittaut\w+ |
    résztvevők | jelentkez\w+ | participanți | katılımcılar | участники | учасники |
    συμμετέχοντες | משתתפים | المشاركون | شرکت‌کنندگان | 参加者 | 參加者 | 与会者 | 참가자 |
    peserta | sudionici | учесници | участници | udeleženci | partaideak | partoprenantoj
    """
)

# May head a list of people, or a text about it.
PERHAPS = _any(
    r"""
    regist(?:er|ration)\w*(?: .*)? | how to (?:participate|join|register) | join\w*(?: .*)? |
    participat\w+ | take part.* | attend\w* | people | names? | members? | einladung | registro |
    registrazione | liste?
    """
)

# One of several lists.
PART = _any(
    r"""
    (?:first|second|third|fourth|fifth|1st|2nd|3rd|4th|5th)
    (?:meeting|session|call|date|group|slot|round|day|option) |
    (?:meeting|session|call|slot|group|option|day|round|part) (?:\d|[a-d]|one|two|three) |
    on (?:the )?\w+ | (?:erste|zweite|dritte)[rs]? \w+ | (?:primera?|segunda?|tercera?) \w+ |
    (?:première|deuxième|seconde?) \w+ | (?:morning|afternoon|evening)(?: \w+)?
    """
)

# Words that make a date something else than the meeting's.
DEADLINE = _any(
    r"""
    deadline | until | before | by | bis | hasta | avant | jusqu\w* | entro |
    registration (?:closes|opens|ends) | updated? | posted | closed | anmeldeschluss | prazo |
    do | sign up by | published | created
    """
)
