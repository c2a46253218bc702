//! Formulas: LaTeX as MathML, which browsers draw themselves.

use leptos::prelude::*;
use math_core::{LatexToMathML, MathDisplay};

/// A formula on a line of its own. What cannot be read as LaTeX is shown as it is written.
#[component]
pub(crate) fn Formula(
    /// LaTeX, without dollar signs.
    #[prop(into)]
    latex: Signal<String>,
) -> impl IntoView {
    let drawn = move || latex.with(|latex| mathml(latex).unwrap_or_else(|| escaped(latex)));
    view! { <div class="formula" inner_html=drawn></div> }
}

fn mathml(latex: &str) -> Option<String> {
    let converted = LatexToMathML::default().convert_with_local_state(latex, MathDisplay::Block);
    converted.ok().map(|found| found.mathml)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_mathml_and_nonsense_stays_text() {
        assert!(mathml(r"\frac{Q K^\top}{\sqrt{d}}").unwrap().contains("<mfrac>"));
        assert!(mathml(r"\frac{").is_none());
        assert_eq!(escaped("a < b & c"), "a &lt; b &amp; c");
    }
}
