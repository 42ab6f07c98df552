use super::{Accent, Fault, Form, Frame, Letter, Values, Words, faults, signature, words_of_reader, write};

fn letter(subject: &str, body: &str, values: &Values) -> Letter {
    let frame = Frame {
        organisation: "Le Phare".into(),
        language: "en".into(),
        title: None,
        accent: Accent::default(),
        site: "https://desk.example".into(),
    };
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

const KNOWN: [(&str, Form); 3] = [("customer.name", Form::Line), ("link", Form::Line), ("answer", Form::Block)];

fn told(body: &str, needed: &'static str) -> Vec<Fault> {
    let [subject, body] = faults(&Words { subject: "s".into(), body: body.into() }, &KNOWN, &[needed]);
    assert_eq!(subject, []);
    body
}

#[test]
fn faults_are_named() {
    assert_eq!(told("{{ link }} {{customer.name}}", "link"), []);
    assert_eq!(told("{{ link }}\n{{ custmer.name }}", "link"), [Fault::Unknown("custmer.name".into())]);
    assert_eq!(told("x\n{{ link", "link"), [Fault::Syntax(2)]);
    assert_eq!(told("{% if link %}{{ link }}", "link"), [Fault::Syntax(1)]);
    assert_eq!(told("{{ link }}{% endif %}", "link"), [Fault::Syntax(1)]);
    for forbidden in [
        "{{ 'x' * 100000000 }}",
        "{% for a in link %}{% endfor %}",
        "{% set a = link ~ link %}",
        "{{ link | upper }}",
        "{# note #}",
        "{% raw %}{{ link }}{% endraw %}",
        "{{ (link) }}",
        "{% if not %}{% endif %}",
    ] {
        assert_eq!(told(forbidden, "link"), [Fault::Forbidden(1)], "{forbidden}");
    }
    let words = Words { subject: "{{ answer }}".into(), body: "{{ answer }}".into() };
    assert_eq!(faults(&words, &KNOWN, &[]), [vec![Fault::Unknown("answer".into())], vec![]], "a block is no subject");
}

#[test]
fn what_is_needed_must_be_where_readers_find_it() {
    for lost in [
        "Hello",
        "{% if link %}{{ link }}{% endif %}",
        "![In]({{ link }})",
        "[x]: {{ link }}",
        "[a](/x \"{{ link }}\")",
        "[In](javascript:{{ link }})",
        "[In](foo{{ link }})",
        "```{{ link }}\ncode\n```",
    ] {
        assert_eq!(told(lost, "link"), [Fault::Missing("link")], "{lost}");
    }
    for there in ["{{ link }}", "[In]({{ link }})", "**[In]({{ link }})**", "`{{ link }}`"] {
        assert_eq!(told(there, "link"), [], "{there}");
    }
    assert_eq!(told("Dear X, {{ answer }}", "answer"), []);
}

#[test]
fn long_templates_are_refused_before_they_are_taken_apart() {
    let elifs = format!("{{% if link %}}{}{{% endif %}}", "{%elif link%}".repeat(5000));
    let nots = format!("{{% if {}link %}}{{% endif %}}", "not ".repeat(2000));
    let names: String =
        (0..110_000_u32).map(|number| format!("{{{{a{}}}}}", "b".repeat(number as usize % 7))).collect();
    assert_eq!(told(&elifs, "link"), [Fault::TooLong]);
    assert_eq!(told(&elifs[..6000], "link"), [Fault::TooLong]);
    assert_eq!(told(&nots, "link"), [Fault::Forbidden(1)]);
    assert_eq!(told(&names, "link"), [Fault::TooLong]);
}

#[test]
fn blocks_keep_their_links_and_lists_wherever_they_stand() {
    let answer = "<p>See <a href=\"https://docs.example/x\">the manual</a>:</p><ul><li>one</li></ul>";
    let values = values().block("answer", answer);
    for body in ["Dear X, {{ answer }} Bye", "Dear X,\n{{ answer }}\nBye", "Dear X,\n\n{{ answer }}\n\nBye"] {
        let out = letter("s", body, &values);
        assert_eq!(out.text, "Dear X,\n\nSee the manual <https://docs.example/x>:\n\n- one\n\nBye\n", "{body}");
        assert!(out.html.contains(answer), "{body}");
    }
    let out = letter("s", "{{ answer }}{{ quote }}\n{{ nothing }}", &values);
    assert_eq!(out.text, "See the manual <https://docs.example/x>:\n\n- one\n\n> I wrote this.\n");
}

#[test]
fn addresses_are_links_and_paths_are_of_the_site() {
    let out = letter("s", "Go: {{ link }} or [here](/guides) or [no](//evil.example)", &values());
    assert!(out.html.contains("href=\"https://desk.example/t/abc?a=1&amp;b=2\" style=\"color"), "{}", out.html);
    assert_eq!(out.text, "Go: https://desk.example/t/abc?a=1&b=2 or here <https://desk.example/guides> or no\n");
}

#[test]
fn many_values_are_bounded() {
    let values = Values::default().block("answer", "x".repeat(1_000_000));
    let frame = Frame {
        organisation: String::new(),
        language: "en".into(),
        title: None,
        accent: Accent::default(),
        site: "https://desk.example".into(),
    };
    let words = Words { subject: String::new(), body: "{{ answer }}\n\n".repeat(20) };
    assert_eq!(write(&words, &values, &frame), Err(Fault::TooLong));
    let words = Words { subject: String::new(), body: format!("{}{{{{ answer }}}}", ">".repeat(9_000)) };
    assert!(write(&words, &values, &frame).is_ok(), "deep quotations are not taken apart");
}

#[test]
fn marks_of_the_author_mean_nothing() {
    for mark in ["\u{e000}0\u{e001}", "&#xe000;0&#xe001;", "&#57344;0&#57345;"] {
        let out = letter("s", &format!("{mark}{{{{ customer.name }}}}"), &values());
        assert_eq!(out.text.matches("Yanis").count(), 1, "{}", out.text);
    }
}

#[test]
fn signatures_name_once() {
    assert_eq!(signature("Inès", "<p>Inès, network</p>").matches("Inès").count(), 1);
    assert_eq!(signature("Inès", "<p>Network</p>").matches("Inès").count(), 1);
    assert!(signature("Al", "<p>Alpine team</p>").contains("<b>Al</b>"));
}

#[test]
fn colours_carry_white_words() {
    assert_eq!(Accent::parse("#0b6f56").map(Accent::code).as_deref(), Some("#0b6f56"));
    for bad in ["#ffff00", "#fff", "red", "#12345é", "", "#gggggg"] {
        assert_eq!(Accent::parse(bad), None, "{bad}");
    }
}

#[test]
fn what_lists_of_mails_show_is_what_the_mail_says() {
    let shown = |body: &str| {
        let html = letter("s", body, &values()).html;
        let rest = html.split_once("mso-hide:all;\">").map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        rest.split("</div>").next().unwrap_or_default().to_owned()
    };
    assert_eq!(shown("Dear {{ link }},\n\nIt *is* replaced & done."), "It is replaced &amp; done.");
    assert_eq!(shown(&"word ".repeat(100)).chars().count(), 121);
    assert_eq!(shown(""), "");
}

#[test]
fn bold_links_beside_each_other_are_one_button_and_quieter_ones() {
    let out = letter("s", "Solved?\n\n**[Yes]({{ link }})** **[No](https://desk.example/no)**", &values());
    assert_eq!(out.html.matches("class=\"btn").count(), 2, "{}", out.html);
    assert_eq!(out.html.matches("class=\"ghost\"").count(), 1);
    assert_eq!(out.text, "Solved?\n\nYes <https://desk.example/t/abc?a=1&b=2>\nNo <https://desk.example/no>\n");
    let mixed = letter("s", "**[Yes]({{ link }})** or **[No]({{ link }})**", &values());
    assert!(!mixed.html.contains("class=\"btn"), "words between them make it a sentence");
}

#[test]
fn words_of_others_are_words() {
    assert!(super::words_of("A <b>", "1 < 2\n\n<script>").contains("A &lt;b&gt;"));
    assert!(!super::words_of("A", "<script>").contains("<script"));
    assert_eq!(super::words_of("A", " \n"), "");
}
