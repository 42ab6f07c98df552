//! Footers of lists, virus scanners, devices and apps, in many languages.

use super::tests::{check, expect, stay};

#[test]
fn notes_of_list_managers() {
    check(&[
        (
            "html scrubbed",
            "Yes.\n-------------- next part --------------\nAn HTML attachment was scrubbed...\nURL: <http://lists.example.org/pipermail/users/attachments/20030102/ab/attachment.html>\n",
            "Yes.",
        ),
        (
            "below a quote",
            "Yes.\n\nOn 2 Jan 2003, at 10:00, Bob <b@x.org> wrote:\n\n> Old\n\n-------------- next part --------------\nAn HTML attachment was scrubbed...\nURL: http://lists.example.org/a.htm\n",
            "Yes.",
        ),
        (
            "binary",
            "Here it is.\n\nAl\n-------------- next part --------------\nA non-text attachment was scrubbed...\nName: a.patch\nType: text/x-patch\nSize: 1234 bytes\nDesc: not available\nUrl : http://lists.example.org/a.bin\n",
            "Here it is.\n\nAl",
        ),
        (
            "signature and list footer",
            "Yes.\n-------------- next part --------------\nA non-text attachment was scrubbed...\nName: signature.asc\nType: application/pgp-signature\nSize: 189 bytes\nDesc: Digital signature\nURL: <http://lists.example.org/a.pgp>\n_______________________________________________\nusers mailing list\nusers@lists.example.org\nhttp://lists.example.org/listinfo/users\n",
            "Yes.",
        ),
    ]);
}

#[test]
fn footers_of_virus_scanners() {
    let mut cases = Vec::new();
    for footer in [
        "---\nThis email has been checked for viruses by Avast antivirus software.\nhttps://www.avast.com/antivirus",
        "--\nThis email has been checked for viruses by AVG.\nhttp://www.avg.com",
        "Garanti sans virus. www.avast.com\n<https://www.avast.com/sig-email?utm_medium=email&utm_source=link>\n<#DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2>",
        "<https://www.avast.com/sig-email?utm_medium=email>\nGaranti\nsans virus. www.avast.com\n<https://www.avast.com/sig-email?utm_medium=email>\n<#DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2>",
        "[image: Avast logo] L'absence de virus dans ce courrier électronique a été vérifiée par le logiciel antivirus Avast.\nwww.avast.com",
        "---\nL'absence de virus dans ce courrier électronique a été vérifiée par le logiciel antivirus Avast.\nhttps://www.avast.com/antivirus",
        "L'absence de virus dans ce courrier électronique a été vérifiée par le\nlogiciel antivirus Avast.\nwww.avast.com <https://www.avast.com/antivirus>",
        "Virus-free.www.avg.com\n<http://www.avg.com/email-signature?utm_medium=email>",
        "Libre de virus. www.avast.com",
        "Virenfrei. www.avast.com",
        "Diese E-Mail wurde von Avast Antivirus-Software auf Viren geprüft.\nwww.avast.com",
        "__________ Information from ESET NOD32 Antivirus, version of virus signature database 8000 (20130101) __________\n\nThe message was checked by ESET NOD32 Antivirus.\n\nhttp://www.eset.com",
        "__________ Information provenant d'ESET NOD32 Antivirus, version de la base des signatures de virus 8000 (20130101) __________\n\nLe message a été vérifié par ESET NOD32 Antivirus.\n\nhttp://www.eset.com",
        "-----\nNo virus found in this message.\nChecked by AVG - www.avg.com\nVersion: 2013.0.2890 / Virus Database: 2639/6048 - Release Date: 01/21/13",
        "-----\nAucun virus trouvé dans ce message.\nAnalyse effectuée par AVG - www.avg.fr\nVersion: 2013.0.2890 / Base de données virale: 2639/6048 - Date: 21/01/2013",
        "---\nEste correo electrónico ha sido comprobado en busca de virus por AVG.\nhttp://www.avg.com",
        "---\nEste email foi escaneado pelo Avast antivírus.\nhttps://www.avast.com/antivirus",
        "---\nQuesta e-mail è stata controllata per individuare virus con Avast antivirus.\nhttps://www.avast.com/antivirus",
        "---\nDeze e-mail is gecontroleerd op virussen door AVG.\nhttp://www.avg.com",
        "---\nTa wiadomość została sprawdzona na obecność wirusów przez oprogramowanie antywirusowe Avast.\nhttps://www.avast.com/antivirus",
    ] {
        let own = "Oui, merci.\n\nCordialement,\nZoé";
        for rest in [
            "",
            "\n\nLe lun. 2 mars 2026 à 10:00, Bob <b@x.org> a écrit :\n\n> Vieux\n",
            "\n\n-----Original Message-----\nFrom: Bob\nOld\n",
        ] {
            cases.push((format!("{own}\n\n{footer}{rest}"), own));
        }
        cases.push((
            format!("{own}\n\nLe lun. 2 mars 2026 à 10:00, Bob <b@x.org> a écrit :\n\n> Vieux\n\n{footer}\n"),
            own,
        ));
    }
    expect(cases);
    stay(&[
        "Hello,\n\nAvast says: this file has a virus. Is it safe?",
        "Hello,\n\nmy disk was scanned by Norton.",
        "Hello,\n\nit was scanned by Norton.",
        "Bonjour,\n\nle disque est sans virus selon Avast.",
        "The report says\nNo virus found, but the machine is slow.",
    ]);
}

#[test]
fn footers_of_devices() {
    let own = "Oui, merci.\n\nCordialement,\nZoé";
    let mut cases = Vec::new();
    for footer in [
        "Envoyé de mon iPhone",
        "Envoyé de mon iPad",
        "Envoyé depuis mon iPhone",
        "Envoyé depuis mon smartphone Samsung Galaxy.",
        "Envoyé depuis mon appareil Galaxy",
        "Envoyé depuis mon appareil Samsung",
        "Envoyé à partir de Outlook pour Android",
        "Envoyé à partir d’Outlook pour iOS<https://aka.ms/o0ukef>",
        "Télécharger Outlook pour iOS",
        "Télécharger Outlook pour Android<https://aka.ms/AAb9ysg>",
        "Obtenir Outlook pour iOS",
        "Obtenez Outlook pour iOS<https://aka.ms/o0ukef>",
        "Envoyé de mon mobile Orange",
        "Envoyé de mon mobile",
        "Envoyé depuis l'application Mail Orange",
        "Envoyé depuis l’application Mail Orange",
        "Provenance : Courrier pour Windows",
        "Provenance : Courrier<https://go.microsoft.com/fwlink/?LinkId=550986> pour Windows 10",
        "Provenance : Courrier pour Windows 10",
        "Envoyé depuis Yahoo Mail pour Android",
        "Envoyé depuis Yahoo Mail pour iPhone<https://overview.mail.yahoo.com/?.src=iOS>",
        "Envoyé à partir de Yahoo Mail sur Android",
        "Télécharger Yahoo Mail pour Android",
        "Envoyé depuis ma tablette",
        "Envoyé de ma tablette Samsung",
        "Envoyé depuis ma tablette Samsung.",
        "Envoyé depuis mon téléphone",
        "Envoyé depuis un mobile",
        "Envoyé de mon Huawei",
        "Envoyé depuis mon Xiaomi",
        "Envoyé depuis mon appareil mobile BlackBerry 10 sur le réseau Orange.",
        "Envoyé avec la messagerie sécurisée Proton Mail.",
        "Envoyé avec Proton Mail",
        "Envoyé depuis Proton Mail pour Android",
        "Envoyé depuis Proton Mail mobile",
        "Envoyé via l'application SFR Mail",
        "Envoyé depuis SFR Mail",
        "Envoyé depuis Gmail Mobile",
        "Envoyé depuis mon HTC",
        "Envoyé à partir de mon smartphone",
        "Envoyé avec Spark",
        "Envoyé depuis mon Windows Phone",
        "Sent from Proton Mail mobile",
        "Sent from Proton Mail for iOS",
        "Sent from Proton Mail Android",
        "Sent with Proton Mail secure email.",
        "Sent with [Proton Mail](https://proton.me/) secure email.",
        "Sent from my Galaxy",
        "Sent from my Galaxy S22",
        "Get Outlook for iOS",
        "Get Outlook for Android<https://aka.ms/ghei36>",
        "Get Outlook for Mac",
        "Sent from Outlook for Mac",
        "Sent from Mail for Windows",
        "Sent from Yahoo Mail for iPhone",
        "Sent from the all new AOL app for Android",
        "Sent from AOL on Android",
        "Sent from my T-Mobile 5G Device",
        "Sent from my Xfinity device",
        "Sent from Gmail Mobile",
        "Sent from Spark",
        "Sent via the Samsung Galaxy S21 5G, an AT&T 5G smartphone",
        "Sent from my Mac",
        "Sent from my MacBook Pro",
        "Sent from my Apple Watch",
        "Sent from Mailspring",
        "Sent from Nine",
        "Sent from BlueMail for Android",
        "Get BlueMail for Android",
        "Téléchargez BlueMail pour Android",
        "Obtenez BlueMail pour Android",
        "Holen Sie sich BlueMail für Android",
        "Télécharger Spark pour iOS",
        "Sent from Canary",
        "Sent from Front",
        "Sent from my Sony Xperia™ smartphone",
        "Sent from my Windows Phone",
        "Sent from my BlackBerry 10 smartphone on the Verizon Wireless 4G LTE network.",
        "Sent from Samsung Mobile",
        "Sent from Samsung tablet",
        "Sent from Surface",
        "Sent from Windows Mail",
        "Sent from my android device.",
        "Sent from K-9 Mail",
        "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
        "-- \nSent from my Android device with K-9 Mail. Please excuse my brevity.",
        "Sent from my Android phone with GMX Mail. Please excuse my brevity.",
        "Von meinem iPhone gesendet",
        "Von meinem iPad gesendet",
        "Gesendet mit Proton Mail.",
        "Gesendet von Proton Mail Mobile",
        "Gesendet von Mail für Windows",
        "Gesendet von Mail<https://go.microsoft.com/fwlink/?LinkId=550986> für Windows 10",
        "Gesendet von Outlook für iOS",
        "Outlook für iOS beziehen",
        "Holen Sie sich Outlook für iOS",
        "Gesendet von meinem Galaxy",
        "Gesendet mit der WEB.DE Mail App",
        "Von meinem/meiner Galaxy gesendet",
        "Von Samsung-Tablet gesendet",
        "Gesendet von Yahoo Mail auf Android",
        "Von Yahoo Mail für iPhone gesendet",
        "-- \nDiese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
        "Diese Nachricht wurde von meinem Android Mobiltelefon mit GMX Mail gesendet.",
        "Von meinem Mobiltelefon gesendet",
        "Mobil gesendet",
        "Enviado desde mi iPhone",
        "Enviado desde Outlook para Android",
        "Obtener Outlook para iOS",
        "Descargar Outlook para Android",
        "Enviado desde mi Samsung Mobile de Claro",
        "Enviado desde mi Galaxy",
        "Enviado desde Yahoo Mail para Android",
        "Enviado desde Correo para Windows",
        "Enviado con el correo seguro de Proton Mail.",
        "Enviado desde mi smartphone Samsung Galaxy.",
        "Inviato da iPhone",
        "Inviato dal mio iPhone",
        "Inviato da Outlook per Android",
        "Scarica Outlook per iOS",
        "Ottieni Outlook per Android",
        "Inviato da Libero Mail",
        "Inviato da Posta per Windows",
        "Inviato dal mio Galaxy",
        "Inviato da Yahoo Mail su Android",
        "Inviato da smartphone Samsung Galaxy.",
        "Enviado do meu iPhone",
        "Obter o Outlook para iOS",
        "Obtenha o Outlook para Android",
        "Baixe o Outlook para iOS",
        "Enviado do Email para Windows",
        "Enviado do Yahoo Mail no Android",
        "Enviado do meu Galaxy",
        "Enviado do Outlook para Android",
        "Enviado via iPhone",
        "Enviado a partir do Outlook para Android",
        "Verstuurd vanaf mijn iPhone",
        "Verzonden vanaf mijn iPad",
        "Outlook voor iOS downloaden",
        "Download Outlook voor Android",
        "Verzonden vanuit Mail voor Windows",
        "Verstuurd vanaf mijn Galaxy",
        "Verzonden vanaf Outlook voor Android",
        "Outlook voor Android<https://aka.ms/AAb9ysg> downloaden",
        "Wysłane z iPhone'a",
        "Wysłane z mojego iPhone'a",
        "Pobierz aplikację Outlook dla systemu iOS",
        "Pobierz program Outlook dla systemu Android",
        "Wysłane z aplikacji Poczta dla Windows",
        "Wysłane z Yahoo Mail na Androidzie",
        "Wysłane z mojego urządzenia Galaxy",
        "Wysłano z Outlook dla systemu Android",
        "Wysłane z telefonu Samsung",
    ] {
        for rest in [
            "",
            "\n\nLe lun. 2 mars 2026 à 10:00, Bob <b@x.org> a écrit :\n\n> Vieux\n",
            "\n________________________________\nFrom: Bob <b@x.org>\nSent: Monday\nTo: Al\nSubject: x\n\nOld",
        ] {
            cases.push((format!("{own}\n\n{footer}{rest}"), own));
        }
    }
    for (footer, _) in [
        ("Télécharger Outlook pour\niOS<https://aka.ms/o0ukef>", "wrapped"),
        ("Envoyé depuis l'application\nMail Orange", "wrapped"),
        ("Provenance : Courrier<https://go.microsoft.com/fwlink/?LinkId=550986>\npour Windows 10", "wrapped"),
        ("Envoyé à partir de Outlook pour Android\n<https://aka.ms/AAb9ysg>", "link below"),
        ("Get Outlook for iOS\n<https://aka.ms/o0ukef>", "link below"),
        ("Sent from Yahoo Mail on Android\n<https://go.onelink.me/107872968?pid=InProduct>", "link below"),
        ("Sent from Mail\n<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows", "link between"),
    ] {
        cases.push((format!("{own}\n\n{footer}\n\nLe lun. 2 mars 2026 à 10:00, Bob <b@x.org> a écrit :\n> V\n"), own));
    }
    expect(cases);
    stay(&[
        "Hello.\n\nSent from my account to yours, the mail bounced.",
        "Bonjour,\n\nEnvoyé de mon bureau, le colis est arrivé chez le voisin.",
        "Bonjour\n\nTélécharger Outlook pour iOS ne marche pas chez moi.",
        "Which one?\n\nGet Outlook for iOS or use the web?",
        "Hallo\n\nGesendet von DHL am Montag",
    ]);
}

#[test]
fn footers_between_own_text_and_quote() {
    let own = "Oui, merci.\n\nCordialement,\nZoé";
    let mut cases = Vec::new();
    for middle in [
        "Envoyé de mon iPhone\n\nGaranti sans virus. www.avast.com",
        "-- \nZoé Martin\nACME\n\nEnvoyé de mon iPhone",
        "-- \nZoé Martin\n06 12 34 56 78",
        "--\nZoé Martin\n06 12 34 56 78",
        "Télécharger Outlook pour iOS<https://aka.ms/o0ukef>\n________________________________",
        "[cid:image001.png@01DA]\nEnvoyé de mon iPhone",
    ] {
        for quote in [
            "Le lun. 2 mars 2026 à 10:00, Bob <b@x.org> a écrit :\n\n> Vieux\n>\n> -- \n> Bob\n",
            "De : Bob <b@x.org>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Zoé <z@x.org>\nObjet : RE: x\n\nVieux\n\nDe : Zoé\nEnvoyé : dimanche\nÀ : Bob\nObjet : x\n\nPlus vieux\n",
            "> Le 2 mars 2026 à 10:00, Bob <b@x.org> a écrit :\n> \n> \u{feff}Vieux\n> \n",
            "-----Message d'origine-----\nDe : Bob <b@x.org>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Zoé\nObjet : x\n\nVieux\n",
        ] {
            let wanted = if middle.starts_with("[cid") {
                "Oui, merci.\n\nCordialement,\nZoé\n\n[cid:image001.png@01DA]"
            } else {
                own
            };
            cases.push((format!("{own}\n\n{middle}\n\n{quote}"), wanted));
        }
    }
    expect(cases);
}
