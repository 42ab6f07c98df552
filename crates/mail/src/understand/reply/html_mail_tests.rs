//! Whole mails with HTML bodies as mail programs write them.

use crate::understand::understand;

/// The reply of a mail that has this HTML only.
fn reply_of(html: &str) -> String {
    understand(format!("From: a@x.org\nContent-Type: text/html; charset=utf-8\n\n{html}\n").as_bytes()).reply
}

/// The reply of a mail that has both forms.
fn reply_of_both(plain: &str, html: &str) -> String {
    let raw = format!(
        "From: a@x.org\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n\
         --b\nContent-Type: text/plain; charset=utf-8\n\n{plain}\n--b\nContent-Type: text/html; charset=utf-8\n\n{html}\n--b--\n"
    );
    understand(raw.as_bytes()).reply
}

fn check(cases: &[(&str, &str, &str)]) {
    let failures: Vec<_> = cases
        .iter()
        .filter_map(|(name, html, wanted)| {
            let reply = reply_of(html);
            (reply != *wanted).then(|| format!("{name}: {reply:?}\n   wanted {wanted:?}"))
        })
        .collect();
    assert!(failures.is_empty(), "{} of {}:\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn own_quotations_stay() {
    check(&[
        (
            "a log at the end",
            "<p>Hello, the server says:</p><blockquote>error 5<br>at line 3</blockquote>",
            "Hello, the server says:\n\n> error 5\n> at line 3",
        ),
        (
            "indented paragraph in the middle",
            "<p>The contract says:</p><blockquote style=\"margin-left:40px\">Ten days.</blockquote><p>Is that so?</p>",
            "The contract says:\n\n> Ten days.\n\nIs that so?",
        ),
        (
            "gmail indentation",
            "<div dir=\"ltr\">As agreed<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\"><div>ten pieces</div></blockquote></div>",
            "As agreed\n> ten pieces",
        ),
        ("weak attribution", "<p>Yes.</p><p>Bob wrote:</p><blockquote>Old text</blockquote>", "Yes."),
    ]);
    assert_eq!(
        reply_of_both("The server says:\n\n> error 5", "<p>The server says:</p><blockquote>error 5</blockquote>"),
        "The server says:\n\n> error 5"
    );
}

#[test]
fn programs() {
    check(&[
        (
            "gmail web, French, signature with dashes above the quote",
            r#"<div dir="ltr"><div>Bonjour,</div><div><br></div><div>c'est payé.</div><div><br></div><span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature"><div>Zoé</div></div></div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">Le mar. 3 févr. 2026 à 10:04, Bob &lt;<a href="mailto:b@x.org">b@x.org</a>&gt; a écrit :<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"><div>Vieux</div></blockquote></div>"#,
            "Bonjour,\n\nc'est payé.",
        ),
        (
            "gmail app",
            r#"<div dir="auto">Oui, demain.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">Le mar. 3 févr. 2026, 10:04, Bob &lt;b@x.org&gt; a écrit :<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex"><p>Vieux</p></blockquote></div>"#,
            "Oui, demain.",
        ),
        (
            "gmail answers between",
            r#"<div dir="ltr"><div class="gmail_quote"><div class="gmail_attr">On Mon, Bob wrote:<br></div><blockquote class="gmail_quote"><div>One?</div></blockquote><div>Yes.</div><blockquote class="gmail_quote"><div>Bye</div></blockquote></div></div>"#,
            "On Mon, Bob wrote:\n> One?\nYes.",
        ),
        (
            "outlook desktop, French",
            r#"<html><body lang=FR><div class=WordSection1><p class=MsoNormal>Bonjour,<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>C’est bon pour moi.<o:p></o:p></p><p class=MsoNormal>Cordialement,<o:p></o:p></p><p class=MsoNormal>Zoé Martin<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>De :</b> Bob &lt;b@x.org&gt; <br><b>Envoyé :</b> mardi 3 février 2026 10:04<br><b>À :</b> Zoé<br><b>Objet :</b> Devis</p></div></div><p class=MsoNormal>Vieux</p></div></body></html>"#,
            "Bonjour,\n\nC’est bon pour moi.\n\nCordialement,\n\nZoé Martin",
        ),
        (
            "new outlook and outlook on the web",
            r#"<div class="elementToProof" style="font-family:Aptos">Oui, merci.</div><div class="elementToProof"><br></div><div id="ms-outlook-mobile-signature"><div>Télécharger <a href="https://aka.ms/GetOutlookForMac">Outlook pour Mac</a></div></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font face="Calibri"><b>De :</b> Bob<br><b>Envoyé :</b> mardi<br></font><div>&nbsp;</div></div><div>Vieux</div>"#,
            "Oui, merci.",
        ),
        (
            "outlook for android",
            r#"<div dir="auto">Parfait</div><div dir="auto"><br></div><div id="ms-outlook-mobile-signature" dir="auto">Envoyé à partir de <a href="https://aka.ms/AAb9ysg">Outlook pour Android</a></div><hr><div id="divRplyFwdMsg"><strong>From:</strong> Bob</div>Vieux"#,
            "Parfait",
        ),
        (
            "windows mail",
            r#"<div class=WordSection1><p class=MsoNormal>Oui.</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Provenance : <a href="https://go.microsoft.com/fwlink/?LinkId=550986">Courrier</a> pour Windows</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='mso-element:para-border-div;border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal style='border:none;padding:0cm'><b>De : </b><a href="mailto:b@x.org">Bob</a><br><b>Envoyé le :</b>mardi 3 février 2026 10:04<br><b>À : </b>Zoé<br><b>Objet :</b>Devis</p></div><p>Vieux</p></div>"#,
            "Oui.",
        ),
        (
            "ios",
            r#"<html><body dir="auto">Oui, demain.<br><br><div dir="ltr">Envoyé de mon iPhone</div><div dir="ltr"><br><blockquote type="cite">Le 3 févr. 2026 à 10:04, Bob &lt;b@x.org&gt; a écrit :<br><br></blockquote></div><blockquote type="cite"><div dir="ltr">﻿Vieux</div></blockquote></body></html>"#,
            "Oui, demain.",
        ),
        (
            "apple mail with signature",
            r#"<body style="word-wrap: break-word;">Oui.<div><br><div><div>--&nbsp;</div><div>Zoé</div></div><div><br><blockquote type="cite"><div>Le 3 févr. 2026 à 10:04, Bob &lt;b@x.org&gt; a écrit :</div><br class="Apple-interchange-newline"><div>Vieux</div></blockquote></div></div></body>"#,
            "Oui.",
        ),
        (
            "thunderbird, signature below the quote",
            r#"<body><p>Oui.</p><div class="moz-cite-prefix">Le 03/02/2026 à 10:04, Bob a écrit :<br></div><blockquote type="cite" cite="mid:x@y">Vieux</blockquote><div class="moz-signature">-- <br>Zoé</div></body>"#,
            "Oui.",
        ),
        (
            "thunderbird bottom posting",
            r#"<body><div class="moz-cite-prefix">Le 03/02/2026 à 10:04, Bob a écrit :<br></div><blockquote type="cite" cite="mid:x@y">Quand ?</blockquote><p>Demain.</p><div class="moz-signature">-- <br>Zoé</div></body>"#,
            "Le 03/02/2026 à 10:04, Bob a écrit :\n> Quand ?\n\nDemain.",
        ),
        (
            "yahoo",
            r#"<html><body><div class="ydp1yahoo-style-wrap"><div dir="ltr">Oui.</div><div><br></div></div><div id="yahoo_quoted_1" class="yahoo_quoted"><div><div>Le mardi 3 février 2026 à 10:04:11 UTC+1, Bob &lt;b@x.org&gt; a écrit : </div><div><br></div><div>Vieux</div></div></div></body></html>"#,
            "Oui.",
        ),
        (
            "yahoo app",
            r#"Oui. <br><br><p class="yahoo-signature"><a href="https://go.onelink.me/x">Envoyé depuis Yahoo Mail pour Android</a></p><blockquote style="margin: 0 0 20px 0;"><div>Le mar. 3 févr. 2026 à 10:04, Bob</div><div>&lt;b@x.org&gt; a écrit :</div><div>Vieux</div></blockquote>"#,
            "Oui.",
        ),
        (
            "orange webmail",
            r#"<p>Oui.</p><p>Cordialement<br>Zoé</p><blockquote><p>Message du 03/02/26 10:04<br>De : Bob &lt;b@x.org&gt;<br>A : Zoé &lt;z@orange.fr&gt;<br>Copie à : <br>Objet : Devis</p><p>Vieux</p></blockquote>"#,
            "Oui.\n\nCordialement\nZoé",
        ),
        (
            "la poste and sfr",
            r#"<div>Oui.</div><div><br></div><div>----- Mail d'origine -----<br>De: Bob &lt;b@x.org&gt;<br>À: Zoé<br>Envoyé: Tue, 03 Feb 2026 10:04:11 +0100 (CET)<br>Objet: Devis<br></div><div>Vieux</div>"#,
            "Oui.",
        ),
        (
            "zimbra",
            r#"<html><body><div style="font-family: arial"><div>Oui.</div><div><br></div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>De: </b>"Bob" &lt;b@x.org&gt;<br><b>À: </b>"Zoé" &lt;z@x.org&gt;<br><b>Envoyé: </b>Mardi 3 Février 2026 10:04:11<br><b>Objet: </b>Devis<br></div><div><br></div><div data-marker="__QUOTED_TEXT__">Vieux</div></div></body></html>"#,
            "Oui.",
        ),
        (
            "roundcube",
            r#"<html><body style='font-size: 10pt'><p>Oui.</p><div id="signature">-- <br>Zoé</div><p id="reply-intro">Le 03-02-2026 10:04, Bob a écrit :</p><blockquote type="cite" style="padding: 0 0.4em; border-left: #1010ff 2px solid; margin: 0"><p>Vieux</p></blockquote></body></html>"#,
            "Oui.",
        ),
        (
            "horde",
            r#"<p>Oui.</p><p>Bob &lt;<a href="mailto:b@x.org">b@x.org</a>&gt; a écrit :</p><blockquote type="cite" style="border-left:2px solid blue;margin-left:2px;padding-left:12px;"><p>Vieux</p></blockquote>"#,
            "Oui.",
        ),
        (
            "gmx and web.de",
            r#"<html><head></head><body><div style="font-family: Verdana;font-size: 12.0px;"><div>Ja.</div><div>&nbsp;<div style="margin: 10px 5px 5px 10px; padding: 10px 0 10px 10px; border-left:2px solid #C3D9E5;" name="quote"><div style="margin:0 0 10px 0;"><b>Gesendet:</b>&nbsp;Dienstag, 03. Februar 2026 um 10:04 Uhr<br/><b>Von:</b>&nbsp;Bob</div><div name="quoted-content">Alt</div></div></div></div></body></html>"#,
            "Ja.",
        ),
        (
            "proton",
            r#"<div style="font-family: Arial;">Oui.<br></div><div class="protonmail_signature_block"><div class="protonmail_signature_block-proton">Envoyé avec la messagerie sécurisée <a href="https://proton.me/">Proton Mail</a>.</div></div><div class="protonmail_quote">Le mardi 3 février 2026 à 10:04, Bob &lt;b@x.org&gt; a écrit :<br><blockquote class="protonmail_quote" type="cite">Vieux</blockquote></div>"#,
            "Oui.",
        ),
        (
            "samsung",
            r#"<html><body dir="auto"><div dir="auto">Oui.</div><div dir="auto"><br></div><div id="composer_signature" dir="auto"><div style="font-size:12px;color:#575757">Envoyé depuis mon appareil Galaxy</div></div><div dir="auto"><br></div><div><br></div><div align="left" dir="auto" style="font-size:100%;color:#000000"><div>-------- Message d'origine --------</div><div>De : Bob &lt;b@x.org&gt; </div><div>Date : 03/02/2026  10:04  (GMT+01:00) </div><div>À : z@x.org </div><div>Objet : Devis </div><div><br></div></div>Vieux</body></html>"#,
            "Oui.",
        ),
        (
            "spark",
            r#"<html><body><div name="messageBodySection"><div dir="auto">Oui.</div></div><div name="messageSignatureSection"><br><div>Zoé</div></div><div name="messageReplySection">Le 3 févr. 2026 à 10:04 +0100, Bob &lt;b@x.org&gt;, a écrit :<br><blockquote type="cite" class="spark_quote">Vieux</blockquote></div></body></html>"#,
            "Oui.",
        ),
        (
            "k-9",
            r#"<html><body dir="auto"><div dir="auto">Oui.<br><br></div><div class='k9mail-signature'>-- <br>Envoyé de mon appareil Android avec Courriel K-9 Mail. Veuillez excuser ma brièveté.</div><div class="gmail_quote">Le 3 février 2026 10:04:11 GMT+01:00, Bob &lt;b@x.org&gt; a écrit :<blockquote class="gmail_quote" style="margin: 0pt 0pt 0pt 0.8ex">Vieux</blockquote></div></body></html>"#,
            "Oui.",
        ),
        (
            "evolution",
            r#"<html><body><div>Oui.</div><div><br></div><div>Le mardi 03 février 2026 à 10:04 +0100, Bob a écrit :</div><blockquote type="cite" style="margin:0 0 0 .8ex; border-left:2px #729fcf solid;padding-left:1ex"><div>Vieux</div></blockquote><div><span></span></div></body></html>"#,
            "Oui.",
        ),
        (
            "kmail",
            r#"<html><body><p style="margin-top:0;">On mardi 3 février 2026 10:04:11 CET Bob wrote:</p><p>&gt; Quand ?</p><p>Demain.</p></body></html>"#,
            "On mardi 3 février 2026 10:04:11 CET Bob wrote:\n\n> Quand ?\n\nDemain.",
        ),
        (
            "notes",
            r#"<font size=2 face="sans-serif">Oui.</font><br><br><br><table width=100%><tr valign=top><td><font size=1 color=#5f5f5f>De :</font><td><font size=1>Bob/ACME</font><tr><td><font size=1>Pour :</font><td><font size=1>Zoé &lt;z@x.org&gt;</font><tr><td><font size=1>Date :</font><td><font size=1>03/02/2026 10:04</font><tr><td><font size=1>Objet :</font><td><font size=1>Devis</font></table><br><hr noshade><br>Vieux"#,
            "Oui.",
        ),
        (
            "groupwise",
            r#"<html><body><div>Oui.</div><br><br>&gt;&gt;&gt; Bob &lt;b@x.org&gt; 03/02/2026 10:04 &gt;&gt;&gt;<br><div>Vieux</div></body></html>"#,
            "Oui.",
        ),
        (
            "avast between own text and quote",
            r##"<div dir="ltr">Oui.</div><div id="DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2"><br><table style="border-top:1px solid #D3D4DE"><tr><td style="width:55px"><a href="https://www.avast.com/sig-email"><img src="https://x.avast.com/i.png" alt="" width="46"></a></td><td>Garanti sans virus.<a href="https://www.avast.com/sig-email">www.avast.com</a></td></tr></table><a href="#DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2" width="1" height="1"></a></div><br><div class="gmail_quote"><div class="gmail_attr">Le mar. 3 févr. 2026 à 10:04, Bob &lt;b@x.org&gt; a écrit :<br></div><blockquote class="gmail_quote">Vieux</blockquote></div>"##,
            "Oui.",
        ),
        (
            "outlook express",
            r#"<BODY bgColor=#ffffff><DIV><FONT face=Arial size=2>Yes.</FONT></DIV><BLOCKQUOTE style="PADDING-RIGHT: 0px; PADDING-LEFT: 5px; MARGIN-LEFT: 5px; BORDER-LEFT: #000000 2px solid"><DIV style="FONT: 10pt arial">----- Original Message ----- </DIV><DIV><B>From:</B> Bob </DIV><DIV>Old</DIV></BLOCKQUOTE></BODY>"#,
            "Yes.",
        ),
        (
            "a smiley above a quote",
            r#"<div dir="ltr">:-)</div><br><div class="gmail_quote"><div class="gmail_attr">Le mar. 3 févr. 2026 à 10:04, Bob &lt;b@x.org&gt; a écrit :<br></div><blockquote class="gmail_quote">Vieux</blockquote></div>"#,
            ":-)",
        ),
        (
            "aol",
            r#"<font face="Arial">Yes.</font><div><br></div><div>-----Original Message-----<br>From: Bob &lt;b@x.org&gt;<br>To: Al &lt;al@x.org&gt;<br>Sent: Tue, Feb 3, 2026 10:04 am<br>Subject: Quote<br><br><div id="aol_body">Old</div></div>"#,
            "Yes.",
        ),
        (
            "icloud web",
            r#"<div>Yes.</div><div><br></div><div><br><blockquote type="cite"><div>On Feb 3, 2026, at 10:04 AM, Bob &lt;b@x.org&gt; wrote:</div><br><div>Old</div></blockquote></div>"#,
            "Yes.",
        ),
        (
            "superhuman and front",
            r#"<div>Yes.</div><br><div class="gmail_signature"><div>Al</div></div><br><div class="gmail_quote">On Tue, Feb 03, 2026 at 10:04 AM, Bob <span dir="ltr">&lt;<a href="mailto:b@x.org">b@x.org</a>&gt;</span> wrote:<br><blockquote class="gmail_quote">Old</blockquote></div>"#,
            "Yes.",
        ),
        (
            "mailbird and em client",
            r#"<div>Yes.</div><div><br></div><div>------ Original Message ------</div><div>From: "Bob" &lt;b@x.org&gt;</div><div>To: "Al" &lt;al@x.org&gt;</div><div>Date: 03/02/2026 10:04:11</div><div>Subject: Quote</div><div><br></div><blockquote cite="x@y" type="cite" class="cite2">Old</blockquote>"#,
            "Yes.",
        ),
        (
            "hey",
            r#"<div class="trix-content"><div>Yes.</div></div><br>On February 3, 2026, Bob &lt;<a href="mailto:b@x.org">b@x.org</a>&gt; wrote:<br><blockquote><div>Old</div></blockquote>"#,
            "Yes.",
        ),
        (
            "free and zimbra with a signature",
            r#"<div><div>Oui.</div><div><br></div><div data-marker="__SIG_PRE__">Zoé<br>Service client</div><div><br></div><hr data-marker="__DIVIDER__"><div>Vieux</div></div>"#,
            "Oui.",
        ),
    ]);
}

#[test]
fn signatures_and_empty_paragraphs_of_editors() {
    check(&[
        ("galaxy", r#"<div>Merci.</div><div id="composer_signature"><div>Zoé<br>06 12 34 56 78</div></div>"#, "Merci."),
        ("em client", r#"<div>Yes.</div><div id="signature_old"><div>Sent from eM Client</div></div>"#, "Yes."),
        ("open-xchange", r#"<div>Ja.</div><div class="io-ox-signature"><p>Zoe</p></div>"#, "Ja."),
        ("outlook", "<p>One</p><p>&nbsp;</p><p>Two</p>", "One\n\nTwo"),
        ("quill", "<p>One</p><p><br></p><p>Two</p>", "One\n\nTwo"),
    ]);
}

/// Both forms of one mail, of which the text is the one that is shown.
#[test]
fn programs_with_both_forms() {
    for (plain, html, wanted) in [
        (
            "Oui.\n\nLe mardi 3 février 2026 à 10:04:11 UTC+1, Bob <b@x.org> a écrit :  \n \n  Bonjour,\nvieux",
            r#"<div>Oui.</div><div class="yahoo_quoted"><div>Le mardi 3 février 2026 à 10:04:11 UTC+1, Bob &lt;b@x.org&gt; a écrit :</div><div>Bonjour,<br>vieux</div></div>"#,
            "Oui.",
        ),
        (
            "Ja.\n \n\nGesendet: Dienstag, 03. Februar 2026 um 10:04 Uhr\nVon: Bob <b@x.org>\nAn: al@gmx.de\nBetreff: Angebot\nAlt",
            r#"<div>Ja.<div name="quote" style="border-left:2px solid #C3D9E5"><b>Gesendet:</b> Dienstag<br>Alt</div></div>"#,
            "Ja.",
        ),
        (
            "Oui.\n\nVieux texte sans aucune marque\nencore",
            r#"<div>Oui.</div><blockquote type="cite">Vieux texte sans aucune marque<br>encore</blockquote>"#,
            "Oui.",
        ),
        (
            "👍\n\nLe mar. 3 févr. 2026 à 10:04, Bob <b@x.org> a écrit :\n\n> Vieux\n",
            r#"<div>👍</div><div class="gmail_quote"><div class="gmail_attr">Le mar. 3 févr. 2026 à 10:04, Bob a écrit :</div><blockquote class="gmail_quote">Vieux</blockquote></div>"#,
            "👍",
        ),
        (
            "> Quand ?\n\nDemain.",
            r#"<blockquote type="cite">Quand ?</blockquote><div>Demain.</div>"#,
            "> Quand ?\n\nDemain.",
        ),
        (
            "Works.\n\nZoe Martin\nACME\n\nOn Tue, Mar 3, 2026 at 10:12 AM Bob <b@x.org> wrote:\n\n> Old\n",
            r#"<div>Works.<br><div class="gmail_signature">Zoe Martin<br>ACME</div></div><div class="gmail_quote"><div class="gmail_attr">On Tue, Mar 3, 2026 at 10:12 AM Bob wrote:</div><blockquote class="gmail_quote">Old</blockquote></div>"#,
            "Works.",
        ),
        (
            "[image: logo.png]\nMerci 😀 :-)\nVoir la page <https://x.org/a>.\n\nZoé Martin",
            r#"<div><img src="cid:a" alt="logo.png"></div><div>Merci 😀 :-)</div><div>Voir <a href="https://x.org/a">la page</a>.</div><div id="x_Signature">Zoé Martin</div>"#,
            "[image: logo.png]\nMerci 😀 :-)\nVoir la page <https://x.org/a>.",
        ),
    ] {
        assert_eq!(reply_of_both(plain, html), wanted, "{plain}");
    }
}
