//! Plots: lines, points, bands, arrows and bars over linear or logarithmic axes, regions behind them, points that can be
//! dragged, moved by keys, added and taken away.

mod field;
mod handle;
mod mark;
mod scale;

pub(crate) use field::Field;
pub(crate) use handle::{Handle, Handling};
pub(crate) use mark::{Form, Mark};
pub(crate) use scale::PlotAxis;

use field::{FieldCanvas, Strewn};
use handle::Handles;
use leptos::prelude::*;

/// The drawing's own units; the page scales it as a whole.
const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 360.0;
/// Sides of the frame within it. There is room for the longest of a tick's texts, as large as a phone has it, and on the left
/// for the axis' name.
const LEFT: f64 = 70.0;
const RIGHT: f64 = WIDTH - 20.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = HEIGHT - 44.0;

/// Where a pair of values is drawn.
fn place(x: &PlotAxis, y: &PlotAxis, at_x: f64, at_y: f64) -> (f64, f64) {
    (LEFT + x.share(at_x) * (RIGHT - LEFT), BOTTOM - y.share(at_y) * (BOTTOM - TOP))
}

/// A plot with its legend.
#[component]
pub(crate) fn Plot(
    /// What it shows, in words: a screen reader says it.
    #[prop(into)]
    label: Signal<String>,
    /// From left to right.
    #[prop(into)]
    x: Signal<PlotAxis>,
    /// From bottom to top.
    #[prop(into)]
    y: Signal<PlotAxis>,
    /// What is drawn, the first lowest.
    #[prop(into)]
    marks: Signal<Vec<Mark>>,
    /// What lies behind.
    #[prop(optional, into)]
    field: Option<Signal<Field>>,
    /// What a hand can move.
    #[prop(optional)]
    handling: Option<Handling>,
) -> impl IntoView {
    let marks = Memo::new(move |_| marks.get());
    let axes = Memo::new(move |_| (x.get(), y.get()));
    let field = field.map(|field| Signal::from(Memo::new(move |_| field.get())));
    let canvas = field.map(|field| {
        let place = format!(
            "left:{}%;top:{}%;width:{}%;height:{}%",
            LEFT / WIDTH * 100.0,
            TOP / HEIGHT * 100.0,
            (RIGHT - LEFT) / WIDTH * 100.0,
            (BOTTOM - TOP) / HEIGHT * 100.0
        );
        view! { <div class="plot-ground" style=place><FieldCanvas field /></div> }
    });
    view! {
        <figure class="plot">
            <div class="plot-frame">
                {canvas}
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") role=if handling.is_some() { "group" } else { "img" } aria-label=label>
                    {move || axes.with(|(x, y)| frame(x, y))}
                    <svg x=LEFT y=TOP width=RIGHT - LEFT height=BOTTOM - TOP viewBox=format!("{LEFT} {TOP} {} {}", RIGHT - LEFT, BOTTOM - TOP)>
                        {field.map(|field| view! { <Strewn field /> })}
                        {move || {
                            axes.with(|(x, y)| {
                                marks.with(|marks| {
                                    marks
                                        .iter()
                                        .map(|mark| {
                                            view! { <g class=format!("series-{}", mark.series % 6)>{mark.draw(x, y)}</g> }
                                        })
                                        .collect_view()
                                })
                            })
                        }}
                    </svg>
                    {handling.map(|handling| view! { <Handles handling axes /> })}
                </svg>
            </div>
            <figcaption>
                {move || {
                    marks.with(|marks| {
                        marks
                            .iter()
                            .filter(|mark| !mark.name.is_empty() && !mark.form.is_empty())
                            .map(|mark| view! { <span class="entry">{mark.sign()}{mark.name.clone()}</span> })
                            .collect_view()
                    })
                }}
            </figcaption>
        </figure>
    }
}

/// Frame, ticks and names of both axes.
fn frame(x: &PlotAxis, y: &PlotAxis) -> impl IntoView + use<> {
    let across = x.ticks(6).into_iter().map(|(value, text)| {
        let at = LEFT + x.share(value) * (RIGHT - LEFT);
        view! {
            <line class="tick" x1=at x2=at y1=TOP y2=BOTTOM />
            <text class="tick-label across" x=at y=BOTTOM + 16.0>{text}</text>
        }
    });
    let up = y.ticks(6).into_iter().map(|(value, text)| {
        let at = BOTTOM - y.share(value) * (BOTTOM - TOP);
        view! {
            <line class="tick" x1=LEFT x2=RIGHT y1=at y2=at />
            <text class="tick-label up" x=LEFT - 6.0 y=at + 4.0>{text}</text>
        }
    });
    view! {
        <g aria-hidden="true">
            {across.collect_view()}
            {up.collect_view()}
            <rect class="frame" x=LEFT y=TOP width=RIGHT - LEFT height=BOTTOM - TOP />
            <text class="axis-label" x=(LEFT + RIGHT) / 2.0 y=HEIGHT - 8.0>{x.label.clone()}</text>
            <text class="axis-label" transform=format!("translate(12 {}) rotate(-90)", (TOP + BOTTOM) / 2.0)>
                {y.label.clone()}
            </text>
        </g>
    }
}
