//! `cse pathway check` where the proofs would take too long: it says so, and calls nothing wrong.

use std::fmt::Write as _;

use crate::common::TestRegister;

#[test]
fn a_pathway_that_is_too_entangled_says_that_not_all_was_looked_at() {
    let mut register = TestRegister::no_register();
    let folder = register.root().join("entangled");
    std::fs::create_dir(&folder).unwrap();
    let (mut facts, mut needs) = ("facts:\n".to_owned(), Vec::new());
    for at in 0..16 {
        for of in ["a", "b"] {
            writeln!(facts, "  {of}{at}: {{label: Fact, type: yes-no}}").unwrap();
        }
        needs.push(format!("{{any: [{{a{at}: yes}}, {{b{at}: yes}}]}}"));
    }
    let names: Vec<_> = (0..16).map(|at| format!("a{at}, b{at}")).collect();
    let pathway = format!(
        "pathway: entangled\nversion: 1\ntitle: Entangled\nroles: {{clerk: {{title: Clerk, rank: 1}}}}\n\
         seniors: {{at_least: clerk}}\n\
         stages: {{begun: {{title: Begun}}, closed: {{title: Closed, final: true}}}}\nsteps:\n  \
         begin: {{title: Begin, source: S, by: any, at: none, may: [{}]}}\n  \
         end: {{title: End, source: S, by: any, at: any, moves: [{{to: closed}}]}}\ngates:\n  \
         all: {{step: end, needs: {{all: [{}]}}, else: E, source: S}}\nobligations: {{}}\n",
        names.join(", "),
        needs.join(", ")
    );
    std::fs::write(folder.join("shared-facts.yaml"), "facts: {}\n").unwrap();
    std::fs::write(folder.join("facts.yaml"), facts).unwrap();
    std::fs::write(folder.join("pathway.yaml"), pathway).unwrap();
    let said = register.cse(["pathway", "check", "entangled"]).to_string();
    assert_eq!(
        said,
        "entangled 1: 2 steps, 1 gate, 0 obligations, 32 facts: nothing is wrong.\n--- stderr ---\n\
         notice: in this pathway very much depends on very much; not every history was looked at, \
         and what was not counts as possible\n"
    );
}
