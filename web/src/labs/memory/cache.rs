//! Walks over an array, and how often each waits for a cache line; beside them, times measured now.

use super::State;
use crate::diagrams::{ArrayGrid, CellMark, GridPicture, Marks, MemoryStrip, StripPicture, flat_index};
use crate::labs::now;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use ndgym_core::layout::{Cache, Walk, addresses, c_strides, f_strides, shape_as_tuple};
use ndgym_core::ml::calculate::sum;
use ndgym_core::{Array, DType};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Bytes of an element: float64.
const ITEMSIZE: usize = 8;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct CacheState {
    pub(super) rows: usize,
    pub(super) columns: usize,
    pub(super) fortran: bool,
    pub(super) line_bytes: usize,
    /// Lines that the cache holds.
    pub(super) lines: usize,
}

impl Default for CacheState {
    fn default() -> CacheState {
        CacheState { rows: 16, columns: 16, fortran: false, line_bytes: 64, lines: 8 }
    }
}

const SIZES: std::ops::RangeInclusive<usize> = 1..=64;
const LINE_BYTES: [usize; 5] = [16, 32, 64, 128, 256];
const LINES: std::ops::RangeInclusive<usize> = 1..=64;

impl CacheState {
    pub(super) fn is_sound(&self) -> bool {
        SIZES.contains(&self.rows)
            && SIZES.contains(&self.columns)
            && LINE_BYTES.contains(&self.line_bytes)
            && LINES.contains(&self.lines)
    }

    fn shape(&self) -> [usize; 2] {
        [self.rows, self.columns]
    }

    fn byte_strides(&self) -> Vec<isize> {
        let strides = if self.fortran { f_strides(&self.shape()) } else { c_strides(&self.shape()) };
        strides.iter().map(|stride| stride * ITEMSIZE as isize).collect()
    }

    /// Along the rows, and down the columns.
    fn walks(&self) -> [Walk; 2] {
        let cache = Cache { line_bytes: self.line_bytes, lines: self.lines };
        let strides = self.byte_strides();
        [[0, 1], [1, 0]].map(|axes| cache.walk(addresses(&self.shape(), &strides, &axes)))
    }

    /// Lines fetched along the rows, and down the columns.
    pub(super) fn misses(&self) -> [usize; 2] {
        self.walks().map(|walk| walk.misses)
    }

    /// The cache line of a cell, as far as the array begins with one.
    fn line(&self, index: [usize; 2]) -> usize {
        let strides = self.byte_strides();
        (index[0] * strides[0] as usize + index[1] * strides[1] as usize) / self.line_bytes
    }
}

/// Both walks, drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Computed {
    state: CacheState,
    walks: [DrawnWalk; 2],
    pub(super) code: String,
    pub(super) printed: String,
}

#[derive(Clone, Debug, PartialEq)]
struct DrawnWalk {
    picture: GridPicture,
    /// Cells whose access fetched a line.
    missed: Marks,
    misses: usize,
}

/// Walks.
pub(super) fn compute(state: &CacheState) -> Computed {
    let [rows, columns] = state.shape();
    let [along, down] = state.walks();
    let printed = format!(
        "sum(axis=1), along the rows: {} misses\nsum(axis=0), down the columns: {} misses\n",
        along.misses, down.misses
    );
    let walks = [
        drawn(state, &along, |index| index[0] * columns + index[1]),
        drawn(state, &down, |index| index[1] * rows + index[0]),
    ];
    Computed { state: *state, walks, code: program(state), printed }
}

/// A cell shows when it is read, counted from 1.
fn drawn(state: &CacheState, walk: &Walk, moment: impl Fn(&[usize]) -> usize) -> DrawnWalk {
    let shape = state.shape();
    let mut missed = Marks::default();
    let picture = GridPicture::new(&shape, &shape, |index| {
        let moment = moment(index);
        if walk.fetched.get(moment) == Some(&true) {
            missed.add(flat_index(index, &shape), CellMark::Written);
        }
        (moment + 1).to_string()
    });
    DrawnWalk { picture, missed, misses: walk.misses }
}

fn program(state: &CacheState) -> String {
    let order = if state.fortran { ", order=\"F\"" } else { "" };
    format!(
        "import numpy as np\n\ndef misses(addresses, line={}, lines={}):\n    cache, count = {{}}, 0\n    for address in addresses.ravel().tolist():\n        \
         key = address // line\n        if key in cache:\n            del cache[key]                # used again: now the youngest\n        \
         else:\n            count += 1\n            if len(cache) == lines:\n                del cache[next(iter(cache))]  # the oldest makes \
         room\n        cache[key] = True\n    return count\n\n# Where the elements of a float64 array lie.\naddresses = \
         (np.arange({}) * {ITEMSIZE}).reshape({}{order})\nprint(\"sum(axis=1), along the rows:\", misses(addresses), \
         \"misses\")\nprint(\"sum(axis=0), down the columns:\", misses(addresses.T), \"misses\")\n",
        state.line_bytes,
        state.lines,
        state.rows * state.columns,
        shape_as_tuple(&state.shape()),
    )
}

/// Both walks side by side, and the times.
#[component]
pub(super) fn Picture(walks: Memo<Computed>) -> impl IntoView {
    view! {
        <div class="walks">
            <WalkView walks number=0 title="Along the rows: sum(axis=1)" />
            <WalkView walks number=1 title="Down the columns: sum(axis=0), element by element" />
        </div>
        <p class="legend">
            <span class="swatch missed"></span>"fetches a cache line "
            <span class="swatch"></span>"finds it in the cache. A cell shows when it is read; point at one to see its line."
        </p>
        <Lines walks />
        <Times />
    }
}

#[component]
fn WalkView(walks: Memo<Computed>, number: usize, title: &'static str) -> impl IntoView {
    let picture = Memo::new(move |_| walks.with(|walks| walks.walks[number].picture.clone()));
    let pointed = RwSignal::new(None);
    // A change of size leaves no cell behind that is no longer there.
    Effect::new(move |_| {
        picture.track();
        pointed.set(None);
    });
    let marks = Memo::new(move |_| {
        walks.with(|walks| {
            let mut marks = walks.walks[number].missed.clone();
            let [rows, columns] = walks.state.shape();
            if let Some(flat) = pointed.get().filter(|flat| *flat < rows * columns) {
                let line = walks.state.line([flat / columns, flat % columns]);
                let cells = (0..rows * columns)
                    .filter(|flat| walks.state.line([flat / columns, flat % columns]) == line);
                cells.for_each(|flat| marks.add(flat, CellMark::Source));
            }
            marks
        })
    });
    let label = Signal::derive(move || {
        walks.with(|walks| format!("{title}: {} cache lines fetched", walks.walks[number].misses))
    });
    view! {
        <figure class="walk">
            <figcaption>
                {title}
                <b data-testid=format!("misses-{number}")>
                    {move || walks.with(|walks| walks.walks[number].misses)}
                </b>
                " misses of "
                {move || walks.with(|walks| walks.state.rows * walks.state.columns)}
                " reads"
            </figcaption>
            <div class="scroll">
                <ArrayGrid picture label pointed point=pointed marks />
            </div>
        </figure>
    }
}

/// How long the memory lies behind the grids: drawn with them, it would make one long task of all three.
const BEHIND: Duration = Duration::from_millis(30);

/// The memory, cut into cache lines; each element is named by its place in C order.
fn strip(walks: &Computed) -> StripPicture {
    let [rows, columns] = walks.state.shape();
    let in_memory =
        |place: usize| if walks.state.fortran { place % rows * columns + place / rows } else { place };
    StripPicture {
        itemsize: ITEMSIZE,
        texts: (0..rows * columns).map(|place| in_memory(place).to_string()).collect(),
        line: Some(walks.state.line_bytes),
        ..StripPicture::default()
    }
}

/// The memory that both walks go over.
#[component]
fn Lines(walks: Memo<Computed>) -> impl IntoView {
    let shown = RwSignal::new(walks.with_untracked(strip));
    Effect::new(move |earlier: Option<()>| {
        let changed = walks.with(strip);
        if earlier.is_some() {
            set_timeout(move || drop(shown.try_set(changed)), BEHIND);
        }
    });
    let picture = Memo::new(move |_| shown.get());
    let pointed = RwSignal::new(None);
    view! {
        <figure class="walk">
            <figcaption>"The same elements in memory, line by line: np.arange in this shape, with byte offsets"</figcaption>
            <div class="scroll">
                <MemoryStrip picture label=Signal::stored("Memory, cut into cache lines".to_owned()) pointed point=pointed />
            </div>
        </figure>
    }
}

/// Side of the array whose sums are timed.
const TIMED: usize = 1024;
/// Rounds, of which the fastest counts.
const ROUNDS: usize = 5;

/// A way to add up, and its fastest time in milliseconds.
#[derive(Clone, Debug, PartialEq)]
struct Timed {
    code: &'static str,
    milliseconds: f64,
}

#[component]
fn Times() -> impl IntoView {
    let times = RwSignal::new(None::<Result<Vec<Timed>, String>>);
    let busy = RwSignal::new(false);
    let measure = move |_| {
        busy.set(true);
        spawn_local(async move {
            let measured = measure().await.map_err(|error| error.message);
            times.try_set(Some(measured));
            busy.try_set(false);
        });
    };
    view! {
        <section class="times" aria-label="Times measured now">
            <button disabled=busy on:click=measure data-testid="measure">
                {move || if busy.get() { "Measuring" } else { "Measure real sums now" }}
            </button>
            <p class="soft">
                {format!(
                    "ndgym's own sums in this tab, on a ({TIMED}, {TIMED}) float64 array in C order (8 MB); the fastest of {ROUNDS} rounds. \
                     sum(axis=0) is not slow here, nor in NumPy: it adds whole rows. The loop over columns has to go down."
                )}
            </p>
            {move || match times.get() {
                None => ().into_any(),
                Some(Err(message)) => view! { <p class="fault">{message}</p> }.into_any(),
                Some(Ok(times)) => {
                    let slowest = times.iter().map(|timed| timed.milliseconds).fold(0.1, f64::max);
                    let rows = times
                        .into_iter()
                        .map(|timed| {
                            view! {
                                <tr>
                                    <th scope="row"><code>{timed.code}</code></th>
                                    <td class="number">{format!("{:.2} ms", timed.milliseconds)}</td>
                                    <td class="bars" aria-hidden="true">
                                        <div
                                            class="bytes-own"
                                            style=format!("width: {:.1}%", timed.milliseconds / slowest * 100.0)
                                        ></div>
                                    </td>
                                </tr>
                            }
                        })
                        .collect_view();
                    view! { <table class="memory-truth"><tbody>{rows}</tbody></table> }.into_any()
                }
            }}
        </section>
    }
}

/// Times each way, one at a time, with a pause in between in which the page can draw.
async fn measure() -> ndgym_core::Result<Vec<Timed>> {
    type Way = (&'static str, fn(&Array) -> ndgym_core::Result<()>);
    const WAYS: [Way; 4] = [
        ("a.sum(axis=1)", |a| sum(a, &[1], false).map(|_| ())),
        ("a.sum(axis=0)", |a| sum(a, &[0], false).map(|_| ())),
        ("[a[i].sum() for i in range(1024)]", |a| lines(a, 0)),
        ("[a[:, j].sum() for j in range(1024)]", |a| lines(a, 1)),
    ];
    let array = Array::zeros(&[TIMED, TIMED], DType::Float64)?;
    let mut times: Vec<Timed> =
        WAYS.iter().map(|(code, _)| Timed { code, milliseconds: f64::INFINITY }).collect();
    for _ in 0..ROUNDS {
        for (timed, (_, add_up)) in times.iter_mut().zip(WAYS) {
            TimeoutFuture::new(0).await;
            let before = now();
            add_up(&array)?;
            timed.milliseconds = timed.milliseconds.min(now() - before);
        }
    }
    Ok(times)
}

/// The sum of each row, or of each column, as a Python loop would take them.
fn lines(array: &Array, axis: usize) -> ndgym_core::Result<()> {
    let along = 1 - axis;
    for line in 0..TIMED {
        let view = array.view(&[TIMED], &[array.strides()[along]], line * array.strides()[axis] as usize);
        sum(&view, &[0], false)?;
    }
    Ok(())
}

/// Sizes of the array and of the cache.
#[component]
pub(super) fn Controls(state: RwSignal<State>) -> impl IntoView {
    type Part = fn(&mut CacheState) -> &mut usize;
    let slider =
        |name: &'static str, test_id: &'static str, range: std::ops::RangeInclusive<usize>, part: Part| {
            let value = Memo::new(move |_| state.with(|state| *part(&mut state.cache.clone())));
            view! {
                <label class="field">
                    {name}
                    <input
                        type="range"
                        data-testid=test_id
                        min=range.start().to_string()
                        max=range.end().to_string()
                        prop:value=move || value.get().to_string()
                        on:input=move |event| {
                            if let Ok(size) = event_target_value(&event).parse() {
                                state.update(|state| *part(&mut state.cache) = size);
                            }
                        }
                    />
                    <output>{value}</output>
                </label>
            }
        };
    view! {
        {slider("Rows", "cache-rows", SIZES, |cache| &mut cache.rows)}
        {slider("Columns", "cache-columns", SIZES, |cache| &mut cache.columns)}
        <label class="field">
            "Line"
            <select
                aria-label="Bytes of a cache line"
                prop:value=move || state.with(|state| state.cache.line_bytes.to_string())
                on:change=move |event| {
                    if let Ok(bytes) = event_target_value(&event).parse() {
                        state.update(|state| state.cache.line_bytes = bytes);
                    }
                }
            >
                {LINE_BYTES.map(|bytes| view! { <option value=bytes.to_string()>{bytes}" bytes"</option> }).collect_view()}
            </select>
        </label>
        {slider("Lines held", "cache-lines", LINES, |cache| &mut cache.lines)}
        <label class="field">
            <input
                type="checkbox"
                prop:checked=move || state.with(|state| state.cache.fortran)
                on:change=move |event| state.update(|state| state.cache.fortran = event_target_checked(&event))
            />
            "F order (columns lie together)"
        </label>
        <p class="soft">
            {move || {
                state.with(|state| {
                    let bytes = state.cache.lines * state.cache.line_bytes;
                    format!("The cache holds {bytes} bytes; the array has {}.", state.cache.rows * state.cache.columns * ITEMSIZE)
                })
            }}
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Expected: the program, run by CPython with numpy 2.4.6.
    #[test]
    fn misses_are_those_of_the_program() {
        assert_eq!(CacheState::default().misses(), [32, 256]);
        assert_eq!(CacheState { fortran: true, ..CacheState::default() }.misses(), [256, 32]);
        assert_eq!(
            CacheState { rows: 5, columns: 7, line_bytes: 32, lines: 3, fortran: false }.misses(),
            [9, 35]
        );
    }
}
