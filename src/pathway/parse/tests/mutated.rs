//! Whatever happens to the files, nothing panics, and what is refused says why.

use proptest::prelude::*;

use super::{LAW, OWN, PATHWAY, SHARED, read};

/// One thing that happens to a text, at a place between 0 and 1000 thousandths of it.
#[derive(Clone, Debug)]
enum Change {
    DeleteLine(usize),
    DoubleLine(usize),
    SwapLines(usize, usize),
    DeleteChar(usize),
    PutChar(usize, char),
    PutWord(usize, String),
}

fn change() -> impl Strategy<Value = Change> {
    let at = || 0..1000_usize;
    let signs = "{}[]:,-#&*!|>'\"%@`~ \n\t\r.\0\u{feff}éx0";
    let sign = prop::sample::select(signs.chars().collect::<Vec<_>>());
    let words: Vec<String> =
        format!("{PATHWAY}{OWN}").split_whitespace().map(str::to_owned).collect();
    prop_oneof![
        at().prop_map(Change::DeleteLine),
        at().prop_map(Change::DoubleLine),
        (at(), at()).prop_map(|(a, b)| Change::SwapLines(a, b)),
        at().prop_map(Change::DeleteChar),
        (at(), sign).prop_map(|(at, sign)| Change::PutChar(at, sign)),
        (at(), prop::sample::select(words)).prop_map(|(at, word)| Change::PutWord(at, word)),
    ]
}

fn changed(text: &str, change: &Change) -> String {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut chars: Vec<char> = text.chars().collect();
    if lines.is_empty() {
        return String::new();
    }
    let (of_lines, of_chars) =
        (|at: usize| at * lines.len() / 1000, |at: usize| at * chars.len() / 1000);
    match change {
        Change::DeleteLine(at) => {
            let at = of_lines(*at);
            lines.remove(at);
        }
        Change::DoubleLine(at) => {
            let at = of_lines(*at);
            lines.insert(at, lines[at]);
        }
        Change::SwapLines(a, b) => {
            let (a, b) = (of_lines(*a), of_lines(*b));
            lines.swap(a, b);
        }
        Change::DeleteChar(at) => {
            let at = of_chars(*at);
            chars.remove(at);
            return chars.into_iter().collect();
        }
        Change::PutChar(at, sign) => {
            let at = of_chars(*at);
            chars[at] = *sign;
            return chars.into_iter().collect();
        }
        Change::PutWord(at, word) => {
            let mut words: Vec<&str> = text.split_inclusive(' ').collect();
            let at = at * words.len() / 1000;
            words[at] = word;
            return words.concat();
        }
    }
    lines.concat()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn nothing_panics(changes in prop::collection::vec((0..4_usize, change()), 1..5)) {
        let mut files = [SHARED, OWN, PATHWAY, LAW].map(str::to_owned);
        for (file, change) in &changes {
            files[*file] = changed(&files[*file], change);
        }
        let [shared, own, pathway, law] = &files;
        if let Err(problems) = read(shared, own, pathway, law) {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.is_sorted());
            for problem in problems {
                let one_line = !problem.message.contains('\n');
                prop_assert!(one_line && !problem.message.is_empty(), "{problem}");
            }
        }
    }
}

#[test]
fn rules_that_grow_without_end_are_refused() {
    let rule = |at: usize, is: &str| {
        format!("  r{at}: {}\n", is.replace("LAST", &format!("{{rule: r{}}}", at - 1)))
    };
    let rules = |is: &str| -> Vec<String> {
        let first = "  r0: {harm: yes}\n".to_owned();
        std::iter::once(first).chain((1..64).map(|at| rule(at, is))).collect()
    };
    let first_problem = |rules: &[String]| {
        let pathway = PATHWAY.replace("rules:\n", &format!("rules:\n{}", rules.concat()));
        super::problems(SHARED, OWN, &pathway, LAW).swap_remove(0)
    };
    let mut chain = rules("{not: {not: LAST}}");
    assert!(first_problem(&rules("{any: [LAST, LAST]}")).contains("too long"));
    assert!(first_problem(&chain).contains("too deeply"));
    chain.reverse();
    assert!(first_problem(&chain).contains("too deeply"));
}
