//! What a rule of the pathway refuses.

use cse::cli::Exit::Refusal;

use super::{Error, TestRegister, red, referred};

pub(super) const ALL: &[Error] = &[
    Error::new(
        "A step at the wrong stage",
        Refusal,
        red,
        &[
            "screen",
            "$CASE",
            "--as",
            "mash-manager",
            "--rag",
            "blue",
            "--mash-checks-needed",
            "no",
            "--police-liaison",
            "done",
            "--screening-rationale",
            "x",
        ],
    ),
    Error::new(
        "A step by a role that may not take it; what is missing is said too",
        Refusal,
        red,
        &["allocate", "$CASE", "--as", "social-worker"],
    ),
    Error::new(
        "A step before the case was open",
        Refusal,
        referred,
        &["note", "$CASE", "--as", "social-worker", "--at", "2026-10-01", "--note-text", "x"],
    ),
    Error::new(
        "Blue while a same-day flag stands",
        Refusal,
        flagged,
        &[
            "screen",
            "$CASE",
            "--as",
            "mash-manager",
            "--rag",
            "blue",
            "--mash-checks-needed",
            "no",
            "--police-liaison",
            "done",
            "--screening-rationale",
            "x",
        ],
    ),
    Error::new(
        "A chair below assistant team manager; an override is possible",
        Refusal,
        red,
        &[
            "strategy",
            "$CASE",
            "--as",
            "social-worker",
            "--strategy-kind",
            "meeting",
            "--strategy-chair",
            "M. Invented",
            "--strategy-chair-role",
            "social-worker",
            "--section-47-decision",
            "no",
            "--mase-form-needed",
            "no",
            "--complex-abuse-decision",
            "not-met",
        ],
    ),
    Error::new(
        "An override by a role that may not",
        Refusal,
        red,
        &[
            "strategy",
            "$CASE",
            "--as",
            "social-worker",
            "--strategy-kind",
            "meeting",
            "--strategy-chair",
            "M. Invented",
            "--strategy-chair-role",
            "social-worker",
            "--section-47-decision",
            "no",
            "--mase-form-needed",
            "no",
            "--complex-abuse-decision",
            "not-met",
            "--override",
            "Nobody else was there.",
        ],
    ),
    Error::new(
        "Closing while something is owed",
        Refusal,
        red,
        &["close", "$CASE", "--as", "social-worker"],
    ),
    Error::new(
        "The 18+ route for a child",
        Refusal,
        TestRegister::new,
        &[
            "new-referral",
            "--as",
            "personal-adviser",
            "--child-name",
            "Bo Invented",
            "--route",
            "care-leaver",
            "--concern-summary",
            "x",
            "--child-date-of-birth",
            "2010-01-01",
        ],
    ),
    Error::new(
        "A backdated step that would upset a later one",
        Refusal,
        noted_then_closed,
        &["close", "$CASE", "--as", "mash-manager", "--at", "2026-11-20T10:00:00Z"],
    ),
    Error::new(
        "A duty given up by a role that is not senior",
        Refusal,
        red,
        &["waive", "$CASE", "strategy-meeting", "--reason", "x", "--as", "social-worker"],
    ),
    Error::new(
        "A duty given up that is not owed",
        Refusal,
        red,
        &["waive", "$CASE", "mase-form", "--reason", "x", "--as", "team-manager"],
    ),
    Error::new(
        "Two records disagree on a fact that a rule reads",
        Refusal,
        in_conflict,
        &[
            "screen",
            "$CASE",
            "--as",
            "mash-manager",
            "--rag",
            "red",
            "--mash-checks-needed",
            "no",
            "--police-liaison",
            "done",
            "--screening-rationale",
            "x",
        ],
    ),
    Error::new(
        "A worker who is not listed",
        Refusal,
        others_listed,
        &["note", "$CASE", "--as", "social-worker", "--note-text", "x"],
    ),
    Error::new(
        "A role that is not one's own",
        Refusal,
        listed_as_social_worker,
        &["note", "$CASE", "--as", "mash-manager", "--note-text", "x"],
    ),
];

fn flagged() -> TestRegister {
    let mut register = referred();
    let case = register.case().to_owned();
    register
        .as_("social-worker")
        .cse(["new-information", &case, "--serious-risk-of-harm", "yes"])
        .done();
    register
}

/// A Blue case that waited to be closed, and was closed at noon.
fn noted_then_closed() -> TestRegister {
    let mut register = referred();
    let case = register.case().to_owned();
    register.at("2026-11-20T09:30:00Z");
    let args = ["screen", &case, "--rag", "blue", "--mash-checks-needed", "no"];
    let more = ["--police-liaison", "done", "--screening-rationale", "No concern."];
    register.as_("mash-manager").cse(args.into_iter().chain(more)).done();
    register.as_("mash-manager").cse(["notify-referrer", &case, "--referrer-told", "told"]).done();
    register.at("2026-11-20T12:00:00Z");
    register.as_("mash-manager").cse(["close", &case]).done();
    register
}

/// Two desks recorded different flags without having seen each other, and their work was merged.
fn in_conflict() -> TestRegister {
    let mut register = referred();
    let case = register.case().to_owned();
    register.git(&["checkout", "--quiet", "-b", "desk"]);
    register
        .as_("social-worker")
        .cse(["new-information", &case, "--serious-risk-of-harm", "yes"])
        .done();
    register.git(&["checkout", "--quiet", "main"]);
    register
        .as_("mash-manager")
        .cse(["new-information", &case, "--serious-risk-of-harm", "no"])
        .done();
    register.git(&["merge", "--quiet", "--no-edit", "desk"]);
    register
}

fn others_listed() -> TestRegister {
    listed("somebody.else@example.invalid", "social-worker")
}

fn listed_as_social_worker() -> TestRegister {
    let mut register = listed("anybody.invented@example.invalid", "social-worker");
    register.leave_dirty();
    register
}

/// A register in whose `workers.yaml` one worker stands.
fn listed(email: &str, role: &str) -> TestRegister {
    let register = referred();
    let text = format!("workers:\n  a.worker: {{email: {email}, roles: [{role}]}}\n");
    std::fs::write(register.root().join("workers.yaml"), text).unwrap();
    register.git(&["commit", "--quiet", "-am", "workers"]);
    register
}
