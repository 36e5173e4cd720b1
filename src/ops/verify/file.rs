//! What a path of the history is: a record, an attachment, one of the register's own files.

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind<'p> {
    /// A record of a case.
    Record,
    /// An attachment of a case.
    Attachment,
    /// Something else among the cases.
    Stray,
    /// Part of a version of a pathway.
    Pathway(u32),
    /// Who may act, which pathway is for new cases, what the register is.
    Rules,
    /// Meetings, bank holidays, templates.
    Settings,
    /// What git is to do with files.
    Attributes(&'p str),
    /// Nothing that `cse` reads.
    Other,
}

/// The register's own files beside its pathways, all of which are there from the first commit on
/// and are never taken out.
pub const OWN: [&str; 4] = ["cse.yaml", "workers.yaml", "meetings.yaml", "bank-holidays.yaml"];

/// The folder of the case in which a path lies.
pub fn case_of(path: &str) -> Option<&str> {
    let mut parts = path.split('/');
    let is = |part: Option<&str>, digits: usize| {
        part.is_some_and(|p| p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()))
    };
    let fits = parts.next() == Some("cases") && is(parts.next(), 4) && is(parts.next(), 2);
    let id = parts.next().filter(|_| fits)?;
    parts.next()?;
    path.get(.."cases/2026/11/".len() + id.len())
}

/// What stands at a path.
pub fn kind(path: &str) -> Kind<'_> {
    let name = path.rsplit('/').next().unwrap_or_default();
    if matches!(name, ".gitattributes" | ".gitmodules") {
        return Kind::Attributes(name);
    }
    if let Some(case) = case_of(path) {
        let rest: Vec<&str> = path[case.len() + 1..].split('/').collect();
        return match rest.as_slice() {
            [name] if name.ends_with(".yaml") => Kind::Record,
            ["attachments", _] => Kind::Attachment,
            _ => Kind::Stray,
        };
    }
    if path == "cases" || path.starts_with("cases/") {
        return Kind::Stray;
    }
    if let Some(rest) = path.strip_prefix("templates/pathways/") {
        let version = rest.split('/').next().and_then(|version| version.parse().ok());
        return version.map_or(Kind::Settings, Kind::Pathway);
    }
    // A folder in the place of one of these files counts as the file.
    match path.split('/').next().unwrap_or_default() {
        "cse.yaml" | "workers.yaml" => Kind::Rules,
        "meetings.yaml" | "bank-holidays.yaml" | "templates" => Kind::Settings,
        _ => Kind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_what_stands_there() {
        let case = "cases/2026/11/CSE-2026-7K3Q9FX";
        for (path, want) in [
            (format!("{case}/20261121T093000Z-screen-91c70b3e.yaml"), Kind::Record),
            (format!("{case}/attachments/3f9ac1d27be04c55.docx"), Kind::Attachment),
            (format!("{case}/attachments/a/b"), Kind::Stray),
            (format!("{case}/notes.txt"), Kind::Stray),
            (format!("{case}/.gitattributes"), Kind::Attributes(".gitattributes")),
            ("cases/2026/stray".to_owned(), Kind::Stray),
            ("templates/pathways/2/documents/87a.md".to_owned(), Kind::Pathway(2)),
            ("workers.yaml".to_owned(), Kind::Rules),
            ("meetings.yaml".to_owned(), Kind::Settings),
            ("bank-holidays.yaml/x".to_owned(), Kind::Settings),
            ("README.md".to_owned(), Kind::Other),
        ] {
            assert_eq!(kind(&path), want, "{path}");
            assert_eq!(case_of(&path).is_some(), path.starts_with(case), "{path}");
        }
    }
}
