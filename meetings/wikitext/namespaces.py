"""What MediaWiki's languages call the namespace of users and that of their talk pages.

Taken from MediaWiki's own message files; case-folded, NFC, spaces for underscores.
"""

_USER = """
agar-aramat|amseqdac|användare|asmras|atuisoq|avan a
kipakamanguanguaq|aжыглакчы|a‌̱tyunta̱m|benotzer|benudzer|benutser|benutserske|benutzer|benutzerin|bikarhêner|brucend|bruger|brukar|bruker|brëkòwnik|brúkari|brûker|brūcend|bànifé|bänudsâr|choyoołʼįįhí|cinzyuwaw|cleachdaiche|dalībniece|dalībnieks|defnyddiwr|devnydhyer|dovrat|druvadur|druvat|dulooi|dwumadini|dwumadzinyi|empduuy|empleador|favesik|female
user|foydalanuvchi|geavaheaddji|geban|gebroeker|gebruiker|gebruker|gumagamit|gumaramit|hmâhtuhpa|implijer|implijerez|impreadora|impreadori|itilizatè|itilizatò|iōng-chiá|i̇stifadəçi|jeno|jëfandikukat|ka
notcitatc|kaiga|karber|kasutaja|kevttee|kisadi|korisnica|korisnik|kullanıcı|kävutai|käyttäi|käyttäjä|lankide|lietotājs|lītuotuojs|male
user|masyin|maxmare|mea
hoʻohana|medmaacher|medmaacheren|medmaacherin|meidogger|metmaacher|metmaacheren|metmaacherin|middawaida|midemakay|misaungayay|mošomi|mpikambana|mtumiaji|muna|naraguna|naudotoja|naudotojas|nauduotuos|notandi|nutza|odwumanyɛni|okoədə|oníṣe|outelizador|outelizadora|pamakai|pamaké|pangangghuy|panganggo|pangguno|paragamit|paydalanıwshı|pengguna|perdoruesi|pilno|pruukja|puruhára|përdorues|përdoruesi|përdoruesja|qatıswşı|qullanuçı|qullanıcı|redaktor|rurak|ruraq|sadasya|sang
anganggé|sangoguna|suradnica|suradnik|szerkesztő|tagagamit|thành
viên|tlatequitiltilīlli|tērpautajs|uiser|ulanyjy|umukoresha|uporabnik|ureuëng ngui|ureuëng
nguy|usador|usanciér|usator|useqdac|user|usor|usuari|usuaria|usuario|usuariu|usuària|usuàriu|usuária|usuário|utensa|utent|utente|utenti|utilisader|utilisateur|utilisator|utilisatrice|utilizador|utilizadora|utilizaire|utilizator|uza-na|uzantino|uzanto|uzeu|uzulo|uzuária|uzuáriu|użytkowniczka|użytkownik|używacz|uživatel|uživatelka|užívateľ|užívateľka|vikipediisto|wužiwar|wužiwarka|wužywarka|wužywaŕ|ymmydeyr|yusa|yuuser|yuza|zinzantọ|äğzä|úsáideoir|ŋun
su|χρήστεσ|χρήστησ|ажыглакчы|алахәыла|архайæг|викиавтор|гьуртту
хьума|гӏахьалчи|гӏахьалчӏужу|декъашхо|демнч|доакъашхо|иалахә|колдонуучу|корбар|корисник|користувач|користувачка|кулланучы|къошулуучу|къулланыджы|кыттааччы|орлцач|пайдаланыше|польѕевател҄ь|польꙃєватєл҄ь|потребител|пырысь|сирӹшӹ|теиця|тиись|туружаачы|удзельнік|удзельніца|уртах|участник|участница|хаснователь|хаснователька|хоснователь|хутшăнакан|хэрэглэгч|хэрэглэгшэ|цӏыхухэт|юзер|қатысушы|ҡатнашыусы|մասնակից|באַניצער|באַניצערין|באנוצער|באניצער|משתמש|משתמשת|ئىشلەتكۈچى|ایشلدن|بەکارھێنەر|خدايمي|رُکُن|صارف|قاتىسۋشى|مستخدم|مستخدمة|واپرائيندڙ|ورتنوالا|ورتݨ
آلا|يوزر|ڤڠݢونا|کاربر|کارمرزۆک|کارن|کارور|کارونکی|کارگير|کاریار|ܡܦܠܚܢܐ|ܡܬܚܫܚܢܐ|މެމްބަރު|ߟߊߓߊ߯ߙߟߊ|अवयव|उपेगकर्तो|छ्येलेमि|प्रयोगकर्ता|यूजर|योजकः|रुक्न|वापरपी|सदस्य|सदस्यः|আতাকুরা|ব্যবহারকারী|সদস্য|ਮੈਂਬਰ|ਵਰਤੋਂਕਾਰ|ਵਰਤੌਂਕਾਰ|સભ્ય|ବ୍ୟବହାରକାରି|ବ୍ୟବହାରକାରୀ|ବ୍ୟବାହାରକାରୀ|பயனர்|వాడుకరి|సభ్యుడు|సభ్యులు|ಬಳಕೆದಾರೆ|ಸದಸ್ಯ|അംഗം|ഉപയോക്താവ്|පරිශීලක|ผู้ใช้|ຜູ້ໃຊ້|ကေားသုင်ꩻသား|ညးလွပ်|အသုံးပြုသူ|ၽူႈၸႂ်ႉတိုဝ်း|მომხმარებელი|მონაწილე|ተጠቃሚ|ተጠቃሚት|አባል|អ្នកប្រើប្រាស់|ᨹᩪ᩶ᨩᩲ᩶|ᱵᱮᱵᱷᱟᱨᱤᱭᱟᱹ|ọbanife|使用者|利用者|用戶|用户|ꠛꠦꠛꠀꠞꠈꠣꠞ꠆ꠞꠣ|ꯁꯤꯖꯤꯟꯅꯔꯤꯕ|사용자|𐌽𐌹𐌿𐍄𐌰𐌽𐌳𐍃
"""

_TALK = """
agar-aramat tungtungan|amsawal n usmras|amyannan umsqedac|användardiskussion|arraxonus de
s’impreadora|arraxonus de s’impreadori|atuisup oqalliffia|aжыглакчы чугаа|aжыглакчы
чугаазы|a‌̱lyiat a‌̱tyunta‌̱m|benotzer diskussioun|benudzer dischbediere|benutser
diskussion|benutserske diskussion|benutzer diskussion|benutzerin diskussion|bicara
pengguna|bikarhêner nîqaş|boledišana le
mošomi|brucendmotung|brugerdiskussion|brukardiskusjon|bruker
diskuschoon|brukerdiskusjon|brúkarakjak|brúkari kjak|brûker
oerlis|brūcendmōtung|bànifé|bänudsârdisghusjoon|casnu lo pilno|choyoołʼįįhí bichʼįʼ
yáshtiʼ|ciaciarade|ciciarada dovrat|ciciarada druvadur|ciciarada druvat|ciciarada utent|conversa
usuaria|conversa usuario|cows devnydhyer|cumbersa outelizador|cumbersa outelizadora|cuntierra
usuàriu|dalībnieces diskusija|dalībnieka diskusija|deasbaireachd a|descusión usuaria|descusión
usuario|dhiskusi panganggo|dinika amin|dischussioni utenti|discusion utensa|discussion
usanciér|discussion usator|discussion utent|discussion utente|discussion utilisateur|discussion
utilisator|discussion utilisatrice|discussion utilizaire|discussioni utente|discussioni
utenti|discutida utilisator|discuusje gebruker|discuţie utilizator|discuție
utilizator|discûscioîn ûtente|diskisyon itilizatè|diskisyon itilizatò|diskusaun uza-na|diskuse s
uživatelem|diskuse s uživatelkou|diskusia s redaktorom|diskusia s užívateľkou|diskusia s
užívateľom|diskusija wužywarja|diskusija wužywarki|diskusija z wužiwarjom|diskusija z
wužiwarku|diskuson di uzuária|diskuson di uzuáriu|diskussjoni utent|diskuti utent|diskùsëjô
brëkòwnika|disolo kisadi|disputatio usoris|dwumadini nkitahode|dwumadzinyi nkɔmbɔdzibea|dyskusja
użytkowniczki|dyskusja użytkownika|dyskusyjo używacza|euverlèk
gebroeker|favesikprilara|foydalanuvchi
munozarasi|geavaheaddjeságastallan|gebanibespik|gebruikerbespreking|gotûbêja
bikarhêner|hiruhimangaw hiton gumaramit|hisgot sa gumagamit|hmâhtuhpa reihpahmaoh|huhuo
zangoguna|ibiganiro by|iōng-chiá thó-lūn|i̇stifadəçi müzakirəsi|jam kekë dulooi|jeno
vakyarimata|kaozeadenn implijer|kaozeadenn implijerez|karber mesac|karber vaten|karber
werênayış|kasasowal no midemakay|kasutaja arutelu|ke ici aimihitonaniwok notcita iriniw|kescows
devnydhyer|keskows devnydhyer|keskustelu käyttäjästä|kipakamanguanguaq kakaljavaran|kombetsasion
ni muna|kullanıcı dartışma|kullanıcı mesaj|käyttäi pagin|kūkākūkā o mea hoʻohana|lankide
eztabaida|lietotāja diskusija|lodu kävutajas|majadiliano ya mtumiaji|marit ureuëng ngui|marit
ureuëng nguy|maxmare mesaji|medmaacher klaaf|meidogger oerlis|message de empleador|messaje de
usador|metmaacher klaaf|middawaida dischbediere|naudotojo aptarimas|naudotojos
aptarimas|nauduotuojė aptarėms|notandaspjall|nutza dischkrian|obrolan pamaké|odwumanyɛni
nkɔmmɔbea|okoədəj nopegət|okwu ọbanife|olay kan paragamit|overleg gebruiker|overleg
gebruker|pabligbagan sang anganggé|pakanḍhâ|palalau ki te kaiga|pamandiran pamakai|parembugan
naraguna|parembugan panganggo|paydalanıwshı sa|pembicaraan pengguna|perbincangan
pengguna|perbualan pengguna|perdoruesi diskutim|pisubelidan tu kamu ni misaungayay
sapimatatengil|plé úsáideora|pprngagun empduuy|pruukja arotus|puruhára myangekõi|përdoruesi
diskutim|përdoruesja diskutim|qatıswşı talqılawı|qullanuçı bäxäse|qullanıcı muzakeresi|razgovor
s korisnicom|razgovor s korisnikom|razgovor sa korisnikom|razgovor sa suradnicom|razgovor sa
suradnikom|resooney ymmydeyr|rundiang pangguno|rurakpa rimanakuy|ruraq rimanakuy|sadasya ke
baat|savâstâllâm kevttest|sgwrs defnyddiwr|spkayal cinzyuwaw|sprīža ap
lītuotuoju|szerkesztővita|taki fu masyin|thảo luận thành viên|tlatequitiltilīlli
tēixnāmiquiliztli|toktok bilong yusa|tērpautajas diskusiōni|uiser collogue|ulanyjy
çekişme|uporabniški pogovor|usapang tagagamit|usator discussion|useqdac tameslayt|user talk|user
vita|usor discute|usuari discussió|usuaria alderique|usuaria caraba|usuaria discusión|usuario
caraba|usuario discusión|usuariu alderique|usuariu discusión|usuària discussió|usuária
discussão|usuário discussão|utente chiàcchiera|utente discussioni|utilisader
discussiun|utilizador discussão|utilizadora discussão|uzanta diskuto|uzantino
debato|uzantino-diskuto|uzanto debato|uzanto-diskuto|uzeu copene|uzula diskuto|uživatel
diskuse|uživatelka diskuse|vikipediista diskuto|waxtaani jëfandikukat|yuuser dischbedutt|yuza
tok abaut am|zinzantọ hodidọ|äğzä bäxäse|ŋun su yɛltɔɣa|καλάτσεμαν χρήστε|συζήτηση
χρήστη|ажыглакчы чугаа|алахәыла ахцәажәара|архайæджы дискусси|архайæджы ныхас|баҳси
корбар|викиавтор сярысь вераськон|гутаркі ўдзельніка|гутаркі ўдзельніцы|гьуртту хьуминнал
ихтилат|гӏахьалчиясул бахӏс|гӏахьалчӏужуялъул бахӏс|декъашхон дийцаре|декъашхочун
дийцаре|демнчна туск меткән|дийцаре декъашхо|доакъашхочун дувцар|діскузіа з
хоснователём|діскузія з хоснователём|колдонуучунун баарлашуулары|кулланучы бәхәсе|къошулуучуну
сюзюу|къулланыджы музакереси|кыттааччы ырытыыта|обговорення користувача|обговорення
користувачки|обсуждение участника|обсуждение участницы|орлцачна тускар ухалвр|пайдаланышын
каҥашымаш|пайдаланышын каҥашымашыже|польѕевател бесѣда|польꙃєватєлꙗ бєсѣда|потребител
беседа|пырыськӧд сёрнитанiн|разговор са корисником|разговор со корисник|размовы з
удзельнікам|розгварка зоз хасновательку|розгварка зоз хасновательом|сирӹшӹм кӓнгӓшӹмӓш|сирӹшӹн
кӓнгӓшӹмӓшӹжӹ|теицянь кортамось|тиись корхнема|туружаачыны шӱӱжери|уртахдин веревирд
авун|хутшăнаканăн канашлу страници|хэрэглэгчийн яриа|хэрэглэгшые хэлэлсэхэ|цӏыхухэт
тепсэлъэхьыгъуэ|юзери дийца|қатысушы талқылауы|ҡатнашыусы м-н фекер алышыу|ҡатнашыусы менән
һөйләшеү|մասնակցի քննարկում|באַניצער רעדן|באַניצערין רעדן|באנוצער רעדן|באניצער רעדן|שיחת
משתמש|שיחת משתמשת|ئىشلەتكۈچى مۇنازىرىسى|ایشلدن دانیشیغی|بحث کاربر|تبادلۂ خیال صارف|د کارن خبرې
اترې|د کارونکي خبرې اترې|رُکُن بَحَژ|رُکُن کَتھ|قاتىسۋشى تالقىلاۋى|قسەی بەکارھێنەر|لمداكرة د
لخدايمي|لێدوانی بەکارھێنەر|نقاش المستخدم|نقاش المستخدمة|واپرائيندڙ بحث|ورتن گل بات|ورتݨ آلے دی
ڳالھ مہاڑ|يوزر بحث|چأک چئنە کاریار|ڤربينچڠن ڤڠݢونا|کارمرزۆک ئی گپ|کارور گپ|کارگيرˇ گب|گپ
کاربر|ܡܡܠܠܐ ܕܡܦܠܚܢܐ|ܡܡܠܠܐ ܕܡܬܚܫܚܢܐ|މެމްބަރުގެ ވާހަކަ|ߟߊߓߊ߯ߙߟߊ ߟߊ߫ ߢߊߝߐߞߣߍ|अवयव
सम्भासित|उपेगकर्तो चर्चा|छ्येलेमि खँलाबँला|प्रयोगकर्ता कुरणि|प्रयोगकर्ता वार्ता|यूजर
बातचीत|योजकसंभाषणं|योजकसम्भाषणम्|रुक्न बहज़|वापरपी चर्चा|सदस्य चर्चा|सदस्य
वार्ता|सदस्यसम्भाषणम्|আতাকুরার য়্যারী|ব্যবহারকারী আলাপ|সদস্য বার্তা|সদস্য বাৰ্তা|ਮੈਂਬਰ
ਚਰਚਾ|ਵਰਤੋਂਕਾਰ ਗੱਲ-ਬਾਤ|ਵਰਤੌਂਕਾਰ ਗੱਲ-ਬਾਤ|સભ્યની ચર્ચા|ବ୍ୟବହାରକାରିଁକ ଆଲୋଚନା|ବ୍ୟବହାରକାରୀଙ୍କ
ଆଲୋଚନା|ବ୍ୟବାହାରକାରୀଙ୍କ ଆଲୋଚନା|பயனர் பேச்சு|వాడుకరి చర్చ|సభ్యునిపై చర్చ|సభ్యులపై చర్చ|ಬಳಕೆದಾರೆ
ಪಾತೆರ|ಸದಸ್ಯರ ಚರ್ಚೆಪುಟ|അംഗങ്ങളുടെ സംവാദം|ഉപയോക്താവിന്റെ സംവാദം|ഉസം|පරිශීලක
සාකච්ඡාව|คุยกับผู้ใช้|ສົນທະນາຂອງຜູ້ໃຊ້|ကေားသုင်ꩻသား အိုင်ကိုမ်ဒေါ့ꩻရီ|ညးလွပ် ဓရီုကျာ|အသုံးပြုသူ
ဆွေးနွေးချက်|ဢုပ်ႇၵုမ် ၽူႈၸႂ်ႉတိုဝ်း|მომხმარებელი განხილვა|მომხმარებლის განხილვა|მონაწილის
განხილვა|ምይይጥ ተጠቃሚ|ምይይጥ ተጠቃሚት|ተጠቃሚ ምይይጥ|አባል
ውይይት|ការពិភាក្សារបស់អ្នកប្រើប្រាស់|អ្នកប្រើប្រាស់-ពិភាក្សា|ᩋᩪ᩶ᨠᩢ᩠ᨷᨹᩪ᩶ᨩᩲ᩶|ᱵᱮᱵᱷᱟᱨᱤᱭᱟᱹ
ᱜᱟᱞᱢᱟᱨᱟᱣ|ọ̀rọ̀
oníṣe|使用者对话|使用者對話|使用者討論|使用者讨论|利用者‐会話|利用者・トーク|用戶・談詑|用戶傾偈|用戶對話|用戶討論|用戶談詑|用户对话|用户讨论|用户谈詑|ꠛꠦꠛꠀꠞꠈꠣꠞ꠆ꠞꠣꠞ
ꠝꠣꠔ|ꯁꯤꯖꯤꯟꯅꯔꯤꯕ ꯋꯥ ꯍꯥꯏꯐꯝ|사용자토론|𐌽𐌹𐌿𐍄𐌰𐌽𐌳𐌹𐍃 𐌲𐌰𐍅𐌰𐌿𐍂𐌳𐌾𐌰
"""


def _names(block: str) -> frozenset[str]:
    return frozenset(" ".join(block.split()).split("|"))


# The Czech, Polish and Slovak Wikipedia have names of their own.
USER = _names(_USER + "|wikipedista|wikipedistka|wikipedysta|wikipedystka")
TALK = _names(
    _TALK + "|diskuse s wikipedistou|diskuse s wikipedistkou|dyskusja wikipedysty|"
    "dyskusja wikipedystki|diskusia s wikipedistom"
)
CONTRIBUTIONS = _names(
    "contributions|contribs|beiträge|contribuciones|contribucions|contributi|contribuições|"
    "wkład|bijdragen|příspěvky|bidrag|bidrag|muokkaukset|wkład użytkownika|вклад|投稿記録"
)
