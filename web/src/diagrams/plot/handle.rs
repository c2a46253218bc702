//! Points that a hand moves: with the pointer, or with the arrow keys.

use super::mark::shapes;
use super::scale::PlotAxis;
use super::{BOTTOM, LEFT, RIGHT, TOP, WIDTH, place};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent, PointerEvent};

/// How many presses of an arrow key lead across the plot.
const PRESSES: f64 = 50.0;

/// A point that can be moved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Handle {
    /// Which look it has.
    pub(crate) series: usize,
    /// What it is: "point 3, class 1".
    pub(crate) name: String,
    /// Where it is.
    pub(crate) at: (f64, f64),
}

/// Handles and who hears of what is done with them.
#[derive(Clone, Copy)]
pub(crate) struct Handling {
    /// The points, each in its place in this order.
    pub(crate) handles: Signal<Vec<Handle>>,
    /// A point goes elsewhere.
    pub(crate) on_move: Callback<(usize, (f64, f64))>,
    /// A place without a point was pressed.
    pub(crate) on_add: Option<Callback<(f64, f64)>>,
    /// A point goes (Delete key, or double click).
    pub(crate) on_remove: Option<Callback<usize>>,
}

/// The values at the pointer, if the drawing can be found.
fn values(event: &MouseEvent, axes: Memo<(PlotAxis, PlotAxis)>) -> Option<(f64, f64)> {
    let target: Element = event.current_target()?.dyn_into().ok()?;
    let frame = target.closest(".plot-frame").ok()??.get_bounding_client_rect();
    let unit = WIDTH / frame.width();
    let across = ((f64::from(event.client_x()) - frame.left()) * unit - LEFT) / (RIGHT - LEFT);
    let up = (BOTTOM - (f64::from(event.client_y()) - frame.top()) * unit) / (BOTTOM - TOP);
    Some(axes.with_untracked(|(x, y)| (x.value(across.clamp(0.0, 1.0)), y.value(up.clamp(0.0, 1.0)))))
}

#[component]
pub(super) fn Handles(handling: Handling, axes: Memo<(PlotAxis, PlotAxis)>) -> impl IntoView {
    let count = Memo::new(move |_| handling.handles.with(Vec::len));
    let ground = handling.on_add.map(|on_add| {
        let add = move |event: MouseEvent| {
            if let Some(at) = values(&event, axes) {
                on_add.run(at);
            }
        };
        view! {
            <rect class="plot-addable" x=LEFT y=TOP width=RIGHT - LEFT height=BOTTOM - TOP data-testid="plot-ground" on:click=add />
        }
    });
    view! {
        {ground}
        {move || (0..count.get()).map(|at| view! { <HandleMark at handling axes /> }).collect_view()}
    }
}

#[component]
fn HandleMark(at: usize, handling: Handling, axes: Memo<(PlotAxis, PlotAxis)>) -> impl IntoView {
    let handle = Memo::new(move |_| handling.handles.with(|handles| handles.get(at).cloned()));
    let dragging = RwSignal::new(false);
    let start = move |event: PointerEvent| {
        event.prevent_default();
        if let Some(target) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Without the capture a drag ends at the point's border, which is poorer but works.
            let _ = target.set_pointer_capture(event.pointer_id());
        }
        dragging.set(true);
    };
    let drag = move |event: PointerEvent| {
        if dragging.get_untracked()
            && let Some(place) = values(&event, axes)
        {
            handling.on_move.run((at, place));
        }
    };
    let press = move |event: KeyboardEvent| {
        let (across, up) = match event.key().as_str() {
            "ArrowLeft" => (-1.0, 0.0),
            "ArrowRight" => (1.0, 0.0),
            "ArrowDown" => (0.0, -1.0),
            "ArrowUp" => (0.0, 1.0),
            "Delete" | "Backspace" => {
                if let Some(on_remove) = handling.on_remove {
                    event.prevent_default();
                    on_remove.run(at);
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        let Some(now) = handle.get_untracked().map(|handle| handle.at) else { return };
        let moved = axes.with_untracked(|(x, y)| {
            let step = |axis: &PlotAxis, value: f64, by: f64| {
                axis.value((axis.share(value) + by / PRESSES).clamp(0.0, 1.0))
            };
            (step(x, now.0, across), step(y, now.1, up))
        });
        handling.on_move.run((at, moved));
    };
    let spot = move || {
        handle.with(|handle| {
            let handle = handle.as_ref()?;
            Some(axes.with(|(x, y)| place(x, y, handle.at.0, handle.at.1)))
        })
    };
    let label = move || {
        handle.with(|handle| {
            handle
                .as_ref()
                .map(|handle| format!("{}, at {:.2}, {:.2}", handle.name, handle.at.0, handle.at.1))
        })
    };
    let series = Memo::new(move |_| handle.with(|handle| handle.as_ref().map_or(0, |handle| handle.series)));
    view! {
        <g
            class=move || format!("plot-handle series-{}", series.get() % 6)
            role="button"
            tabindex="0"
            aria-label=label
            data-testid="plot-handle"
            on:pointerdown=start
            on:pointermove=drag
            on:pointerup=move |_| dragging.set(false)
            on:pointercancel=move |_| dragging.set(false)
            on:dblclick=move |_| {
                if let Some(on_remove) = handling.on_remove {
                    on_remove.run(at);
                }
            }
            on:keydown=press
        >
            <circle class="grip" cx=move || spot().map(|spot| spot.0) cy=move || spot().map(|spot| spot.1) r="13" />
            <path class="points" d=move || shapes(spot().into_iter(), series.get(), 5.0) />
        </g>
    }
}
