use super::*;

#[test]
fn device_footers() {
    for text in [
        "Sent from my iPhone",
        "Sent from my iPhone.",
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from Mail for Windows 10",
        "Sent from Mail<https://go.microsoft.com/fwlink/?LinkId=550986> for Windows",
        "Sent from Yahoo Mail on Android",
        "Sent from Outlook for Android<https://aka.ms/x>",
        "Get Outlook for iOS<https://aka.ms/o0ukef>",
        "Sent via BlackBerry by AT&T",
        "Sent with Proton Mail secure email.",
        "Sent from eM Client | www.emclient.com",
        "Téléchargez Outlook pour iOS",
        "Baixar Outlook para Android",
        "Skickades från min Galaxy",
        "Skaff deg Outlook for Android",
        "Sent from my Verizon Wireless 4G LTE smartphone",
        "Sent from my mobile device, please excuse typos",
        "Envoyé de mon iPhone",
        "Envoyé depuis mon téléphone Samsung",
        "Envoyé à partir d’Outlook pour Android",
        "Obtenez Outlook pour Android",
        "Von meinem iPhone gesendet",
        "Gesendet von Outlook für Android",
        "Gesendet mit der GMX Mail App",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
        "Von meinem Samsung Galaxy Smartphone gesendet.",
        "Enviado desde mi iPhone",
        "Enviado do meu iPhone",
        "Inviato da iPhone",
        "Verstuurd vanaf mijn iPhone",
        "Skickat från min iPhone",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Wysłane z iPhone'a",
        "Odesláno z iPhonu",
        "Отправлено с iPhone",
        "Надіслано з iPhone",
        "iPhone'umdan gönderildi",
        "iPhoneから送信",
        "发自我的 iPhone",
        "從我的 iPhone 傳送",
        "나의 iPhone에서 보냄",
        "أرسلت من الـ iPhone",
        "נשלח מה-iPhone שלי",
        "Στάλθηκε από το iPhone μου",
        "Elküldve az iPhone-omról",
        "Trimis de pe iPhone",
        "Sent using Zoho Mail",
        "-- Sent from my HP Pre phone",
        "Yahoo Mail : recherchez, organisez, gardez le contrôle",
        "Tapé sur mon téléphone, veuillez excuser les fautes",
        "Envoyé de mon portable",
        "Envoyé depuis le webmail Free",
        "Enviado a través de mi iPhone",
        "Inviata da iPhone",
        "Odeslané z iPhonu",
        "Wysłane z mojego smartfona",
        "Αποστολή από το iPhone μου",
    ] {
        assert!(is_device_line(&Line::of_text(text)), "{text}");
    }
    for text in [
        "Sent from my phone? No, never.",
        "The mail was sent",
        "Ich habe die Mail gesendet",
        "내 휴대폰이 고장났어요",
        "Von meinem Handy aus geht es nicht",
        "Please send from my account",
        "Yahoo Mail : je ne peux plus me connecter",
        "Enviado por correo certificado",
        "Envoyé par courrier recommandé",
        "Envoyé par mail",
    ] {
        assert!(!is_device_line(&Line::of_text(text)), "{text}");
    }
}

/// Who answers below the footer that the phone put at the top has written something.
#[test]
fn answers_below_a_footer_at_the_top() {
    for text in [
        "Inviato da Outlook per Android<https://aka.ms/AAb9ysg>\nok",
        "Wysłane z telefonu Samsung Galaxy\nok",
        "Sent from my iPhone\n\nok",
    ] {
        assert!(crate::understand::reply::reply_of_text(text).ends_with("ok"), "{text}");
    }
    let torn = "ok\n\nSent from Mail for\nWindows 10";
    assert_eq!(crate::understand::reply::reply_of_text(torn), "ok");
}
