//! Whether a file is such that all YAML readers take it alike.

/// Deeper brackets than any record has.
const DEEPEST: usize = 32;

/// False where a file may hold an anchor, an alias, a tag or a directive, a character that some
/// readers take for a line end, or deep nesting: the reader with positions then decides. Cheap,
/// and rather too careful than not: such characters within a text count too.
pub(super) fn is_plain(bytes: &[u8]) -> bool {
    // Readers differ in what a block of text is that ends with the file instead of a line.
    if bytes.last() != Some(&b'\n') {
        return false;
    }
    let mut depth = 0_usize;
    for at in (0..bytes.len()).filter(|&at| TELLING[usize::from(bytes[at])]) {
        let before = if at == 0 { b'\n' } else { bytes[at - 1] };
        let (byte, after) = (bytes[at], &bytes[at + 1..]);
        let opens = matches!(
            before,
            b' ' | b'\t' | b'\n' | b'\r' | b'[' | b'{' | b',' | b':' | b'-' | b'?'
        );
        let ends = matches!(after.first(), None | Some(b' ' | b'\t' | b'\n' | b'\r'));
        match byte {
            b'!' if opens => return false,
            b'&' | b'*' if opens && !ends => return false,
            // A key in a flow mapping for some, the start of a text for others.
            b'?' if opens && depth > 0 => return false,
            b'%' if before == b'\n' => return false,
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            // A carriage return alone, and raw control characters.
            b'\r' if after.first() != Some(&b'\n') => return false,
            0..=8 | 11 | 12 | 14..=31 | 127 => return false,
            // NEL and the other C1 characters.
            0xC2 if matches!(after.first(), Some(0x80..=0x9F)) => return false,
            // Line and paragraph separators.
            0xE2 if matches!(after, [0x80, 0xA8 | 0xA9, ..]) => return false,
            // A byte order mark.
            0xEF if matches!(after, [0xBB, 0xBF, ..]) => return false,
            _ => {}
        }
        if depth > DEEPEST {
            return false;
        }
    }
    true
}

/// The bytes that are looked at: nearly all of a file are none of them.
const TELLING: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] = matches!(
            byte,
            b'!' | b'&' | b'*' | b'?' | b'%' | b'[' | b'{' | b']' | b'}' | b'\r'
                | 0..=8 | 11 | 12 | 14..=31 | 127 | 0xC2 | 0xE2 | 0xEF
        );
        if byte == u8::MAX {
            break table;
        }
        byte += 1;
    }
};
