"""Months and days of the week in many languages, as their wikis write them (case-folded).

Taken from MediaWiki's own message files. Left out: words that are different months in different
languages ("listopad" is November in Polish and October in Croatian).
"""

_MONTHS = """
ene enero gen gener gennaio ian ianuarie jaan jaanuar jaanuari jan janeiro januar januara
januari januarja januaro january január januára janv janvier janvāra janvāris jän jänner leden
ledna oca ocak sau sausio sij siječanj siječnja sty styczeń stycznia tammikuu tammikuun
tammikuuta urt urtarrila urtarrilak xan xaneiro ιαν ιανουάριοσ ιανουαρίου січ січень січня янв
январь января яну януари јан јануар јануара հունվ հունվար հունվարի בינואר ינואר جنوری يناير
ژانویه มกราคม იან იანვარი 一月 |
feb febbraio febr febreiro febrer febrero februar februara februari februarie februarja
februaro february február februára februāra februāris fev fevereiro fév février helmikuu
helmikuun helmikuuta lut lutego luty ots otsaila otsailak vas vasario veebr veebruar veebruari
velj veljača veljače únor února şub şubat φεβ φεβρουάριοσ φεβρουαρίου лют лютий лютого феб
фебруар фебруара фев февраль февраля февруари փետրվ փետրվար փետրվարի בפברואר פברואר فبراير
فروری فوریه თებ თებერვალი 二月 |
březen března kov kovas kovo maaliskuu maaliskuun maaliskuuta maart mac mar marca march marec
maret mars mart marta martie marto marts martxoa martxoak marzec marzo març março mrt márc
március mär märts märtsi märz ožu ožujak ožujka μάρτιοσ μαρ μαρτίου бер березень березня мар
март марта մարտ մարտի մրտ במרץ מרץ مارس مارچ მარ მარტი მარტის 三月 |
abr abril api apirila apirilak apr april aprila aprile aprilie aprill aprilli aprilo apríl
apríla aprīlis aprīļa avr avril bal balandis balandžio duben dubna huhtikuu huhtikuun
huhtikuuta kwi kwiecień kwietnia nis nisan tra travanj travnja ápr április απρ απρίλιοσ
απριλίου апр апрель апреля април априла кві квітень квітня ապր ապրիլ ապրիլի אפריל באפריל آوریل
أبريل اپريل اپریل เมษายน აპრ აპრილი 四月 |
geg gegužė května mag maggio mai maiatzak maig maija maijs maio maj maja majo may mayo mayıs
mei máj mája május svi svibnja toukokuu toukokuun toukokuuta μαΐου μαϊ май мая мај маја трав
травня մայ մայիսի במאי מאי مئی مايو مه मई พฤษภาคม მაი მაისის 五月 |
birž birželio birželis cze czerwca czerwiec eka ekaina ekainak giu giugno haz haziran iun
iunie juin jun juna june junho juni junij junija junio juny juuni jún júna június jūnija
jūnijs kesäkuu kesäkuun kesäkuuta lipanj lipnja xuñ xuño červen června ιουν ιουνίου ιούνιοσ
июн июнь июня чер червень червня юни јун јуна հուն հունիս հունիսի ביוני יוני جون يونيو ژوئن
ივნ ივნისი ივნისის 六月 |
heinäkuu heinäkuun heinäkuuta iul iulie juill juillet jul jula julai julho juli julij julija
julio juliol july juuli júl júla július jūlija jūlijs lie liepa liepos lipca lipiec lug luglio
srp srpanj srpnja tem temmuz uzt uztaila uztailak xul xullo července červenec ιουλ ιουλίου
ιούλιοσ июл июль июля лип липень липня юли јул јула հուլ հուլիս հուլիսի ביולי יולי جولائی
يوليو ژوئیه กรกฎาคม ივლ ივლისი ივლისის 七月 |
abu abuztua abuztuak ago agost agosto ags agustus août aug august augusta augusti augusts
augustus augusztus avg avgust avgusta ağu ağustos aŭg aŭgusto elokuu elokuun elokuuta kol
kolovoz kolovoza ogo ogos rgp rugpjūtis rugpjūčio sie sierpień sierpnia srpen srpna αυγ
αυγούστου αύγουστοσ авг август августа сер серпень серпня օգոստ օգոստոս օգոստոսի אוגוסט
באוגוסט أغسطس اوت اگست აგვ აგვისტო 八月 |
eyl eylül ira iraila irailak rgs rugsėjis rugsėjo ruj rujan rujna sep sept septembar september
septembra septembre septembri septembrie septembris septembro septiembre set setembre setembro
settembre syyskuu syyskuun syyskuuta szept szeptember wrz wrzesień września září σεπ
σεπτέμβριοσ σεπτεμβρίου вер вересень вересня сен сентябрь сентября сеп септембар септембра
септември սեպտ սեպտեմբեր սեպտեմբերի בספטמבר ספטמבר سبتمبر ستمبر سپتامبر სექ სექტემბერი
სექტემბრის 九月 |
eki ekim lokakuu lokakuun lokakuuta oct october octobre octombrie octubre okt oktobar oktober
oktobra oktobris oktobro oktoober oktoobri október októbra ott ottobre out outubro paź
październik października spa spalio spalis urr urria urriak říjen října οκτ οκτωβρίου
οκτώβριοσ жов жовтень жовтня окт октобар октобра октомври октябрь октября հոկտ հոկտեմբեր
հոկտեմբերի אוקטובר באוקטובר أكتوبر اکتبر اکتوبر ოქტ ოქტომბერი ოქტომბრის 十月 |
aza azaroa azaroak kas kasım lap lapkritis lapkričio listopadu marraskuu marraskuun
marraskuuta noiembrie nov novembar november novembra novembre novembri novembris novembro
noviembre stu studeni studenoga νοέμβριοσ νοε νοεμβρίου лис листопад листопада нов новембар
новембра ное ноември ноя ноябрь ноября նոյ նոյեմբեր նոյեմբերի בנובמבר נובמבר نوامبر نوفمبر
نومبر ნოე ნოემბერი 十一月 |
abe abendua abenduak ara aralık dec decembar december decembra decembrie decembris decembro
des desember desembre dets detsember detsembri dez dezember dezembro dic dicembre diciembre
dis disember déc décembre grd gru grudnia grudzień gruodis gruodžio joulukuu joulukuun
joulukuuta pro prosinac prosinca prosince prosinec δεκ δεκέμβριοσ δεκεμβρίου груд грудень
грудня дек декабрь декабря декември дец децембар децембра դեկտ դեկտեմբեր դեկտեմբերի בדצמבר
דצמבר دسامبر دسمبر ديسمبر დეკ დეკემბერი დეკემბრის 十二月
"""

_DAYS = """
astelehena dilluns esmaspäev hétfő isnin lundi lundo lunedì lunes luni luns maanantai maandag
mandag mon monday montag måndag pazartesi pirmadienis pirmdiena pondelok pondělí ponedeljak
ponedeljek ponedjeljak poniedziałek segunda segunda-feira senin δευτέρα понеделник понедельник
понедељак понеділок երկուշաբթի שני الإثنين دوشنبه پير सोमवार সোমবার วันจันทร์ ორშაბათი 星期一 月曜日
월요일 |
antradienis asteartea dienstag dimarts dinsdag kedd mardi mardo martedì martes marți otrdiena
salı selasa teisipäev terça terça-feira tiistai tirsdag tisdag torek tue tues tuesday tysdag
utorak utorok wtorek úterý τρίτη вторник вівторок уторак երեքշաբթի שלישי الثلاثاء سهشنبه منگل
मंगलवार মঙ্গলবার วันอังคาร სამშაბათი 星期二 火曜日 화요일 |
asteazkena dimecres keskiviikko kolmapäev mercoledì mercredi merkredo miercuri mittwoch
miércoles mércores onsdag quarta quarta-feira rabu sreda srijeda streda středa szerda
trečiadienis trešdiena wed wednesday weds woensdag çarşamba środa τετάρτη середа среда сряда
չորեքշաբթի רביעי الأربعاء بدھ چهارشنبه बुधवार বুধবার วันพุธ ოთხშაბათი 星期三 水曜日 수요일 |
ceturtdiena csütörtök czwartek dijous donderdag donnerstag giovedì jeudi joi jueves kamis
ketvirtadienis khamis neljapäev osteguna perşembe quinta quinta-feira thu thur thurs thursday
torsdag torstai xoves četrtek četvrtak čtvrtek ĵaŭdo štvrtok πέμπτη четвер четверг четвртак
четвъртък հինգշաբթի חמישי الخميس جمعرات پنجشنبه गुरुवार বৃহস্পতিবার วันพฤหัสบดี ხუთშაბათი 星期四
木曜日 목요일 |
cuma divendres fredag freitag fri friday jumaat jumat ostirala penktadienis perjantai petak
petek piatok piektdiena piątek pátek péntek reede sexta sexta-feira vendredi venerdì venres
viernes vineri vrijdag παρασκευή п'ятниця петак петък пятница ուրբաթ שישי الجمعة جمعه جمعہ
शुक्रवार শুক্রবার วันศุกร์ პარასკევი 星期五 金曜日 금요일 |
cumartesi dissabte larunbata lauantai laupäev laurdag lördag lørdag sabato sabtu samedi
samstag sat saturday sestdiena sobota sonnabend subota szombat sábado sâmbătă zaterdag
šeštadienis σάββατο суббота субота събота շաբաթ שבת السبت شنبه ہفتہ शनिवार শনিবার วันเสาร์
შაბათი 土曜日 星期六 토요일 |
ahad dimanche dimanĉo diumenge domenica domingo duminică igandea minggu nedelja nedeľa
nedjelja neděle niedziela pazar pühapäev sekmadienis sonntag sun sunday sunnuntai svētdiena
söndag søndag vasárnap zondag κυριακή воскресенье неделя недеља неділя կիրակի ראשון اتوار
الأحد یکشنبه रविवार রবিবার วันอาทิตย์ კვირა 日曜日 星期日 일요일
"""


def _numbered(block: str, first: int) -> dict[str, int]:
    return {
        word: number
        for number, words in enumerate(block.split("|"), first)
        for word in words.split()
    }


MONTHS = _numbered(_MONTHS, 1)
# As `date.weekday()` counts: Monday is 0.
DAYS = _numbered(_DAYS, 0)
