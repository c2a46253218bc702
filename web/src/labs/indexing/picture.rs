//! `a`, what is read or written, and the arrows between them.

use super::State;
use super::compute::{Pick, Sharing, Shown, class, line, repeated};
use super::expression::Trouble;
use crate::components::Shape;
use crate::diagrams::{ArrayGrid, Arrow, ArrowFrame, ArrowLook, CellMark, Marks, unflatten};
use leptos::prelude::*;
use ndgym_core::Error;
use ndgym_core::error::Reason;
use ndgym_core::layout::shape_as_tuple;

/// With more picks, only the one that is pointed at has an arrow.
const MOST_ARROWS: usize = 24;

/// The picture, or the error with its repair.
#[component]
pub(super) fn Picture(state: RwSignal<State>, shown: Memo<Result<Shown, Trouble>>) -> impl IntoView {
    let trouble = Memo::new(move |_| match shown.get() {
        Err(Trouble::Raised(error)) => Some(error),
        _ => None,
    });
    let good = Memo::new(move |_| shown.with(|shown| shown.as_ref().ok().cloned()).unwrap_or_default());
    view! {
        <p class="index-line"><code data-testid="index-line">{move || state.with(line)}</code></p>
        {move || match trouble.get() {
            Some(error) => view! { <Raised state error /> }.into_any(),
            None => view! { <Cells state shown=good /> }.into_any(),
        }}
    }
}

#[component]
fn Cells(state: RwSignal<State>, shown: Memo<Shown>) -> impl IntoView {
    // What is pointed at: a cell of a, or of the other array.
    let at_cell = RwSignal::new(None::<usize>);
    let at_other = RwSignal::new(None::<usize>);
    let writes = Memo::new(move |_| state.with(|state| state.form.writes()));
    let is_marked = move |pick: &Pick| at_cell.get() == Some(pick.cell) || at_other.get() == Some(pick.other);
    let arrows = Memo::new(move |_| {
        let writes = writes.get();
        shown.with(|shown| {
            let few = shown.picks.len() <= MOST_ARROWS;
            let picks = shown.picks.iter().filter(|pick| few || is_marked(pick));
            let arrow = |pick: &Pick| {
                let (a, other) = (("a", pick.cell), ("other", pick.other));
                let (from, to) = if writes { (other, a) } else { (a, other) };
                let look = match pick.lost {
                    true => ArrowLook::Lost,
                    false if is_marked(pick) => ArrowLook::Marked,
                    false => ArrowLook::Plain,
                };
                Arrow { from, to, look }
            };
            picks.map(arrow).collect::<Vec<_>>()
        })
    });
    let marks_of_a = Memo::new(move |_| {
        let mark = if writes.get() { CellMark::Written } else { CellMark::Source };
        shown.with(|shown| Marks::all(shown.picks.iter().map(|pick| pick.cell), mark))
    });
    let marks_of_other = Memo::new(move |_| {
        shown.with(|shown| {
            let through = shown.picks.iter().filter(|pick| at_cell.get() == Some(pick.cell));
            Marks::all(through.map(|pick| pick.other), CellMark::Source)
        })
    });
    // The cell of a that the pointed one of the other array goes with.
    let cell = Signal::derive(move || {
        at_cell.get().or_else(|| {
            let other = at_other.get()?;
            shown.with(|shown| shown.picks.iter().find(|pick| pick.other == other).map(|pick| pick.cell))
        })
    });
    let a_picture =
        Signal::derive(move || shown.with(|shown| shown.after.as_ref().unwrap_or(&shown.before).clone()));
    let other_name = move || if writes.get() { "values" } else { "b" };
    view! {
        <ArrowFrame arrows>
            <div class="fold" class:scatter=move || writes.get()>
                <figure data-grid="a">
                    <figcaption>
                        {move || if writes.get() { "a, afterwards " } else { "a " }}
                        {move || view! { <Shape sizes=state.with(|state| state.shape.clone()) /> }}
                    </figcaption>
                    <ArrayGrid
                        picture=a_picture
                        label=Signal::derive(move || state.with(|state| format!("a of shape {}", shape_as_tuple(&state.shape))))
                        pointed=cell
                        point=SignalSetter::map(move |cell: Option<usize>| {
                            at_cell.set(cell);
                            at_other.set(None);
                        })
                        marks=marks_of_a
                    />
                </figure>
                <figure data-grid="other">
                    <figcaption>
                        {other_name}" "
                        {move || view! { <Shape sizes=shown.with(|shown| shown.other_shape.clone()) /> }}
                        <SharingBadge shown />
                    </figcaption>
                    <Show
                        when=move || shown.with(|shown| !shown.other_shape.contains(&0))
                        fallback=|| view! { <p class="soft">"No cells: the index picks nothing."</p> }
                    >
                        <ArrayGrid
                            picture=Signal::derive(move || shown.with(|shown| shown.other.clone()))
                            label=Signal::derive(move || {
                                shown.with(|shown| format!("{} of shape {}", other_name(), shape_as_tuple(&shown.other_shape)))
                            })
                            pointed=at_other
                            point=SignalSetter::map(move |other: Option<usize>| {
                                at_other.set(other);
                                at_cell.set(None);
                            })
                            marks=marks_of_other
                        />
                    </Show>
                </figure>
            </div>
        </ArrowFrame>
        <p class="fold-line" data-testid="pick-line">{move || pick_line(state, shown, at_cell.get(), at_other.get())}</p>
        <Why state shown />
    }
}

#[component]
fn SharingBadge(shown: Memo<Shown>) -> impl IntoView {
    move || {
        let (text, class) = match shown.with(|shown| shown.sharing)? {
            Sharing::View => ("view", "badge view"),
            Sharing::Copy => ("copy", "badge copy"),
            Sharing::Number => ("a number", "badge"),
        };
        Some(view! { " " <span class=class data-testid="sharing">{text}</span> })
    }
}

/// Which cell the pointed one comes from or goes to.
fn pick_line(
    state: RwSignal<State>,
    shown: Memo<Shown>,
    cell: Option<usize>,
    other: Option<usize>,
) -> String {
    let (shape, writes) = state.with(|state| (state.shape.clone(), state.form.writes()));
    let place = |name: &str, flat: usize, shape: &[usize]| {
        let index: Vec<String> = unflatten(flat, shape).iter().map(usize::to_string).collect();
        if index.is_empty() { name.to_owned() } else { format!("{name}[{}]", index.join(", ")) }
    };
    shown.with(|shown| {
        let name = if writes { "values" } else { "b" };
        let picks = shown.picks.iter().filter(|pick| cell == Some(pick.cell) || other == Some(pick.other));
        let lines: Vec<String> = picks
            .take(6)
            .map(|pick| {
                let (a, other) = (place("a", pick.cell, &shape), place(name, pick.other, &shown.other_shape));
                match (writes, pick.lost) {
                    (false, _) => format!("{other} is {a}"),
                    (true, false) => format!("{other} goes to {a}"),
                    (true, true) => format!("{other} goes to {a} and does not stay"),
                }
            })
            .collect();
        if lines.is_empty() { "Point at a cell to follow it.".to_owned() } else { lines.join("; ") }
    })
}

/// Why it is a view or a copy, and what becomes of cells that come more than once.
#[component]
fn Why(state: RwSignal<State>, shown: Memo<Shown>) -> impl IntoView {
    let text = move || {
        shown.with(|shown| match shown.sharing {
            Some(Sharing::View) => format!(
                "Slices, integers, … and None only: a start and a step for each axis say where every element lies, so b looks into a's memory (strides {} bytes). Writing into b changes a.",
                shape_text(&shown.byte_strides)
            ),
            Some(Sharing::Copy) => {
                "Arrays of indices pick cells one by one; no step leads from one to the next, so they are copied. Writing into b leaves a as it is.".to_owned()
            }
            Some(Sharing::Number) => "An integer for every axis: one number, no array.".to_owned(),
            None => written(state, shown),
        })
    };
    view! { <p class="reason-line" data-testid="reason">{text}</p> }
}

fn written(state: RwSignal<State>, shown: &Shown) -> String {
    let form = state.with(|state| state.form);
    let repeated = repeated(&shown.picks).len();
    match (form, repeated) {
        (_, 0) => "No cell comes twice, so the order of writing does not matter.".to_owned(),
        (super::Form::AddAt, _) => {
            format!(
                "{} more than once, and every time counts: np.add.at adds one value after the other.",
                cells(repeated)
            )
        }
        (super::Form::AddTo, _) => format!(
            "{} more than once, and only the last time counts: += reads all cells first, then writes each sum back. Dashed arrows are lost.",
            cells(repeated)
        ),
        _ => format!("{} more than once, and the last value stays. Dashed arrows are lost.", cells(repeated)),
    }
}

fn cells(count: usize) -> String {
    if count == 1 { "A cell comes".to_owned() } else { format!("{count} cells come") }
}

fn shape_text(numbers: &[isize]) -> String {
    let comma = if numbers.len() == 1 { "," } else { "" };
    format!("({}{comma})", numbers.iter().map(isize::to_string).collect::<Vec<_>>().join(", "))
}

/// NumPy's words, and a way on.
#[component]
fn Raised(state: RwSignal<State>, error: Error) -> impl IntoView {
    let repair = repair(&state.get_untracked(), &error);
    view! {
        <div class="clash-message" role="status" data-testid="raised">
            <code>{class(error.kind)}": "{error.message.clone()}</code>
            {explanation(&error).map(|text| view! { <p>{text}</p> })}
            <div class="repairs">
                {repair
                    .map(|mended| {
                        let text = mended.index.clone();
                        view! {
                            <button class="small" data-testid="repair" on:click=move |_| state.set(mended.clone())>
                                "Mend it: "
                                <code>{text}</code>
                            </button>
                        }
                    })}
            </div>
        </div>
    }
}

fn explanation(error: &Error) -> Option<String> {
    match error.reason.as_deref()? {
        Reason::IndexOutOfBounds { axis, size, .. } => {
            Some(format!("Axis {axis} has {size} positions: 0 to {}, or −{size} to −1 from the end.", size - 1))
        }
        Reason::BroadcastClash { .. } => {
            Some("Index arrays are matched cell by cell, so their shapes must broadcast. For a grid of rows and columns there is np.ix_.".to_owned())
        }
        _ => None,
    }
}

/// An index that works, near the one that does not.
fn repair(state: &State, error: &Error) -> Option<State> {
    let index = match error.reason.as_deref() {
        Some(Reason::IndexOutOfBounds { index, size, .. }) => {
            let last = size.checked_sub(1)?;
            state.index.replacen(&index.to_string(), &last.to_string(), 1)
        }
        Some(Reason::BroadcastClash { .. }) => format!("np.ix_({})", state.index.trim()),
        _ if error.message.starts_with("too many indices") => {
            let items: Vec<&str> = state.index.split(',').collect();
            items[..state.shape.len().min(items.len())].join(",")
        }
        _ => return None,
    };
    let mended = State { index, ..state.clone() };
    super::compute(&mended).is_ok().then_some(mended)
}
