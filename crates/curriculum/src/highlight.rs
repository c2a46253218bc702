//! Python code as HTML, with the class names CodeMirror's class highlighter uses, so that one style serves both.

const KEYWORDS: &[&str] = &[
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
    "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not",
    "or", "pass", "raise", "return", "try", "while", "with", "yield",
];
const CONSTANTS: &[&str] = &["True", "False", "None"];

/// A Python source.
pub fn python(source: &str) -> String {
    let mut html = String::with_capacity(source.len() * 2);
    let mut rest = source;
    let mut definition = false;
    while let Some(first) = rest.chars().next() {
        let (length, class) = token(rest, first, definition);
        let (text, after) = rest.split_at(length);
        if class == Some("keyword") {
            definition = matches!(text, "def" | "class");
        } else if !first.is_whitespace() {
            definition = false;
        }
        push(&mut html, text, class);
        rest = after;
    }
    html
}

/// An interactive session: prompts, code and what it printed.
pub fn session(source: &str) -> String {
    let mut html = String::new();
    for line in source.lines() {
        let prompt = [">>> ", "... "].into_iter().find(|prompt| line.starts_with(prompt));
        match prompt {
            Some(prompt) => {
                push(&mut html, prompt, Some("meta"));
                html.push_str(&python(&line[prompt.len()..]));
            }
            None => push(&mut html, line, Some("output")),
        }
        html.push('\n');
    }
    html
}

/// Length in bytes of the token `rest` starts with, and its class.
fn token(rest: &str, first: char, definition: bool) -> (usize, Option<&'static str>) {
    if first == '#' {
        return (rest.find('\n').unwrap_or(rest.len()), Some("comment"));
    }
    if let Some(length) = string_length(rest) {
        return (length, Some("string"));
    }
    if first.is_ascii_digit() {
        let end = rest.char_indices().find(|&(at, c)| {
            let exponent_sign = matches!(c, '+' | '-') && rest[..at].ends_with(['e', 'E']);
            !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_') || exponent_sign)
        });
        return (end.map_or(rest.len(), |(at, _)| at), Some("number"));
    }
    if first.is_alphabetic() || first == '_' {
        let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let word = &rest[..length];
        let class = match word {
            _ if KEYWORDS.contains(&word) => Some("keyword"),
            _ if CONSTANTS.contains(&word) => Some("bool"),
            _ if definition => Some("definition"),
            _ => None,
        };
        return (length, class);
    }
    (first.len_utf8(), None)
}

/// Length of the string literal `rest` starts with, prefix letters included.
fn string_length(rest: &str) -> Option<usize> {
    let prefix = rest.find(['"', '\'']).filter(|&at| {
        at <= 2 && rest[..at].chars().all(|c| matches!(c.to_ascii_lowercase(), 'r' | 'b' | 'f' | 'u'))
    })?;
    let body = &rest[prefix..];
    let quote = &body[..1];
    let triple = quote.repeat(3);
    let delimiter = if body.starts_with(&triple) { triple.as_str() } else { quote };
    let mut at = prefix + delimiter.len();
    while at < rest.len() {
        let tail = &rest[at..];
        if tail.starts_with(delimiter) {
            return Some(at + delimiter.len());
        }
        if delimiter.len() == 1 && tail.starts_with('\n') {
            return Some(at);
        }
        let mut characters = tail.chars();
        let first = characters.next().map_or(0, char::len_utf8);
        let escaped = if tail.starts_with('\\') { characters.next().map_or(0, char::len_utf8) } else { 0 };
        at += first + escaped;
    }
    Some(rest.len())
}

fn push(html: &mut String, text: &str, class: Option<&str>) {
    match class {
        Some(class) => {
            html.push_str(&format!("<span class=\"tok-{class}\">"));
            escape(html, text);
            html.push_str("</span>");
        }
        None => escape(html, text),
    }
}

/// Appends `text` with HTML's special characters escaped.
pub fn escape(html: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}
