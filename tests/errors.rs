//! The gallery of errors: each is provoked, said as a whole, and changes nothing. `docs/errors.md`
//! is made from it (`UPDATE_DOCS=1 cargo test errors` writes it anew).

use cse::cli::Exit;

use crate::common::{Output, TestRegister};

mod data;
mod documents;
mod rules;
mod typed;
mod world;

/// One error: what leads to it, how it ends, and what is run.
struct Error {
    /// What somebody did, as a heading.
    title: &'static str,
    /// How it ends.
    exit: Exit,
    /// Makes the register in which it happens.
    before: fn() -> TestRegister,
    /// The command; `$CASE` stands for the case that was opened last.
    run: &'static [&'static str],
    /// Standard input.
    input: &'static str,
}

impl Error {
    const fn new(
        title: &'static str,
        exit: Exit,
        before: fn() -> TestRegister,
        run: &'static [&'static str],
    ) -> Self {
        Error { title, exit, before, run, input: "" }
    }

    /// Provokes the error; nothing may change by it.
    fn provoke(&self) -> (String, Output) {
        let mut register = (self.before)();
        let before = state(&register);
        let args: Vec<String> =
            self.run.iter().map(|arg| arg.replace("$CASE", register.case())).collect();
        let output = register.cse_with(&args, self.input);
        assert_eq!(state(&register), before, "{}: something changed", self.title);
        assert_eq!(output.exit, self.exit, "{}:\n{output}", self.title);
        let words = args.iter().map(|arg| {
            let plain = !arg.contains([' ', '"']) && !arg.is_empty();
            if plain { arg.clone() } else { format!("'{arg}'") }
        });
        let line = format!("$ cse {}", words.collect::<Vec<_>>().join(" "));
        let root = register.root().display().to_string();
        register.leave_dirty();
        let tidy = |text: &str| text.replace(&root, "REGISTER");
        (line, Output { out: tidy(&output.out), err: tidy(&output.err), exit: output.exit })
    }
}

/// All that a refused command may not change: the newest commit and every file.
fn state(register: &TestRegister) -> String {
    if !register.root().join(".git").exists() {
        return String::new();
    }
    let head = register.git(&["rev-parse", "HEAD"]);
    head + &register.git(&["status", "--porcelain", "--untracked-files=all"])
}

#[test]
fn every_error_is_in_the_gallery_and_changes_nothing() {
    let mut page = String::from(
        "# Errors\n\nEvery kind of error, with what provokes it. Made by `tests/errors.rs`; a \
         test keeps it true.\n\nExit codes: 0 done, 1 a rule says no, 2 typed wrongly, 3 data in \
         the register is wrong, 4 the world failed, 130 interrupted.\n",
    );
    let chapters: [(&str, &[&[Error]]); 4] = [
        ("A rule says no (1)", &[rules::ALL, documents::REFUSED]),
        ("Typed wrongly (2)", &[typed::ALL, documents::TYPED]),
        ("Data in the register is wrong (3)", &[data::ALL, documents::WRONG]),
        ("The world failed (4)", &[world::ALL]),
    ];
    for (chapter, errors) in chapters {
        page.push_str(&format!("\n## {chapter}\n"));
        for error in errors.iter().copied().flatten() {
            let (line, output) = error.provoke();
            page.push_str(&format!("\n### {}\n\n```text\n{line}\n{output}```\n", error.title));
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/errors.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, &page).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    assert!(kept == page, "docs/errors.md is not up to date: UPDATE_DOCS=1 cargo test errors");
}

#[test]
fn every_error_is_also_said_as_json_on_the_last_line() {
    let of_documents = [documents::REFUSED, documents::TYPED, documents::WRONG];
    let others = [rules::ALL, typed::ALL, data::ALL, world::ALL];
    for error in others.into_iter().chain(of_documents).flatten() {
        let mut register = (error.before)();
        let args: Vec<String> =
            error.run.iter().map(|arg| arg.replace("$CASE", register.case())).collect();
        // The format of these is that of the document.
        let option =
            if matches!(error.run[0], "render" | "issue") { "--errors" } else { "--format" };
        let args = args.into_iter().chain([option.to_owned(), "json".to_owned()]);
        let output = register.cse_with(args, error.input);
        register.leave_dirty();
        assert_eq!(output.exit, error.exit, "{}", error.title);
        let last = output.err.lines().last().unwrap_or_default();
        let json: serde_json::Value = serde_json::from_str(last).unwrap();
        let said = json["error"].as_object().unwrap();
        let keys: Vec<&str> = said.keys().map(String::as_str).collect();
        let all = ["kind", "rule", "message", "missing", "problems", "source", "hint"];
        assert_eq!(keys, all, "{}", error.title);
        let kind = match error.exit {
            Exit::Refusal => "refusal",
            Exit::Usage => "usage",
            Exit::Problem => "problem",
            Exit::Fault => "fault",
            Exit::Done | Exit::Interrupted => "",
        };
        assert_eq!(said["kind"], kind, "{}", error.title);
        let message = said["message"].as_str().unwrap();
        assert!(!message.is_empty() && !message.ends_with('.'), "{}: {message}", error.title);
    }
}

/// A register with a case that waits to be screened.
fn referred() -> TestRegister {
    let mut register = TestRegister::new();
    let args =
        ["new-referral", "--child-name", "Zoë Invented", "--child-date-of-birth", "2012-03-04"];
    let more = ["--route", "new", "--concern-summary", "Seen getting into an unknown car."];
    register.as_("screening-social-worker").cse(args.into_iter().chain(more)).done();
    register
}

/// A register with a case that was screened Red.
fn red() -> TestRegister {
    let mut register = referred();
    let case = register.case().to_owned();
    let args = ["screen", &case, "--rag", "red", "--mash-checks-needed", "no"];
    let more = ["--police-liaison", "done", "--screening-rationale", "Two missing episodes."];
    register.as_("mash-manager").cse(args.into_iter().chain(more)).done();
    register
}
