//! The definition of one fact.

use super::kind;
use super::shape::{Map, one_of, one_or_more};
use super::sink::Sink;
use crate::domain::{FactDef, FactKind, FactName, Keeps, Lasts, ListOf, Meaning};
use crate::pathway::audience::AUDIENCES;
use crate::pathway::node::{Entry, quoted};

const KEYS: &[&str] = &[
    "label",
    "help",
    "type",
    "choices",
    "suggests",
    "list_of",
    "keeps",
    "lasts",
    "must_be",
    "means",
    "whose",
    "sensitivity",
    "withheld_from",
    "confidential_when",
    "source",
    "scheme",
];
const WHOSE: &[(&str, &str)] = &[
    ("child", "child"),
    ("family", "family"),
    ("other-child", "other-child"),
    ("person-of-interest", "person-of-interest"),
    ("professional", "professional"),
    ("authority", "authority"),
];
const SENSITIVITIES: &[(&str, &str)] = &[
    ("ordinary", "ordinary"),
    ("personal", "personal"),
    ("sensitive", "sensitive"),
    ("confidential", "confidential"),
];
const MEANINGS: &[(&str, Meaning)] = &[
    ("name", Meaning::Name),
    ("birth-date", Meaning::BirthDate),
    ("rag", Meaning::Rag),
    ("category", Meaning::Category),
    ("given-out", Meaning::GivenOut),
];

/// Reads a definition, and whether its type could be told: if not, which has been said, it is
/// some type that proves nothing.
pub(super) fn read(sink: &Sink, entry: &Entry) -> (FactDef, bool) {
    let what = format!("fact {}", quoted(&entry.key));
    let map = Map::read(sink, what, &entry.place, &entry.node, KEYS);
    let (label, kind) = (map.text("label"), kind::read(sink, &map, false));
    let keeps = map.word("keeps", &[("latest", Keeps::Latest), ("all", Keeps::All)]);
    let lasts = map.word("lasts", &[("episode", Lasts::Episode), ("case", Lasts::Case)]);
    let must_be = map.word("must_be", &[("past", true)]);
    let means = map.word("means", MEANINGS);
    let withheld = map.get("withheld_from").map_or(&[][..], |node| {
        if node.list().is_some_and(<[_]>::is_empty) {
            return &[];
        }
        one_or_more(sink, "`withheld_from`", node)
    });
    let withheld_from = withheld
        .iter()
        .filter_map(|node| one_of(sink, "an audience", node, AUDIENCES))
        .map(|audience| audience.as_str().to_owned())
        .collect();
    let told = kind.is_some();
    let def = FactDef {
        name: FactName::from(entry.key.as_str()),
        label,
        help: map.text_or_none("help").unwrap_or_default(),
        kind: kind.unwrap_or(FactKind::Text(Vec::new())),
        keeps: keeps.unwrap_or(Keeps::Latest),
        lasts: lasts.unwrap_or(Lasts::Episode),
        must_be_past: must_be.unwrap_or(false),
        means,
        whose: map.word("whose", WHOSE).unwrap_or("child").to_owned(),
        sensitivity: map.word("sensitivity", SENSITIVITIES).unwrap_or("personal").to_owned(),
        withheld_from,
        confidential_when: map.text_or_none("confidential_when").map(FactName::from),
        source: map.text_or_none("source").unwrap_or_default(),
        scheme: map.text_or_none("scheme"),
        place: entry.place.clone(),
    };
    if told {
        agrees(sink, &map, &def);
    }
    (def, told)
}

/// What stands in a definition fits its type.
fn agrees(sink: &Sink, map: &Map<'_>, def: &FactDef) {
    let say = |key: &str, message: &str| {
        if let Some(node) = map.get(key) {
            sink.say(&node.place, message);
        }
    };
    if def.keeps == Keeps::All && !matches!(def.kind, FactKind::List(_)) {
        say("keeps", "only a list keeps all");
    }
    if def.must_be_past && !has_dates(&def.kind) {
        say("must_be", "only a date can be past");
    }
    let (fits, of) = match def.means {
        None => (true, ""),
        Some(Meaning::Name) => (matches!(def.kind, FactKind::Text(_)), "a text"),
        Some(Meaning::BirthDate) => (def.kind == FactKind::Date, "a date"),
        Some(Meaning::Rag | Meaning::Category) => {
            (matches!(def.kind, FactKind::Choice(_)), "a choice")
        }
        Some(Meaning::GivenOut) => (holds_what_is_given_out(def), GIVEN_OUT),
    };
    if !fits {
        say("means", &format!("only {of} can mean this"));
    }
}

/// What the list of documents that were given out must be.
const GIVEN_OUT: &str = "a list that keeps all, with the texts `document`, `audience`, `recipient`, \
     `version`, `commit` and `sha256`";

fn holds_what_is_given_out(def: &FactDef) -> bool {
    let FactKind::List(ListOf::Fields(fields)) = &def.kind else { return false };
    let has = |name: &&str| {
        let found = fields.iter().find(|field| field.name == **name);
        found.is_some_and(|field| matches!(field.kind, FactKind::Text(_)))
    };
    let names = ["document", "audience", "recipient", "version", "commit", "sha256"];
    def.keeps == Keeps::All && names.iter().all(has)
}

fn has_dates(kind: &FactKind) -> bool {
    match kind {
        FactKind::Date | FactKind::DateTime => true,
        FactKind::List(ListOf::Fields(fields)) => fields.iter().any(|field| has_dates(&field.kind)),
        FactKind::Text(_)
        | FactKind::Choice(_)
        | FactKind::Choices(_)
        | FactKind::YesNo
        | FactKind::Number
        | FactKind::List(ListOf::Texts) => false,
    }
}
