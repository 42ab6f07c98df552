use proptest::prelude::*;

use super::{Media, MediaByName, from_editor, render};

fn media() -> MediaByName {
    let one = |url: &str, kind: &str, size| Media { url: url.to_owned(), content_type: kind.to_owned(), size };
    MediaByName::from([
        ("map.png".to_owned(), one("/g/1", "image/png", Some((640, 480)))),
        ("plan.pdf".to_owned(), one("/g/2", "application/pdf", None)),
        ("tour.mp4".to_owned(), one("/g/3", "video/mp4", None)),
    ])
}

#[test]
fn a_guide_shows_what_it_may() {
    for (source, expected) in [
        ("# A\n\n## A", "<h2 id=\"h-a\">A</h2>\n<h2 id=\"h-a-1\">A</h2>\n"),
        ("1. One\n2. Two", "<ol class=\"steps\">\n<li>One</li>\n<li>Two</li>\n</ol>\n"),
        (
            "> [!WARNING]\n> Low *gate*",
            "<div class=\"callout\" data-tone=\"warning\" role=\"note\"><div>\n<p>Low <em>gate</em></p>\n</div></div>\n",
        ),
        (
            "![The map](files/map.png \"Turn right\")",
            "<figure><img src=\"/g/1\" alt=\"The map\" loading=\"lazy\" decoding=\"async\" width=\"640\" height=\"480\"><figcaption>Turn right</figcaption></figure>\n",
        ),
        ("[Plan](files/plan.pdf)", "<p><a class=\"download\" href=\"/g/2\" download>Plan</a></p>\n"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;\n"),
        ("[a](javascript:alert(1)) [b](//evil.example)", "<p><a>a</a> <a>b</a></p>\n"),
        (
            "![x](https://evil.example/pixel.png)",
            "<p><a href=\"https://evil.example/pixel.png\" rel=\"noopener nofollow ugc\">x</a></p>\n",
        ),
        (
            "https://youtu.be/abcdefghijk",
            "<figure class=\"film\" data-film=\"https://www.youtube-nocookie.com/embed/abcdefghijk\"><a href=\"https://youtu.be/abcdefghijk\" rel=\"noopener nofollow\">https://youtu.be/abcdefghijk</a></figure>\n",
        ),
        ("```\n<b>\n```", "<pre tabindex=\"0\"><code>&lt;b&gt;\n</code></pre>\n"),
    ] {
        assert_eq!(render(source, &media()).html, expected, "{source}");
    }
    assert!(render("![](files/map.png)", &media()).undescribed);
    assert!(render("![x](files/gone.png)", &media()).missing);
    assert_eq!(render("## One\n\ntwo **three**", &media()).text, "One\n\ntwo three");
}

#[test]
fn what_an_editor_sends_comes_back_as_it_was() {
    for source in [
        "Plain text, **bold**, *leaning* and ~~gone~~.\n",
        "## Title\n\n1. One\n2. Two\n\n- a\n- b\n",
        "> [!WARNING]\n> **Height limit.** Vans park elsewhere.\n",
        "![The map](files/map.png \"Turn right\")\n",
        "![A tour](files/tour.mp4)\n",
        "See [the plan](files/plan.pdf) and [us](https://desk.example/a_b).\n",
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n",
        "```\nlet a = 1;\n\nlet b;\n```\n",
        "A line\\\nand another\n",
        "> quoted\n",
        "[Our tour](https://youtu.be/abcdefghijk)\n",
        "1\\. not a list, 2 \\* 3, `~/x`, a\\_b\\_c, \\# no heading\n",
    ] {
        let first = render(source, &media());
        let back = from_editor(&first.html, &media());
        assert_eq!(render(&back, &media()).html, first.html, "{source} became {back}");
    }
}

#[test]
fn pages_of_others_lose_what_guides_do_not_have() {
    let pasted = "<p class=MsoNormal style='mso-x:y'><o:p></o:p><b>Bold</b><img src='https://evil.example/x.png'></p>\
                  <a href='javascript:x()'>no</a><div class='callout'><p>Note</p></div>";
    assert_eq!(from_editor(pasted, &media()), "**Bold**\n\nno\n\n> [!NOTE]\n> Note\n");
}

proptest! {
    #[test]
    fn any_words_survive_the_editor(words in "[ -~éß\n]{0,60}") {
        let page = crate::text_to_html(&words);
        let once = render(&from_editor(&page, &media()), &media());
        let again = render(&from_editor(&once.html, &media()), &media());
        prop_assert_eq!(&once.text, &again.text);
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assert_eq!(flat(&once.text), flat(&crate::html_to_text(&page)));
    }

    #[test]
    fn any_tags_in_any_order_become_a_text_that_keeps_its_words(
        html in "(</?(p|div|ul|ol|li|b|i|a href='/x'|h1|h3|pre|code|br|hr|table|tr|td|th|blockquote|figure|figcaption|img src='/g/1' alt='x'|div class='callout')>|[a-z *_\\[\\]!<&]){0,40}"
    ) {
        let once = from_editor(&html, &media());
        let shown = render(&once, &media());
        let again = render(&from_editor(&shown.html, &media()), &media());
        let letters = |text: &str| text.chars().filter(char::is_ascii_lowercase).collect::<String>();
        prop_assert_eq!(letters(&shown.text), letters(&again.text));
    }

    #[test]
    fn nothing_acts(source in ".{0,200}") {
        let html = render(&source, &media()).html.to_lowercase();
        prop_assert!(!html.contains("<script") && !html.contains("javascript:") && !html.contains("<iframe"));
    }
}
