//! A buffer as a strip of elements with byte offsets, the arrays that point into it, and the hops that lead from an index to
//! its element.

use super::array_grid::{Marks, classes_of, slots};
use leptos::prelude::*;
use web_sys::{KeyboardEvent, PointerEvent};

/// Most elements drawn; of longer buffers both ends.
const MOST: usize = 128;
/// Height of an element.
const HEIGHT: usize = 34;
/// Room for the hops above.
const HOPS: usize = 48;
/// Room for the byte offsets below.
const OFFSETS: usize = 22;
/// Height of the line of one array.
const VIEW: usize = 22;
/// Left of the first element.
const LEFT: usize = 8;
/// About as wide as a strip may be before its elements are drawn narrower.
const COMFORTABLE: usize = 800;

/// A buffer and who points into it.
#[derive(Clone, Debug, PartialEq, Default)]
pub(crate) struct StripPicture {
    /// Which of the hatches it has, wherever it is drawn: 0, 1, 2, …
    pub(crate) hatch: usize,
    /// Whether it is the memory of a copy: drawn in the warning tint.
    pub(crate) is_copy: bool,
    /// Bytes of an element.
    pub(crate) itemsize: usize,
    /// The elements, from the buffer's first on.
    pub(crate) texts: Vec<String>,
    /// The arrays that lie in it.
    pub(crate) views: Vec<StripView>,
    /// Bytes of a cache line, where lines are to be shown.
    pub(crate) line: Option<usize>,
}

/// An array in a buffer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct StripView {
    /// Its name.
    pub(crate) name: String,
    /// Where its first element is.
    pub(crate) first: usize,
    /// The first element that it can reach, and one past the last.
    pub(crate) reach: (usize, usize),
}

/// One step along an axis, from element to element: as long as the axis' stride.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hop {
    /// The axis, counted from the last, which is 1.
    pub(crate) axis: usize,
    /// The element it leaves.
    pub(crate) from: usize,
    /// The element it reaches.
    pub(crate) to: usize,
}

/// Where elements are in the picture.
#[derive(Clone, Debug, PartialEq)]
struct Places {
    width: usize,
    slots: Vec<Option<usize>>,
}

impl Places {
    fn of(picture: &StripPicture) -> Places {
        let slots = slots(picture.texts.len(), MOST);
        let longest = picture.texts.iter().map(|text| text.chars().count()).max().unwrap_or(1);
        let width = (COMFORTABLE / slots.len().max(1))
            .clamp((longest * 8 + 6).clamp(20, 64), 44.max(longest * 8 + 6).min(72));
        Places { width, slots }
    }

    fn left(&self, slot: usize) -> usize {
        LEFT + slot * self.width
    }

    /// The left edge of an element, or of the gap it is hidden in.
    fn element(&self, element: usize) -> usize {
        let slot = match self.slots.iter().position(Option::is_none) {
            Some(gap) if element >= gap => {
                let hidden = self.slots.get(gap + 1).copied().flatten().unwrap_or(element) - gap - 1;
                element.saturating_sub(hidden).max(gap)
            }
            _ => element,
        };
        self.left(slot.min(self.slots.len()))
    }

    fn middle(&self, element: usize) -> usize {
        self.element(element) + self.width / 2
    }

    fn end(&self) -> usize {
        self.left(self.slots.len())
    }
}

/// The strip.
#[component]
pub(crate) fn MemoryStrip(
    /// What it shows.
    #[prop(into)]
    picture: Signal<StripPicture>,
    /// What a screen reader says.
    #[prop(into)]
    label: Signal<String>,
    /// The element that is pointed at.
    #[prop(into)]
    pointed: Signal<Option<usize>>,
    /// Hears which element is pointed at.
    #[prop(into)]
    point: SignalSetter<Option<usize>>,
    /// What is special about some elements.
    #[prop(optional, into)]
    marks: Signal<Marks>,
    /// From an array's first element to the pointed one.
    #[prop(optional, into)]
    hops: Signal<Vec<Hop>>,
) -> impl IntoView {
    let places = Memo::new(move |_| picture.with(Places::of));
    let height = move || HOPS + HEIGHT + OFFSETS + picture.with(|picture| picture.views.len()) * VIEW + 4;
    let press = move |event: KeyboardEvent| {
        let size = picture.with_untracked(|picture| picture.texts.len());
        let now = pointed.get_untracked();
        let next = match event.key().as_str() {
            "ArrowRight" => now.map_or(0, |element| element + 1),
            "ArrowLeft" => now.map_or(0, |element| element.saturating_sub(1)),
            "Home" => 0,
            "End" => size.saturating_sub(1),
            _ => return,
        };
        event.prevent_default();
        point.set(Some(next).filter(|next| *next < size).or(now));
    };
    view! {
        <svg
            class="memory-strip"
            class:copy=move || picture.with(|picture| picture.is_copy)
            role="group"
            tabindex="0"
            aria-label=label
            width=move || places.with(Places::end) + LEFT
            height=height
            on:pointerleave=move |event: PointerEvent| {
                if event.pointer_type() == "mouse" {
                    point.set(None);
                }
            }
            on:keydown=press
        >
            <Hatches />
            {move || places.with(|places| picture.with(|picture| cache_lines(picture, places)))}
            {move || places.with(|places| picture.with(|picture| elements(picture, places, pointed, point, marks)))}
            {move || places.with(|places| picture.with(|picture| views(picture, places)))}
            {move || {
                let hops = hops.get();
                places.with(|places| hops.iter().map(|hop| arc(*hop, places)).collect_view())
            }}
        </svg>
    }
}

/// A patch of a buffer's hatch, to stand beside the names of the arrays that lie in it.
#[component]
pub(crate) fn HatchSwatch(
    /// Which hatch.
    hatch: usize,
) -> impl IntoView {
    view! {
        <svg class="hatch-swatch" width="18" height="14" aria-hidden="true">
            <Hatches />
            <rect x="0.5" y="0.5" width="17" height="13" rx="2" style=hatch_fill(hatch) />
        </svg>
    }
}

/// Four hatches; a fifth buffer starts over.
const HATCHES: [&str; 4] = ["M0 6L6 0", "M0 0L6 6", "M3 0V6", "M0 3H6"];

fn hatch_fill(hatch: usize) -> String {
    format!("fill: url(#hatch-{})", hatch % HATCHES.len())
}

#[component]
fn Hatches() -> impl IntoView {
    let patterns = HATCHES.iter().enumerate().map(|(number, path)| {
        view! {
            <pattern id=format!("hatch-{number}") width="6" height="6" patternUnits="userSpaceOnUse">
                <path class="hatch" d=*path />
            </pattern>
        }
    });
    view! { <defs>{patterns.collect_view()}</defs> }
}

fn elements(
    picture: &StripPicture,
    places: &Places,
    pointed: Signal<Option<usize>>,
    point: SignalSetter<Option<usize>>,
    marks: Signal<Marks>,
) -> impl IntoView + use<> {
    let width = places.width;
    // Offsets that would touch each other are left out.
    let digits = (picture.texts.len() * picture.itemsize).to_string().len();
    let every = (digits * 8 + 4).div_ceil(width).next_power_of_two();
    let band = hatch_fill(picture.hatch);
    let drawn: Vec<_> = places
        .slots
        .iter()
        .enumerate()
        .map(|(slot, element)| {
            let x = places.left(slot);
            let Some(element) = *element else {
                let y = HOPS + HEIGHT / 2;
                return view! { <text class="left-out" x=x + width / 2 y=y>"…"</text> }.into_any();
            };
            let text = picture.texts[element].clone();
            let size = ((width - 4) as f64 / text.chars().count().max(1) as f64 / 0.6).min(13.0);
            let class = classes_of("cell", element, pointed, marks);
            let offset = (element % every == 0).then(|| element * picture.itemsize);
            view! {
                <g class=class on:pointerenter=move |_| point.set(Some(element))>
                    <rect x=x y=HOPS width=width height=HEIGHT />
                    <text class="value" x=x + width / 2 y=HOPS + HEIGHT / 2 style=format!("font-size: {size:.1}px")>
                        {text}
                    </text>
                    {offset
                        .map(|offset| {
                            view! { <text class="offset" x=x + width / 2 y=HOPS + HEIGHT + 14>{offset}</text> }
                        })}
                </g>
            }
            .into_any()
        })
        .collect();
    view! {
        {drawn}
        <rect class="band" x=LEFT y=HOPS + HEIGHT width=places.end() - LEFT height="4" style=band />
    }
}

/// Every second cache line tinted, each with its number.
fn cache_lines(picture: &StripPicture, places: &Places) -> impl IntoView + use<> {
    picture.line.filter(|line| *line >= picture.itemsize).map(|line| {
        let per_line = line / picture.itemsize.max(1);
        let size = picture.texts.len();
        (0..size.div_ceil(per_line))
            .map(|number| {
                let from = places.element(number * per_line);
                let to = if (number + 1) * per_line >= size { places.end() } else { places.element((number + 1) * per_line) };
                view! {
                    <g class="cache-line">
                        <rect class:odd=number % 2 == 1 x=from y=HOPS - 16 width=to.saturating_sub(from) height=HEIGHT + 20 />
                        <text x=(from + to) / 2 y=HOPS - 8>{format!("line {number}")}</text>
                    </g>
                }
            })
            .collect_view()
    })
}

/// A line for each array: what it reaches, and where it begins.
fn views(picture: &StripPicture, places: &Places) -> impl IntoView + use<> {
    picture
        .views
        .iter()
        .enumerate()
        .map(|(number, array)| {
            let y = HOPS + HEIGHT + OFFSETS + number * VIEW + 8;
            let (low, high) = array.reach;
            let (from, to) =
                (places.element(low) + 3, places.element(high).max(places.element(low) + places.width) - 3);
            let first = places.middle(array.first);
            let name = array.name.clone();
            view! {
                <g class="view">
                    <line x1=from y1=y x2=to y2=y />
                    <path d=format!("M{} {}l5 -8l5 8z", first - 5, y + 3) />
                    <text x=from y=y + 11>{name}</text>
                </g>
            }
        })
        .collect_view()
}

/// A hop, as an arc above the elements.
fn arc(hop: Hop, places: &Places) -> impl IntoView + use<> {
    let (from, to) = (places.middle(hop.from), places.middle(hop.to));
    let y = HOPS - 3;
    let height = (10 + from.abs_diff(to) / 3).min(HOPS - 8);
    let path = if from == to {
        // A stride of 0 stays where it is.
        format!("M{} {y}C{} {} {} {} {} {y}", from - 3, from - 18, y - 26, from + 18, y - 26, from + 3)
    } else {
        format!("M{from} {y}C{from} {} {to} {} {to} {y}", y - height, y - height)
    };
    view! {
        <g class=format!("hop axis--{}", hop.axis)>
            <path class="arc" d=path />
            <path class="head" d=format!("M{to} {}l-4 -7h8z", y + 2) />
        </g>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_long_buffers_keep_their_order() {
        let picture = StripPicture { itemsize: 8, texts: vec!["0".to_owned(); 1000], ..Default::default() };
        let places = Places::of(&picture);
        assert_eq!(places.slots.len(), MOST);
        let lefts: Vec<usize> = (0..=1000).map(|element| places.element(element)).collect();
        assert!(lefts.is_sorted());
        assert_eq!((lefts[0], lefts[1000]), (LEFT, places.end()));
        assert_eq!(lefts[999], places.end() - places.width);
    }
}
