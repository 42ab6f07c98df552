//! Words by which the language of a short text is known.

use whatlang::Lang;

/// Frequent words of languages in Latin script, most telling first.
pub const WORDS: &[(Lang, &str)] = &[
    (
        Lang::Eng,
        "the and you your is are was were have has had not this that with for from my it of to be \
         can could would please thanks thank hello hi dear how what when where why we i'm i me our \
         they there will do does did don't doesn't can't order regards but about get any still \
         help need want know received working works an in on at yes see attached sounds good great fine \
         sure let just after before all if which who more find news \
         on no problem friday monday tuesday wednesday thursday saturday sunday today tomorrow yesterday meeting week agreed approved looks patch call me",
    ),
    (
        Lang::Fra,
        "le la les des un une et est sont je vous nous votre vos notre mon ma mes ce cette ces \
         pas ne que qui pour dans avec sur au aux du en bonjour merci bonsoir cordialement j'ai \
         c'est n'est ai avez suis il elle mais plus s'il svp toujours depuis facture commande \
         voici l'ai d'un d'une où comment pourquoi quand être fait oui très bien voir ci-joint jointe réglé \
         ça marche problème rappeler attends reçu colis \
         de me te se à a tout ou si impossible connecter mot passe oublié souci demain moi journée bonne hier aujourd'hui lundi mardi mercredi jeudi vendredi n'arrive j'arrive",
    ),
    (
        Lang::Deu,
        "der die das und ist sind ich sie wir mein meine ihr ihre ihnen nicht ein eine einen \
         einer mit für auf von zu den dem im bitte danke vielen dank hallo guten tag grüße haben \
         habe hat kann können wie was wann wo warum noch bei aber auch es mir mich uns leider \
         freundlichen grüßen rechnung bestellung wurde werden sehr geehrte seit ja nein siehe anhang anbei geht schon alles klar \
         passwort vergessen klar funktioniert jetzt einverstanden kein problem schon heute gestern montag dienstag mittwoch donnerstag freitag morgen alle nur",
    ),
    (
        Lang::Spa,
        "el los las una y es son yo usted ustedes mi su sus nuestro no que para con por en del \
         al hola gracias buenos días buenas tardes saludos tengo tiene está están cómo qué cuándo \
         dónde pero más muy me se lo le pedido factura puedo puede quiero ayuda favor funciona estoy he \
         desde hay también sí ha este esta \
         de un todo adjunta adjunto acuerdo saludo si a lunes martes miércoles jueves viernes mañana hoy ayer cuenta",
    ),
    (
        Lang::Ita,
        "il lo gli una e è sono io voi mio mia vostro non che per con di da del della dei nel \
         ciao buongiorno buonasera grazie saluti ho hai ha come quando dove perché ma più molto \
         mi si ordine fattura posso può vorrei questo questa anche ancora ricevuto salve cordiali \
         a in un si tutto allegato allegata le i se lunedì martedì mercoledì giovedì venerdì domani oggi ieri problema",
    ),
    (
        Lang::Por,
        "o os as um uma e é são eu você vocês meu minha seu sua não que para com por em do da \
         dos das no na olá obrigado obrigada bom dia boa tarde tenho tem está como quando onde \
         mas mais muito me se pedido fatura posso pode quero ajuda favor estou isso ainda também \
         de anexo segue a ao hoje amanhã ontem conta problema",
    ),
    (
        Lang::Nld,
        "de het een en is zijn ik u jij wij mijn uw niet dat die voor met van op te aan bij \
         hallo beste bedankt dank groeten vriendelijke heb heeft kan kunnen hoe wat wanneer waar \
         maar ook nog graag bestelling factuur geen wel naar mij ons deze \
         in bijlage morgen vandaag gisteren maandag dinsdag woensdag donderdag vrijdag",
    ),
    (
        Lang::Swe,
        "och är jag du ni vi min mitt er ert inte att det som för med av på till en ett hej tack \
         hälsningar vänliga har kan hur vad när var men också från mig den beställning faktura",
    ),
    (
        Lang::Dan,
        "og er jeg du i vi min mit jeres ikke at det som for med af på til en et hej tak hilsen \
         venlig har kan hvordan hvad hvornår hvor men også fra mig den ordre faktura",
    ),
    (
        Lang::Nob,
        "og er jeg du vi min mitt deres ikke at det som for med av på til en et hei takk hilsen \
         vennlig har kan hvordan hva når hvor men også fra meg den bestilling faktura",
    ),
    (
        Lang::Pol,
        "i w na z do nie się że jest są ja pan pani mój moje dla to jak co kiedy gdzie dlaczego \
         ale dzień dobry witam dziękuję proszę pozdrawiam mam mogę zamówienie faktura czy od po \
         przez jeszcze już został",
    ),
    (
        Lang::Tur,
        "merhaba ve bir bu için ile siparişim sipariş nerede nasıl neden değil var yok lütfen \
         teşekkürler teşekkür ederim iyi günler selam fatura ben benim bana ama çok daha \
         giriş yapamıyorum hesabıma hesap mı mi",
    ),
    (
        Lang::Ces,
        "dobrý den kde je moje můj jsem jste není mám prosím děkuji děkuju objednávka faktura s \
         pozdravem ale jak proč kdy co se na v za že jsou ještě \
         do svého nemohu",
    ),
    (
        Lang::Ron,
        "bună ziua unde este comanda mea meu și nu am mulțumesc vă rog factura cum de ce când \
         pentru cu la din sunt o un salut încă",
    ),
    (
        Lang::Hun,
        "jó napot kívánok hol van a az és nem köszönöm kérem rendelésem számla hogyan mikor \
         miért szia üdvözlettel vagyok meg egy még",
    ),
    (Lang::Vie, "xin chào của tôi ở đâu là và không có cảm ơn đơn hàng bạn cho khi nào này một được"),
    (
        Lang::Fin,
        "ja on en ei ole minä olen se että hei kiitos terveisin miten mitä missä milloin mutta \
         myös kun jos tämä minun teidän voin voitte tilaus lasku vielä ystävällisin",
    ),
    (
        Lang::Slk,
        "je som ste nie mám prosím ďakujem dobrý deň objednávka faktúra ako prečo kedy čo sa na v že sú \
         ešte do môj moja svojho svoj ale nemôžem s pozdravom",
    ),
    (
        Lang::Hrv,
        "je sam nije ne mogu se na moj svoj hvala molim dobar dan narudžba račun kako zašto kada što i za \
         nisam još da li pozdrav u",
    ),
    (
        Lang::Slv,
        "je sem ni ne morem se v na moj svoj hvala prosim dober dan naročilo račun kako zakaj kdaj kaj in \
         za nisem še ali pozdrav lahko",
    ),
    (
        Lang::Cat,
        "el la els les un una i és no que per amb en del al hola gràcies bon dia meu meva puc compte d'ahir \
         com quan on però més molt si us plau comanda factura tinc des de",
    ),
    (
        Lang::Ind,
        "saya tidak bisa masuk ke akun dan yang di ini itu untuk dengan terima kasih mohon selamat pagi \
         pesanan dari ada belum sudah apa bagaimana kami anda",
    ),
    (Lang::Est, "ja on ei ma sa see mis kas kuidas palun tere aitäh tänan minu teie saan arve tellimus veel sisse"),
    (
        Lang::Lit,
        "ir yra ne aš jūs tai kas kaip prašau sveiki labas ačiū mano savo negaliu sąskaita užsakymas dar į kad su",
    ),
    (
        Lang::Lav,
        "un ir nav es jūs tas kas kā lūdzu sveiki labdien paldies mans savu nevaru savā rēķins pasūtījums vēl \
         kontā par ar",
    ),
];

/// Words that people write alone or nearly so, each of one language.
#[rustfmt::skip]
pub const TELLING_WORDS: &[(Lang, &str)] = &[
    (Lang::Eng, "thanks thank hello please yes received done what when where working great sorry works good any attached \
        resolved fixed approved agreed confirmed not yet call"),
    (Lang::Fra, "merci bonjour bonsoir cordialement parfait d'accord reçu voilà oui ça désolé c'est n'est j'ai demain souci journée pour voici"),
    (Lang::Deu, "danke passt bitte gerne erledigt leider vielen guten grüße perfekt nein einverstanden klar"),
    (Lang::Spa, "gracias hola vale perfecto recibido buenos buenas saludos sí saludo acuerdo"),
    (Lang::Ita, "grazie buongiorno perfetto ricevuto salve saluti tutto"),
    (Lang::Por, "obrigado obrigada olá perfeito recebido sim bom dia"),
    (Lang::Nld, "bedankt dank goed graag groeten"),
    (Lang::Swe, "tack hälsningar"),
    (Lang::Nob, "takk"),
    (Lang::Fin, "kiitos terveisin"),
    (Lang::Pol, "dziękuję dziękuje dzięki pozdrawiam proszę"),
    (Lang::Ces, "děkuji děkuju díky"),
    (Lang::Hun, "köszönöm köszi"),
    (Lang::Ron, "mulțumesc multumesc"),
    (Lang::Tur, "teşekkürler merhaba tamam"),
];
