//! `cse demo` runs at any time of day and year, for each pathway that the program brings.

use cse::pathway::shipped;

use crate::common::TestRegister;

#[test]
fn the_demo_runs_at_any_time() {
    for now in [
        "2026-11-20T03:00:00Z",
        "2026-11-20T12:00:00Z",
        "2026-11-20T23:30:00Z",
        "2026-11-22T12:00:00Z",
        "2026-03-29T00:30:00Z",
        "2026-03-29T12:00:00Z",
        "2026-10-25T00:30:00Z",
        "2026-10-25T23:30:00Z",
        "2027-01-01T00:00:00Z",
    ] {
        for pathway in shipped::names() {
            let said = TestRegister::no_register().at(now).cse(["demo", "--pathway", pathway]);
            let whole = said.to_string();
            let refused = said.out.lines().filter(|line| line.ends_with("# refused")).count();
            let errors = said.err.lines().filter(|line| line.starts_with("error: ")).count();
            assert!(refused > 0 && refused == errors, "{pathway} at {now}:\n{whole}");
            let said = said.done();
            assert!(said.contains("every case in this register is invented"), "{whole}");
            assert!(said.contains("why: "), "{whole}");
        }
    }
}

/// What the demo says fits a terminal of 80 columns; what is typed may go on in the next line.
#[test]
fn the_demo_fits_80_columns() {
    for pathway in shipped::names() {
        let mut register = TestRegister::no_register();
        let said = register.cse(["demo", "--pathway", pathway, "--keep", "../kept"]).done();
        let long = |line: &&str| line.chars().count() > 80 && !line.starts_with("$ ");
        let path = |line: &&str| !line.starts_with('/');
        assert_eq!(said.lines().filter(long).filter(path).collect::<Vec<_>>(), Vec::<&str>::new());
    }
}
