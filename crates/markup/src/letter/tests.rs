use super::{Accent, Fault, Frame, Letter, Values, Words, faults, signature, words_of_reader, write};

fn letter(subject: &str, body: &str, values: &Values) -> Letter {
    let frame =
        Frame { organisation: "Le Phare".into(), language: "en".into(), title: None, accent: Accent::default() };
    write(&Words { subject: subject.into(), body: body.into() }, values, &frame).unwrap()
}

fn values() -> Values {
    Values::default()
        .line("customer.name", "*Yanis* <b>[x](http://evil.example)")
        .line("link", "https://desk.example/t/abc?a=1&b=2")
        .line("nothing", "")
        .block("answer", "<p>Hello <b>you</b></p>")
        .block("quote", words_of_reader("I wrote this."))
}

#[test]
fn values_are_words_and_never_markup() {
    let out = letter("About {{ customer.name }}", "Dear {{ customer.name }},\n\n`{{ customer.name }}`", &values());
    assert_eq!(out.subject, "About *Yanis* <b>[x](http://evil.example)");
    assert!(out.html.contains("Dear *Yanis* &lt;b&gt;[x](http://evil.example),"), "{}", out.html);
    assert!(out.text.starts_with("Dear *Yanis* <b>[x](http://evil.example),"), "{}", out.text);
    assert!(!out.html.contains("<b>["));
}

#[test]
fn blocks_buttons_and_parts() {
    let body = "{{ answer }}\n\n**[Open it]({{ link }})**\n\n---\n\nYou wrote\n\n{{ quote }}\n\n---\n\nBelow *it*";
    let out = letter("s", body, &values());
    assert!(out.html.contains("<p>Hello <b>you</b></p>"));
    assert!(
        out.html.contains("href=\"https://desk.example/t/abc?a=1&amp;b=2\" style=\"display:inline-block"),
        "{}",
        out.html
    );
    assert!(out.html.contains("<blockquote"));
    assert_eq!(
        out.text,
        "Hello you\n\nOpen it <https://desk.example/t/abc?a=1&b=2>\n\nYou wrote\n\n> I wrote this.\n\n-- \nBelow it\n"
    );
}

#[test]
fn a_single_rule_divides_what_stands_below() {
    let out = letter("s", "Words\n\n---\n\nSmall", &values());
    assert_eq!(out.text, "Words\n\n-- \nSmall\n");
}

#[test]
fn conditions_see_what_is_empty() {
    let body = "a{% if nothing %} hidden {{ nothing }}{% else %} shown{% endif %} [{{ nothing }}]{% if not nothing and answer %} both{% endif %}";
    assert_eq!(letter("s", body, &values()).text, "a shown [] both\n");
}

#[test]
fn unsafe_links_and_pictures_keep_their_words_only() {
    let out = letter("s", "[a](javascript:alert(1)) ![b](https://spy.example/x.png) <img src=x>", &values());
    assert!(!out.html.contains("javascript") && !out.html.contains("<img"), "{}", out.html);
    assert_eq!(out.text, "a b <img src=x>\n");
}

#[test]
fn faults_are_named() {
    let known = ["customer.name", "link"];
    let told = |template: &str| faults(template, &known, &["link"]);
    assert_eq!(told("{{ link }} {{customer.name}}"), []);
    assert_eq!(told("{{ link }}\n{{ custmer.name }}"), [Fault::Unknown("custmer.name".into())]);
    assert_eq!(told("Hello"), [Fault::Missing("link")]);
    assert_eq!(told("{% if link %}{{ link }}{% endif %}"), [Fault::Missing("link")]);
    assert_eq!(told("x\n{{ link"), [Fault::Syntax(2)]);
    assert_eq!(told("{% if link %}{{ link }}"), [Fault::Syntax(1)]);
    assert_eq!(told("{{ link }}{% endif %}"), [Fault::Syntax(1)]);
    assert!(matches!(*told("{{ link }}{% if not %}{% endif %}"), [Fault::Forbidden(1)]));
    for bomb in [
        "{{ 'x' * 100000000 }}",
        "{% for a in link %}{% endfor %}",
        "{% set a = link ~ link %}",
        "{{ link | upper }}",
        "{# note #}",
        "{% raw %}{{ link }}{% endraw %}",
        "{{ (link) }}",
    ] {
        assert_eq!(told(bomb), [Fault::Forbidden(1)], "{bomb}");
    }
}

#[test]
fn many_values_are_bounded() {
    let values = Values::default().block("answer", "x".repeat(1_000_000));
    let frame = Frame { organisation: String::new(), language: "en".into(), title: None, accent: Accent::default() };
    let words = Words { subject: String::new(), body: "{{ answer }}\n\n".repeat(20) };
    assert_eq!(write(&words, &values, &frame), Err(Fault::TooLong));
    let words = Words { subject: String::new(), body: format!("{}{{{{ answer }}}}", ">".repeat(60_000)) };
    assert!(write(&words, &values, &frame).is_ok(), "deep quotations are not taken apart");
}

#[test]
fn marks_of_the_author_mean_nothing() {
    let out = letter("s", "\u{e000}0\u{e001}{{ customer.name }}", &values());
    assert!(out.text.starts_with("0*Yanis*"), "{}", out.text);
}

#[test]
fn signatures_name_once() {
    assert_eq!(signature("Inès", "<p>Inès, network</p>").matches("Inès").count(), 1);
    assert_eq!(signature("Inès", "<p>Network</p>").matches("Inès").count(), 1);
}

#[test]
fn colours_carry_white_words() {
    assert_eq!(Accent::parse("#0b6f56").map(Accent::code).as_deref(), Some("#0b6f56"));
    for bad in ["#ffff00", "#fff", "red", "#12345é", "", "#gggggg"] {
        assert_eq!(Accent::parse(bad), None, "{bad}");
    }
}
