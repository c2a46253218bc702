//! Arrows from cells of one grid to cells of another: gather and scatter.
//!
//! The grids stand anywhere inside an [`ArrowFrame`], each in an element with `data-grid`; where their cells are, the frame
//! asks the page once it has been laid out.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element};

/// How an arrow looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArrowLook {
    /// One of many.
    Plain,
    /// The one that is pointed at.
    Marked,
    /// What it brings does not stay.
    Lost,
}

/// An arrow between two cells, each named by its grid and its place in C order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Arrow {
    /// Where it begins.
    pub(crate) from: (&'static str, usize),
    /// Where its head is.
    pub(crate) to: (&'static str, usize),
    /// How it looks.
    pub(crate) look: ArrowLook,
}

/// An arrow as drawn.
#[derive(Clone, Debug, PartialEq)]
struct Line {
    path: String,
    head: String,
    look: ArrowLook,
}

/// A frame in which arrows are drawn over grids.
#[component]
pub(crate) fn ArrowFrame(
    /// The arrows.
    #[prop(into)]
    arrows: Signal<Vec<Arrow>>,
    /// The grids, and what stands between them.
    children: Children,
) -> impl IntoView {
    let frame = NodeRef::<Div>::new();
    let lines = RwSignal::new(Vec::<Line>::new());
    let draw = move || {
        if let Some(frame) = frame.try_get_untracked().flatten() {
            let drawn = arrows.with_untracked(|arrows| lines_of(&frame, arrows));
            lines.try_set(drawn);
        }
    };
    Effect::new(move |_| {
        arrows.track();
        frame.track();
        // Cells that change with the arrows are there in the next frame.
        request_animation_frame(draw);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| draw());
    on_cleanup(move || resized.remove());
    view! {
        <div class="arrow-frame" node_ref=frame>
            {children()}
            <svg class="arrows" aria-hidden="true">
                {move || {
                    lines
                        .get()
                        .into_iter()
                        .map(|Line { path, head, look }| {
                            view! {
                                <g class=class(look)>
                                    <path class="line" d=path />
                                    <path class="head" d=head />
                                </g>
                            }
                        })
                        .collect_view()
                }}
            </svg>
        </div>
    }
}

fn class(look: ArrowLook) -> &'static str {
    match look {
        ArrowLook::Plain => "arrow",
        ArrowLook::Marked => "arrow marked",
        ArrowLook::Lost => "arrow lost",
    }
}

fn lines_of(frame: &Element, arrows: &[Arrow]) -> Vec<Line> {
    let mut grids: Vec<(&'static str, Vec<DomRect>)> = Vec::new();
    for (grid, _) in arrows.iter().flat_map(|arrow| [arrow.from, arrow.to]) {
        if !grids.iter().any(|(known, _)| *known == grid) {
            grids.push((grid, cells(frame, grid)));
        }
    }
    let origin = frame.get_bounding_client_rect();
    let place = |(grid, cell): (&'static str, usize)| {
        let (_, cells) = grids.iter().find(|(known, _)| *known == grid)?;
        let cell = cells.get(cell)?;
        Some(Cell {
            x: cell.left() + cell.width() / 2.0 - origin.left(),
            y: cell.top() + cell.height() / 2.0 - origin.top(),
            half: (cell.width() / 2.0, cell.height() / 2.0),
        })
    };
    let line = |arrow: &Arrow| Some(curve(place(arrow.from)?, place(arrow.to)?, arrow.look));
    arrows.iter().filter_map(line).collect()
}

/// Where the cells of a grid are, in C order.
fn cells(frame: &Element, grid: &str) -> Vec<DomRect> {
    let Ok(found) = frame.query_selector_all(&format!("[data-grid=\"{grid}\"] g.cell > rect")) else {
        return Vec::new();
    };
    let elements = (0..found.length()).filter_map(|at| found.get(at)?.dyn_into::<Element>().ok());
    elements.map(|element| element.get_bounding_client_rect()).collect()
}

/// A cell's middle, and half its width and height.
#[derive(Clone, Copy)]
struct Cell {
    x: f64,
    y: f64,
    half: (f64, f64),
}

/// From a cell's edge to another's, sideways or downwards, whichever is the longer way.
fn curve(from: Cell, to: Cell, look: ArrowLook) -> Line {
    const HEAD: f64 = 7.0;
    let (right, down) = (to.x - from.x, to.y - from.y);
    let sideways = right.abs() > down.abs();
    let sign = if sideways { right.signum() } else { down.signum() };
    // A third into the cells, so that their texts stay readable.
    let (x1, y1, x2, y2) = if sideways {
        (from.x + sign * from.half.0 * 0.7, from.y, to.x - sign * to.half.0 * 0.9, to.y)
    } else {
        (from.x, from.y + sign * from.half.1 * 0.7, to.x, to.y - sign * to.half.1 * 0.9)
    };
    let (bend_x, bend_y) = if sideways { ((x2 - x1) / 2.0, 0.0) } else { (0.0, (y2 - y1) / 2.0) };
    let path = format!(
        "M{x1:.1} {y1:.1}C{:.1} {:.1} {:.1} {:.1} {x2:.1} {y2:.1}",
        x1 + bend_x,
        y1 + bend_y,
        x2 - bend_x,
        y2 - bend_y
    );
    let (along, across) = (sign * HEAD, HEAD * 0.55);
    let head = if sideways {
        format!("M{x2:.1} {y2:.1}l{:.1} {across:.1}v{:.1}z", -along, -2.0 * across)
    } else {
        format!("M{x2:.1} {y2:.1}l{across:.1} {:.1}h{:.1}z", -along, -2.0 * across)
    };
    Line { path, head, look }
}
