//! Markdown to HTML: formulas become MathML, Python blocks are highlighted, shapes show their axes.

use math_core::{LatexToMathML, MathDisplay};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Options, Parser, Tag, TagEnd, html};

use crate::highlight;

/// A mistake: the line it is on (1-based), and what it is.
pub(crate) type LineError = (usize, String);

/// Renders a document.
pub(crate) fn render(document: &str) -> Result<String, Vec<LineError>> {
    let options = Options::ENABLE_MATH | Options::ENABLE_TABLES;
    let mut errors = Vec::new();
    let mut events = Vec::new();
    let mut code: Option<(String, String)> = None;
    for (event, range) in Parser::new_ext(document, options).into_offset_iter() {
        let line = document[..range.start].matches('\n').count() + 1;
        let event = match event {
            Event::InlineMath(latex) => formula(&latex, MathDisplay::Inline, line, &mut errors),
            Event::DisplayMath(latex) => formula(&latex, MathDisplay::Block, line, &mut errors),
            Event::Code(code) => Event::InlineHtml(inline_code(&code).into()),
            Event::Html(_) | Event::InlineHtml(_) => {
                errors.push((line, "raw HTML is not allowed".to_owned()));
                continue;
            }
            Event::Start(Tag::CodeBlock(kind)) => {
                code = Some((language(kind), String::new()));
                continue;
            }
            Event::Text(text) => {
                if let Some((_, source)) = &mut code {
                    source.push_str(&text);
                    continue;
                }
                // Markdown leaves a formula with unbalanced braces or a lone delimiter as plain text.
                if text.contains('$') {
                    errors
                        .push((line, format!("formula without an end or with unbalanced braces: `{text}`")));
                }
                Event::Text(text)
            }
            Event::End(TagEnd::CodeBlock) => {
                let (language, source) = code.take().unwrap_or_default();
                match code_block(&language, &source) {
                    Ok(html) => Event::Html(html.into()),
                    Err(reason) => {
                        errors.push((line, reason));
                        continue;
                    }
                }
            }
            other => other,
        };
        events.push(event);
    }
    errors.dedup();
    if !errors.is_empty() {
        return Err(errors);
    }
    let mut output = String::new();
    html::push_html(&mut output, events.into_iter());
    Ok(output)
}

/// Renders one paragraph without its `<p>`.
pub(crate) fn render_inline(text: &str) -> Result<String, Vec<LineError>> {
    let html = render(text)?;
    let inner = html.trim().strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
    match inner {
        Some(inner) if !inner.contains("<p>") => Ok(inner.to_owned()),
        _ => Err(vec![(1, "must be one paragraph".to_owned())]),
    }
}

fn language(kind: CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Fenced(language) => language.to_string(),
        CodeBlockKind::Indented => String::new(),
    }
}

fn formula<'a>(latex: &str, display: MathDisplay, line: usize, errors: &mut Vec<LineError>) -> Event<'a> {
    let converted = LatexToMathML::default().convert_with_local_state(latex, display);
    match converted {
        Ok(result) => Event::InlineHtml(CowStr::from(result.mathml)),
        Err(error) => {
            errors.push((line, format!("formula `{}`: {error}", latex.trim())));
            Event::Text(CowStr::from(""))
        }
    }
}

fn code_block(language: &str, source: &str) -> Result<String, String> {
    let body = match language {
        "python" => highlight::python(source),
        "pycon" => highlight::session(source),
        "text" => {
            let mut text = String::new();
            highlight::escape(&mut text, source);
            text
        }
        other => return Err(format!("code block of language `{other}`: python, pycon or text expected")),
    };
    Ok(format!("<pre class=\"code\"><code>{}</code></pre>\n", body.trim_end_matches('\n')))
}

/// Inline code; a shape such as `(N, C)` has each size marked with its axis, counted from the last.
fn inline_code(code: &str) -> String {
    let mut html = String::new();
    match shape_sizes(code) {
        Some(sizes) => {
            html.push_str("<code class=\"shape\">(");
            for (position, size) in sizes.iter().enumerate() {
                if position > 0 {
                    html.push_str(", ");
                }
                let axis = position as isize - sizes.len() as isize;
                html.push_str(&format!("<span class=\"axis\" data-axis=\"{axis}\">"));
                highlight::escape(&mut html, size);
                html.push_str("</span>");
            }
            html.push_str(if sizes.len() == 1 { ",)</code>" } else { ")</code>" });
        }
        None => {
            html.push_str("<code>");
            highlight::escape(&mut html, code);
            html.push_str("</code>");
        }
    }
    html
}

/// The sizes in a shape written as a tuple, of which one at least is a name with a capital or a single letter, or
/// all are numbers greater than one.
fn shape_sizes(code: &str) -> Option<Vec<&str>> {
    let inner = code.strip_prefix('(')?.strip_suffix(')')?;
    let mut sizes: Vec<&str> = inner.split(',').map(str::trim).collect();
    if sizes.len() > 1 && sizes.last() == Some(&"") {
        sizes.pop();
    } else if sizes.len() == 1 {
        return None;
    }
    let word =
        |size: &&str| !size.is_empty() && size.chars().all(|c| c.is_alphanumeric() || "_·' /".contains(c));
    let symbolic = |size: &&str| size.chars().next().is_some_and(char::is_alphabetic);
    let number = |size: &&str| size.parse::<u32>().is_ok_and(|size| size > 0);
    let is_shape = sizes.iter().all(word) && (sizes.iter().any(symbolic) || sizes.iter().all(number));
    is_shape.then_some(sizes)
}
