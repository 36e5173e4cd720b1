//! A document as one HTML page that needs nothing beside it, prints with its marking at the top of
//! every page, and is read aloud well.

use super::tree::{Block, Inline, Page};

const STYLE: &str = include_str!("style.css");

/// Writes it.
pub fn write(page: &Page) -> String {
    let mut out = String::with_capacity(16 << 10);
    out.push_str(&format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n",
        escape(&page.language)
    ));
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n",
    );
    out.push_str(&format!("<title>{}</title>\n<style>\n{STYLE}", escape(&page.title)));
    out.push_str(&format!(
        "@page {{\n  @top-center {{ content: {} \"\\a \" {}; font: bold 8pt/1.3 sans-serif; white-space: pre-wrap; }}\n  \
         @bottom-left {{ content: {}; font: 8pt sans-serif; }}\n  \
         @bottom-right {{ content: \"page \" counter(page) \" of \" counter(pages); font: 8pt sans-serif; white-space: nowrap; }}\n}}\n",
        css(&page.marking),
        css(&page.handling),
        css(&page.foot())
    ));
    let class = if page.small { " class=\"small\"" } else { "" };
    out.push_str(&format!("</style>\n</head>\n<body{class}>\n<header>\n"));
    out.push_str(&format!("<p class=\"marking\">{}</p>\n", escape(&page.marking)));
    out.push_str(&format!("<p class=\"handling\">{}</p>\n", escape(&page.handling)));
    for notice in &page.notices {
        out.push_str(&format!("<p class=\"notice\">{}</p>\n", escape(notice)));
    }
    out.push_str("</header>\n<main>\n");
    out.push_str(&format!("<h1>{}</h1>\n", escape(&page.title)));
    blocks(&mut out, &page.blocks);
    out.push_str(&format!(
        "</main>\n<footer>\n<p>{}</p>\n</footer>\n</body>\n</html>\n",
        escape(&page.foot())
    ));
    out
}

fn blocks(out: &mut String, all: &[Block]) {
    for block in all {
        match block {
            Block::Heading(level, inner) => {
                out.push_str(&format!("<h{level}>{}</h{level}>\n", inlines(inner)));
            }
            Block::Paragraph(inner) => out.push_str(&format!("<p>{}</p>\n", inlines(inner))),
            Block::List(first, items) => {
                let (open, close) = match first {
                    Some(1) => ("<ol>".to_owned(), "</ol>"),
                    Some(first) => (format!("<ol start=\"{first}\">"), "</ol>"),
                    None => ("<ul>".to_owned(), "</ul>"),
                };
                out.push_str(&format!("{open}\n"));
                for item in items {
                    out.push_str("<li>");
                    match &item[..] {
                        [Block::Paragraph(inner)] => out.push_str(&inlines(inner)),
                        more => blocks(out, more),
                    }
                    out.push_str("</li>\n");
                }
                out.push_str(&format!("{close}\n"));
            }
            Block::Table(head, rows) => table(out, head, rows),
            Block::Quote(inner) => {
                out.push_str("<blockquote>\n");
                blocks(out, inner);
                out.push_str("</blockquote>\n");
            }
            Block::Rule => out.push_str("<hr>\n"),
        }
    }
}

/// A table; the first cell of a row of two is what the row is about.
fn table(out: &mut String, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
    let is_form = head.len() == 2;
    out.push_str(if is_form { "<table class=\"form\">\n" } else { "<table>\n" });
    out.push_str("<thead><tr>");
    for cell in head {
        out.push_str(&format!("<th scope=\"col\">{}</th>", inlines(cell)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let said = inlines(cell);
            if is_form && at == 0 {
                out.push_str(&format!("<th scope=\"row\">{said}</th>"));
            } else {
                out.push_str(&format!("<td>{said}</td>"));
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn inlines(all: &[Inline]) -> String {
    let said = all.iter().map(|inline| match inline {
        Inline::Text(text) => escape(text),
        Inline::Break => "<br>".to_owned(),
        Inline::Strong(inner) => format!("<strong>{}</strong>", inlines(inner)),
        Inline::Emphasis(inner) => format!("<em>{}</em>", inlines(inner)),
    });
    said.collect()
}

/// A text that HTML reads as itself, in an element or between quotes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}

/// A text as CSS has it between quotes: whatever is no letter, digit or blank by its number, which
/// takes the blank that follows it with it.
fn css(text: &str) -> String {
    let said = text.chars().map(|c| {
        if c.is_alphanumeric() || c == ' ' {
            c.to_string()
        } else {
            format!("\\{:x} ", u32::from(c))
        }
    });
    format!("\"{}\"", said.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_after_a_sign_is_kept_on_paper() {
        assert_eq!(css("OFFICIAL - A, b"), "\"OFFICIAL \\2d  A\\2c  b\"");
        assert_eq!(css("\"</style>"), "\"\\22 \\3c \\2f style\\3e \"");
    }

    #[test]
    fn paper_says_on_every_page_how_it_is_to_be_handled() {
        let page = Page {
            title: String::new(),
            language: "en-GB".to_owned(),
            moment: String::new(),
            marking: "SECRET".to_owned(),
            handling: "Burn it".to_owned(),
            notices: Vec::new(),
            footer: "Foot".to_owned(),
            commit: "0123".to_owned(),
            small: false,
            blocks: Vec::new(),
        };
        let page = write(&page);
        assert!(page.contains("@top-center { content: \"SECRET\" \"\\a \" \"Burn it\";"), "{page}");
        let foot = "@bottom-left { content: \"Foot\\2c  commit 0123\";";
        assert!(page.contains(foot), "{page}");
    }
}
