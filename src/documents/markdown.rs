//! A document as Markdown. Whatever text a case holds reads back as that text.

use super::tree::{Block, Inline, Page};

/// Writes it.
pub fn write(page: &Page) -> String {
    let mut text = format!("**{}**\n\n", escape(&page.marking, true));
    text.push_str(&format!("{}\n\n", escape(&page.handling, true)));
    for notice in &page.notices {
        text.push_str(&format!("{}\n\n", escape(notice, true)));
    }
    text.push_str(&format!("# {}\n\n", escape(&page.title, false)));
    blocks(&mut text, &page.blocks, "");
    text.push_str(&format!("---\n\n{}\n", escape(&page.foot(), true)));
    text
}

fn blocks(text: &mut String, blocks: &[Block], indent: &str) {
    for block in blocks {
        match block {
            Block::Heading(level, inlines) => {
                let marks = "#".repeat(usize::from(*level));
                text.push_str(&format!("{indent}{marks} {}\n\n", line(inlines, " ")));
            }
            Block::Paragraph(inlines) => {
                let said = line(inlines, &format!("\\\n{indent}"));
                text.push_str(&format!("{indent}{said}\n\n"));
            }
            Block::List(first, items) => {
                for (at, item) in items.iter().enumerate() {
                    let mark = match first {
                        Some(first) => format!("{}. ", first + at as u64),
                        None => "- ".to_owned(),
                    };
                    let inner = format!("{indent}{}", " ".repeat(mark.len()));
                    let mut said = String::new();
                    self::blocks(&mut said, item, &inner);
                    let said = said.strip_prefix(&inner).unwrap_or(&said);
                    text.push_str(&format!("{indent}{mark}{}\n", said.trim_end()));
                }
                text.push('\n');
            }
            Block::Table(head, rows) => {
                let row = |cells: &[Vec<Inline>]| {
                    let cells: Vec<String> = cells.iter().map(|cell| line(cell, "<br>")).collect();
                    format!("{indent}| {} |\n", cells.join(" | "))
                };
                text.push_str(&row(head));
                text.push_str(&format!("{indent}{}|\n", "|---".repeat(head.len())));
                for cells in rows {
                    text.push_str(&row(cells));
                }
                text.push('\n');
            }
            Block::Quote(inner) => {
                let mut said = String::new();
                self::blocks(&mut said, inner, "");
                for line in said.trim_end().lines() {
                    text.push_str(format!("{indent}> {line}").trim_end());
                    text.push('\n');
                }
                text.push('\n');
            }
            Block::Rule => text.push_str(&format!("{indent}---\n\n")),
        }
    }
}

/// Inlines; `end` is what ends a line within them.
fn line(inlines: &[Inline], end: &str) -> String {
    let mut text = String::new();
    let mut at_start = true;
    for inline in inlines {
        match inline {
            Inline::Text(piece) => {
                text.push_str(&escape(piece, at_start));
                at_start = false;
            }
            Inline::Break => {
                text.push_str(end);
                at_start = true;
            }
            Inline::Strong(inner) => {
                text.push_str(&format!("**{}**", line(inner, " ").trim()));
                at_start = false;
            }
            Inline::Emphasis(inner) => {
                text.push_str(&format!("*{}*", line(inner, " ").trim()));
                at_start = false;
            }
        }
    }
    text
}

/// A text that Markdown reads as itself.
fn escape(text: &str, at_start: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut number = at_start;
    let mut blank = at_start;
    for (at, c) in text.char_indices() {
        let last = at + c.len_utf8() == text.len();
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '$' | '^'
            | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            '+' | '-' | '=' | ':' if at == 0 && at_start => {
                out.push('\\');
                out.push(c);
            }
            '.' | ')' if number && at > 0 => {
                out.push('\\');
                out.push(c);
            }
            // A blank at an edge or beside another would be lost.
            ' ' if blank || last => out.push_str("&#32;"),
            _ => out.push(c),
        }
        number = number && c.is_ascii_digit();
        blank = c == ' ';
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::parse::parse;
    use crate::documents::tokens::Tokens;
    use crate::documents::tree::plain;

    const NASTY: &[&str] = &[
        "# no heading",
        "1. no list",
        "12) no list",
        "- no",
        "+ no",
        "* no",
        "> no",
        "=== no",
        "--- ",
        "    no code",
        "`code`",
        "**bold**",
        "_x_",
        "[a](http://b.invalid)",
        "![a](b)",
        "<script>alert(1)</script>",
        "&lt; &amp; &#60;",
        "a|b|c",
        "~~x~~",
        "\\",
        "\\*",
        "a  b",
        "{{ child.name }}",
        "$x$",
        "http://x.invalid",
        "trailing ",
        " leading",
        "#",
        "|---|",
        ":a",
        "1.",
        "^x",
    ];

    #[test]
    fn nasty_texts_read_back_as_themselves() {
        for text in NASTY {
            for table in [false, true] {
                let inlines = vec![Inline::Text((*text).to_owned())];
                let block = if table {
                    Block::Table(
                        vec![inlines.clone(), inlines.clone()],
                        vec![vec![inlines.clone(), inlines.clone()]],
                    )
                } else {
                    Block::Paragraph(inlines)
                };
                let mut out = String::new();
                blocks(&mut out, &[block], "");
                let read = parse(&out, &Tokens::default());
                let said: Vec<String> = match &read[..] {
                    [Block::Paragraph(inlines)] => vec![plain(inlines)],
                    [Block::Table(_, rows)] => rows[0].iter().map(|cell| plain(cell)).collect(),
                    other => panic!("{text:?} as {out:?} gave {other:?}"),
                };
                for said in said {
                    assert_eq!(said.trim(), text.trim(), "{out:?}");
                }
            }
        }
    }
}
