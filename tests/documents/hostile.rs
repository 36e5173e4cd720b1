//! Templates that do harm, by mistake or on purpose, end soon and say where; texts that look like
//! markup come out as that text.

use cse::cli::Exit;

use super::{part, template, whole};
use crate::common::TestRegister;

const SEES: &str = "audiences: [internal]\nfacts: [child.name, concern.summary, persons]";

fn register(text: &str) -> (TestRegister, String) {
    let mut register = TestRegister::new();
    let text = format!("--concern-summary={text}");
    let refer = ["new-referral", "--child-name", "Zoë Invented", "--route", "allocated", &text];
    register.as_("social-worker").cse(refer).done();
    let case = register.case().to_owned();
    (register, case)
}

#[test]
fn mistakes_in_a_template_are_all_said_with_their_places() {
    for (more, body, said) in [
        (SEES, "{{ child.nme }}", "letter.md:8:4: no fact `child.nme`; did you mean `child.name`?"),
        (
            SEES,
            "\n  {{ rag }}",
            "letter.md:9:6: the document may not see `rag`: its `facts` do not list it",
        ),
        (SEES, "{{ child.name ", "letter.md:8:1: `{{` is never closed by `}}`"),
        (
            SEES,
            "{% macro x() %}",
            "letter.md:8:4: `macro` is not a word that a template may begin with",
        ),
        (SEES, "{{ child.name ~ child.name }}", "letter.md:8:15: `~` is not part of a template"),
        (SEES, "{{ 2 * 3 }}", "letter.md:8:6: `*` is not part of a template"),
        (SEES, "{{ [1] }}", "letter.md:8:4: `[` is not part of a template"),
        (SEES, "{{ range(9) }}", "letter.md:8:4: no function `range`"),
        (SEES, "{{ child.name|safe }}", "letter.md:8:15: no filter `safe`"),
        (
            SEES,
            "{% include \"../pathway.yaml\" %}",
            "letter.md:8:12: there is no part `../pathway.yaml`",
        ),
        (SEES, "{% include child.name %}", "letter.md:8:12: `include` names one part"),
        (SEES, "{{ table(child.name) }}", "letter.md:8:1: this is no list: use `fields`"),
        (
            SEES,
            "{% for p in persons %}{{ p.nme }}{% endfor %}",
            "letter.md:8:26: an item of `persons` has no `nme`; it has name, description",
        ),
        (
            SEES,
            "{% for p in persons %}{{ p.name.x }}{% endfor %}",
            "letter.md:8:26: `name` has no `x`",
        ),
        (SEES, "{% for p in rag %}{% endfor %}", "letter.md:8:13: the document may not see `rag`"),
        (SEES, "{{ case.duties }}", "letter.md:8:4: the document may not see `case.duties`"),
        (SEES, "{{ contact(\"nobody\") }}", "letter.md:8:1: the pathway has no contact `nobody`"),
        ("audiences: [nobody]", "", "letter.md:5:13: no audience `nobody`"),
        ("audiences: [internal]\nfacts: [child.nme]", "", "letter.md:6:9: no fact `child.nme`"),
        (
            "audiences: [internal]\nneeds: [rag]",
            "",
            "letter.md:6:9: the document may not see `rag`",
        ),
        ("audiences: [internal]\nsteps: [dance]", "", "letter.md:6:9: no step `dance`"),
        (
            "audiences: [internal]\ncolour: red",
            "",
            "letter.md:6:1: a front matter has no key `colour`",
        ),
        (
            "audiences: [internal]\nfacts: [rag]",
            "",
            "letter.md:6:9: `rag` is listed and never printed",
        ),
    ] {
        let register = &mut TestRegister::new();
        let path = register.root().join("../letter.md");
        std::fs::write(&path, whole(more, body)).unwrap();
        let problems = register.cse(["template", "check", path.to_str().unwrap()]);
        assert!(problems.err.contains(said), "{body}: {problems}");
        assert_eq!(problems.exit, Exit::Problem);
    }
}

#[test]
#[expect(clippy::disallowed_types, reason = "the test is about how long it takes")]
fn a_template_that_would_grow_without_end_is_stopped() {
    let loops = "{% for a in persons %}".repeat(9) + "{{ child.name }}" + &"{% endfor %}".repeat(9);
    let (mut register, case) = register("Invented.");
    let people = (0..20).map(|n| format!("name=Person {n}"));
    let args = ["new-information".to_owned(), case.clone()].into_iter();
    let args = args.chain(people.flat_map(|person| ["--persons".to_owned(), person]));
    register.as_("social-worker").cse(args).done();
    template(&register, "loops", &whole(SEES, &loops));
    let busy = "{% for a in persons %}{% for b in persons %}{% for c in persons %}{% if \
                concern.summary|upper == \"x\" %}{% endif %}{% if persons|length == 9 %}y\
                {% endif %}{% endfor %}{% endfor %}{% endfor %}"
        .repeat(20);
    template(&register, "busy", &whole(SEES, &format!("{busy}{{{{ child.name }}}}")));
    let raw = "x".repeat(200_000);
    let long = format!(
        "{{% for a in persons %}}{{% for b in persons %}}{raw}{{% endfor %}}{{% endfor %}}"
    );
    template(&register, "long", &whole(SEES, &long));
    for (name, said) in
        [("loops", "too many steps"), ("busy", "too many steps"), ("long", "too large")]
    {
        let begun = std::time::Instant::now();
        let stopped = register.cse(["render", name, &case]);
        assert!(stopped.failed(Exit::Problem).contains(said), "{name}");
        assert!(begun.elapsed().as_secs() < 2, "{name}");
    }
}

/// Nothing here may end the process, or take long.
#[test]
#[expect(clippy::disallowed_types, reason = "the test is about how long it takes")]
fn a_template_that_is_nested_without_end_is_stopped_or_made_flat() {
    let (mut register, case) = register("Invented.");
    for (number, body) in [
        format!("{{{{ {}child.name{} }}}}", "(".repeat(50_000), ")".repeat(50_000)),
        format!("{{{{ {} child.name }}}}", "not ".repeat(50_000)),
        "{% if child.name %}".repeat(6_000) + &"{% endif %}".repeat(6_000),
        format!("{{{{ child.name{} }}}}", "|upper".repeat(30_000)),
        ">".repeat(100_000) + " x",
        "* ".repeat(60_000) + "x",
        "*a ".repeat(40_000) + &"b*".repeat(40_000),
        "[".repeat(100_000),
        "| a ".repeat(30_000) + "\n" + &"|-".repeat(30_000),
        "{% include \"parts/x.md\" %}".repeat(9_000),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("nested-{number}");
        let path = register.root().join(format!("../{name}.md"));
        std::fs::write(&path, whole(SEES, &body)).unwrap();
        let begun = std::time::Instant::now();
        let said = register.cse(["template", "check", path.to_str().unwrap()]);
        assert!(matches!(said.exit, Exit::Done | Exit::Problem), "{number}: {said}");
        assert!(begun.elapsed().as_secs() < 2, "{number} took too long");
    }
    register.cse(["render", "87a", &case]).done();
}

#[test]
fn a_part_that_includes_itself_is_refused() {
    let (mut register, case) = register("Invented.");
    template(&register, "parts/a", "{% include \"parts/b.md\" %}");
    template(&register, "parts/b", "{% include \"parts/a.md\" %}");
    template(&register, "round", &whole(SEES, "{% include \"parts/a.md\" %}"));
    let said = register.cse(["render", "round", &case]).failed(Exit::Problem);
    assert!(said.contains("parts/b.md:1:12: this part includes itself"), "{said}");
    register.leave_dirty();
    let check = register.cse(["check"]).failed(Exit::Problem);
    assert!(check.contains("this part includes itself"), "{check}");
}

#[test]
fn a_symbolic_link_among_the_templates_is_refused() {
    let (mut register, case) = register("Invented.");
    let path = register.root().join("templates/pathways/1/documents/link.md");
    std::os::unix::fs::symlink("/etc/hostname", path).unwrap();
    register.git(&["add", "templates"]);
    register.git(&["commit", "-q", "-m", "link"]);
    register.leave_dirty();
    let said = register.cse(["render", "link", &case]).failed(Exit::Problem);
    assert!(said.contains("symbolic link"), "{said}");
}

/// Texts that some reader of some format would take for something else.
const TEXTS: &[&str] = &[
    "# not a heading",
    "**not bold** _nor this_",
    "| a | b |",
    "1. one",
    "- - -",
    "> quote",
    "<script>alert(1)</script>",
    "<b>b</b> &amp; &lt; &#x41;",
    "</w:t></w:r><w:r><w:br/>",
    "]]> <![CDATA[x]]>",
    "{{ child.name }} {% for %} {# #}",
    "[a](http://b.invalid) ![c](d)",
    "=SUM(A1:A9)",
    "{ MERGEFIELD x } \\fldinst",
    "`code` ```",
    "C:\\path\\*",
    "a\\\\b",
    "~~x~~ $y$ ^z^",
    "''\"quotes\"''",
    "--- === +++",
];

#[test]
fn hostile_texts_come_out_as_that_text_in_every_format() {
    for text in TEXTS {
        let (mut register, case) = register(text);
        let body = "## A {{ concern.summary }}\n\n{{ concern.summary }}\n\n- {{ concern.summary }}\n\n{{ fields(concern.summary) }}";
        template(&register, "letter", &whole(SEES, body));
        let file = register.root().join("../letter.docx");
        register.cse(["render", "letter", &case, "-o", file.to_str().unwrap()]).done();
        let word = part(&std::fs::read(&file).unwrap(), "word/document.xml");
        let word = unmarked(&word);
        assert_eq!(word.matches(text).count(), 4, "{text} in {word}");
        let page = register.cse(["render", "letter", &case, "--format", "html"]).done();
        let page = unmarked(page.split("<main>").nth(1).unwrap());
        assert_eq!(page.matches(text).count(), 4, "{text} in {page}");
        let read = markdown(&register.cse(["render", "letter", &case]).done());
        assert_eq!(read.matches(text).count(), 4, "{text} in {read}");
    }
}

/// The text of Markdown, read as GitHub's readers do, and how many headings and tables it has.
fn markdown(text: &str) -> String {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let (mut read, mut shape) = (String::new(), (0, 0, 0));
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) => read.push_str(&text),
            Event::Start(Tag::Heading { .. }) => shape.0 += 1,
            Event::Start(Tag::Table(_)) => shape.1 += 1,
            Event::Start(Tag::List(_)) => shape.2 += 1,
            Event::Start(_) | Event::End(_) | Event::SoftBreak | Event::Rule => read.push(' '),
            other => panic!("{other:?} in {text}"),
        }
    }
    // The title and one section, one table, one list.
    assert_eq!(shape, (2, 1, 1), "{text}");
    read
}

/// The text of XML or HTML, read in the plainest way.
fn unmarked(markup: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in markup.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    for (name, c) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        text = text.replace(name, c);
    }
    text
}

#[test]
fn control_and_direction_marks_become_visible() {
    let (mut register, case) = register("left\u{202e}right\u{2066}x\u{feff}y");
    template(&register, "letter", &whole(SEES, "my\u{1b} own\u{202e} {{ concern.summary }}"));
    let said = register.cse(["render", "letter", &case]).done();
    assert!(said.contains("left\u{fffd}right\u{fffd}x\u{fffd}y"), "{said}");
    assert!(said.contains("my\u{fffd} own\u{fffd} "), "{said}");
}
