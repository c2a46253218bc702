//! Formulas of the core's steps as MathML, which browsers draw themselves.

use leptos::prelude::*;

// LaTeX and MathML of each, in the order of the LaTeX; made by build.rs.
include!(concat!(env!("OUT_DIR"), "/formulas.rs"));

/// A formula on a line of its own. One that no step of the core has is shown as it is written.
#[component]
pub(crate) fn Formula(
    /// LaTeX, without dollar signs.
    latex: &'static str,
) -> impl IntoView {
    match mathml(latex) {
        Some(drawn) => view! { <div class="formula" inner_html=drawn></div> }.into_any(),
        None => view! { <div class="formula">{latex}</div> }.into_any(),
    }
}

fn mathml(latex: &str) -> Option<&'static str> {
    let at = FORMULAS.binary_search_by(|(known, _)| (*known).cmp(latex)).ok()?;
    Some(FORMULAS[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::labs::Notes;
    use ndgym_core::Array;
    use ndgym_core::ml::attention::attention;
    use ndgym_core::ml::optimizer::Momentum;

    #[test]
    fn the_steps_formulas_are_known() {
        let x = Array::from_slice(&[2, 2], &[1.0, -2.0, 0.5, 3.0]).unwrap();
        let mut notes = Notes::all();
        attention(&x, &x, &x, None, &mut notes).unwrap();
        Momentum::new(0.1, 0.9).step(std::slice::from_ref(&x), std::slice::from_ref(&x), &mut notes).unwrap();
        let steps = notes.steps();
        assert!(steps.len() > 3 && steps.iter().all(|step| mathml(step.formula).is_some()));
        assert!(mathml(r"S = \frac{Q K^\top}{\sqrt{d}}").unwrap().contains("<mfrac>"));
        assert!(mathml("nonsense").is_none());
    }
}
