//! Where hostile bytes come from: shipped files that were damaged, texts of the grammar, noise.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What means something somewhere.
const PIECES: &[&[u8]] = &[
    b"\n",
    b" ",
    b"  ",
    b"\t",
    b":",
    b": ",
    b"- ",
    b"#",
    b" #",
    b"'",
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"&a ",
    b"*a",
    b"!!str ",
    b"!!binary ",
    b"!x ",
    b"<<: *a\n",
    b"<<: {a: b}\n",
    b"|",
    b">",
    b"|-\n",
    b">+\n",
    b"~",
    b"null",
    b"---\n",
    b"...\n",
    b"%YAML 1.2\n",
    b"\0",
    b"\x1b[2J",
    b"\xff",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xc2\x85",
    b"\xe2\x80\xa8",
    b"\xe2\x80\xae",
    b"\r",
    b"\r\n",
    b"? ",
    b"?",
    b"-",
    b"0x1F",
    b"9223372036854775808",
    b"-9223372036854775809",
    b"1e999",
    b".nan",
    b"yes",
    b"\\",
    b"\\x00",
    b"\"\\ud800\"",
    b"{{ ",
    b" }}",
    b"{% for a in persons %}",
    b"{% endfor %}",
    b"{% if child.name is known %}",
    b"{% endif %}",
    b"{% include \"parts/head.md\" %}",
    b"{# ",
    b" #}",
    b"{{ child.name|upper }}",
    b"|length",
    b"(",
    b")",
    b"==",
    b"9999-12-31",
    b"0000-00-00",
    b"2026-02-30",
    b"29/02/2027",
    b"T25:61:61Z",
    b"+99:99",
    b"in 99999999999 days",
    b"last ",
    b"next ",
    b"friday",
    b"ago",
    b"CSE-2026-",
    b"\xf3\xa0\x81\x81",
    b"\xf0\x9f\x91\xa9",
    b"\x1f",
];

/// One thing that happens to bytes.
#[derive(Clone, Debug)]
enum Damage {
    Cut(Index, usize),
    Double(Index, usize),
    Move(Index, usize, Index),
    Put(Index, &'static [u8]),
    Byte(Index, u8),
    Words(Index, Index),
    Lines(Index, Index),
    Many(Index, &'static [u8], usize),
    End(Index),
    Crlf,
    Bom,
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        4 => (at(), 0..80_usize).prop_map(|(at, length)| Damage::Cut(at, length)),
        4 => (at(), 0..400_usize).prop_map(|(at, length)| Damage::Double(at, length)),
        4 => (at(), 0..80_usize, at()).prop_map(|(at, length, to)| Damage::Move(at, length, to)),
        8 => (at(), select(PIECES)).prop_map(|(at, piece)| Damage::Put(at, piece)),
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Byte(at, byte)),
        4 => (at(), at()).prop_map(|(a, b)| Damage::Words(a, b)),
        4 => (at(), at()).prop_map(|(a, b)| Damage::Lines(a, b)),
        1 => (at(), select(PIECES), 2..3000_usize).prop_map(|(at, piece, n)| Damage::Many(at, piece, n)),
        1 => at().prop_map(Damage::End),
        1 => Just(Damage::Crlf),
        1 => Just(Damage::Bom),
    ]
}

/// Swaps two parts of a whole that was split after a byte.
fn swapped(bytes: &[u8], after: u8, a: Index, b: Index) -> Vec<u8> {
    let mut parts: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == after).collect();
    if !parts.is_empty() {
        let (a, b) = (a.index(parts.len()), b.index(parts.len()));
        parts.swap(a, b);
    }
    parts.concat()
}

fn damaged(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    let place = |at: &Index| at.index(bytes.len() + 1);
    let range = |at: &Index, length: usize| place(at)..(place(at) + length).min(bytes.len());
    match damage {
        Damage::Cut(at, length) => {
            bytes.drain(range(at, *length));
        }
        Damage::Double(at, length) => {
            let range = range(at, *length);
            let part = bytes[range.clone()].to_vec();
            bytes.splice(range.end..range.end, part);
        }
        Damage::Move(at, length, to) => {
            let part: Vec<u8> = bytes.drain(range(at, *length)).collect();
            let to = to.index(bytes.len() + 1);
            bytes.splice(to..to, part);
        }
        Damage::Put(at, piece) => {
            let at = place(at);
            bytes.splice(at..at, piece.iter().copied());
        }
        Damage::Byte(at, byte) => {
            let at = at.index(bytes.len().max(1));
            if let Some(one) = bytes.get_mut(at) {
                *one = *byte;
            }
        }
        Damage::Words(a, b) => return swapped(&bytes, b' ', *a, *b),
        Damage::Lines(a, b) => return swapped(&bytes, b'\n', *a, *b),
        Damage::Many(at, piece, times) => {
            let at = place(at);
            bytes.splice(at..at, piece.repeat(*times));
        }
        Damage::End(at) => bytes.truncate(place(at)),
        Damage::Crlf => return String::from_utf8_lossy(&bytes).replace('\n', "\r\n").into(),
        Damage::Bom => drop(bytes.splice(0..0, *b"\xef\xbb\xbf")),
    }
    bytes
}

/// Files that were damaged in a few places.
pub fn of_files(files: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    (select(files), vec(damage(), 0..6)).prop_map(|(file, all)| all.iter().fold(file, damaged))
}

/// A few lines of a file, on which damage weighs more than on all of it.
pub fn of_parts(files: Vec<Vec<u8>>) -> impl Strategy<Value = Vec<u8>> {
    let cut = |(file, from, length): (Vec<u8>, Index, usize)| -> Vec<u8> {
        let lines: Vec<&[u8]> = file.split_inclusive(|byte| *byte == b'\n').collect();
        let from = from.index(lines.len().max(1));
        lines.get(from..(from + length).min(lines.len())).unwrap_or_default().concat()
    };
    let part = (select(files), any::<Index>(), 1..40_usize).prop_map(cut);
    (part, vec(damage(), 0..6)).prop_map(|(part, all)| all.iter().fold(part, damaged))
}

/// Texts that a grammar makes: mappings and lists within one another, with known keys.
pub fn of_grammar(words: Vec<String>) -> impl Strategy<Value = Vec<u8>> {
    let odd = [
        "~",
        "\"\\u0000\"",
        "'it''s'",
        "|-\n  x",
        "[]",
        "{}",
        "yes",
        "-1",
        "2026-11-21",
        "*a",
        "&a b",
        "!t x",
        "",
    ];
    let leaf = prop_oneof![
        4 => select(words.clone()),
        2 => select(odd.map(str::to_owned).to_vec()),
        1 => "\\PC{0,12}",
    ];
    let tree = leaf.prop_recursive(6, 60, 6, move |inner| {
        let key = select(words.clone());
        let indented = |text: String| text.replace('\n', "\n  ");
        let item = move |text: String| format!("- {}", indented(text));
        let entry = move |(key, text): (String, String)| {
            let gap = if text.contains(": ") || text.starts_with("- ") { "\n  " } else { " " };
            format!("{key}:{gap}{}", indented(text))
        };
        prop_oneof![
            2 => vec((key.clone(), inner.clone()).prop_map(entry), 1..6).prop_map(|all| all.join("\n")),
            1 => vec(inner.clone().prop_map(item), 1..5).prop_map(|all| all.join("\n")),
            1 => vec(inner.clone(), 0..4).prop_map(|all| format!("[{}]", all.join(", "))),
            1 => vec((key, inner), 0..4).prop_map(|all| {
                let all: Vec<String> = all.iter().map(|(k, v)| format!("{k}: {v}")).collect();
                format!("{{{}}}", all.join(", "))
            }),
        ]
    });
    tree.prop_map(|text| format!("{text}\n").into_bytes())
}

/// Pieces that mean something, one after another.
pub fn of_pieces() -> impl Strategy<Value = Vec<u8>> {
    vec(select(PIECES), 0..20).prop_map(|pieces| pieces.concat())
}

/// Noise.
pub fn of_noise() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..300)
}
