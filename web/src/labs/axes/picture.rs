//! The array, what it folds into, and the way back.

use super::State;
use super::compute::{Reduction, call};
use crate::components::Shape;
use crate::diagrams::{
    Alignment, ArrayGrid, Arrow, ArrowFrame, ArrowLook, CellMark, Clash, Marks, Row, unflatten,
};
use leptos::prelude::*;
use ndgym_core::layout::{FitsBack, shape_as_tuple};

/// From more cells on, only the result's cell that is pointed at has arrows.
const MOST_ARROWS: usize = 12;

/// The whole picture. One cell of the result is always pointed at: the first, until another is.
#[component]
pub(super) fn Picture(state: RwSignal<State>, reduction: Memo<Reduction>) -> impl IntoView {
    let pointed = RwSignal::new(None::<usize>);
    let target = Memo::new(move |_| reduction.with(|reduction| reduction.target.clone()));
    // A cell that is gone is pointed at no more.
    let chosen = Memo::new(move |_| {
        let cells = target.with(|target| target.iter().max().map_or(1, |most| most + 1));
        pointed.get().filter(|cell| *cell < cells).unwrap_or(0)
    });
    let sources = Memo::new(move |_| {
        let chosen = chosen.get();
        target.with(|target| (0..target.len()).filter(|cell| target[*cell] == chosen).collect::<Vec<usize>>())
    });
    let marks = Memo::new(move |_| Marks::all(sources.get(), CellMark::Source));
    let arrows = Memo::new(move |_| {
        let sources = sources.get();
        let look = if sources.len() > MOST_ARROWS { ArrowLook::Plain } else { ArrowLook::Marked };
        let arrow = |cell| Arrow { from: ("a", cell), to: ("s", chosen.get()), look };
        sources.into_iter().map(arrow).collect::<Vec<_>>()
    });
    let point_at_source = SignalSetter::map(move |cell: Option<usize>| {
        if let Some(cell) = cell {
            pointed.set(target.with_untracked(|target| target.get(cell).copied()));
        }
    });
    let point = SignalSetter::map(move |cell: Option<usize>| {
        if cell.is_some() {
            pointed.set(cell);
        }
    });
    view! {
        <ArrowFrame arrows>
            <div class="fold">
                <figure data-grid="a">
                    <figcaption>"a "{move || view! { <Shape sizes=state.with(|state| state.shape.clone()) /> }}</figcaption>
                    <ArrayGrid
                        picture=Signal::derive(move || reduction.with(|reduction| reduction.a.clone()))
                        label=Signal::derive(move || state.with(|state| format!("a of shape {}", shape_as_tuple(&state.shape))))
                        pointed=Signal::derive(|| None::<usize>)
                        point=point_at_source
                        marks
                    />
                </figure>
                <figure data-grid="s">
                    <figcaption>
                        "s = a."{move || state.with(call)}" "
                        {move || view! { <Shape sizes=reduction.with(|reduction| reduction.s_shape.clone()) /> }}
                    </figcaption>
                    <ArrayGrid
                        picture=Signal::derive(move || reduction.with(|reduction| reduction.s.clone()))
                        label=Signal::derive(move || reduction.with(|reduction| format!("s of shape {}", shape_as_tuple(&reduction.s_shape))))
                        pointed=Signal::derive(move || Some(chosen.get()))
                        point
                    />
                </figure>
            </div>
        </ArrowFrame>
        <p class="fold-line" data-testid="fold-line">{move || fold_line(state, reduction, &sources.get(), chosen.get())}</p>
        <Back state />
    }
}

/// `s[1] = 2 + 9 + 6 + 3 = 20`
fn fold_line(state: RwSignal<State>, reduction: Memo<Reduction>, sources: &[usize], chosen: usize) -> String {
    let function = state.with(|state| state.function.name());
    reduction.with(|reduction| {
        let values = sources.iter().filter_map(|cell| reduction.values.get(*cell));
        let mut terms: Vec<String> = values.map(i64::to_string).collect();
        if terms.len() > 16 {
            terms.splice(6..terms.len() - 6, ["…".to_owned()]);
        }
        let index: Vec<String> = unflatten(chosen, &reduction.s_shape).iter().map(usize::to_string).collect();
        let place = if index.is_empty() { "s".to_owned() } else { format!("s[{}]", index.join(", ")) };
        let folded = match function {
            "sum" => terms.join(" + "),
            "mean" => format!("({}) / {}", terms.join(" + "), sources.len()),
            _ => format!("{function}({})", terms.join(", ")),
        };
        format!("{place} = {folded} = {}", reduction.results.get(chosen).map_or("", String::as_str))
    })
}

/// Whether the result goes back to where it came from.
#[component]
fn Back(state: RwSignal<State>) -> impl IntoView {
    let a = Signal::derive(move || state.with(|state| state.shape.clone()));
    let s = Signal::derive(move || {
        state.with(|state| {
            ndgym_core::layout::reduced_shape(&state.shape, &state.axes, state.keepdims).to_vec()
        })
    });
    let back = Memo::new(move |_| state.with(super::back));
    let clash = Signal::derive(move || {
        back.with(|back| match back {
            FitsBack::Clash(error) => Some(Clash::of(error).axis),
            FitsBack::Elsewhere { seen_as, .. } => Some(seen_as.unsigned_abs()),
            FitsBack::AsMeant => None,
        })
    });
    let result =
        Signal::derive(move || back.with(|back| (!matches!(back, FitsBack::Clash(_))).then(|| a.get())));
    let rows = vec![
        Row { name: "a".to_owned(), shape: a, on_resize: None },
        Row { name: "s".to_owned(), shape: s, on_resize: None },
    ];
    view! {
        <section class="back" aria-label="The way back">
            <h2>"Does s go back? "<code>"a - s"</code></h2>
            <Alignment rows total="a - s" result clash />
            <div role="status">
                {move || {
                    let (class, text) = back.with(verdict);
                    view! { <p class=class data-testid="back">{text}</p> }
                }}
            </div>
            {move || {
                let wrong = back.with(|back| *back != FitsBack::AsMeant);
                wrong
                    .then(|| {
                        view! {
                            <button on:click=move |_| state.update(|state| state.keepdims = true)>
                                "Mend it: "<code>"keepdims=True"</code>
                            </button>
                        }
                    })
            }}
        </section>
    }
}

fn verdict(back: &FitsBack) -> (&'static str, String) {
    match back {
        FitsBack::AsMeant => {
            ("verdict-line good", "Yes: every axis of s meets the axis of a that it came from.".to_owned())
        }
        FitsBack::Elsewhere { axis, seen_as } => (
            "verdict-line warning",
            format!(
                "It broadcasts, and is wrong: what was axis {} of a is axis {} of s, and NumPy aligns from the right. No error says so.",
                minus(*axis),
                minus(*seen_as)
            ),
        ),
        FitsBack::Clash(error) => {
            ("verdict-line bad", format!("No. ValueError: {}", error.message.trim_end()))
        }
    }
}

/// With a true minus sign, as axes are written in pictures.
fn minus(axis: isize) -> String {
    format!("−{}", axis.unsigned_abs())
}
