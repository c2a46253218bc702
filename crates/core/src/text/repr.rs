//! Texts as Python writes them.

/// `repr(text)`: in single quotes, or in double ones where that saves escaping.
///
/// ```
/// use ndgym_core::text::repr;
/// assert_eq!(repr("spam\n"), r"'spam\n'");
/// assert_eq!(repr("it's"), "\"it's\"");
/// ```
pub fn repr(string: &str) -> String {
    let quote = if string.contains('\'') && !string.contains('"') { '"' } else { '\'' };
    let mut written = String::with_capacity(string.len() + 2);
    written.push(quote);
    for letter in string.chars() {
        match letter {
            '\\' => written.push_str("\\\\"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            letter if letter == quote => written.extend(['\\', quote]),
            letter if is_printable(letter) => written.push(letter),
            letter => written.push_str(&match letter as u32 {
                code @ 0..0x100 => format!("\\x{code:02x}"),
                code @ 0x100..0x1_0000 => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            }),
        }
    }
    written.push(quote);
    written
}

/// Whether Python would print it as it is. Of spaces that is so for the plain one only.
fn is_printable(letter: char) -> bool {
    match letter {
        ' '..='~' => true,
        _ if letter.is_whitespace() => false,
        // A letter before it, so that a combining character counts as what it is elsewhere.
        _ => ['a', letter].iter().collect::<String>().escape_debug().count() == 2,
    }
}
