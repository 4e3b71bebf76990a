"""Words of a wiki's buttons in many languages."""

TALK = (
    "user talk|talk|diskussion|disk|discusión|discusion|disc|discussion|discuter|discussione|disc|"
    "discussão|discussao|dyskusja|overleg|diskuse|diskusion|discussió|diskusjon|keskustelu|keskust|"
    "vitalap|vita|discuție|mesaj|tartışma|bicara|обговорення|обсуждение|обс|συζήτηση|שיחה|נקאש|نقاش|"
    "بحث|トーク|会話|ノート|토론|留言|对话|討論|讨论|對話|diskusia|razgovor|разговор|беседа|pogovor|aptarimas|"
    "arutelu|diskusija|eztabaida|conversa|diskuto|քննարկում|განხილვა|thảo luận|คุย|bincang|আলোচনা|"
    "वार्ता|تبادلۂ خیال|d|t|wiadomość|bate-papo|mi discusión|kontakt|messages|message|msg|"
    "me contacter"
)
CONTRIBUTIONS = (
    "contribs|contrib|contributions|contribuições|beiträge|contribuciones|bijdragen|wkład"
)
EDIT = (
    "edit source|edit|bearbeiten|quelltext bearbeiten|editar código|editar|modifier le code|"
    "modifier|"
    "modifica wikitesto|modifica|edytuj kod|edytuj|brontekst bewerken|bewerken|editovat zdroj|"
    "editovat|"
    "redigera wikitext|redigera|redigér|rediger kilde|rediger|endre|muokkaa|szerkesztés|modificare|"
    "düzenle|sunting|редагувати|править код|править|ред.|עריכה|عدل|ویرایش|編集|편집|编辑|編輯|"
    "upraviť|"
    "uredi|уреди|редактиране|keisti|muuda|aldatu|redakti|sửa|แก้ไข|modifica il codice|change"
)
REPLY = (
    "reply|antworten|beantworten|responder|répondre|rispondi|odpowiedz|reageren|reageer|odpovědět|svara|"
    "svar|respon|contesta|vastaa|válasz|răspunde|yanıtla|cevapla|balas|відповісти|ответить|απάντηση|השב|"
    "رد|پاسخ|返信|답변|回复|回覆|odpovedať|odgovori|одговори|отговор|atsakyti|vasta|erantzun|"
    "trả lời|ตอบกลับ"
)


def as_pattern(words: str) -> str:
    """The words as one alternative of a regular expression, the longest first."""
    return "|".join(sorted(words.replace(".", r"\.").split("|"), key=len, reverse=True))
