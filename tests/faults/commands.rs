//! Every command that writes, and a register on which it works.

use std::path::{Path, PathBuf};

use super::world::World;

/// What a command leaves behind when it worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaves {
    /// A register where there was none.
    Register,
    /// A commit.
    Commit,
    /// A draft more.
    Draft,
    /// A draft less.
    NoDraft,
    /// Nothing; it repairs what others left.
    Repair,
}

/// A command that writes.
pub struct Writing {
    pub name: &'static str,
    pub args: Vec<String>,
    pub leaves: Leaves,
    /// The register before it.
    pub template: PathBuf,
    /// The case of that register; empty where it has none.
    pub case: String,
}

const REFERRAL: &str =
    "new-referral --as mash-manager --child-name Bo --route new --concern-summary x";

/// All of them.
pub fn all(world: &World) -> Vec<Writing> {
    let full = world.path().join("full");
    let case = world.register(&full);
    let note = ["note", &case, "--as", "social-worker", "--note-text", "x", "--format", "json"];
    let noted: serde_json::Value = serde_json::from_str(&world.done(&full, &note)).unwrap();
    let record = noted["record"].as_str().unwrap().to_owned();
    let drafted = world.path().join("drafted");
    World::copy(&full, &drafted);
    world.done(&drafted, &["note", &case, "--as", "social-worker", "--draft"]);
    let draft = std::fs::read_dir(drafted.join(".git/cse-drafts")).unwrap().next().unwrap();
    let draft = draft.unwrap().file_name().to_str().unwrap().to_owned();
    let sample = world.path().join("sample");
    let folder = sample.to_str().unwrap();
    world.done(&sample, &["init", folder, "--pathway", "hounslow", "--sample"]);
    let torn = world.path().join("torn");
    World::copy(&full, &torn);
    tear(world, &torn);
    let attached = world.path().join("attached.txt");
    std::fs::write(&attached, "invented\n").unwrap();
    let attached = attached.to_str().unwrap().to_owned();
    let on = |template: &Path, leaves, name, line: String, more: &[&str]| Writing {
        name,
        args: line.split(' ').chain(more.iter().copied()).map(str::to_owned).collect(),
        leaves,
        template: template.to_path_buf(),
        case: if template == sample || leaves == Leaves::Register {
            String::new()
        } else {
            case.clone()
        },
    };
    let commit = |name, line: String, more: &[&str]| on(&full, Leaves::Commit, name, line, more);
    let waived = "screening-decision --as service-manager --reason x";
    vec![
        commit("note", format!("note {case} --as social-worker --note-text x"), &[]),
        commit("new-referral", REFERRAL.to_owned(), &["--attach", &attached]),
        commit(
            "screen",
            format!("screen {case} --as mash-manager --rag amber --screening-rationale x"),
            &["--mash-checks-needed", "yes", "--police-liaison", "not-yet", "--override", "x"],
        ),
        commit(
            "amend",
            format!("amend {case} {record} --as social-worker --reason x --note-text y"),
            &[],
        ),
        commit("waive", format!("waive {case} {waived}"), &[]),
        commit("extend", format!("extend {case} {waived} --until 2099-12-24"), &[]),
        commit("meeting", "meeting add mase 2099-12-10T10:00".to_owned(), &[]),
        on(&sample, Leaves::Commit, "sample", "sample --cases 1".to_owned(), &[]),
        on(&full, Leaves::Draft, "draft", format!("note {case} --as social-worker --draft"), &[]),
        on(&drafted, Leaves::NoDraft, "discard", format!("drafts --discard {draft}"), &[]),
        on(&torn, Leaves::Repair, "repair", "status".to_owned(), &[]),
        on(
            &world.path().join("none"),
            Leaves::Register,
            "init",
            "init REGISTER --pathway hounslow".to_owned(),
            &[],
        ),
    ]
}

/// Leaves a register as a writer that was killed after its commit would.
fn tear(world: &World, register: &Path) {
    let listed = world.git(register, &["diff", "--name-only", "HEAD~1", "HEAD"]);
    let newest = String::from_utf8(listed.stdout).unwrap();
    std::fs::remove_file(register.join(newest.trim())).unwrap();
    std::fs::write(register.join(".git/index"), "").unwrap();
}

impl Writing {
    /// The arguments, for a register at this place.
    pub fn args_at<'a>(&'a self, register: &'a Path) -> Vec<&'a str> {
        let place = |arg: &'a String| match arg.as_str() {
            "REGISTER" => register.to_str().unwrap(),
            other => other,
        };
        self.args.iter().map(place).collect()
    }

    /// A fresh register for it; nothing for the command that makes one.
    pub fn fresh(&self, at: &Path) {
        if self.leaves != Leaves::Register {
            World::copy(&self.template, at);
        }
    }
}
