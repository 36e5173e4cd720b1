//! The templates of one version of a pathway: documents, and the parts that they include. Opening
//! one says everything that is wrong with it at once.

use std::collections::BTreeSet;

use crate::domain::{Dictionary, FactKind, ListOf, Place, Problem};
use crate::pathway::Pathway;
use crate::pathway::node::quoted;

use super::front::{self, Front, Named};
use super::render::dry_run;
use super::scan::{Mention, Scanned, scan};

/// Bigger than anything that a person writes.
const BIGGEST: usize = 256 << 10;
/// The folder of parts.
const PARTS: &str = "parts/";

/// What a template may name besides facts, under these heads.
const BESIDES: &[(&str, &[&str])] = &[
    ("case", &["id", "stage", "worker", "age", "initials", "episode", "opened"]),
    ("document", &["title", "version", "audience", "moment"]),
    ("authority", &["title"]),
];
/// What of a case a template may name only where its front matter lists it.
pub const LISTED: &[&str] = &["case.duties", "case.records"];
/// What a template may ask of a fact.
const OF_A_FACT: &[&str] = &["label", "key"];

/// The templates of one version of a pathway.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The folder, as it is printed in problems.
    folder: String,
    /// The files: path in the folder, bytes.
    files: Vec<(String, Vec<u8>)>,
    /// A document that lies elsewhere: its name and its file.
    own: Option<(String, String)>,
}

/// A template that was opened.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name, as `render` is asked for it.
    pub name: String,
    /// Its file, as it is printed in problems.
    pub file: String,
    /// Its front matter.
    pub front: Front,
    /// Its body, with as many lines before it as in its file.
    pub body: String,
    /// The parts that it includes, however deeply.
    pub parts: Vec<(String, String)>,
    /// Facts that are listed by name and that it never prints.
    pub unused: Vec<Problem>,
}

impl Library {
    /// The files of a folder `documents`.
    pub fn new(folder: impl Into<String>, files: Vec<(String, Vec<u8>)>) -> Self {
        Library { folder: folder.into(), files, own: None }
    }

    /// The names of the documents, in order.
    pub fn names(&self) -> Vec<&str> {
        let names = self.files.iter().filter_map(|(path, _)| path.strip_suffix(".md"));
        let mut names: Vec<&str> = names.filter(|name| !name.contains('/')).collect();
        names.sort_unstable();
        names
    }

    /// The library with another text of a document, for one that is being written. Its problems
    /// are said of `file`.
    #[must_use]
    pub fn with(mut self, name: &str, file: &str, bytes: Vec<u8>) -> Self {
        let path = format!("{name}.md");
        self.files.retain(|(known, _)| *known != path);
        self.files.push((path, bytes));
        self.own = Some((name.to_owned(), file.to_owned()));
        self
    }

    /// Whether there is a document of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names().contains(&name)
    }

    /// Opens a document.
    ///
    /// # Errors
    /// Everything that is wrong with it and its parts, by place.
    pub fn open(&self, name: &str, pathway: &Pathway) -> Result<Template, Vec<Problem>> {
        let path = format!("{name}.md");
        let file = match &self.own {
            Some((own, file)) if own == name => file.clone(),
            Some(_) | None => format!("{}/{path}", self.folder),
        };
        let text = self.text(&path, &file)?;
        let Some((head, body, line)) = front::cut(&text) else {
            let message = "a template begins with a front matter between two lines of `---`";
            return Err(vec![Problem::new(Place::file(file), message)]);
        };
        let front = front::read(&file, head)?;
        let scanned = scan(&file, body, line);
        let mut problems = Vec::new();
        let (mut parts, mut mentions) = (Vec::new(), Vec::new());
        self.gather(scanned, &mut Vec::new(), &mut parts, &mut mentions, &mut problems);
        let check = Check { front: &front, dictionary: &pathway.dictionary };
        problems.extend(mentions.iter().filter_map(|mention| check.mention(mention)));
        problems.extend(check.front(pathway));
        if !problems.is_empty() {
            problems.sort();
            problems.dedup();
            return Err(problems);
        }
        let unused = check.unused(&mentions);
        let body = format!("{}{body}", "\n".repeat(line - 1));
        Ok(Template { name: name.to_owned(), file, front, body, parts, unused })
    }

    /// What is wrong with its documents, each run over a case of which nothing is known. What goes
    /// with a statutory file that was left out is left out too.
    pub fn wrong(&self, pathway: &Pathway) -> Vec<Problem> {
        let each = self.names().into_iter().filter(|name| !self.is_left_out(name, pathway));
        let each = each.map(|name| match self.open(name, pathway) {
            Ok(template) => dry_run(&template, pathway),
            Err(found) => found,
        });
        each.flatten().collect()
    }

    /// Whether a document goes with a statutory file that the pathway is without.
    pub fn is_left_out(&self, name: &str, pathway: &Pathway) -> bool {
        let text = self.text(&format!("{name}.md"), "").unwrap_or_default();
        let front = front::cut(&text).and_then(|(head, ..)| front::read("", head).ok());
        front.is_some_and(|front| {
            front.beside && front.steps.iter().all(|step| pathway.step(&step.name).is_none())
        })
    }

    fn text(&self, path: &str, file: &str) -> Result<String, Vec<Problem>> {
        let said = |message: &str| vec![Problem::new(Place::file(file), message)];
        let found = self.files.iter().find(|(known, _)| known == path);
        let Some((_, bytes)) = found else { return Err(said("this file is missing")) };
        if bytes.len() > BIGGEST {
            return Err(said("this file is too large for a template"));
        }
        match std::str::from_utf8(bytes) {
            Ok(text) => Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n")),
            Err(_) => Err(said("this is not UTF-8 text")),
        }
    }

    /// Follows includes; a part that includes itself is a problem.
    fn gather(
        &self,
        scanned: Scanned,
        on_the_way: &mut Vec<String>,
        parts: &mut Vec<(String, String)>,
        mentions: &mut Vec<Mention>,
        problems: &mut Vec<Problem>,
    ) {
        problems.extend(scanned.problems);
        mentions.extend(scanned.mentions);
        for Mention { name, place, .. } in scanned.includes {
            if on_the_way.contains(&name) {
                problems.push(Problem::new(place, "this part includes itself"));
                continue;
            }
            if parts.iter().any(|(known, _)| *known == name) {
                continue;
            }
            let file = format!("{}/{name}", self.folder);
            let is_part = name.starts_with(PARTS) && self.files.iter().any(|(p, _)| *p == name);
            let Some(text) = is_part.then(|| self.text(&name, &file)) else {
                problems.push(Problem::new(place, format!("there is no part {}", quoted(&name))));
                continue;
            };
            match text {
                Ok(text) => {
                    let scanned = scan(&file, &text, 1);
                    parts.push((name.clone(), text));
                    on_the_way.push(name);
                    self.gather(scanned, on_the_way, parts, mentions, problems);
                    on_the_way.pop();
                }
                Err(found) => problems.extend(found),
            }
        }
    }
}

/// Whether what a template names is there and may be named.
struct Check<'a> {
    front: &'a Front,
    dictionary: &'a Dictionary,
}

impl Check<'_> {
    fn mention(&self, mention: &Mention) -> Option<Problem> {
        let name = mention.name.as_str();
        let say = |message: String| Some(Problem::new(mention.place, message));
        if let Some(list) = &mention.of {
            return self.field(list, name).and_then(say);
        }
        if self.front.anonymous && name.starts_with("case.") {
            return say(format!("an anonymous document may not see {}", quoted(name)));
        }
        if LISTED.contains(&name) {
            let named = self.front.facts.iter().any(|listed| listed.name == name);
            return if named { None } else { say(forbidden(name)) };
        }
        if let Some((head, rest)) = name.split_once('.')
            && let Some((_, fields)) = BESIDES.iter().find(|(known, _)| *known == head)
        {
            if fields.contains(&rest.strip_suffix(".key").unwrap_or(rest)) {
                return None;
            }
            return say(format!("{} has no `{rest}`; it has {}", quoted(head), fields.join(", ")));
        }
        match self.fact(name) {
            Some(fact) if self.front.sees(fact) => None,
            Some(fact) => say(forbidden(fact)),
            None => {
                let names = self.dictionary.iter().map(|def| def.name.as_str());
                let near = nearest(name, names);
                say(format!("no fact {}{near}", quoted(name)))
            }
        }
    }

    /// What is wrong with a field of the items of a list.
    fn field(&self, list: &str, name: &str) -> Option<String> {
        // A list that is none, or that may not be seen, is said where the loop begins.
        let FactKind::List(of) = &self.dictionary.get(list)?.kind else { return None };
        let names: Vec<&str> = match of {
            ListOf::Texts => vec!["text"],
            ListOf::Fields(fields) => fields.iter().map(|field| field.name.as_str()).collect(),
        };
        let mut parts = name.split('.');
        let field = parts.next().unwrap_or_default();
        if !names.contains(&field) {
            let all = names.join(", ");
            return Some(format!("an item of `{list}` has no {}; it has {all}", quoted(field)));
        }
        let rest = parts.next().filter(|rest| !OF_A_FACT.contains(rest))?;
        Some(format!("{} has no {}; it has {}", quoted(field), quoted(rest), OF_A_FACT.join(", ")))
    }

    /// The fact that a mention is of.
    fn fact<'n>(&self, name: &'n str) -> Option<&'n str> {
        if self.dictionary.get(name).is_some() {
            return Some(name);
        }
        let (fact, last) = name.rsplit_once('.')?;
        (OF_A_FACT.contains(&last) && self.dictionary.get(fact).is_some()).then_some(fact)
    }

    /// Whether the names of the front matter are there.
    fn front(&self, pathway: &Pathway) -> Vec<Problem> {
        let mut problems = Vec::new();
        let facts = || self.dictionary.iter().map(|def| def.name.as_str());
        for named in &self.front.facts {
            let found = LISTED.contains(&named.name.as_str()) || facts().any(|f| named.covers(f));
            if !found {
                let near = nearest(&named.name, facts());
                let message = format!("no fact {}{near}", quoted(&named.name));
                problems.push(Problem::new(named.place, message));
            }
        }
        let further =
            self.front.needs.iter().chain(self.front.fresh.iter().map(|(named, _)| named));
        for Named { name, place } in further {
            let message = match self.dictionary.get(name) {
                None => format!("no fact {}{}", quoted(name), nearest(name, facts())),
                Some(_) if !self.front.sees(name) => forbidden(name),
                Some(_) => continue,
            };
            problems.push(Problem::new(*place, message));
        }
        for Named { name, place } in &self.front.steps {
            if pathway.step(name).is_none() {
                let steps = pathway.steps.iter().map(|step| step.name.as_str());
                let message = format!("no step {}{}", quoted(name), nearest(name, steps));
                problems.push(Problem::new(*place, message));
            }
        }
        problems
    }

    fn unused(&self, mentions: &[Mention]) -> Vec<Problem> {
        let used: BTreeSet<&str> =
            mentions.iter().filter(|m| m.of.is_none()).filter_map(|m| self.fact(&m.name)).collect();
        let listed =
            self.front.facts.iter().filter(|named| {
                !named.name.ends_with('*') && !LISTED.contains(&named.name.as_str())
            });
        let unused = listed.filter(|named| !used.contains(named.name.as_str()));
        unused
            .map(|named| {
                let message = format!("{} is listed and never printed", quoted(&named.name));
                Problem::new(named.place, message)
            })
            .collect()
    }
}

fn forbidden(name: &str) -> String {
    format!("the document may not see {}: its `facts` do not list it", quoted(name))
}

/// The end of a message that names what was probably meant; empty where nothing is near.
fn nearest<'n>(name: &str, there_are: impl Iterator<Item = &'n str>) -> String {
    if name.chars().count() > 80 {
        return String::new();
    }
    let far = (name.chars().count() / 3).clamp(1, 4);
    let distances = there_are.map(|known| (strsim::osa_distance(name, known), known));
    let found = distances.filter(|(distance, _)| *distance <= far).min();
    found.map(|(_, known)| format!("; did you mean `{known}`?")).unwrap_or_default()
}
