//! What this is, a picture to play with, and the way to the first problem.

use crate::components::Shape;
use crate::diagrams::Broadcasting;
use crate::engine::Engine;
use leptos::prelude::*;
use ndgym_curriculum::problems;

/// The home page.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    crate::site::set_title("");
    Engine::expect().warm_when_idle();
    crate::components::preload_editor();
    let first =
        problems().first().map_or("problems/".to_owned(), |problem| format!("problems/{}/", problem.id));
    view! {
        <div class="page home">
            <h1>"Practise NumPy for interviews: write real code, see every shape, and hear what is wrong with it."</h1>
            <Broadcasting />
            <p class="ways">
                <a class="button primary" href=first data-testid="home-first-problem">"Solve your first problem"</a>
                <a class="button" href="./#broadcasting" rel="external" on:click=to_diagram>"See how broadcasting works"</a>
                <a class="button" href="race/" data-testid="home-race">"Race a loop against NumPy"</a>
            </p>
            <h2 class="visually-hidden">"What is different here"</h2>
            <Promises />
        </div>
    }
}

/// Brings the diagram into view and gives its first control the focus.
fn to_diagram(event: web_sys::MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    let Some(diagram) = document().get_element_by_id("broadcasting") else { return };
    diagram.scroll_into_view();
    if let Ok(Some(control)) = diagram.query_selector("button")
        && let Some(control) = control.dyn_ref::<web_sys::HtmlElement>()
    {
        // A control that cannot take the focus leaves it where it is.
        let _ = control.focus();
    }
}

#[component]
fn Promises() -> impl IntoView {
    view! {
        <ul class="promises">
            <li>
                <pre class="picture" aria-hidden="true"><span>
                    <span class="tok-keyword">"return "</span>"x / x.sum("<span class="axis" data-axis="-1">"axis=-1"</span>")"
                </span></pre>
                <p>"Real NumPy code, with NumPy's results, printing and errors, in a Python that runs in this tab."</p>
            </li>
            <li>
                <pre class="picture" aria-hidden="true"><span>
                    "got      "<Shape sizes=vec![3] />"\nexpected "<Shape sizes=vec![3, 1] />
                </span></pre>
                <p>"An answer is compared cell by cell; what differs is named: the shape, the dtype, the first wrong cell."</p>
            </li>
            <li>
                <pre class="picture" aria-hidden="true"><span>
                    <span class="tok-keyword">"while"</span>" "<span class="tok-bool">"True"</span>": "<span class="tok-keyword">"pass"</span>
                    "\n"<span class="soft">"stopped after 10 s, line 1"</span>
                </span></pre>
                <p>"Stop always stops, and no loop or giant array takes the page down with it."</p>
            </li>
            <li>
                <pre class="picture" aria-hidden="true"><span>"3 drafts, 12 attempts\n"<span class="soft">"→ ndgym.json"</span></span></pre>
                <p>"Everything stays in your browser: drafts and attempts are kept with each keystroke, and are yours to export."</p>
            </li>
        </ul>
    }
}
