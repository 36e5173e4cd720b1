//! The files that an authority writes, with every text in them made hostile: what people read of its
//! pathway, its workers, its days off, its marking and its templates.

use std::path::Path;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_yaml::{Mapping, Value};

use crate::targets::lines::is_bad;
use crate::world::World;

/// The kinds of text that people write into these files and that the program prints somewhere. Each
/// stands in its texts, so that a test can see that it was printed at all.
pub const KINDS: &[&str] = &[
    "title",
    "label",
    "source",
    "help",
    "say",
    "else",
    "recorded_in",
    "choices",
    "suggests",
    "scheme",
    "phrases",
    "contact",
    "day-off",
    "worker-id",
    "marking",
    "handling",
];

/// How a text says of which kind it is, in letters that no format escapes.
pub fn mark(kind: &str) -> String {
    format!("x{}x", kind.replace(['-', '_'], ""))
}

/// Every character that steers or hides, but not each of 160 tags, and none that ends a text.
static BAD: LazyLock<Vec<char>> = LazyLock::new(|| {
    let all = (0..=0xe_0fff_u32).filter_map(char::from_u32).filter(|c| is_bad(*c));
    all.filter(|c| !('\u{e0003}'..'\u{e0ffe}').contains(c) && !matches!(c, '\0' | '\r')).collect()
});

/// A hostile text with a share of those characters, which begins further on each time: a pathway has
/// a thousand texts.
fn odd(kind: &str, text: &str, share: usize) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let from = NEXT.fetch_add(share, Ordering::Relaxed);
    let some: String = BAD.iter().cycle().skip(from % BAD.len()).take(share).collect();
    format!("=2 \u{1b}[31m\u{9b}2J{some} {} {text}", mark(kind))
}

/// A text as a line of YAML takes it.
fn quoted(text: &str) -> String {
    let letter = |c: char| match c {
        ' '..='~' if !matches!(c, '"' | '\\') => c.to_string(),
        _ => format!("\\U{:08x}", u32::from(c)),
    };
    format!("\"{}\"", text.chars().map(letter).collect::<String>())
}

/// Makes every text of the authority's files hostile, and commits them by hand. From then on a worker
/// is listed who may do everything.
pub fn spoil(world: &World) {
    let register = world.register();
    let folder = register.join("templates/pathways/1");
    let mut roles = Vec::new();
    for name in ["pathway.yaml", "facts.yaml", "shared-facts.yaml", "statutory.yaml"] {
        let path = folder.join(name);
        let mut file: Value = serde_yaml::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        if let Some(known) = file.get("roles").and_then(Value::as_mapping) {
            roles.extend(known.keys().map(|role| role.as_str().unwrap().to_owned()));
        }
        let count = texts(&mut file, "");
        assert!(count > 10, "only {count} texts of {name} were made hostile");
        std::fs::write(&path, serde_yaml::to_string(&file).unwrap()).unwrap();
    }
    for template in walkdir::WalkDir::new(folder.join("documents")) {
        let template = template.unwrap();
        if template.file_type().is_file() {
            front(template.path());
        }
    }
    let text = |kind: &str, text: &str| quoted(&odd(kind, text, BAD.len()));
    let listed = format!(
        "workers:\n  {}:\n    name: {}\n    email: j.okafor@example.invalid\n    roles: [{}]\n  \
         \"\\u202e\":\n    name: \"\\e[2J\"\n    email: \"\\e]0;x\\a\\u202e@example.invalid\"\n    roles: []\n",
        // What names an entry has no more than 1024 letters, and an id no control character.
        quoted(&odd("worker-id", "j.okafor", 80).replace(char::is_control, "")),
        text("worker", "J. Okafor Invented"),
        roles.join(", ")
    );
    std::fs::write(register.join("workers.yaml"), listed).unwrap();
    // Whenever this runs, days off lie between any day and the next working day but one.
    let start = cse::domain::Day::parse("2025-12-29").unwrap();
    let days: String = (0..12 * 52)
        .flat_map(|week| (0..4).map(move |day| week * 7 + day))
        .map(|n| format!("- {{date: {}, title: {}}}\n", start.plus_days(n), text("day-off", "Day")))
        .collect();
    std::fs::write(register.join("bank-holidays.yaml"), days).unwrap();
    let config = register.join("cse.yaml");
    let file = std::fs::read_to_string(&config).unwrap();
    let lines = file.lines().map(|line| match line.strip_prefix("marking: ") {
        Some(marking) => format!("marking: {}\n", text("marking", marking)),
        None => format!("{line}\n"),
    });
    std::fs::write(&config, lines.collect::<String>()).unwrap();
    let author = ["-c", "user.name=\u{202e}x", "-c", "user.email=\u{2066}y@example.invalid"];
    let commit =
        ["commit", "--quiet", "--all", "--message", "\u{1b}[31m=1+1 \u{202e}\u{200b}by hand"];
    world.git(&[&author[..], &["-c", "i18n.commitEncoding=utf8"], &commit].concat());
}

/// What is looked for in texts, as an authority could write it and a person could type it.
pub const PHRASE: &str = "\u{202e}\u{2066}\u{200b}\u{feff}xphrasesx\u{e0041}";

/// Makes the texts below a key hostile, and says how many there were.
fn texts(value: &mut Value, key: &str) -> usize {
    let is_text = ["title", "label", "source", "help", "say", "else", "recorded_in", "scheme"];
    match value {
        Value::String(text) if key == "<phrases>" => {
            PHRASE.clone_into(text);
            1
        }
        Value::String(text) if is_text.contains(&key) || key.starts_with('<') => {
            *text = odd(key.trim_matches(['<', '>']), text, 5);
            1
        }
        Value::Sequence(all) => {
            let below = if key == "phrases" { "<phrases>" } else { key };
            all.iter_mut().map(|value| texts(value, below)).sum()
        }
        Value::Mapping(all) => {
            all.iter_mut().map(|(name, value)| texts(value, &below(key, name))).sum()
        }
        _ => 0,
    }
}

fn below(key: &str, name: &Value) -> String {
    match key {
        "choices" | "suggests" => format!("<{key}>"),
        "contacts" => "a contact".to_owned(),
        "a contact" => "<contact>".to_owned(),
        _ => name.as_str().unwrap_or_default().to_owned(),
    }
}

/// Makes the title and the handling of a template hostile.
fn front(path: &Path) {
    let file = std::fs::read_to_string(path).unwrap();
    let Some((head, body)) = file.strip_prefix("---\n").and_then(|rest| rest.split_once("---\n"))
    else {
        return;
    };
    let mut head: Mapping = serde_yaml::from_str(head).unwrap();
    for (key, value) in &mut head {
        if let (Some(key @ ("title" | "handling")), Value::String(text)) = (key.as_str(), value) {
            *text = odd(key, text, BAD.len());
        }
    }
    let head = serde_yaml::to_string(&head).unwrap();
    std::fs::write(path, format!("---\n{head}---\n{body}")).unwrap();
}
