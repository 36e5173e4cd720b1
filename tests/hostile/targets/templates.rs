//! Templates of documents: what an authority writes, or what somebody put in its place.

use std::sync::OnceLock;

use cse::documents::{Format, Library, Refused, Subject, dry_run, render};
use cse::domain::{CaseId, Record};
use cse::pathway::{replay, shipped};
use cse::register::format;

use super::{files, now, pathway, placed};

/// A file that is a template: it is opened and made of a case of which much is known, in each
/// format, or everything that is wrong with it is said.
pub fn document(bytes: &[u8]) {
    let parts = shipped::of_documents(files());
    let library = Library::new("documents", parts).with("letter", "letter.md", bytes.to_vec());
    let template = match library.open("letter", pathway()) {
        Ok(template) => template,
        Err(problems) => {
            let own = problems.iter().filter(|p| &*p.place.file == "letter.md").cloned();
            let own: Vec<_> = own.collect();
            assert!(!problems.is_empty());
            if !own.is_empty() {
                placed(&own, bytes);
            }
            return;
        }
    };
    let _ = dry_run(&template, pathway());
    let id = CaseId::from_random(2026, [1, 2, 3, 4, 5, 6]);
    let subject = Subject {
        id: &id,
        pathway: pathway(),
        replay: &replay(pathway(), known()),
        duties: &[],
        moment: now(),
        commit: "",
        marking: "OFFICIAL",
        sample: true,
    };
    for audience in &template.front.audiences {
        match render(&subject, &template, *audience) {
            Ok(made) => {
                for (_, format) in Format::ALL {
                    assert!(!made.write(*format).is_empty());
                }
            }
            Err(Refused::Template(problem)) => {
                let message = &problem.message;
                assert!(!message.is_empty() && !message.contains('\n'), "{problem:?}");
            }
            Err(Refused::Leaks(leaks)) => assert!(!leaks.is_empty()),
        }
    }
}

/// A case with lists to go through and texts that look like templates.
fn known() -> &'static [Record] {
    static KNOWN: OnceLock<Vec<Record>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let bytes = include_bytes!("../corpus/record.yaml");
        vec![format::read("r.yaml", bytes, &pathway().dictionary).expect("it is a record")]
    })
}
