//! Records that read, in bytes that the program would never write for them: what stands in such a
//! file beside the record is shown by no command.

use super::*;

/// A record, and how somebody wrote it otherwise.
type Form = (&'static str, fn(&str) -> String);

const FORMS: [Form; 9] = [
    ("line ends of Windows", |text| text.replace('\n', "\r\n")),
    ("a byte order mark", |text| format!("\u{feff}{text}")),
    ("a start of a document", |text| format!("---\n{text}")),
    ("an end of a document", |text| format!("{text}...\n")),
    ("words that no command shows", |text| format!("{text}# she was seen with X\n")),
    ("words between the lines", |text| text.replacen('\n', " # X\n", 1)),
    ("other quotes", |text| text.replacen("step: note", "step: 'note'", 1)),
    ("another zone", |text| text.replace("Z\"", "+00:00\"").replace("Z\n", "+00:00\n")),
    ("another order of keys", |text| {
        let (first, rest) = text.split_once('\n').unwrap();
        let (second, rest) = rest.split_once('\n').unwrap();
        format!("{second}\n{first}\n{rest}")
    }),
];

#[test]
fn a_record_in_other_bytes_than_the_program_writes() {
    let mut register = register();
    let last = id(&register, "HEAD");
    let (who, file) = (Who::of(&register, &last), file_of(&register, &last));
    let text = std::fs::read_to_string(register.root().join(&file)).unwrap();
    let said = register.git(&["show", "-s", "--format=%B", &last]);
    let (folder, name) = file.rsplit_once('/').unwrap();
    for (what, form) in FORMS {
        let bytes = form(&text);
        assert_ne!(bytes, text, "{what}");
        // With the name that these bytes make, and the message that goes with it: all else fits.
        let hash = cse::register::format::hash(bytes.as_bytes()).to_string();
        let stem = name.rsplit_once('-').unwrap().0;
        let forged = format!("{stem}-{}.yaml", &hash[..8]);
        register.git(&["reset", "-q", "--hard", "HEAD~1"]);
        std::fs::write(register.root().join(folder).join(&forged), &bytes).unwrap();
        git_as(&register, &who, &["add", "cases"]);
        let said = said.replace(name, &forged);
        git_as(&register, &who, &["commit", "-q", "-m", said.trim_end()]);
        forget(&register);
        let tip = id(&register, "HEAD");
        let found = names(&mut register, "form", &tip, &format!("{folder}/{forged}"));
        assert_eq!(found.len(), 1, "{what}: {found:#?}");
    }
}

#[test]
fn records_of_every_format_that_was_ever_written_stand_as_they_are_written() {
    let kept = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/format-1");
    let mut register = TestRegister::no_register();
    register.at("2027-01-04T10:00:00Z");
    std::fs::create_dir_all(register.root()).unwrap();
    let mut copy = Command::new("cp");
    copy.arg("-r").arg(kept.join("register/.")).arg(register.root());
    assert!(copy.status().unwrap().success());
    register.git(&["init", "--quiet", "--initial-branch=main", "."]);
    register.git(&["add", "--all"]);
    register.git(&["commit", "--quiet", "-m", "as it was"]);
    let found = found(&mut register);
    // They are committed by hand, and nothing reads them before their own commit.
    assert!(found.iter().any(|one| one.rule == "by-hand"), "{found:#?}");
    assert!(found.iter().all(|one| !["form", "format"].contains(&&*one.rule)), "{found:#?}");
}
