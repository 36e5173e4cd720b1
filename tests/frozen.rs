//! Registers of every format that was ever written, kept as they were. They must load, check and
//! show the same for ever; nobody writes them anew.

use std::path::Path;

use crate::common::TestRegister;

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().map(Result::unwrap) {
        let to = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            std::fs::create_dir_all(to).unwrap();
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn a_register_of_format_1_loads_checks_and_shows_as_it_did() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen/format-1");
    let mut register = TestRegister::no_register();
    register.at("2027-01-04T10:00:00Z");
    copy(&kept.join("register"), &register.root());
    register.git(&["init", "--quiet", "--initial-branch=main", "."]);
    register.git(&["add", "--all"]);
    register.git(&["commit", "--quiet", "-m", "as it was"]);
    register.cse(["check"]).done();
    let wanted = std::fs::read_to_string(kept.join("case.json")).unwrap();
    let wanted: serde_json::Value = serde_json::from_str(&wanted).unwrap();
    let mut shown = register.json(["show", wanted["id"].as_str().unwrap()]);
    let shown = shown.as_object_mut().unwrap();
    shown.remove("obligations");
    for record in shown["records"].as_array_mut().unwrap() {
        assert!(record.as_object_mut().unwrap().remove("commit").is_some());
    }
    assert_eq!(serde_json::Value::Object(shown.clone()), wanted);
    // Git's own clone has its own modes; what is checked here is what the files say.
    register.leave_dirty();
}
