//! From a case and a template to a document for one reader.

use std::collections::BTreeMap;

use minijinja::Value as Jinja;

use crate::domain::{CaseId, Choice, Day, FactKind, Meaning, Moment, Problem, Record, Value};
use crate::pathway::{Audience, Pathway, Replay};

use super::duties::{self, Duty};
use super::engine::{self, Known, Source, Step};
use super::leak::{self, Leak};
use super::library::Template;
use super::missing::{Gap, missing};
use super::objects::Fact;
use super::parse::parse;
use super::tokens::Tokens;
use super::tree::Page;
use super::view::{Sight, View};
use super::{Format, docx, html, markdown, say, tables, text};

/// What stands in a chronology where a record gives no facts.
const NOTHING_MORE: &str = "Nothing further";

/// A case of which a document is made, as one commit has it.
pub struct Subject<'a> {
    /// Its number.
    pub id: &'a CaseId,
    /// The pathway that it is on.
    pub pathway: &'a Pathway,
    /// The case.
    pub replay: &'a Replay<'a>,
    /// What it owes at the moment of the document.
    pub duties: &'a [Duty],
    /// The moment of the document. It never reads a clock.
    pub moment: Moment,
    /// The commit that was read.
    pub commit: &'a str,
    /// The register's marking.
    pub marking: &'a str,
    /// Whether the case is invented.
    pub sample: bool,
}

/// A document that was made.
#[derive(Clone, Debug)]
pub struct Rendered {
    /// The name of its template.
    pub document: String,
    /// What it is called.
    pub title: String,
    /// The version of its template.
    pub version: u32,
    /// For whom it is.
    pub audience: Audience,
    /// Its marking.
    pub marking: String,
    /// What it lacks.
    pub gaps: Vec<Gap>,
    /// The facts that it holds, known to this reader and listed by the template, by whose they are.
    pub holds: BTreeMap<String, usize>,
    /// How many of them are confidential.
    pub confidential: usize,
    /// How many listed facts are kept from this reader.
    pub withheld: usize,
    page: Page,
}

/// Why a document was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The template does not run.
    Template(Problem),
    /// It would show the reader what is kept from them.
    Leaks(Vec<Leak>),
}

/// Makes a document.
///
/// # Errors
/// The template does not run, or the document would show what is kept from its reader.
pub fn render(
    subject: &Subject<'_>,
    template: &Template,
    audience: Audience,
) -> Result<Rendered, Refused> {
    let view = View::new(audience, &subject.pathway.dictionary, subject.replay);
    let tokens = Tokens::default();
    let facts = view.facts(&template.front);
    let known = facts.values().filter(|(_, sight)| matches!(sight, Sight::Known(_)));
    let mut holds = BTreeMap::new();
    for (def, _) in known.clone() {
        *holds.entry(def.whose.clone()).or_insert(0) += 1;
    }
    let confidential = known.filter(|(def, _)| def.sensitivity == "confidential").count();
    let withheld = facts.values().filter(|(_, sight)| *sight == Sight::Withheld).count();
    let objects: BTreeMap<String, Fact> = facts
        .into_iter()
        .map(|(name, (def, sight))| {
            let fact = Fact::new(&def.label, &def.kind, &sight);
            (name.to_string(), fact)
        })
        .collect();
    let failed = |error: minijinja::Error| {
        let place = crate::domain::Place::file(template.file.clone());
        Refused::Template(Problem::new(place, error.to_string()))
    };
    let more = besides(subject, template, &view, audience, &tokens).map_err(failed)?;
    let root = engine::root(objects, more);
    let main = Source { name: &template.name, text: template.body.clone() };
    let parts: Vec<Source<'_>> =
        template.parts.iter().map(|(name, text)| Source { name, text: text.clone() }).collect();
    let markdown = engine::run(
        &template.file,
        &main,
        &parts,
        &root,
        &asked(subject, audience, template.front.anonymous),
        &tokens,
    );
    let markdown = markdown.map_err(Refused::Template)?;
    let page = page(subject, template, audience, parse(&markdown, &tokens));
    let leaks = leak::search(&page, subject, template, audience, &view);
    if !leaks.is_empty() {
        return Err(Refused::Leaks(leaks));
    }
    Ok(Rendered {
        document: template.name.clone(),
        title: page.title.clone(),
        version: template.front.version,
        audience,
        marking: page.marking.clone(),
        gaps: missing(subject, template, audience),
        holds,
        confidential,
        withheld,
        page,
    })
}

/// What goes wrong when a template is run over a case of which nothing is known.
pub fn dry_run(template: &Template, pathway: &Pathway) -> Vec<Problem> {
    let none: [Record; 0] = [];
    let replay = crate::pathway::replay(pathway, &none);
    let id = CaseId::from_random(0, [0; 6]);
    let Some(moment) = Moment::from_unix(0) else { return Vec::new() };
    let subject = Subject {
        id: &id,
        pathway,
        replay: &replay,
        duties: &[],
        moment,
        commit: "",
        marking: "OFFICIAL",
        sample: true,
    };
    let audience = template.front.audiences.first().copied().unwrap_or(Audience::Internal);
    match render(&subject, template, audience) {
        Err(Refused::Template(problem)) => vec![problem],
        Ok(_) | Err(Refused::Leaks(_)) => Vec::new(),
    }
}

impl Rendered {
    /// It as a terminal shows it, at most so wide.
    pub fn text(&self, width: usize) -> String {
        text::write(&self.page, width)
    }

    /// The name under which it is kept: no personal data.
    pub fn file_name(&self, case: &CaseId, format: Format) -> String {
        format!("{}-{case}.{}", self.document, format.extension())
    }

    /// Its bytes in a format.
    pub fn write(&self, format: Format) -> Vec<u8> {
        match format {
            Format::Markdown => markdown::write(&self.page).into_bytes(),
            Format::Html => html::write(&self.page).into_bytes(),
            Format::Word => docx::write(&self.page),
        }
    }
}

/// The moment of a document; of an anonymous one only the month, for the days of a case tell of it.
fn moment(subject: &Subject<'_>, front: &super::Front) -> Moment {
    let day = subject.moment.day();
    let first = Day::from_ymd(day.year(), day.month(), 1).map(Day::start);
    first.filter(|_| front.anonymous).unwrap_or(subject.moment)
}

/// What stands on every page, around the body.
fn page(
    subject: &Subject<'_>,
    template: &Template,
    audience: Audience,
    blocks: Vec<super::tree::Block>,
) -> Page {
    let front = &template.front;
    let marking = front.marking.as_deref().unwrap_or(subject.marking);
    let mut notices = vec![format!("For {}.", audience.title())];
    if subject.sample {
        notices.push("SAMPLE: this case is invented.".to_owned());
    }
    let commit: String = subject.commit.chars().take(12).collect();
    let of_template = format!(
        "{} (template {} version {})",
        say::clean(&front.title),
        template.name,
        front.version
    );
    Page {
        title: say::clean(&front.title),
        language: front.language.clone(),
        small: front.small,
        moment: moment(subject, front).to_string(),
        marking: say::clean(&if subject.sample {
            format!("{marking} - SAMPLE")
        } else {
            marking.to_owned()
        }),
        handling: say::clean(&front.handling),
        notices,
        footer: if front.anonymous {
            of_template
        } else {
            format!("{}, {of_template}, records to {}", subject.id, say::moment(subject.moment))
        },
        commit,
        blocks,
    }
}

/// What a template may name besides facts.
fn besides(
    subject: &Subject<'_>,
    template: &Template,
    view: &View<'_>,
    audience: Audience,
    tokens: &Tokens,
) -> Result<BTreeMap<String, Jinja>, minijinja::Error> {
    let case = &subject.replay.case;
    let stage = case.stage().map(|stage| {
        subject.pathway.stage(stage.as_str()).map_or(stage.to_string(), |stage| stage.title.clone())
    });
    let meant = |meaning| {
        let def = subject.pathway.dictionary.meaning(meaning)?;
        match view.sight(def) {
            Sight::Known(value) => Some(value),
            Sight::Unknown | Sight::Contested(_) | Sight::Withheld => None,
        }
    };
    let age = match meant(Meaning::BirthDate) {
        Some(Value::Date(born)) => born.age_on(subject.moment.day()),
        Some(_) | None => None,
    };
    let initials =
        meant(Meaning::Name).and_then(|name| name.as_text().map(crate::domain::text::initials));
    let opened = subject.replay.records.first().map(|record| say::day(record.happened.0.day()));
    let said = |label: &str, text: Option<String>| Jinja::from_object(Fact::said(label, text));
    let front = &template.front;
    let mut more: BTreeMap<String, Jinja> = [
        ("case.id", said("Case number", Some(subject.id.to_string()))),
        ("case.stage", said("Stage", stage)),
        ("case.worker", said("Allocated to", case.worker().map(str::to_owned))),
        ("case.age", said("Age", age.map(|age| age.to_string()))),
        ("case.initials", said("Initials", initials)),
        ("case.episode", said("Episode", Some(case.episode().to_string()))),
        ("case.opened", said("Opened", opened)),
        ("document.title", said("Document", Some(front.title.clone()))),
        ("document.version", said("Version of the template", Some(front.version.to_string()))),
        ("document.audience", Jinja::from_object(reader(audience))),
        ("document.moment", said("Records to", Some(say::moment(moment(subject, front))))),
        ("authority.title", said("Authority", Some(subject.pathway.title.clone()))),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    let listed = |name: &str| template.front.facts.iter().any(|named| named.name == name);
    let token = |text: String| engine::token(tokens, &text);
    if listed("case.duties") {
        let within = template.front.duties_within;
        let table = duties::table(subject.duties, within, moment(subject, front), token)?;
        more.insert("case.duties".to_owned(), Jinja::from_safe_string(table));
    }
    if listed("case.records") {
        let rows = records(subject, view, template, audience);
        let table = tables::lines(&["When", "What", "By whom", "Recorded"], &rows, token)?;
        more.insert("case.records".to_owned(), Jinja::from_safe_string(table));
    }
    Ok(more)
}

/// For whom the document is: `key` is the name of the audience.
fn reader(audience: Audience) -> Fact {
    let (key, label) = (audience.as_str().to_owned(), audience.title().to_owned());
    let sight = Sight::Known(Value::Text(key.clone()));
    Fact::new("For", &FactKind::Text(vec![Choice { key, label }]), &sight)
}

/// The records of a case, one line each, with the facts that the reader may see.
fn records(
    subject: &Subject<'_>,
    view: &View<'_>,
    template: &Template,
    audience: Audience,
) -> Vec<Vec<String>> {
    let pathway = subject.pathway;
    let rows =
        subject.replay.records.iter().map(|record| {
            let step = pathway.step(record.step.as_str());
            let what = step.map_or_else(|| record.step.to_string(), |step| step.title.clone());
            let [when, who] = when_and_who(record, pathway, audience);
            let facts = record.facts.iter().filter_map(|(name, value)| {
                let def = pathway.dictionary.get(name.as_str())?;
                let seen = template.front.sees(name.as_str()) && view.withheld(def).is_none();
                let value = value.as_ref().filter(|value| seen && !value.is_empty())?;
                let said = say::value(&view.reduced(def, value), &def.kind);
                Some(format!("{}: {said}", def.label))
            });
            let mut said: Vec<String> = facts.collect();
            if said.is_empty() {
                let nothing = if record.facts.is_empty() { NOTHING_MORE } else { say::NOT_SHOWN };
                said.push(nothing.to_owned());
            }
            let overrides = record.overrides.iter().filter(|_| !audience.is_outside());
            said.extend(overrides.map(|one| {
                format!("Override of the rule {}: {}", one.gate, say::clean(&one.reason))
            }));
            vec![when, say::clean(&what), who, said.join("\n")]
        });
    rows.collect()
}

/// When something was done, and who recorded it: to readers outside by role alone.
fn when_and_who(record: &Record, pathway: &Pathway, audience: Audience) -> [String; 2] {
    let when = match record.when() {
        crate::domain::When::Day(day) => say::day(day),
        crate::domain::When::Moment(at) => say::moment(at),
    };
    let role = pathway.role(record.by.role.as_str());
    let role = role.map_or_else(|| record.by.role.to_string(), |role| role.title.clone());
    let who = if audience.is_outside() { role } else { format!("{role} ({})", record.by.worker) };
    [when, who].map(|text| say::clean(&text))
}

/// What of the pathway a template may ask for.
fn asked(subject: &Subject<'_>, audience: Audience, anonymous: bool) -> Known {
    let pathway = subject.pathway;
    let contacts = pathway.contacts.iter().map(|contact| {
        let said = if contact.address.is_empty() {
            format!("{}: no address is set", contact.title)
        } else if contact.verified_on.is_empty() {
            format!("{}: {} (not checked yet)", contact.title, contact.address)
        } else {
            format!("{}: {} (checked {})", contact.title, contact.address, contact.verified_on)
        };
        (contact.key.clone(), say::clean(&said))
    });
    let steps = pathway.steps.iter().map(|step| {
        let kept = step.recorded_in.clone().unwrap_or_else(|| say::NOT_RECORDED.to_owned());
        let said = [step.title.clone(), step.source.clone(), kept];
        let of_now = subject.replay.records.iter().skip(subject.replay.case.episode_start());
        let last = of_now.rev().find(|record| record.step == step.name);
        let last = last.filter(|_| !anonymous);
        let taken = last.map(|record| when_and_who(record, pathway, audience));
        (step.name.to_string(), Step { said: said.map(|text| say::clean(&text)), taken })
    });
    Known {
        contacts: contacts.collect(),
        labels: pathway.labels.iter().map(|(key, said)| (key.clone(), say::clean(said))).collect(),
        steps: steps.collect(),
    }
}
