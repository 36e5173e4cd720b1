//! The parts of a Word file around its body.

use super::body::Lists;
use super::escape;
use crate::documents::tree::Page;

const MAIN: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// What each part is.
pub const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/><Override PartName=\"/word/settings.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/><Override PartName=\"/word/fontTable.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml\"/><Override PartName=\"/word/theme/theme1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.theme+xml\"/><Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/><Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/><Override PartName=\"/docProps/app.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/></Types>";

/// Where the main part is.
pub const ROOT_RELS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/><Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties\" Target=\"docProps/app.xml\"/></Relationships>";

/// What the body relies on.
pub const DOCUMENT_RELS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/><Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"rId4\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/header\" Target=\"header1.xml\"/><Relationship Id=\"rId5\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer\" Target=\"footer1.xml\"/><Relationship Id=\"rId6\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable\" Target=\"fontTable.xml\"/><Relationship Id=\"rId7\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme\" Target=\"theme/theme1.xml\"/></Relationships>";

/// The one font.
pub const FONTS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:font w:name=\"Arial\"><w:charset w:val=\"00\"/><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/></w:font></w:fonts>";

/// Colours and fonts, for programs that expect to find them.
pub const THEME: &str = include_str!("theme.xml");

/// The program that wrote it.
pub const APP: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>cse</Application></Properties>";

/// Title, marking and language, and the document's own moment for its making.
pub fn core(page: &Page) -> String {
    let moment = escape(&page.moment);
    format!(
        "{HEAD}<cp:coreProperties \
         xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title>\
         <dc:subject>{}</dc:subject><dc:language>{}</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{moment}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{moment}</dcterms:modified>\
         </cp:coreProperties>",
        escape(&page.title),
        escape(&page.marking),
        escape(&page.language)
    )
}

/// The language and how old programs are to read it.
pub fn settings(page: &Page) -> String {
    format!(
        "{HEAD}<w:settings {MAIN}><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/>\
         <w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat><w:compatSetting \
         w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" \
         w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"{}\"/></w:settings>",
        escape(&page.language)
    )
}

/// The marking and how to handle it, at the top of every page.
pub fn header(page: &Page) -> String {
    let line = |style: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t \
             xml:space=\"preserve\">{}</w:t></w:r></w:p>",
            escape(text)
        )
    };
    let (marking, handling) = (line("Marking", &page.marking), line("Handling", &page.handling));
    format!("{HEAD}<w:hdr {MAIN}>{marking}{handling}</w:hdr>")
}

/// What the document is, and the number of the page.
pub fn footer(page: &Page) -> String {
    let text =
        |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text));
    let field = |name: &str| {
        format!("<w:fldSimple w:instr=\" {name} \"><w:r><w:t>1</w:t></w:r></w:fldSimple>")
    };
    let (said, page_word, of) = (text(&page.foot()), text("page "), text(" of "));
    let (number, all) = (field("PAGE"), field("NUMPAGES"));
    format!(
        "{HEAD}<w:ftr {MAIN}><w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:pBdr>\
         <w:top w:val=\"single\" w:sz=\"4\" w:space=\"3\" w:color=\"555555\"/></w:pBdr><w:spacing w:before=\"160\"/></w:pPr>{said}</w:p>\
         <w:p><w:pPr><w:pStyle w:val=\"Footer\"/><w:jc w:val=\"right\"/></w:pPr>{page_word}{number}\
         {of}{all}</w:p></w:ftr>"
    )
}

/// Bullets and numbers; each list counts for itself.
pub fn numbering(lists: &Lists) -> String {
    let level = |at: usize, format: &str, text: &str| {
        let left = 360 * (at + 1);
        format!(
            "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>\
             <w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"{left}\" \
             w:hanging=\"360\"/></w:pPr></w:lvl>"
        )
    };
    let bullets: String = (0..9).map(|at| level(at, "bullet", "\u{2022}")).collect();
    let numbers: String = (0..9).map(|at| level(at, "decimal", &format!("%{}.", at + 1))).collect();
    let mut out = format!(
        "{HEAD}<w:numbering {MAIN}><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType \
         w:val=\"hybridMultilevel\"/>{bullets}</w:abstractNum><w:abstractNum \
         w:abstractNumId=\"1\"><w:multiLevelType w:val=\"hybridMultilevel\"/>{numbers}\
         </w:abstractNum>"
    );
    for (at, start) in lists.iter().enumerate() {
        let (id, of) = (at + 1, usize::from(start.is_some()));
        out.push_str(&format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{of}\"/>"));
        if let Some(start) = start {
            out.push_str(&format!(
                "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"{start}\"/></w:lvlOverride>"
            ));
        }
        out.push_str("</w:num>");
    }
    out.push_str("</w:numbering>");
    out
}

/// A paragraph style: id, name, what it is based on, how paragraphs and letters look.
type Style<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str);

const STYLES: &[Style<'_>] = &[
    (
        "Title",
        "Title",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"120\"/>",
        "<w:b/><w:sz w:val=\"36\"/>",
    ),
    (
        "Heading1",
        "heading 1",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:pBdr><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"1\" w:color=\"1D3557\"/></w:pBdr><w:spacing w:before=\"320\" w:after=\"120\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:color w:val=\"1D3557\"/><w:sz w:val=\"26\"/>",
    ),
    (
        "Heading2",
        "heading 2",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"220\" w:after=\"80\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:sz w:val=\"23\"/>",
    ),
    (
        "Heading3",
        "heading 3",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"180\" w:after=\"60\"/><w:outlineLvl w:val=\"2\"/>",
        "<w:b/><w:i/><w:sz w:val=\"22\"/>",
    ),
    ("BodyText", "Body Text", "Normal", "<w:spacing w:after=\"120\"/>", ""),
    ("ListParagraph", "List Paragraph", "Normal", "<w:spacing w:after=\"60\"/>", ""),
    (
        "Quote",
        "Quote",
        "Normal",
        "<w:keepLines/><w:pBdr><w:left w:val=\"single\" w:sz=\"24\" w:space=\"8\" w:color=\"1D3557\"/></w:pBdr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F6F8FA\"/><w:spacing w:after=\"120\"/><w:ind w:left=\"284\" w:right=\"284\"/>",
        "",
    ),
    ("Notice", "Notice", "Normal", "<w:spacing w:after=\"80\"/>", "<w:b/>"),
    (
        "TableHead",
        "Table Head",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"40\" w:after=\"40\"/>",
        "<w:b/><w:sz w:val=\"20\"/>",
    ),
    (
        "TableText",
        "Table Text",
        "Normal",
        "<w:spacing w:before=\"40\" w:after=\"40\"/>",
        "<w:sz w:val=\"20\"/>",
    ),
    (
        "AfterTable",
        "After Table",
        "Normal",
        "<w:spacing w:before=\"0\" w:after=\"120\" w:line=\"120\" w:lineRule=\"exact\"/>",
        "<w:sz w:val=\"8\"/>",
    ),
    (
        "Rule",
        "Rule",
        "Normal",
        "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"555555\"/></w:pBdr><w:spacing w:after=\"120\"/>",
        "",
    ),
    ("Header", "header", "Normal", "", ""),
    ("Marking", "Marking", "Header", "<w:jc w:val=\"center\"/>", "<w:b/><w:sz w:val=\"22\"/>"),
    (
        "Handling",
        "Handling",
        "Header",
        "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"2\" w:color=\"000000\"/></w:pBdr><w:spacing w:after=\"200\"/><w:jc w:val=\"center\"/>",
        "<w:sz w:val=\"17\"/>",
    ),
    ("Footer", "footer", "Normal", "", "<w:sz w:val=\"16\"/>"),
];

/// What is smaller where a document keeps to a page.
const SMALL: &[(&str, &str)] = &[
    ("<w:sz w:val=\"20\"/>", "<w:sz w:val=\"17\"/>"),
    ("<w:sz w:val=\"22\"/><w:szCs", "<w:sz w:val=\"18\"/><w:szCs"),
    ("<w:sz w:val=\"26\"/>", "<w:sz w:val=\"21\"/>"),
    ("<w:sz w:val=\"36\"/>", "<w:sz w:val=\"28\"/>"),
    ("w:before=\"320\" w:after=\"120\"", "w:before=\"140\" w:after=\"60\""),
    ("w:before=\"40\" w:after=\"40\"", "w:before=\"10\" w:after=\"10\""),
    ("w:after=\"60\"/>", "w:after=\"20\"/>"),
];

/// How everything looks, and the language of the text.
pub fn styles(page: &Page) -> String {
    let mut out = format!(
        "{HEAD}<w:styles {MAIN}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Arial\" \
         w:hAnsi=\"Arial\" w:eastAsia=\"Arial\" w:cs=\"Arial\"/><w:sz w:val=\"22\"/><w:szCs \
         w:val=\"22\"/><w:lang w:val=\"{0}\" w:eastAsia=\"{0}\" w:bidi=\"ar-SA\"/></w:rPr>\
         </w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"0\" w:line=\"264\" \
         w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type=\"paragraph\" \
         w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal \
         Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd \
         w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left \
         w:w=\"108\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" \
         w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>",
        escape(&page.language)
    );
    for (id, name, based, paragraph, letters) in STYLES {
        out.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn \
             w:val=\"{based}\"/><w:qFormat/>"
        ));
        if !paragraph.is_empty() {
            out.push_str(&format!("<w:pPr>{paragraph}</w:pPr>"));
        }
        if !letters.is_empty() {
            out.push_str(&format!("<w:rPr>{letters}</w:rPr>"));
        }
        out.push_str("</w:style>");
    }
    let edge = |side: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"555555\"/>")
    };
    let edges: String = ["top", "left", "bottom", "right", "insideH", "insideV"].map(edge).concat();
    out.push_str(&format!(
        "<w:style w:type=\"table\" w:styleId=\"Form\"><w:name w:val=\"Form\"/><w:basedOn \
         w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>{edges}</w:tblBorders></w:tblPr><w:tblStylePr \
         w:type=\"firstCol\"><w:tcPr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F6F8FA\"/>\
         </w:tcPr></w:tblStylePr></w:style></w:styles>"
    ));
    if page.small {
        for (usual, small) in SMALL {
            out = out.replace(usual, small);
        }
    }
    out
}
