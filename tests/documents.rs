//! Documents: what they say, to whom, and what they never say.

mod canaries;
mod golden;
mod hostile;
mod issuing;
mod language;
mod leaks;
mod rendering;
mod screens;
mod shipped;

use std::path::PathBuf;

use crate::common::TestRegister;

/// Writes a template of the test's own into a register and commits it by hand.
fn template(register: &TestRegister, name: &str, text: &str) -> PathBuf {
    let path = register.root().join(format!("templates/pathways/1/documents/{name}.md"));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, text).unwrap();
    register.git(&["add", "templates"]);
    register.git(&["commit", "-q", "-m", "template"]);
    register.edited_by_git();
    path
}

/// A template with this front matter besides what each must have, and this body.
fn whole(more: &str, body: &str) -> String {
    format!("---\ntitle: Test\nversion: 1\nhandling: For the test.\n{more}\n---\n{body}\n")
}

/// A case that an allocated worker referred, with whatever else is given; its number.
fn referred(register: &mut TestRegister, concern: &str, more: &[&str]) -> String {
    let given = ["--child-name", "Zoë Invented", "--concern-summary", concern];
    let referral = ["new-referral", "--route", "allocated"].iter().chain(&given).chain(more);
    register.as_("social-worker").cse(referral.copied()).done();
    register.case().to_owned()
}

/// The text of a part of a Word file, read by another reader than wrote it.
fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut file = zip.by_name(name).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut file, &mut text).unwrap();
    text
}
