use std::fmt::Write as _;

use super::sanitize;

const LINK_END: &str = r#"target="_blank" rel="noopener noreferrer nofollow""#;

#[test]
fn mail_markup_stays() {
    for html in [
        "<p>Hello <b>you</b>, <i>me</i> &amp; <span style=\"color:red\">them</span></p>",
        "<h1>Title</h1><ul><li>a</li><li>b</li></ul><pre>x\n  y</pre>",
        "<blockquote type=\"cite\">quoted</blockquote><hr>",
        "<table width=\"600\" bgcolor=\"#ffffff\" cellpadding=\"0\" cellspacing=\"0\" border=\"0\"><tbody><tr><td align=\"center\" valign=\"top\" colspan=\"2\">x</td></tr></tbody></table>",
        "<font color=\"#333333\" size=\"2\" face=\"Arial\">x</font>",
        "<div dir=\"rtl\" lang=\"ar\">x</div>",
        "<img src=\"cid:logo@a\" alt=\"Logo\" width=\"10\" height=\"20\">",
    ] {
        assert_eq!(sanitize(html), html);
    }
}

#[test]
fn rewrites() {
    for (html, want) in [
        (
            "<a href=\"https://a.example/\" name=x id=y class=z>t</a>",
            format!("<a href=\"https://a.example/\" {LINK_END}>t</a>"),
        ),
        (
            "<a href=\"/admin\" target=_self rel=opener>t</a>",
            "<a rel=\"noopener noreferrer nofollow\" target=\"_blank\">t</a>".into(),
        ),
        (
            "<img src=\"http://t.example/p.gif?u=1\" srcset=\"x 2x\" alt=a width=1 data-remote-src=javascript:x>",
            "<img data-remote-src=\"http://t.example/p.gif?u=1\" alt=\"a\" width=\"1\">".into(),
        ),
        (
            "<table background=\"https://a.example/x\"><tr><td background=x style=\"background:url(x);color:red\">x</table>",
            "<table><tbody><tr><td style=\"color:red\">x</td></tr></tbody></table>".into(),
        ),
        ("<html><head><title>T</title><style>p{}</style></head><body bgcolor=red><p>x", "<p>x</p>".into()),
        ("<form action=x><input name=y>text<button>b</button></form>", "textb".into()),
        ("<p id=a name=b class=c>x</p>", "<p>x</p>".into()),
        ("<!--[if mso]><p>mso</p><![endif]-->a<![if !mso]>b<![endif]>", "ab".into()),
        ("1 < 2 && 3 > 2", "1 &lt; 2 &amp;&amp; 3 &gt; 2".into()),
        ("", String::new()),
    ] {
        assert_eq!(sanitize(html), want, "{html}");
    }
}

#[test]
fn hostile_markup_is_dead_after_two_passes() {
    for html in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg onload=alert(1)><a xlink:href=\"javascript:alert(1)\">x</a></svg>",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<template><script>alert(1)</script></template>",
        "<title><img src=x onerror=alert(1)></title><textarea></textarea><script>alert(1)</script>",
        "<xmp><p title=\"</xmp><svg/onload=alert(1)>\"></xmp>",
        "<plaintext><script>alert(1)</script>",
        "<!--><script>alert(1)</script>-->",
        "<![CDATA[><script>alert(1)</script>]]>",
        "<svg><![CDATA[><image xlink:href=\"]]><img src=x onerror=alert(1)//\"></svg>",
        "<scr<script>ipt>alert(1)</script>",
        "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe><embed src=x><object data=x></object>",
        "<meta http-equiv=refresh content=0><base href=//evil.example><link rel=stylesheet href=x>",
        "<a href=\"&#106;avascript:alert(1)\">x</a><a href=\"java&Tab;script:alert(1)\">x</a>",
        "<video><source onerror=alert(1)></video><audio src=x autoplay>",
        "<p style=\"x:expression(alert(1));position:fixed\">x</p>",
        "<select><style></select><img src=x onerror=alert(1)></style></select>",
        "<details open ontoggle=alert(1)>x</details><marquee onstart=alert(1)>x</marquee>",
        "<img src=\"x` `<script>alert(1)</script>\"` `>",
        "<input type=image src=x onerror=alert(1)><isindex action=javascript:alert(1)>",
    ] {
        let once = sanitize(html);
        let twice = sanitize(&once.replace("data-remote-src", "src"));
        for clean in [&once, &twice] {
            let lower = clean.to_ascii_lowercase();
            for bad in [
                "<script",
                "<svg",
                "<math",
                "<style",
                "<iframe",
                "<object",
                "<embed",
                "<form",
                "<input",
                "<meta",
                "<base",
                "<link",
                "<template",
                "<noscript",
                "<!--",
                "<video",
                "href=\"java",
                "position",
                "expression",
                " src=\"x",
            ] {
                assert!(!lower.contains(bad), "{bad} in {clean} from {html}");
            }
            assert!(!has_event_attribute(clean), "{clean} from {html}");
        }
    }
}

/// Looks for ` on…=` inside tags, outside quoted values.
fn has_event_attribute(html: &str) -> bool {
    html.split('<').skip(1).any(|tag| {
        let tag = tag.split('>').next().unwrap_or_default();
        tag.split('"').step_by(2).any(|outside| outside.contains(" on"))
    })
}

#[test]
fn hostile_sizes_come_to_an_end() {
    let many = 100_000;
    let mut attributes = String::from("<p");
    for n in 0..many {
        write!(attributes, " a{n}=1").unwrap();
    }
    let mut fonts = String::new();
    for n in 0..many {
        write!(fonts, "<p><font size={n}>x").unwrap();
    }
    for (name, html) in [
        ("nested", "<div>".repeat(many)),
        ("lists", "<ul><li>".repeat(many)),
        ("tables", "<table><tr><td>".repeat(many)),
        ("bold", "<b>".repeat(many)),
        ("bold blocks", "<b><p>x".repeat(many)),
        ("mis-nested", "<span><div></span>".repeat(many)),
        ("fonts and tables", "<font><table><td></font></table>".repeat(many)),
        ("crossed", "<a><b><p></a></b></p>".repeat(many)),
        ("stray", format!("<table>{}", "x<tr>".repeat(many))),
        ("stray bold", format!("<table>{}", "<b>x</b>".repeat(many))),
        ("comments", "<!--".repeat(many)),
        ("quotes", "<a href=\"".repeat(many)),
        ("less than", "<".repeat(many)),
        ("raw", "<script></scrip".repeat(many)),
        ("end tags", "</div></b></p>".repeat(many)),
        ("unclosed, far away", format!("<span>{}{}", "<i>".repeat(many), "</span>".repeat(many))),
        ("attributes", attributes),
        ("fonts", fonts),
    ] {
        assert!(sanitize(&html).len() < 16 * 1024 * 1024, "{name}");
    }
}

#[test]
fn no_control_characters_by_number() {
    let clean = sanitize("<p title=\"x&#1;y\">a&#13;&#10;b&#12;c&#27;</p>");
    assert!(clean.chars().all(|c| !c.is_control() || c == '\n'), "{clean:?}");
    assert_eq!(sanitize(&clean), clean);
}
