//! Why an answer is right: the pictures of the labs.

use crate::diagrams::{Alignment, ChainPicture, ChainView, Clash, ClashMessage, Row};
use crate::labs;
use leptos::prelude::*;
use ndgym_core::layout::broadcast_shapes;
use ndgym_curriculum::chain::{Start, follow, name, parse};
use ndgym_curriculum::quiz::Explanation;

/// The picture, and the way to the lab with the same in it.
#[component]
pub(super) fn ExplanationView(explanation: Explanation) -> impl IntoView {
    let (picture, link) = match explanation {
        Explanation::Broadcast(shapes) => {
            let link = labs::broadcasting_link(&shapes);
            (view! { <Broadcast shapes /> }.into_any(), link)
        }
        Explanation::Chain(start, steps) => {
            let link = labs::memory_link(&start, &steps);
            (view! { <Chain start steps /> }.into_any(), link)
        }
    };
    view! {
        <div class="explanation" data-testid="explanation">
            {picture}
            <p><a href=link>"Open this in the lab"</a></p>
        </div>
    }
}

#[component]
fn Broadcast(shapes: Vec<Vec<usize>>) -> impl IntoView {
    let borrowed: Vec<&[usize]> = shapes.iter().map(Vec::as_slice).collect();
    let outcome = broadcast_shapes(&borrowed);
    let clash = outcome.as_ref().err().map(Clash::of);
    let result = Signal::stored(outcome.ok().map(|shape| shape.to_vec()));
    let axis = Signal::stored(clash.as_ref().map(|clash| clash.axis));
    let total = (0..shapes.len()).map(name).collect::<Vec<_>>().join(" + ");
    let rows = shapes
        .into_iter()
        .enumerate()
        .map(|(number, shape)| Row { name: name(number), shape: Signal::stored(shape), on_resize: None })
        .collect();
    let verdict = match clash {
        Some(clash) => view! { <ClashMessage clash repairs=Vec::new() on_repair=Callback::new(|_| {}) /> }.into_any(),
        None => view! {
            <p>"From the right, every two sizes are equal, or one of them is 1 or missing: that one stretches, at stride 0."</p>
        }
        .into_any(),
    };
    view! {
        <div class="scroll"><Alignment rows total result clash=axis /></div>
        {verdict}
    }
}

#[component]
fn Chain(start: Start, steps: Vec<String>) -> impl IntoView {
    let chain = follow(&start, steps.iter().map(|step| parse(step)));
    let view = Signal::stored(ChainView::of(&chain.links, None));
    view! { <ChainPicture view pointed=RwSignal::new(None) /> }
}
