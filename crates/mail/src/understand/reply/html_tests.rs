//! HTML bodies as mail programs write them.

use super::reply_of_html;

#[test]
fn quotes_are_cut() {
    for (name, html) in [
        (
            "gmail",
            r#"<div dir="ltr">OWN</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Mon, Mar 2, 2026 at 10:00 AM Bob &lt;<a href="mailto:b@x.org">b@x.org</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0"><div>OLD</div></blockquote></div>"#,
        ),
        (
            "old gmail",
            r#"OWN<br><br><div class="gmail_quote">On Mon, Bob wrote:<br><blockquote class="gmail_quote">OLD</blockquote></div>"#,
        ),
        (
            "gmail forward with a word",
            r#"<div>OWN</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Bob</div>OLD</div>"#,
        ),
        (
            "thunderbird",
            r#"<html><head><title>OLD</title></head><body><p>OWN</p><div class="moz-cite-prefix">Am 02.03.26 um 10:00 schrieb Bob:<br></div><blockquote type="cite" cite="mid:x"><p>OLD</p></blockquote></body></html>"#,
        ),
        (
            "apple",
            r#"<body>OWN<br><div><br><blockquote type="cite"><div>On 2 Mar 2026, at 10:00, Bob wrote:</div><div>OLD</div></blockquote></div></body>"#,
        ),
        (
            "outlook desktop",
            r##"<div class="WordSection1"><p class="MsoNormal">OWN</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal"><b>Lähde:</b> Bob<br><b>Aika:</b> OLD</p></div></div><p>OLD</p></div>"##,
        ),
        (
            "outlook web",
            r#"<div>OWN</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg"><b>From:</b> Bob<br><b>Sent:</b> OLD</div><div>OLD</div>"#,
        ),
        (
            "outlook mobile",
            r#"<div>OWN</div><div id="ms-outlook-mobile-signature">Get <a href="https://aka.ms/x">Outlook for iOS</a></div><hr><div id="divRplyFwdMsg">OLD</div>"#,
        ),
        (
            "new outlook for mac",
            r#"<div>OWN</div><div id="mail-editor-reference-message-container"><div>OLD</div></div>"#,
        ),
        (
            "header block only",
            "<p>OWN</p><hr><p><b>Von:</b> Bob<br><b>Gesendet:</b> Montag<br><b>An:</b> Al<br><b>Betreff:</b> OLD</p><p>OLD</p>",
        ),
        (
            "yahoo",
            r#"<div>OWN</div><div id="yahoo_quoted_12" class="yahoo_quoted"><div>On Monday, Bob wrote:</div><div>OLD</div></div>"#,
        ),
        (
            "proton",
            r#"<div>OWN</div><div class="protonmail_signature_block">OLD</div><div class="protonmail_quote">On Monday, Bob wrote:<blockquote class="protonmail_quote" type="cite">OLD</blockquote></div>"#,
        ),
        (
            "zoho",
            r#"<div>OWN</div><div class="zmail_extra"><div id="Zm-_Id_-Sgn1">---- On Mon, 02 Mar 2026 10:00:00 Bob &lt;b@x.org&gt; wrote ----</div><blockquote>OLD</blockquote></div>"#,
        ),
        (
            "gmx",
            r#"<div>OWN<div name="quote" style="margin:10px; border-left:2px solid #C3D9E5;"><b>Gesendet:</b> OLD</div></div>"#,
        ),
        ("qq", "<div>OWN</div><div>------------------&nbsp;原始邮件&nbsp;------------------</div><div>OLD</div>"),
        (
            "plain blockquote below an attribution",
            "<p>OWN</p><p>Le 2 mars 2026 &agrave; 10:00, Zo&eacute; &lt;z@x.org&gt; a &eacute;crit&nbsp;:</p><blockquote>OLD</blockquote>",
        ),
        ("signature", r#"<div>OWN</div><div>-- <br><div class="gmail_signature">OLD</div></div>"#),
        ("preformatted", "<pre>OWN\n\nOn 2 Mar 2026 10:00, Bob wrote:\n&gt; OLD\n</pre>"),
        ("upper case", "<BODY><P>OWN</P><BLOCKQUOTE TYPE=CITE>OLD</BLOCKQUOTE></BODY>"),
    ] {
        let reply = reply_of_html(html).unwrap_or_else(|| "nothing cut".to_owned());
        assert!(reply.contains("OWN") && !reply.replace("<title>OLD", "").contains("OLD"), "{name}: {reply}");
        let (opened, closed) = (reply.matches("<div").count(), reply.matches("</div").count());
        assert_eq!(opened, closed, "{name}: {reply}");
    }
}

#[test]
fn what_is_kept() {
    for (name, html) in [
        ("no quote", "<p>Hello</p>"),
        (
            "forward alone",
            r#"<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Bob</div>Text</div>"#,
        ),
        ("quote alone", r#"<blockquote type="cite">Text</blockquote>"#),
        (
            "bottom posting",
            r#"<div class="moz-cite-prefix">Bob wrote:</div><blockquote type="cite">One?</blockquote><p>Yes.</p>"#,
        ),
        (
            "interleaved",
            r#"<div class="gmail_quote"><div class="gmail_attr">Bob wrote:</div><blockquote class="gmail_quote">One?</blockquote><div>Yes.</div><blockquote class="gmail_quote">Two?</blockquote><div>No.</div></div>"#,
        ),
        ("own indentation", "<p>He told me:</p><blockquote>come at ten</blockquote>"),
        ("only a divider", r#"<div id="divRplyFwdMsg">From: Bob</div><div>Text</div>"#),
        ("empty", ""),
    ] {
        assert_eq!(reply_of_html(html), None, "{name}");
    }
}

#[test]
fn answers_keep_quotes_but_not_the_last() {
    let html = r#"<blockquote type="cite">One?</blockquote><p>Yes.</p><blockquote type="cite">OLD</blockquote>"#;
    assert_eq!(reply_of_html(html).as_deref(), Some(r#"<blockquote type="cite">One?</blockquote><p>Yes.</p>"#));
}

#[test]
fn picture_of_the_sender_stays() {
    let html = r#"<div>See:<br><img src="cid:a"></div><blockquote type="cite">OLD</blockquote>"#;
    assert_eq!(reply_of_html(html).as_deref(), Some(r#"<div>See:<br><img src="cid:a"></div>"#));
}
