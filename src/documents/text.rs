//! A document as a terminal shows it: plain lines, at most so wide.

use super::tree::{Block, Inline, Page, plain};

/// The widest column of what is asked in a form.
const ASKED: usize = 40;

/// Writes it.
pub fn write(page: &Page, width: usize) -> String {
    let mut text = format!("{}\n{}\n", page.marking, page.title.to_uppercase());
    blocks(&mut text, &page.blocks, width, 0);
    text.push('\n');
    wrapped(&mut text, &page.footer, width, 0, 0);
    text
}

fn blocks(text: &mut String, all: &[Block], width: usize, indent: usize) {
    for block in all {
        match block {
            Block::Heading(2, inlines) => {
                text.push_str(&format!("\n{}\n", plain(inlines).to_uppercase()));
            }
            Block::Heading(_, inlines) => text.push_str(&format!("\n{}\n", plain(inlines))),
            Block::Paragraph(inlines) => wrapped(text, &plain(inlines), width, indent, indent),
            Block::List(first, items) => {
                for (at, item) in items.iter().enumerate() {
                    let mark = match first {
                        Some(first) => format!("{}. ", first + at as u64),
                        None => "- ".to_owned(),
                    };
                    let mut said = String::new();
                    blocks(&mut said, item, width, indent + mark.len());
                    let said = said.trim_start();
                    text.push_str(&format!("{}{mark}{said}", " ".repeat(indent)));
                }
            }
            Block::Table(head, rows) => table(text, head, rows, width),
            Block::Quote(inner) => blocks(text, inner, width, indent + 2),
            Block::Rule => text.push_str(&format!("{}\n", "-".repeat(width.min(40)))),
        }
    }
}

/// A form with what is asked on the left; of a wider table each row as its first cell and what
/// belongs to it below.
fn table(text: &mut String, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>], width: usize) {
    if head.len() == 2 {
        let longest = rows.iter().filter_map(|row| row.first());
        let longest = longest.map(|cell| plain(cell).chars().count()).max().unwrap_or(0);
        let column = longest.min(ASKED).min(width / 2) + 2;
        for row in rows {
            let [asked, said] = &row[..] else { continue };
            let asked = plain(asked);
            let fits = asked.chars().count() + 2 <= column;
            let pad = if fits { column - asked.chars().count() } else { 0 };
            text.push_str(&asked);
            if fits {
                text.push_str(&" ".repeat(pad));
                let mut said_text = String::new();
                wrapped(&mut said_text, &plain(said), width, column, column);
                text.push_str(said_text.trim_start());
            } else {
                text.push('\n');
                wrapped(text, &plain(said), width, column, column);
            }
        }
        return;
    }
    for row in rows {
        let mut cells = row.iter().zip(head);
        if let Some((first, _)) = cells.next() {
            wrapped(text, &plain(first), width, 0, 2);
        }
        for (cell, label) in cells {
            let said = plain(cell);
            if !said.is_empty() {
                let said =
                    if said.contains('\n') { said } else { format!("{}: {said}", plain(label)) };
                wrapped(text, &said, width, 2, 4);
            }
        }
    }
}

/// Adds a text in lines of a width, the first of each of its own lines less indented.
fn wrapped(text: &mut String, said: &str, width: usize, first: usize, more: usize) {
    for line in said.split('\n') {
        let mut at = first;
        text.push_str(&" ".repeat(first));
        let mut begun = false;
        for word in line.split_whitespace() {
            let length = word.chars().count();
            if begun && at + 1 + length > width {
                text.push('\n');
                text.push_str(&" ".repeat(more));
                at = more;
                begun = false;
            }
            if begun {
                text.push(' ');
                at += 1;
            }
            text.push_str(word);
            at += length;
            begun = true;
        }
        let end = text.trim_end_matches(' ').len();
        text.truncate(end);
        text.push('\n');
    }
}
