//! A chain of operations: each array as a grid, each buffer as a strip, and for the cell that is pointed at the way from its
//! index to its bytes.

use super::array_grid::{ArrayGrid, CellMark, GridPicture, Marks, unflatten};
use super::memory_strip::{HatchSwatch, Hop, MemoryStrip, StripPicture, StripView};
use crate::components::Shape;
use leptos::prelude::*;
use ndgym_core::Array;
use ndgym_core::format::element_texts;
use ndgym_core::layout::extent;
use ndgym_curriculum::chain::{Kind, Link};

/// A chain, ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct ChainView {
    links: Vec<LinkView>,
    strips: Vec<StripPicture>,
    /// Buffer and element that were written into.
    written: Option<(usize, usize)>,
}

#[derive(Clone, Debug, PartialEq)]
struct LinkView {
    name: String,
    /// The name of the array it was made of.
    before: Option<String>,
    code: String,
    kind: Kind,
    reason: String,
    shape: Vec<usize>,
    /// In elements.
    strides: Vec<isize>,
    offset: usize,
    itemsize: usize,
    buffer: usize,
    flags: Vec<&'static str>,
    picture: GridPicture,
}

impl LinkView {
    /// The element of the buffer at an index.
    fn element(&self, index: &[usize]) -> usize {
        let distance: isize = index.iter().zip(&self.strides).map(|(i, stride)| *i as isize * stride).sum();
        self.offset.wrapping_add_signed(distance)
    }

    /// The elements of all cells, in C order.
    fn elements(&self) -> impl Iterator<Item = usize> + '_ {
        let size = self.shape.iter().product();
        (0..size).map(|flat| self.element(&unflatten(flat, &self.shape)))
    }

    /// From the first element to the one at an index, along one axis after the other.
    fn hops(&self, index: &[usize]) -> Vec<Hop> {
        let mut hops = Vec::new();
        let mut from = self.offset;
        for (position, (&steps, &stride)) in index.iter().zip(&self.strides).enumerate() {
            let axis = self.shape.len() - position;
            // At stride 0 one loop says it.
            for _ in 0..if stride == 0 { steps.min(1) } else { steps } {
                let to = from.wrapping_add_signed(stride);
                hops.push(Hop { axis, from, to });
                from = to;
            }
        }
        hops
    }
}

impl ChainView {
    /// The arrays as they are now; `written` is an element of one of them (its number and index) that was overwritten.
    pub(crate) fn of(links: &[Link], written: Option<(usize, &[usize])>) -> ChainView {
        let mut view = ChainView::default();
        let mut buffers: Vec<&Array> = Vec::new();
        for (number, link) in links.iter().enumerate() {
            let array = &link.array;
            let buffer = buffers.iter().position(|known| known.same_buffer(array)).unwrap_or_else(|| {
                buffers.push(array);
                view.strips.push(StripPicture {
                    hatch: buffers.len() - 1,
                    is_copy: number > 0,
                    itemsize: array.dtype().itemsize(),
                    texts: buffer_texts(array),
                    ..StripPicture::default()
                });
                buffers.len() - 1
            });
            let (low, high) = extent(array.shape(), array.strides());
            let at = |distance: isize| array.offset().saturating_add_signed(distance);
            view.strips[buffer].views.push(StripView {
                name: link.name.clone(),
                first: array.offset(),
                reach: (at(low), at(high)),
            });
            view.links.push(link_view(
                link,
                number.checked_sub(1).map(|before| links[before].name.clone()),
                buffer,
            ));
        }
        view.written = written.and_then(|(number, index)| {
            view.links.get(number).map(|link| (link.buffer, link.element(index)))
        });
        view
    }

    /// Buffer and element of a cell.
    fn place(&self, (link, flat): (usize, usize)) -> Option<(usize, usize)> {
        let link = self.links.get(link)?;
        Some((link.buffer, link.element(&unflatten(flat, &link.shape))))
    }

    /// Some cell that is that element: of the array that is pointed at, if it has it, else of the first that does.
    fn cell_of(&self, buffer: usize, element: usize, now: Option<(usize, usize)>) -> Option<(usize, usize)> {
        let of = |number: usize| {
            let link = self.links.get(number).filter(|link| link.buffer == buffer)?;
            link.elements().position(|own| own == element).map(|flat| (number, flat))
        };
        now.and_then(|(link, _)| of(link)).or_else(|| (0..self.links.len()).find_map(of))
    }

    /// What is special about the cells of an array, when another's cell is pointed at.
    fn marks(&self, number: usize, pointed: Option<(usize, usize)>) -> Marks {
        let Some(link) = self.links.get(number) else { return Marks::default() };
        let pointed = pointed.and_then(|cell| self.place(cell));
        let mut marks = Marks::default();
        for (flat, element) in link.elements().enumerate() {
            let place = Some((link.buffer, element));
            if place == pointed {
                marks.add(flat, CellMark::Source);
            }
            if place == self.written {
                marks.add(flat, CellMark::Written);
            }
        }
        marks
    }

    fn strip_marks(&self, buffer: usize, pointed: Option<(usize, usize)>) -> Marks {
        let mut marks = Marks::default();
        if let Some(link) =
            pointed.and_then(|(link, _)| self.links.get(link)).filter(|link| link.buffer == buffer)
        {
            link.elements().for_each(|element| marks.add(element, CellMark::Source));
        }
        if let Some((_, element)) = self.written.filter(|(written, _)| *written == buffer) {
            marks.add(element, CellMark::Written);
        }
        marks
    }

    /// The way to the pointed cell in words, such as `b[1, 2]: byte 16 + 1 × 32 + 2 × 8 = 64`.
    pub(crate) fn offset_in_words(&self, (number, flat): (usize, usize)) -> Option<String> {
        let link = self.links.get(number)?;
        let index = unflatten(flat, &link.shape);
        let itemsize = link.itemsize as isize;
        let terms: String = index
            .iter()
            .zip(&link.strides)
            .map(|(i, stride)| format!(" + {i} × {}", stride * itemsize))
            .collect();
        let places: Vec<String> = index.iter().map(usize::to_string).collect();
        Some(format!(
            "{}[{}]: byte {}{terms} = {}",
            link.name,
            places.join(", "),
            link.offset as isize * itemsize,
            link.element(&index) as isize * itemsize
        ))
    }
}

fn link_view(link: &Link, before: Option<String>, buffer: usize) -> LinkView {
    let array = &link.array;
    let flags = [
        (array.is_c_contiguous(), "C-contiguous"),
        (array.is_f_contiguous(), "F-contiguous"),
        (!array.is_writeable(), "read-only"),
    ];
    LinkView {
        name: link.name.clone(),
        before,
        code: link.code.clone(),
        kind: link.kind,
        reason: link.reason.clone(),
        shape: array.shape().to_vec(),
        strides: array.strides().to_vec(),
        offset: array.offset(),
        itemsize: array.dtype().itemsize(),
        buffer,
        flags: flags.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect(),
        picture: GridPicture::of(array),
    }
}

/// Every element of an array's buffer.
fn buffer_texts(array: &Array) -> Vec<String> {
    let count = array.buffer().len() / array.dtype().itemsize();
    let values: Vec<_> = (0..count).map(|element| array.scalar_at(element)).collect();
    element_texts(array.dtype(), &values)
}

/// The picture.
#[component]
pub(crate) fn ChainPicture(
    /// The chain.
    #[prop(into)]
    view: Signal<ChainView>,
    /// The array (its number) and cell that is pointed at.
    pointed: RwSignal<Option<(usize, usize)>>,
    /// Hears a click on a cell: array and cell.
    #[prop(optional)]
    on_choose: Option<Callback<(usize, usize)>>,
) -> impl IntoView {
    let strips = Memo::new(move |_| view.with(|view| view.strips.len()));
    let links = Memo::new(move |_| view.with(|view| view.links.len()));
    view! {
        <div class="chain-picture">
            <p class="offset-line" data-testid="offset">
                {move || {
                    let cell = pointed.get();
                    view.with(|view| match cell.and_then(|(link, flat)| Some((view.links.get(link)?, flat))) {
                        Some((link, flat)) => offset_line(link, flat).into_any(),
                        None => {
                            view! {
                                <span class="soft">
                                    "Point at a cell, or move with the arrow keys: the way to its bytes is spelled out here."
                                </span>
                            }
                            .into_any()
                        }
                    })
                }}
            </p>
            <div class="strips">
                {move || (0..strips.get()).map(|buffer| view! { <Strip view buffer pointed /> }).collect_view()}
            </div>
            <div class="cards">
                {move || (0..links.get()).map(|number| view! { <Card view number pointed on_choose /> }).collect_view()}
            </div>
        </div>
    }
}

fn offset_line(link: &LinkView, flat: usize) -> impl IntoView + use<> {
    let index = unflatten(flat, &link.shape);
    let rank = index.len();
    let itemsize = link.itemsize as isize;
    let terms = index
        .iter()
        .zip(&link.strides)
        .enumerate()
        .map(|(position, (i, stride))| {
            view! {
                " + "
                <span class="axis" data-axis=(position as isize - rank as isize).to_string()>
                    {format!("{i} × {}", stride * itemsize)}
                </span>
            }
        })
        .collect_view();
    let places = index
        .iter()
        .enumerate()
        .map(|(position, i)| {
            view! {
                {(position > 0).then_some(", ")}
                <span class="axis" data-axis=(position as isize - rank as isize).to_string()>{*i}</span>
            }
        })
        .collect_view();
    view! {
        <b>{link.name.clone()}</b>
        "["{places}"] is at byte "{link.offset as isize * itemsize}{terms}" = "
        <b>{link.element(&index) as isize * itemsize}</b>
    }
}

#[component]
fn Strip(view: Signal<ChainView>, buffer: usize, pointed: RwSignal<Option<(usize, usize)>>) -> impl IntoView {
    let picture = Memo::new(move |_| view.with(|view| view.strips.get(buffer).cloned().unwrap_or_default()));
    let label = Signal::derive(move || {
        picture.with(|picture| {
            let names: Vec<&str> = picture.views.iter().map(|view| view.name.as_str()).collect();
            format!("Memory of {}, {} bytes", names.join(", "), picture.texts.len() * picture.itemsize)
        })
    });
    let element = Memo::new(move |_| {
        let place = pointed.get().and_then(|cell| view.with(|view| view.place(cell)));
        place.filter(|(own, _)| *own == buffer).map(|(_, element)| element)
    });
    let point = SignalSetter::map(move |element: Option<usize>| {
        let now = pointed.get_untracked();
        pointed
            .set(element.and_then(|element| view.with_untracked(|view| view.cell_of(buffer, element, now))));
    });
    let marks = Memo::new(move |_| view.with(|view| view.strip_marks(buffer, pointed.get())));
    let hops = Memo::new(move |_| {
        let Some((number, flat)) = pointed.get() else { return Vec::new() };
        view.with(|view| match view.links.get(number) {
            Some(link) if link.buffer == buffer => link.hops(&unflatten(flat, &link.shape)),
            _ => Vec::new(),
        })
    });
    view! {
        <figure class="strip" class:copy=move || picture.with(|picture| picture.is_copy)>
            <figcaption>
                <HatchSwatch hatch=buffer />
                {label}
                {move || picture.with(|picture| picture.is_copy).then_some(" (copied)")}
            </figcaption>
            <div class="scroll">
                <MemoryStrip picture label pointed=element point marks hops />
            </div>
        </figure>
    }
}

#[component]
fn Card(
    view: Signal<ChainView>,
    number: usize,
    pointed: RwSignal<Option<(usize, usize)>>,
    on_choose: Option<Callback<(usize, usize)>>,
) -> impl IntoView {
    let link = Memo::new(move |_| view.with(|view| view.links.get(number).cloned()));
    let picture = Memo::new(move |_| {
        link.with(|link| link.as_ref().map(|link| link.picture.clone()).unwrap_or_default())
    });
    let own = Memo::new(move |_| pointed.get().filter(|(link, _)| *link == number).map(|(_, flat)| flat));
    let point = SignalSetter::map(move |flat: Option<usize>| pointed.set(flat.map(|flat| (number, flat))));
    let marks = Memo::new(move |_| view.with(|view| view.marks(number, pointed.get())));
    let label = Signal::derive(move || {
        link.with(|link| link.as_ref().map_or(String::new(), |link| format!("Array {}", link.name)))
    });
    let choose = Callback::new(move |flat: usize| {
        if let Some(choose) = on_choose {
            choose.run((number, flat));
        }
    });
    let grid = match on_choose {
        Some(_) => view! { <ArrayGrid picture label pointed=own point marks on_choose=choose /> }.into_any(),
        None => view! { <ArrayGrid picture label pointed=own point marks /> }.into_any(),
    };
    view! {
        <figure class="card" class:copy=move || link.with(|link| link.as_ref().is_some_and(|link| link.kind == Kind::Copy))>
            {move || link.get().map(|link| view! { <Caption array=link /> })}
            <div class="scroll">{grid}</div>
            {move || {
                link.with(|link| {
                    link.as_ref()
                        .map(|link| {
                            view! {
                                <p class="reason">{link.reason.clone()}</p>
                            }
                        })
                })
            }}
        </figure>
    }
}

#[component]
fn Caption(array: LinkView) -> impl IntoView {
    let link = array;
    let kind = match (link.kind, &link.before) {
        (Kind::View, Some(before)) => format!("view of {before}"),
        (Kind::Copy, _) => "copy".to_owned(),
        _ => "fresh".to_owned(),
    };
    let itemsize = link.itemsize as isize;
    let strides: Vec<isize> = link.strides.iter().map(|stride| stride * itemsize).collect();
    view! {
        <figcaption>
            <span class="head">
                <code class="source">
                    <b>{link.name.clone()}</b>
                    " = "
                    {link.code}
                </code>
            </span>
            <span class="facts">
                <HatchSwatch hatch=link.buffer />
                <span class="badge" class:copy=link.kind == Kind::Copy data-testid=format!("kind-{}", link.name)>{kind}</span>
                {link.flags.iter().map(|flag| view! { <span class="flag">{*flag}</span> }).collect_view()}
            </span>
            <span class="facts">
                "shape "
                <span data-testid=format!("shape-{}", link.name)><Shape sizes=link.shape.clone() /></span>
            </span>
            <span class="facts">
                "strides "
                <span data-testid=format!("strides-{}", link.name)>
                    <Shape sizes=strides />
                </span>
                " bytes"
            </span>
        </figcaption>
    }
}

#[cfg(test)]
mod tests {
    use super::super::array_grid::flat_index;
    use super::*;
    use ndgym_core::DType;
    use ndgym_curriculum::chain::{Start, follow, parse};

    fn chain(steps: &[&str]) -> ChainView {
        let start = Start { shape: vec![3, 4], dtype: DType::Int64, fortran: false };
        ChainView::of(&follow(&start, steps.iter().map(|step| parse(step))).links, Some((1, &[0, 0])))
    }

    #[test]
    fn the_way_to_a_cell_ends_at_its_element() {
        let view = chain(&["[1:, ::-2]", ".T", ".ravel()"]);
        assert_eq!(view.strips.len(), 2);
        for (number, link) in view.links.iter().enumerate() {
            for (flat, element) in link.elements().enumerate() {
                let index = unflatten(flat, &link.shape);
                let end = link.hops(&index).last().map_or(link.offset, |hop| hop.to);
                assert_eq!(end, element, "{} {index:?}", link.name);
                assert_eq!(view.place((number, flat)), Some((link.buffer, element)));
                assert_eq!(flat_index(&index, &link.shape), flat);
            }
        }
        // b = a[1:, ::-2] begins at a[1, 3]: numpy says byte 56.
        assert_eq!(view.offset_in_words((1, 3)).as_deref(), Some("b[1, 1]: byte 56 + 1 × 32 + 1 × -16 = 72"));
        // Written through b, seen in a and c, not in the copy d.
        let written: Vec<bool> = (0..4).map(|number| view.marks(number, None) != Marks::default()).collect();
        assert_eq!(written, [true, true, true, false]);
    }
}
