//! The trail of small histories that git made.

use crate::register::testing::Register;

use super::*;

fn told(trail: &Trail) -> Vec<Vec<(String, &'static str)>> {
    let kind = |kind: &StepKind| match kind {
        StepKind::Added(_) => "added",
        StepKind::Changed { agreed: true, .. } => "changed",
        StepKind::Changed { agreed: false, .. } => "settled",
        StepKind::Removed => "removed",
        StepKind::Refused(_) => "refused",
        StepKind::Twin(_) => "twin",
    };
    let of = |commit: &Trailed| {
        commit.changes.iter().map(|step| (step.path.clone(), kind(&step.kind))).collect()
    };
    trail.commits.iter().map(of).collect()
}

#[test]
fn each_commit_says_what_it_changed_against_all_of_its_parents() {
    let register = Register::new();
    register.commit_by_git("cases/a", "one");
    register.git(&["checkout", "-q", "-b", "desk"]);
    register.commit_by_git("cases/b", "two");
    register.git(&["checkout", "-q", "main"]);
    register.commit_by_git("cases/A", "three");
    register.commit_by_git("cases/a", "four");
    register.git(&["merge", "-q", "--no-commit", "desk"]);
    std::fs::write(register.root().join("cases/c"), "smuggled").unwrap();
    register.git(&["add", "."]);
    register.git(&["rm", "-q", "-f", "cases/A"]);
    register.git(&["commit", "-q", "-m", "merge"]);
    let store = register.store();
    let trail = store.trail(&store.tip().unwrap().unwrap().commit).unwrap();
    let told = told(&trail);
    let path = |name: &str, kind| vec![(format!("cases/{name}"), kind)];
    assert_eq!(told[1], path("a", "added"));
    assert_eq!(told[2], [path("A", "added"), path("A", "twin")].concat());
    assert_eq!(told[3], path("a", "changed"));
    assert_eq!(told[4], path("b", "added"));
    assert_eq!(told[5], [path("A", "removed"), path("c", "added")].concat());
    assert_eq!(trail.commits[5].parents, [3, 4]);
    assert!(trail.commits.iter().all(|commit| commit.broken.is_empty()));
}
