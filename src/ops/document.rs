//! Making a document of a case. It is made, never sent: what becomes of it is for a person.

use crate::documents::{Duty, Gap, Library, Refused, Rendered, Subject, Template, missing};
use crate::domain::{CaseId, FactName, Moment, PathwayRef, Problem, StepName};
use crate::pathway::model::{At, Step};
use crate::pathway::{Audience, Pathway};
use crate::register::{Fault, Snapshot};

use super::reading::problem;
use super::{Failure, Loaded, Reading, Unfit, Usage, due};

/// Which document is wanted, of what, for whom.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The document.
    pub document: String,
    /// The case.
    pub case: CaseId,
    /// The reader; the usual one where none is named.
    pub audience: Option<Audience>,
    /// Leaves out what happened after this moment.
    pub as_of: Option<Moment>,
    /// Its moment, where that is neither `as_of` nor the time of the newest record.
    pub moment: Option<Moment>,
    /// Whether it is refused where it lacks something that it needs.
    pub complete: bool,
}

/// Makes a document.
pub fn render(reading: &Reading<'_>, asked: &Asked) -> Result<Rendered, Failure> {
    with_subject(reading, asked, |subject, template, audience| {
        let made = crate::documents::render(subject, template, audience);
        let made = made.map_err(|refused| match refused {
            Refused::Template(problem) => {
                Failure::Document(Unfit::Template { problems: vec![problem] })
            }
            Refused::Leaks(leaks) => {
                let document = asked.document.clone();
                Failure::Document(Unfit::Leaks { document, audience, leaks })
            }
        })?;
        if asked.complete && !made.gaps.is_empty() {
            return Err(Failure::Document(Unfit::Incomplete {
                document: asked.document.clone(),
                case: asked.case.clone(),
                gaps: made.gaps,
            }));
        }
        Ok(made)
    })
}

/// What a document lacks of a fact, and the steps by which that can be recorded now: those to
/// which the document belongs first, then those that ask for it.
pub fn lacks(reading: &Reading<'_>, asked: &Asked) -> Result<Vec<(Gap, Vec<StepName>)>, Failure> {
    with_subject(reading, asked, |subject, template, audience| {
        let gaps = missing(subject, template, audience).into_iter();
        Ok(gaps
            .map(|gap| (steps(subject, template, &gap.fact), gap))
            .map(|(s, g)| (g, s))
            .collect())
    })
}

fn steps(subject: &Subject<'_>, template: &Template, fact: &FactName) -> Vec<StepName> {
    let stage = subject.replay.case.stage();
    let can_be_taken = |step: &&Step| match &step.at {
        At::Opening => false,
        At::Any => true,
        At::Stages(stages) => stage.is_some_and(|stage| stages.contains(stage)),
    };
    let all = subject.pathway.steps.iter().filter(can_be_taken);
    let mut all: Vec<&Step> = all.filter(|step| step.takes(fact.as_str())).collect();
    all.sort_by_key(|step| {
        let own = template.front.steps.iter().any(|named| named.name == step.name.as_str());
        let asks = step.asks.iter().any(|ask| ask.fact == *fact);
        (!own, !asks)
    });
    all.into_iter().map(|step| step.name.clone()).collect()
}

/// Reads the case and opens the template.
fn with_subject<T>(
    reading: &Reading<'_>,
    asked: &Asked,
    f: impl FnOnce(&Subject<'_>, &Template, Audience) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut case = reading.shown_case(&asked.case)?;
    let Some(pathway) = case.pathway.clone().filter(|_| case.problems.is_empty()) else {
        return Err(Failure::Problems(case.problems));
    };
    if !case.as_of(asked.as_of) {
        return Err(Usage::NoCase { given: asked.case.to_string() }.into());
    }
    let template = open(reading, &pathway, &asked.document)?;
    let audience = audience(&template, asked.audience)?;
    let moment = asked.moment.unwrap_or_else(|| moment(&case, asked.as_of));
    let replay = case.replay(&pathway);
    let lines = due::lines(reading, &case.id, &pathway, &replay, moment);
    let duties: Vec<Duty> = lines.iter().map(|line| duty(line, &pathway)).collect();
    let commit = reading.tip.commit.to_string();
    let subject = Subject {
        id: &case.id,
        pathway: &pathway,
        replay: &replay,
        duties: &duties,
        moment,
        commit: &commit,
        marking: &reading.config.marking,
        sample: reading.config.sample,
    };
    f(&subject, &template, audience)
}

/// The moment of a document: the one that was named, else when the newest record was written down.
fn moment(case: &Loaded, as_of: Option<Moment>) -> Moment {
    let newest = case.records.iter().map(|record| record.recorded.0).max();
    // A case without records was refused before.
    as_of.or(newest).unwrap_or_else(|| case.records[0].recorded.0)
}

fn duty(line: &due::Line, pathway: &Pathway) -> Duty {
    let owner = pathway.role(line.owner.as_str());
    Duty {
        title: match &line.instance {
            Some(instance) => format!("{} ({instance})", line.title),
            None => line.title.clone(),
        },
        due: line.due,
        due_at: line.due_at,
        standing: line.standing,
        owner: owner.map_or_else(|| line.owner.to_string(), |role| role.title.clone()),
    }
}

/// The reader: the one that was named, if the document is for them, else the usual one.
fn audience(template: &Template, named: Option<Audience>) -> Result<Audience, Failure> {
    let may = &template.front.audiences;
    match named {
        Some(audience) if !may.contains(&audience) => Err(Failure::Document(Unfit::Audience {
            document: template.name.clone(),
            audience,
            may: may.clone(),
        })),
        Some(audience) => Ok(audience),
        None => Ok(may.first().copied().unwrap_or(Audience::Internal)),
    }
}

/// Opens a document of a pathway.
pub fn open(reading: &Reading<'_>, pathway: &Pathway, document: &str) -> Result<Template, Failure> {
    let library = library(reading, &pathway.name)?;
    if !library.has(document) {
        let documents = library.names().into_iter().map(str::to_owned).collect();
        return Err(Usage::NoDocument { given: document.to_owned(), documents }.into());
    }
    let opened = library.open(document, pathway);
    opened.map_err(|problems| Failure::Document(Unfit::Template { problems }))
}

/// What is wrong with the templates of all versions of the pathway.
pub fn wrong(reading: &Reading<'_>) -> Result<Vec<Problem>, Failure> {
    let mut problems = Vec::new();
    for pathway in reading.versions() {
        match library(reading, &pathway.name) {
            Ok(library) => problems.extend(library.wrong(pathway)),
            Err(Failure::Problems(found)) => problems.extend(found),
            Err(other) => return Err(other),
        }
    }
    Ok(problems)
}

/// The templates of a version of the pathway, as the commit has them. What is no plain file there
/// is refused.
pub fn library(reading: &Reading<'_>, pathway: &PathwayRef) -> Result<Library, Failure> {
    Ok(library_of(reading.snapshot(), pathway.version)??)
}

/// The same of any commit.
pub(super) fn library_of(
    snapshot: &Snapshot<'_>,
    version: u32,
) -> Result<Result<Library, Vec<Problem>>, Fault> {
    let folder = format!("templates/pathways/{version}/documents");
    let mut files = Vec::new();
    let mut problems: Vec<Problem> = Vec::new();
    for (below, prefix) in [(folder.clone(), ""), (format!("{folder}/parts"), "parts/")] {
        let listing = snapshot.list(&below)?;
        problems.extend(listing.refused.iter().map(problem));
        for entry in listing.items.iter().filter(|entry| !entry.is_dir) {
            files.push((format!("{prefix}{}", entry.name), snapshot.read_object(&entry.id)?));
        }
    }
    Ok(if problems.is_empty() { Ok(Library::new(folder, files)) } else { Err(problems) })
}
