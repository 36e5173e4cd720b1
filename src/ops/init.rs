//! Making a register: a git repository with an authority's pathway in it.

use std::path::Path;

use crate::documents::Library;
use crate::domain::Moment;
use crate::pathway::{Pathway, shipped};
use crate::register::config::{Config, write_meetings};
use crate::register::{AppendError, Change, FileChange, Identity, Store, Warning};

use super::Failure;

/// A file of a version of a pathway: its path in the version's folder, and its bytes.
pub type File = (String, Vec<u8>);

/// A register that was made.
pub struct Made {
    /// It.
    pub store: Store,
    /// What did not work after it was durable; the next command completes it.
    pub warnings: Vec<Warning>,
}

/// Makes a register in a folder that is empty or not there yet.
///
/// `files` are the files of the pathway; they are parsed before anything is made.
pub fn init(
    dir: &Path,
    who: &Identity,
    now: Moment,
    register: &str,
    sample: bool,
    files: &[File],
) -> Result<Made, Failure> {
    let pathway = shipped::parse_files(files).map_err(Failure::Pathway)?;
    let wrong = Library::new("documents", shipped::of_documents(files)).wrong(&pathway);
    if !wrong.is_empty() {
        return Err(Failure::Pathway(wrong));
    }
    let config = Config {
        register: register.to_owned(),
        authority: pathway.name.name.clone(),
        pathway: pathway.name.version,
        marking: "OFFICIAL-SENSITIVE".to_owned(),
        sample,
    };
    let version = config.pathway;
    let mut all: Vec<File> = vec![
        (".gitattributes".into(), b"* -text\n".to_vec()),
        ("cse.yaml".into(), config.write().into_bytes()),
        ("workers.yaml".into(), workers(&pathway).into_bytes()),
        ("meetings.yaml".into(), write_meetings(&crate::pathway::Meetings::default()).into_bytes()),
        ("bank-holidays.yaml".into(), crate::pathway::holidays::EMBEDDED.as_bytes().to_vec()),
    ];
    let moved = files
        .iter()
        .map(|(path, bytes)| (format!("templates/pathways/{version}/{path}"), bytes.clone()));
    all.extend(moved);
    let store = Store::create(dir)?;
    let files = all.into_iter().map(|(path, bytes)| FileChange::new(path, bytes)).collect();
    let change =
        Change { files, message: format!("init: {} {version}\n", config.authority), value: () };
    match store.append(who, now, |_| Ok::<_, Failure>(change)) {
        Ok(done) => {
            // Where a file could not be put in its place, the next command completes the register.
            if done.warnings.is_empty() {
                store.finish_create();
            }
            Ok(Made { store, warnings: done.warnings })
        }
        Err(AppendError::Prepare(failure)) => Err(failure),
        Err(AppendError::Fault(fault)) => Err(fault.into()),
    }
}

/// The file of workers: nobody yet, and how somebody is listed.
fn workers(pathway: &Pathway) -> String {
    let role = pathway.seniors.first().map_or("ROLE", |role| role.as_str());
    WORKERS.replace("ROLE", role)
}

const WORKERS: &str = "\
# Who may act, in which roles. Until somebody is listed here, a role is taken at its word and
# recorded; from then on a worker (known by the e-mail address of git) has only their own roles.
#
# workers:
#   j.okafor:
#     name: J. Okafor (invented)
#     email: j.okafor@example.invalid
#     roles: [ROLE]
#     signing_key:
workers: {}
";
