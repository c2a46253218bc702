//! Python code to be read, not edited.

use leptos::prelude::*;
use ndgym_curriculum::highlight;

/// A program, highlighted as the editor does it.
#[component]
pub(crate) fn CodeView(
    /// The program.
    #[prop(into)]
    code: Signal<String>,
    /// Its name for tests.
    test_id: &'static str,
) -> impl IntoView {
    view! {
        <pre class="code-view" data-testid=test_id tabindex="0" inner_html=move || code.with(|code| highlight::python(code))></pre>
    }
}
