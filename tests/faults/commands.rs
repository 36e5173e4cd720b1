//! Every command that writes, and a register on which it works.

use std::path::{Path, PathBuf};

use super::check::State;
use super::ill;
use super::world::{World, outside};

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
    /// A register where there was none, with cases in it.
    Sample,
    /// What this account remembers of the register.
    Mark,
    /// A file beside the register.
    File,
    /// A register that was ill, and is well.
    Health,
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
    /// What is committed in a register that is ill, once it is well.
    pub well: Option<State>,
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
    let edited = world.path().join("edited");
    World::copy(&full, &edited);
    edit(&edited.join("bank-holidays.yaml"), |text| format!("# seen by hand\n{text}"));
    let marked = world.path().join("marked");
    World::copy(&full, &marked);
    world.done(&marked, &["verify"]);
    world.done(&marked, &["note", &case, "--as", "social-worker", "--note-text", "x"]);
    let newer = newer_pathway(world, &full);
    let attached = world.path().join("attached.txt");
    std::fs::write(&attached, "invented\n").unwrap();
    let attached = attached.to_str().unwrap().to_owned();
    let nothing = world.path().join("none");
    let on = |template: &Path, leaves, name, line: String, more: &[&str]| Writing {
        name,
        args: line.split(' ').chain(more.iter().copied()).map(str::to_owned).collect(),
        leaves,
        template: template.to_path_buf(),
        case: if template == sample || template == nothing { String::new() } else { case.clone() },
        well: None,
    };
    let commit = |name, line: String, more: &[&str]| on(&full, Leaves::Commit, name, line, more);
    let waived = "screening-decision --as service-manager --reason x";
    let mut all = vec![
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
        on(&nothing, Leaves::Register, "init", "init REGISTER --pathway hounslow".to_owned(), &[]),
        on(
            &nothing,
            Leaves::Sample,
            "init-sample",
            "init REGISTER --pathway hounslow --sample".to_owned(),
            &[],
        ),
        on(&nothing, Leaves::Sample, "demo", "demo --keep REGISTER".to_owned(), &[]),
        on(&edited, Leaves::Commit, "adopt", "adopt".to_owned(), &[]),
        commit("pathway-adopt", "pathway adopt".to_owned(), &[newer.to_str().unwrap()]),
        commit(
            "issue",
            format!("issue chronology {case} --to internal --format md --as social-worker"),
            &["-o", "OUTSIDE"],
        ),
        on(
            &full,
            Leaves::File,
            "render",
            format!("render chronology {case} --format md"),
            &["-o", "OUTSIDE"],
        ),
        on(&marked, Leaves::Mark, "verify", "verify".to_owned(), &[]),
    ];
    for ill in ill::all(world, &full) {
        let mut one =
            on(&ill.register, Leaves::Health, ill.name, "doctor --repair --yes".to_owned(), &[]);
        one.well = Some(ill.well);
        all.push(one);
    }
    all
}

fn edit(file: &Path, how: impl Fn(String) -> String) {
    std::fs::write(file, how(std::fs::read_to_string(file).unwrap())).unwrap();
}

/// A folder with the pathway of a register as its next version.
fn newer_pathway(world: &World, register: &Path) -> PathBuf {
    let newer = world.path().join("pathway");
    World::copy(&register.join("templates/pathways/1"), &newer);
    edit(&newer.join("pathway.yaml"), |text| text.replacen("version: 1", "version: 2", 1));
    newer
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
    pub fn args_at(&self, register: &Path) -> Vec<String> {
        let place = |arg: &String| match arg.as_str() {
            "REGISTER" => register.to_str().unwrap().to_owned(),
            "OUTSIDE" => outside(register).to_str().unwrap().to_owned(),
            other => other.to_owned(),
        };
        self.args.iter().map(place).collect()
    }

    /// A fresh register for it; nothing for the command that makes one.
    pub fn fresh(&self, at: &Path) {
        if self.template.exists() {
            World::copy(&self.template, at);
        }
    }
}
