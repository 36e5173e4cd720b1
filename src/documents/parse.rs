//! From Markdown with tokens to the tree. What Markdown could do beyond the tree (links, pictures,
//! code, HTML) comes out as its text.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::tokens::{Piece, Tokens};
use super::tree::{Block, Inline};

/// Reads the body of a document.
pub fn parse(markdown: &str, tokens: &Tokens) -> Vec<Block> {
    let mut builder = Builder { tokens, left_out: 0, stack: vec![Open::Blocks(Vec::new())] };
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        builder.take(event);
    }
    builder.finish()
}

/// What is being read.
enum Open {
    Blocks(Vec<Block>),
    Inlines(Vec<Inline>),
    Items(Option<u64>, Vec<Vec<Block>>),
    Table { head: Vec<Vec<Inline>>, rows: Vec<Vec<Vec<Inline>>>, row: Vec<Vec<Inline>> },
}

/// Lists, quotes and emphasis within one another; what is deeper is taken as though it were not.
const DEEPEST: usize = 24;

struct Builder<'t> {
    tokens: &'t Tokens,
    /// How many tags are open that were left out, because they were nested too deeply.
    left_out: usize,
    stack: Vec<Open>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(_) if self.left_out > 0 || self.stack.len() > DEEPEST => {
                self.left_out += 1;
            }
            Event::End(_) if self.left_out > 0 => self.left_out -= 1,
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.text(&text);
            }
            Event::SoftBreak => self.inline(Inline::Text(" ".to_owned())),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => self.block(Block::Rule),
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(first) => self.stack.push(Open::Items(*first, Vec::new())),
            Tag::Item | Tag::BlockQuote(_) => self.stack.push(Open::Blocks(Vec::new())),
            Tag::Table(_) => {
                self.stack.push(Open::Table {
                    head: Vec::new(),
                    rows: Vec::new(),
                    row: Vec::new(),
                });
            }
            Tag::TableHead | Tag::TableRow => {}
            _ => self.stack.push(Open::Inlines(Vec::new())),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableHead => {
                if let Some(Open::Table { head, row, .. }) = self.stack.last_mut() {
                    *head = std::mem::take(row);
                }
            }
            TagEnd::TableRow => {
                if let Some(Open::Table { rows, row, .. }) = self.stack.last_mut() {
                    rows.push(std::mem::take(row));
                }
            }
            TagEnd::TableCell => {
                let inlines = self.inlines();
                if let Some(Open::Table { row, .. }) = self.stack.last_mut() {
                    row.push(inlines);
                }
            }
            TagEnd::Heading(level) => {
                let inlines = self.inlines();
                let level = match level {
                    HeadingLevel::H1 | HeadingLevel::H2 => 2,
                    HeadingLevel::H3 => 3,
                    HeadingLevel::H4 | HeadingLevel::H5 | HeadingLevel::H6 => 4,
                };
                self.block(Block::Heading(level, one_line(inlines)));
            }
            TagEnd::Strong => {
                let inlines = self.inlines();
                self.inline(Inline::Strong(inlines));
            }
            TagEnd::Emphasis => {
                let inlines = self.inlines();
                self.inline(Inline::Emphasis(inlines));
            }
            TagEnd::Table | TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.container(tag);
            }
            TagEnd::Link | TagEnd::Image | TagEnd::Strikethrough => {
                let inlines = self.inlines();
                for inline in inlines {
                    self.inline(inline);
                }
            }
            _ => {
                let inlines = self.inlines();
                self.paragraphs(inlines);
            }
        }
    }

    fn container(&mut self, tag: TagEnd) {
        match (self.stack.pop(), tag) {
            (Some(Open::Table { head, rows, .. }), _) => self.block(Block::Table(head, rows)),
            (Some(Open::Items(first, items)), _) => self.block(Block::List(first, items)),
            (Some(Open::Blocks(blocks)), TagEnd::Item) => {
                if let Some(Open::Items(_, items)) = self.stack.last_mut() {
                    items.push(blocks);
                }
            }
            (Some(Open::Blocks(blocks)), _) => self.block(Block::Quote(blocks)),
            (Some(Open::Inlines(inlines)), _) => self.paragraphs(inlines),
            (None, _) => {}
        }
    }

    fn inlines(&mut self) -> Vec<Inline> {
        match self.stack.pop() {
            Some(Open::Inlines(inlines)) => inlines,
            Some(other) => {
                self.stack.push(other);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    fn text(&mut self, text: &str) {
        for piece in self.tokens.resolve(text) {
            let text = match piece {
                Piece::Template(text) | Piece::Case(text) => text,
            };
            for (at, line) in text.split('\n').enumerate() {
                if at > 0 {
                    self.inline(Inline::Break);
                }
                if !line.is_empty() {
                    self.inline(Inline::Text(line.to_owned()));
                }
            }
        }
    }

    fn inline(&mut self, inline: Inline) {
        match self.stack.last_mut() {
            Some(Open::Inlines(inlines)) => join(inlines, inline),
            // An item of a tight list holds text without a paragraph.
            Some(Open::Blocks(blocks)) => match blocks.last_mut() {
                Some(Block::Paragraph(inlines)) => join(inlines, inline),
                Some(_) | None => blocks.push(Block::Paragraph(vec![inline])),
            },
            Some(Open::Items(..) | Open::Table { .. }) | None => {}
        }
    }

    fn block(&mut self, block: Block) {
        if let Some(Open::Blocks(blocks)) = self.stack.last_mut() {
            blocks.push(block);
        }
    }

    /// A paragraph; several, where a text of the case has blank lines.
    fn paragraphs(&mut self, inlines: Vec<Inline>) {
        let mut current: Vec<Inline> = Vec::new();
        for inline in inlines {
            if inline == Inline::Break && current.last() == Some(&Inline::Break) {
                current.pop();
                if !current.is_empty() {
                    self.block(Block::Paragraph(std::mem::take(&mut current)));
                }
            } else if inline != Inline::Break || !current.is_empty() {
                current.push(inline);
            }
        }
        while current.last() == Some(&Inline::Break) {
            current.pop();
        }
        if !current.is_empty() {
            self.block(Block::Paragraph(current));
        }
    }

    fn finish(mut self) -> Vec<Block> {
        match self.stack.pop() {
            Some(Open::Blocks(blocks)) => blocks,
            Some(_) | None => Vec::new(),
        }
    }
}

/// Adds an inline; text goes on with the text before it.
fn join(inlines: &mut Vec<Inline>, inline: Inline) {
    match (inlines.last_mut(), inline) {
        (Some(Inline::Text(before)), Inline::Text(more)) => before.push_str(&more),
        (_, inline) => inlines.push(inline),
    }
}

/// A heading stands on one line.
fn one_line(inlines: Vec<Inline>) -> Vec<Inline> {
    let joined = inlines.into_iter().map(|inline| match inline {
        Inline::Break => Inline::Text(" ".to_owned()),
        Inline::Text(_) | Inline::Strong(_) | Inline::Emphasis(_) => inline,
    });
    joined.collect()
}
