//! Runs one template over one reader's view of a case: minijinja with everything taken away that a
//! document does not need, strict about names, and bounded in steps, depth and size.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Rest;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value as Jinja};

use crate::domain::text;
use crate::domain::{Place, Problem};

use super::objects::{Cell, Fact, Group, Row};
use super::say;
use super::tables;
use super::tokens::Tokens;

/// Steps that a template may take: some hundred times what the longest shipped one takes.
const FUEL: u64 = 400_000;
/// Parts within parts.
const DEEPEST: usize = 12;
/// The most that a document may hold, in bytes.
pub const MOST: usize = 4 << 20;
/// The longest message about a template, in letters.
const LONGEST_MESSAGE: usize = 400;

/// A text of a template: the name under which it is included, and what it says.
pub struct Source<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its text, with as many lines before it as in its file.
    pub text: String,
}

/// What templates may ask for besides facts.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Contacts by their key: who, and the address or that none is set.
    pub contacts: BTreeMap<String, String>,
    /// What is printed for stored keys.
    pub labels: BTreeMap<String, String>,
    /// Steps by name.
    pub steps: BTreeMap<String, Step>,
}

/// What templates may ask of a step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Title, source, where it is recorded.
    pub said: [String; 3],
    /// When it was taken last, and by whom.
    pub taken: Option<[String; 2]>,
}

/// Runs a template: Markdown with tokens.
///
/// # Errors
/// What is wrong with the template, and where.
pub fn run(
    file: &str,
    main: &Source<'_>,
    parts: &[Source<'_>],
    root: &Jinja,
    known: &Known,
    tokens: &Tokens,
) -> Result<String, Problem> {
    let said = |error: &Error| problem(file, main.name, error);
    let mut env = environment(known, tokens);
    for source in parts.iter().chain([main]) {
        let added = env.add_template_owned(source.name.to_owned(), source.text.clone());
        added.map_err(|error| said(&error))?;
    }
    let template = env.get_template(main.name).map_err(|error| said(&error))?;
    let mut out = Capped { bytes: Vec::new() };
    template.render_captured_to(root.clone(), &mut out).map_err(|error| said(&error))?;
    // The words of a template are somebody's too.
    let mark = |c: char| if text::is_dangerous(c) { '\u{fffd}' } else { c };
    Ok(String::from_utf8_lossy(&out.bytes).chars().map(mark).collect())
}

/// What of minijinja a template has.
fn environment(known: &Known, tokens: &Tokens) -> Environment<'static> {
    let mut env = Environment::empty();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    env.set_fuel(Some(FUEL));
    env.set_recursion_limit(DEEPEST);
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        env.set_syntax(syntax);
    }
    // Every value passes the formatter below, whatever the name of the template.
    env.set_auto_escape_callback(|_| AutoEscape::Custom("markdown".into()));
    let held = tokens.clone();
    env.set_formatter(move |out, _, value| {
        if value.is_safe() {
            let text = value.as_str().unwrap_or_default();
            held.spend(text.len(), MOST).ok_or_else(too_large)?;
            return Ok(out.write_str(text)?);
        }
        let text = text_of(value)?;
        Ok(out.write_str(&token(&held, &text)?)?)
    });
    let held = tokens.clone();
    let made = move |text: String| {
        held.spend(text.len(), MOST).ok_or_else(too_large)?;
        Ok::<_, Error>(text)
    };
    let (upper, lower, short) = (made.clone(), made.clone(), made);
    env.add_filter("upper", move |value: Jinja| upper(text_of(&value)?.to_uppercase()));
    env.add_filter("lower", move |value: Jinja| lower(text_of(&value)?.to_lowercase()));
    env.add_filter("length", |value: Jinja| fact(&value).map(|fact| fact.rows.len()));
    let filter = short.clone();
    env.add_filter("initials", move |value: Jinja| filter(initials(&value)?));
    env.add_filter("first", |value: Jinja| fact(&value).map(|fact| item(fact.rows.first())));
    env.add_filter("last", |value: Jinja| fact(&value).map(|fact| item(fact.rows.last())));
    env.add_test("known", |value: Jinja| is_known(&value));
    env.add_test("withheld", |value: Jinja| fact(&value).map(|fact| fact.is_withheld));
    env.add_function("initials", move |value: Jinja| short(initials(&value)?));
    functions(&mut env, known, tokens);
    env
}

fn functions(env: &mut Environment<'static>, known: &Known, tokens: &Tokens) {
    let held = tokens.clone();
    env.add_function("fields", move |given: Rest<Jinja>| -> Result<Jinja, Error> {
        let rows = form(&given)?;
        safe(tables::fields(&rows, |text| token(&held, &text)))
    });
    let held = tokens.clone();
    env.add_function("table", move |list: Jinja, columns: Rest<String>| -> Result<Jinja, Error> {
        safe(tables::table(fact(&list)?, &columns, |text| token(&held, &text)))
    });
    let held = tokens.clone();
    env.add_function(
        "entries",
        move |list: Jinja, columns: Rest<String>| -> Result<Jinja, Error> {
            safe(tables::entries(fact(&list)?, &columns, |text| token(&held, &text)))
        },
    );
    let contacts = known.contacts.clone();
    env.add_function("contact", move |key: String| look_up(&contacts, "contact", &key));
    let labels = known.labels.clone();
    env.add_function("label", move |key: String| look_up(&labels, "label", &key));
    let steps = known.steps.clone();
    env.add_function("step", move |key: String| {
        let Step { said: [title, source, kept], taken } = look_up(&steps, "step", &key)?;
        let named = [("title", title), ("source", source), ("recorded_in", kept)];
        let named = named.map(|(name, said)| (name.to_owned(), Jinja::from(said)));
        let [when, who] = taken.map_or([None, None], |taken| taken.map(Some));
        let taken =
            [("taken", Fact::said("Done on", when)), ("by", Fact::said("Recorded by", who))];
        let taken = taken.map(|(name, fact)| (name.to_owned(), Jinja::from_object(fact)));
        Ok::<_, Error>(Jinja::from_object(Group(named.into_iter().chain(taken).collect())))
    });
}

fn look_up<T: Clone>(all: &BTreeMap<String, T>, what: &str, key: &str) -> Result<T, Error> {
    let found = all.get(key).cloned();
    found.ok_or_else(|| wrong(format!("the pathway has no {what} `{key}`")))
}

fn safe(markdown: Result<String, Error>) -> Result<Jinja, Error> {
    markdown.map(Jinja::from_safe_string)
}

/// Keeps a text, clean whether it is of the case, of the pathway or of the template, and gives its
/// token.
pub(super) fn token(tokens: &Tokens, text: &str) -> Result<String, Error> {
    tokens.put(say::clean(text), MOST).ok_or_else(too_large)
}

fn too_large() -> Error {
    wrong("the document would be too large")
}

pub(super) fn wrong(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::InvalidOperation, message.into())
}

/// The text of a value that may be printed.
fn text_of(value: &Jinja) -> Result<String, Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    if let Some(text) = value.as_str() {
        return Ok(text.to_owned());
    }
    if let Some(fact) = value.downcast_object_ref::<Fact>() {
        return Ok(fact.text.to_string());
    }
    if let Some(cell) = value.downcast_object_ref::<Cell>() {
        return Ok(cell.text.to_string());
    }
    match value.kind() {
        minijinja::value::ValueKind::Number => Ok(value.to_string()),
        minijinja::value::ValueKind::Bool => Ok(if value.is_true() { "Yes" } else { "No" }.into()),
        _ => Err(wrong("this is no single value: name a fact or a field of it")),
    }
}

fn fact(value: &Jinja) -> Result<&Fact, Error> {
    if value.is_undefined() {
        return Err(Error::from(ErrorKind::UndefinedError));
    }
    value.downcast_object_ref::<Fact>().ok_or_else(|| wrong("a fact is wanted here"))
}

fn is_known(value: &Jinja) -> Result<bool, Error> {
    if let Some(cell) = value.downcast_object_ref::<Cell>() {
        return Ok(cell.is_known);
    }
    fact(value).map(|fact| fact.is_known)
}

/// The rows of a form. A text before a fact stands in place of its label.
fn form(given: &[Jinja]) -> Result<Vec<(String, String)>, Error> {
    let (mut rows, mut own) = (Vec::new(), None);
    for value in given {
        match (value.as_str(), own.take()) {
            (Some(label), None) => own = Some(label.to_owned()),
            (Some(_), Some(_)) => return Err(wrong("a label stands before a fact")),
            (None, own) => {
                let (label, said) = labelled(value)?;
                rows.push((own.unwrap_or(label), said));
            }
        }
    }
    if own.is_some() { Err(wrong("a label stands before a fact")) } else { Ok(rows) }
}

/// A label and a text: of a fact, a field, or what the template itself gives.
fn labelled(value: &Jinja) -> Result<(String, String), Error> {
    if let Some(cell) = value.downcast_object_ref::<Cell>() {
        return Ok((cell.label.clone(), cell.text.to_string()));
    }
    fact(value).map(|fact| (fact.label.clone(), fact.text.to_string()))
}

fn initials(value: &Jinja) -> Result<String, Error> {
    let known = value.as_str().is_some() || is_known(value)?;
    let whole = text_of(value)?;
    Ok(if known { text::initials(&whole) } else { whole })
}

/// An item of a list; nothing where there is none.
fn item(row: Option<&Arc<Row>>) -> Jinja {
    row.map_or(Jinja::from(()), |row| Jinja::from_dyn_object(Arc::clone(row)))
}

/// An error of the template as a problem: in its own file and line, in our words where they are
/// better.
fn problem(file: &str, main: &str, error: &Error) -> Problem {
    let mut at = error;
    // The innermost error names the part in which it arose.
    while let Some(inner) =
        std::error::Error::source(at).and_then(|source| source.downcast_ref::<Error>())
    {
        at = inner;
    }
    let name = at.name().or_else(|| error.name()).unwrap_or(main);
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let file = if name == main { file.to_owned() } else { format!("{folder}/{name}") };
    let line = at.line().or_else(|| error.line()).unwrap_or(0);
    let place = Place { file: file.into(), line, column: usize::from(line > 0) };
    let detail = at.detail().map(str::to_owned);
    let message = match at.kind() {
        ErrorKind::UndefinedError => "a name here is nothing that this document may see".to_owned(),
        ErrorKind::OutOfFuel => "the template takes too many steps".to_owned(),
        ErrorKind::WriteFailure => "the document would be too large".to_owned(),
        ErrorKind::TemplateNotFound => "there is no such part".to_owned(),
        kind => detail.unwrap_or_else(|| kind.to_string()),
    };
    Problem::new(place, said(&message))
}

/// What is wrong in one line of bearable length: it may quote a name that goes over lines.
fn said(message: &str) -> String {
    let words: Vec<&str> = message.split_whitespace().collect();
    let line = words.join(" ");
    match line.char_indices().nth(LONGEST_MESSAGE) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line.trim_end_matches('.').to_owned(),
    }
}

/// Output that ends when it is too much.
struct Capped {
    bytes: Vec<u8>,
}

impl io::Write for Capped {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + bytes.len() > MOST {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Facts by their dotted names as nested groups, and whatever else a template may name.
pub fn root(facts: BTreeMap<String, Fact>, more: BTreeMap<String, Jinja>) -> Jinja {
    let facts = facts.into_iter().map(|(name, fact)| (name, Jinja::from_object(fact)));
    let mut groups = Groups::default();
    for (name, value) in facts.chain(more) {
        groups.add(&name, value);
    }
    groups.value()
}

/// Names while they are gathered.
#[derive(Default)]
struct Groups {
    leaves: BTreeMap<String, Jinja>,
    groups: BTreeMap<String, Groups>,
}

impl Groups {
    fn add(&mut self, name: &str, value: Jinja) {
        match name.split_once('.') {
            Some((head, rest)) => self.groups.entry(head.to_owned()).or_default().add(rest, value),
            None => drop(self.leaves.insert(name.to_owned(), value)),
        }
    }

    fn value(self) -> Jinja {
        let groups = self.groups.into_iter().map(|(name, group)| (name, group.value()));
        // A fact that has the name of a group stands before it.
        Jinja::from_object(Group(groups.chain(self.leaves).collect()))
    }
}
