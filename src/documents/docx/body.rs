//! The body of a Word file.

use super::escape;
use crate::documents::tree::{self, Block, Inline, Page};

/// The width of the text in twentieths of a point: A4 less its margins.
const WIDTH: usize = 9638;
/// The width of what is asked in a form.
const ASKED: usize = 3300;
/// What a cell keeps free at its sides, and a little more.
const MARGINS: usize = 240;
/// The room of the longest word that is never broken; an address may be.
const LONGEST_WORD: usize = 1900;

/// The lists of a document: for each the number with which it begins; none has bullets.
pub type Lists = Vec<Option<u64>>;

/// Where a paragraph stands.
#[derive(Clone, Copy)]
struct At<'a> {
    /// Its style.
    style: &'a str,
    /// The list of which it begins an item, and how deeply it is nested.
    list: Option<(usize, usize)>,
    /// How far it is moved in where it goes on with an item.
    depth: usize,
}

struct Writer {
    out: String,
    lists: Lists,
}

/// Writes `document.xml`, and gives the lists that `numbering.xml` must have.
pub fn document(page: &Page) -> (String, Lists) {
    let mut writer = Writer { out: String::with_capacity(32 << 10), lists: Vec::new() };
    writer.out.push_str(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
         <w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>",
    );
    writer.paragraph(plain("Title"), &[Inline::Text(page.title.clone())]);
    for notice in &page.notices {
        writer.paragraph(plain("Notice"), &[Inline::Text(notice.clone())]);
    }
    writer.blocks(&page.blocks, None);
    // Room for a head of three lines and a foot of three. Where they need more than the margin,
    // LibreOffice makes the page shorter after it has set it, and the last row of a table is lost.
    writer.out.push_str(
        "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId4\"/>\
         <w:footerReference w:type=\"default\" r:id=\"rId5\"/>\
         <w:pgSz w:w=\"11906\" w:h=\"16838\"/>\
         <w:pgMar w:top=\"1800\" w:right=\"1134\" w:bottom=\"1700\" w:left=\"1134\" \
         w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
    );
    (writer.out, writer.lists)
}

fn plain(style: &str) -> At<'_> {
    At { style, list: None, depth: 0 }
}

impl Writer {
    /// Blocks; within an item of a list, its number and depth.
    fn blocks(&mut self, blocks: &[Block], item: Option<(usize, usize)>) {
        let mut first = true;
        for block in blocks {
            let depth = item.map_or(0, |(_, depth)| depth + 1);
            match block {
                Block::Heading(level, inlines) => {
                    let style = match level {
                        0..=2 => "Heading1",
                        3 => "Heading2",
                        _ => "Heading3",
                    };
                    self.paragraph(plain(style), inlines);
                }
                Block::Paragraph(inlines) => {
                    let at = At {
                        style: if item.is_some() { "ListParagraph" } else { "BodyText" },
                        list: item.filter(|_| first),
                        depth,
                    };
                    self.paragraph(at, inlines);
                    first = false;
                }
                Block::List(start, items) => {
                    self.lists.push(*start);
                    let number = self.lists.len();
                    for item in items {
                        self.blocks(item, Some((number, depth)));
                    }
                }
                Block::Table(head, rows) => self.table(head, rows),
                Block::Quote(inner) => {
                    for block in inner {
                        match block {
                            Block::Paragraph(inlines) => self.paragraph(plain("Quote"), inlines),
                            other => self.blocks(std::slice::from_ref(other), None),
                        }
                    }
                }
                Block::Rule => self.paragraph(plain("Rule"), &[]),
            }
        }
    }

    fn paragraph(&mut self, at: At<'_>, inlines: &[Inline]) {
        self.out.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"{}\"/>", at.style));
        match at.list {
            Some((number, level)) => self.out.push_str(&format!(
                "<w:numPr><w:ilvl w:val=\"{}\"/><w:numId w:val=\"{number}\"/></w:numPr>",
                level.min(8)
            )),
            None if at.depth > 0 => {
                let left = 360 * at.depth;
                self.out.push_str(&format!("<w:ind w:left=\"{left}\"/>"));
            }
            None => {}
        }
        self.out.push_str("</w:pPr>");
        self.runs(inlines, false, false);
        self.out.push_str("</w:p>");
    }

    fn runs(&mut self, inlines: &[Inline], bold: bool, italic: bool) {
        for inline in inlines {
            match inline {
                Inline::Text(text) => {
                    let look = look(bold, italic);
                    self.out.push_str(&format!(
                        "<w:r>{look}<w:t xml:space=\"preserve\">{}</w:t></w:r>",
                        escape(text)
                    ));
                }
                Inline::Break => self.out.push_str("<w:r><w:br/></w:r>"),
                Inline::Strong(inner) => self.runs(inner, true, italic),
                Inline::Emphasis(inner) => self.runs(inner, bold, true),
            }
        }
    }

    fn table(&mut self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) {
        let is_form = head.len() == 2;
        let widths: Vec<usize> =
            if is_form { vec![ASKED, WIDTH - ASKED] } else { widths(head, rows) };
        let (first_column, look) = if is_form { (1, "04A0") } else { (0, "0420") };
        self.out.push_str(&format!(
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"Form\"/><w:tblW w:w=\"{WIDTH}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"{look}\" w:firstRow=\"1\" \
             w:lastRow=\"0\" w:firstColumn=\"{first_column}\" w:lastColumn=\"0\" w:noHBand=\"0\" \
             w:noVBand=\"1\"/></w:tblPr><w:tblGrid>"
        ));
        for width in &widths {
            self.out.push_str(&format!("<w:gridCol w:w=\"{width}\"/>"));
        }
        self.out.push_str("</w:tblGrid>");
        self.row(head, &widths, true);
        for row in rows {
            self.row(row, &widths, false);
        }
        self.out.push_str("</w:tbl>");
        // Two tables without a paragraph between them would become one.
        self.paragraph(plain("AfterTable"), &[]);
    }

    fn row(&mut self, cells: &[Vec<Inline>], widths: &[usize], is_head: bool) {
        let head = if is_head { "<w:tblHeader/>" } else { "" };
        // An empty cell is one to write in by hand: everything else says "Not recorded".
        let by_hand = !is_head && cells.iter().any(Vec::is_empty);
        let height = if by_hand { "<w:trHeight w:val=\"720\" w:hRule=\"atLeast\"/>" } else { "" };
        self.out.push_str(&format!("<w:tr><w:trPr><w:cantSplit/>{height}{head}</w:trPr>"));
        for (cell, width) in cells.iter().zip(widths) {
            let shade = if is_head {
                "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E8EDF3\"/>"
            } else {
                ""
            };
            self.out.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{shade}</w:tcPr>"
            ));
            self.paragraph(plain(if is_head { "TableHead" } else { "TableText" }), cell);
            self.out.push_str("</w:tc>");
        }
        self.out.push_str("</w:tr>");
    }
}

/// The widths of columns: each has room for its longest word, and the rest is shared by the longest
/// text of each, within reason.
fn widths(head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Vec<usize> {
    let texts = |column: usize| {
        let cells = rows.iter().filter_map(move |row| row.get(column)).chain(head.get(column));
        cells.map(|cell| tree::plain(cell))
    };
    let most = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0);
    let word = |text: String| most(&mut text.split([' ', '\n', '-']).map(room));
    let needs: Vec<usize> = (0..head.len())
        .map(|at| MARGINS + most(&mut texts(at).map(word)).min(LONGEST_WORD))
        .collect();
    let wishes: Vec<usize> = (0..head.len())
        .map(|at| most(&mut texts(at).map(|text| text.chars().count())).clamp(14, 240))
        .collect();
    let taken = needs.iter().sum::<usize>();
    if taken > WIDTH {
        return needs.into_iter().map(|need| WIDTH * need / taken).collect();
    }
    let shares = wishes.iter().sum::<usize>().max(1);
    let share = |(need, wish): (usize, usize)| need + (WIDTH - taken) * wish / shares;
    needs.into_iter().zip(wishes).map(share).collect()
}

/// The room of a word in the bold letters of a table's header, a little too much rather than too little.
fn room(word: &str) -> usize {
    let letter = |c: char| match c {
        'f' | 'i' | 'j' | 'l' | 't' | 'r' | 'I' | ' '..='/' | ':' | ';' => 80,
        'm' | 'w' | 'M' | 'W' | '@' => 195,
        'A'..='Z' => 150,
        'a'..='z' | '0'..='9' => 123,
        _ => 200,
    };
    word.chars().map(letter).sum()
}

fn look(bold: bool, italic: bool) -> &'static str {
    match (bold, italic) {
        (false, false) => "",
        (true, false) => "<w:rPr><w:b/></w:rPr>",
        (false, true) => "<w:rPr><w:i/></w:rPr>",
        (true, true) => "<w:rPr><w:b/><w:i/></w:rPr>",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(texts: [&str; 3]) -> Vec<Vec<Inline>> {
        texts.map(|text| vec![Inline::Text(text.to_owned())]).to_vec()
    }

    #[test]
    fn there_is_room_to_write_where_a_cell_is_empty() {
        let row = |said: &str| cells(["Worker", said, "date"]);
        let mut writer = Writer { out: String::new(), lists: Vec::new() };
        writer.table(&row("name"), &[row("A"), vec![Vec::new(); 3], row("B")]);
        assert_eq!(writer.out.matches("w:hRule=\"atLeast\"").count(), 1, "{}", writer.out);
    }

    #[test]
    fn a_column_has_room_for_its_longest_word_beside_a_long_text() {
        let long = "A long text of many short words. ".repeat(20);
        let rows = [cells(["1", &long, "Coordinator"])];
        let widths = widths(&cells(["No", "What", "By whom"]), &rows);
        assert!(widths[2] >= MARGINS + room("Coordinator"), "{widths:?}");
        assert!(widths[1] > widths[0] + widths[2], "{widths:?}");
        assert!((WIDTH - 3..=WIDTH).contains(&widths.iter().sum()), "{widths:?}");
        let word = "m".repeat(60);
        let narrow = super::widths(&cells([&word; 3]), &[]);
        assert!((WIDTH - 3..=WIDTH).contains(&narrow.iter().sum()), "{narrow:?}");
    }
}
