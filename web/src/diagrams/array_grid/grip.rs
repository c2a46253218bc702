//! The knob at the end of an axis.

use super::geometry::{CELL, Geometry};
use super::picture::{GridPicture, from_last};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, PointerEvent};

/// Dragged, or moved with the arrow keys, it changes the axis' size.
#[component]
pub(super) fn Grip(
    axis: usize,
    picture: Signal<GridPicture>,
    on_resize: Callback<(usize, usize)>,
) -> impl IntoView {
    let size = move || picture.with(|picture| from_last(&picture.own_shape, axis).unwrap_or(1));
    let place = move || {
        picture.with(|picture| {
            let geometry = Geometry::of(picture);
            let own = |axis| geometry.length(axis, from_last(&picture.own_shape, axis).unwrap_or(1));
            let (across, down) = (own(1), own(2));
            if axis == 1 {
                (geometry.left + across, geometry.top + down / 2)
            } else {
                (geometry.left + across / 2, geometry.top + down)
            }
        })
    };
    let dragging = RwSignal::new(false);
    let start = move |event: PointerEvent| {
        event.prevent_default();
        if let Some(grip) = event.current_target().and_then(|target| target.dyn_into::<Element>().ok()) {
            // Without the capture a drag ends at the grip's border, which is poorer but works.
            let _ = grip.set_pointer_capture(event.pointer_id());
        }
        dragging.set(true);
    };
    let drag = move |event: PointerEvent| {
        let Some(target) = event.current_target().filter(|_| dragging.get_untracked()) else { return };
        let Ok(grip) = target.dyn_into::<Element>() else { return };
        let Some(drawing) = grip.closest("svg").ok().flatten() else { return };
        let corner = drawing.get_bounding_client_rect();
        let geometry = picture.with_untracked(Geometry::of);
        let cells = match axis {
            1 => (f64::from(event.client_x()) - corner.left() - geometry.left as f64) / geometry.cell as f64,
            _ => (f64::from(event.client_y()) - corner.top() - geometry.top as f64) / CELL as f64,
        };
        let wanted = cells.round().max(1.0) as usize;
        if wanted != size() {
            on_resize.run((axis, wanted));
        }
    };
    let press = move |event: KeyboardEvent| {
        let wanted = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" | "ArrowUp" | "ArrowLeft" => {
                let larger =
                    matches!(event.key().as_str(), "ArrowRight") || (axis == 2 && event.key() == "ArrowDown");
                if larger { size() + 1 } else { size().saturating_sub(1) }
            }
            _ => return,
        };
        event.prevent_default();
        on_resize.run((axis, wanted));
    };
    view! {
        <g
            class=format!("grip-group axis--{axis}")
            role="slider"
            tabindex="0"
            aria-label=format!("Size of axis -{axis}")
            aria-valuemin="1"
            aria-valuenow=move || size().to_string()
            on:pointerdown=start
            on:pointermove=drag
            on:pointerup=move |_| dragging.set(false)
            on:pointercancel=move |_| dragging.set(false)
            on:keydown=press
        >
            <circle class="grip" cx=move || place().0 cy=move || place().1 r="18" />
            <circle class="handle" cx=move || place().0 cy=move || place().1 r="7" />
        </g>
    }
}
