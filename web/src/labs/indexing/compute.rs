//! What an index does, asked of the core: an array of positions is indexed as `a` is, so that every cell that comes out says
//! where it came from.

use super::expression::{Expression, Trouble, Value, evaluate, index_items, parse_index, parse_value};
use super::{Form, State};
use crate::diagrams::{GridPicture, StepPicture};
use crate::labs::Notes;
use ndgym_core::format::{PrintOptions, array_str};
use ndgym_core::index::{Index, Selection, put_along_axis, take_along_axis};
use ndgym_core::layout::{Order, broadcast_strides, shape_as_tuple};
use ndgym_core::ml::encoding::{gather, one_hot, scatter_add};
use ndgym_core::ufunc::{self, Options};
use ndgym_core::{Array, DType, Error, ErrorKind, Scalar, creation};

/// Most cells of a result that are drawn.
pub(super) const MOST_DRAWN: usize = 160;

/// One cell that is read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pick {
    /// Where in `a`, in C order.
    pub(super) cell: usize,
    /// Where in the result, or among the values that are written.
    pub(super) other: usize,
    /// Written, but another value came after it.
    pub(super) lost: bool,
}

/// Whether a result shares memory with `a`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sharing {
    View,
    Copy,
    Number,
}

/// What comes of it, as it is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Shown {
    pub(super) before: GridPicture,
    /// `a` afterwards; only if it is written to.
    pub(super) after: Option<GridPicture>,
    /// What is read, or what is written.
    pub(super) other: GridPicture,
    pub(super) other_shape: Vec<usize>,
    pub(super) picks: Vec<Pick>,
    pub(super) sharing: Option<Sharing>,
    /// Steps in memory from one element to the next along each axis, of a view.
    pub(super) byte_strides: Vec<isize>,
    /// What the program prints.
    pub(super) printed: String,
}

/// What comes of it.
struct Done {
    before: Array,
    after: Option<Array>,
    other: Array,
    picks: Vec<Pick>,
    sharing: Option<Sharing>,
    byte_strides: Vec<isize>,
}

/// The array of a state.
pub(super) fn source(state: &State) -> Result<Array, Error> {
    let size: usize = state.shape.iter().product();
    if state.zeros {
        return Array::zeros(&state.shape, DType::Int64);
    }
    let numbers =
        creation::arange(Scalar::Int64(0), Scalar::Int64(size as i64), Scalar::Int64(1), DType::Int64)?;
    numbers.reshape_to(&state.shape, Order::C)
}

/// Where each cell of `a` is, in C order.
fn positions(shape: &[usize]) -> Result<Array, Error> {
    source(&State { shape: shape.to_vec(), zeros: false, ..State::default() })
}

/// What the state's line does.
pub(super) fn compute(state: &State) -> Result<Shown, Trouble> {
    let a = source(state)?;
    let items = parse_index(&state.index).map_err(Trouble::Refused)?;
    let done = match state.form {
        Form::Read => read(&a, &items)?,
        Form::Write | Form::AddTo | Form::AddAt => write(&a, &items, state)?,
        Form::TakeAlong | Form::PutAlong => along(&a, &items, state)?,
    };
    let other = GridPicture::of(&done.other);
    if done.picks.len() > MOST_DRAWN || other.is_summary() {
        return Err(Trouble::Refused("This gives more cells or axes than the page draws.".to_owned()));
    }
    Ok(Shown {
        before: GridPicture::of(&done.before),
        after: done.after.as_ref().map(GridPicture::of),
        other_shape: done.other.shape().to_vec(),
        other,
        printed: text_of(&done),
        picks: done.picks,
        sharing: done.sharing,
        byte_strides: done.byte_strides,
    })
}

/// The rows that an index picks from a matrix by a list of numbers, as an embedding layer looks them up; None for other indices.
pub(super) fn embedded(state: &State) -> Option<Vec<i64>> {
    let a = source(state).ok()?;
    let items = parse_index(&state.index).ok()?;
    let [item] = items.as_slice() else { return None };
    let Ok(Value::Array(rows)) = evaluate(item, &a) else { return None };
    let is_list = a.rank() == 2 && rows.rank() == 1 && rows.dtype() == DType::Int64 && !state.form.is_along();
    is_list
        .then(|| rows.to_vec())
        .filter(|rows| rows.iter().all(|row| (0..a.shape()[0] as i64).contains(row)))
}

/// One-hot codes of those rows, the rows themselves, and the table's gradient where each row's own is all ones.
pub(super) fn embedding_steps(state: &State) -> Result<Vec<StepPicture>, Error> {
    let rows = embedded(state).unwrap_or_default();
    let indices = Array::from_slice(&[rows.len()], &rows)?;
    let table = source(state)?.as_dtype(DType::Float64)?;
    let size = table.shape()[0];
    let mut notes = Notes::all();
    one_hot(&indices, size, &mut notes)?;
    let found = gather(&table, &indices, &mut notes)?;
    let ones = Array::from_slice(found.shape(), &vec![1.0; found.size()])?;
    scatter_add(size, &indices, &ones, &mut notes)?;
    notes.pictures(&["codes", "labels", "indices", "gradient"])
}

fn read(a: &Array, items: &[Expression]) -> Result<Done, Trouble> {
    let index = index_items(items, a)?;
    let selection = Selection::new(a, &index)?;
    let result = selection.get()?;
    let is_view = matches!(selection, Selection::View(_));
    let sharing = if is_number(&index, &result) {
        Sharing::Number
    } else if is_view {
        Sharing::View
    } else {
        Sharing::Copy
    };
    let byte_strides = if is_view { result.byte_strides().to_vec() } else { Vec::new() };
    let from = Selection::new(&positions(a.shape())?, &index)?.get()?.to_vec::<i64>();
    Ok(Done {
        before: a.clone(),
        after: None,
        other: result,
        picks: picks(&from, (0..from.len()).collect()),
        sharing: Some(sharing),
        byte_strides,
    })
}

/// Integers alone, one for each axis, give a number and not an array.
fn is_number(index: &[Index], result: &Array) -> bool {
    result.rank() == 0 && index.iter().all(|item| matches!(item, Index::Integer(_)))
}

fn write(a: &Array, items: &[Expression], state: &State) -> Result<Done, Trouble> {
    let index = index_items(items, a)?;
    let values = values(state, a)?;
    let place = Selection::new(&positions(a.shape())?, &index)?.get()?;
    let cells = place.to_vec::<i64>();
    if is_number(&index, &place) && values.rank() > 0 {
        return Err(Trouble::Refused("One element takes one number.".to_owned()));
    }
    let after = a.copy(Order::C)?;
    let selection = Selection::new(&after, &index)?;
    match state.form {
        Form::AddTo => {
            // As Python does: read, add in place, write back.
            let read = selection.get()?.copy(Order::C)?;
            let options = Options { out: [Some(read.clone())].into_iter().collect(), ..Options::default() };
            ufunc::ADD.call(&[(&read).into(), (&values).into()], &options)?;
            selection.set(&read)?;
        }
        // NumPy 2.4 reads beyond values that it has to stretch along more than one axis.
        Form::AddAt if values.rank() > 0 && values.shape() != place.shape() => {
            return Err(Trouble::Refused(
                "np.add.at takes one number here, or one value for each cell.".to_owned(),
            ));
        }
        Form::AddAt => {
            let elements: Vec<usize> = cells.iter().map(|cell| *cell as usize).collect();
            ufunc::ADD.at(&after, &elements, Some(&(&values).into()), place.shape())?;
        }
        _ => selection.set(&values)?,
    }
    let others = value_of_each(&values, place.shape())?;
    let mut picks = picks(&cells, others);
    if state.form != Form::AddAt {
        mark_lost(&mut picks);
    }
    Ok(Done {
        before: a.clone(),
        after: Some(after),
        other: values,
        picks,
        sharing: None,
        byte_strides: Vec::new(),
    })
}

fn along(a: &Array, items: &[Expression], state: &State) -> Result<Done, Trouble> {
    let [item] = items else {
        return Err(Trouble::Refused("One array of positions is needed; write [[1, 2], [0, 1]].".to_owned()));
    };
    let Value::Array(indices) = evaluate(item, a)? else {
        return Err(Trouble::Refused("Positions along an axis are an array; write [[1], [0]].".to_owned()));
    };
    let axis = Some(state.axis);
    let cells = take_along_axis(&positions(a.shape())?, &indices, axis)?;
    let from = cells.to_vec::<i64>();
    if state.form == Form::TakeAlong {
        let result = take_along_axis(a, &indices, axis)?;
        let picks = picks(&from, (0..from.len()).collect());
        let sharing = Some(Sharing::Copy);
        return Ok(Done {
            before: a.clone(),
            after: None,
            other: result,
            picks,
            sharing,
            byte_strides: Vec::new(),
        });
    }
    let values = values(state, a)?;
    let after = a.copy(Order::C)?;
    put_along_axis(&after, &indices, &values, axis)?;
    let others = value_of_each(&values, cells.shape())?;
    let mut picks = picks(&from, others);
    mark_lost(&mut picks);
    Ok(Done {
        before: a.clone(),
        after: Some(after),
        other: values,
        picks,
        sharing: None,
        byte_strides: Vec::new(),
    })
}

/// The values that are written.
fn values(state: &State, a: &Array) -> Result<Array, Trouble> {
    let expression = parse_value(&state.values).map_err(Trouble::Refused)?;
    let array = match evaluate(&expression, a)? {
        Value::Integer(value) => Array::from_scalar(Scalar::Int64(value))?,
        Value::Array(array) if array.dtype() == DType::Int64 => array.copy(Order::C)?,
        _ => return Err(Trouble::Refused("The values here are whole numbers.".to_owned())),
    };
    Ok(array)
}

fn picks(cells: &[i64], others: Vec<usize>) -> Vec<Pick> {
    let picked = cells.iter().zip(others);
    picked.map(|(cell, other)| Pick { cell: *cell as usize, other, lost: false }).collect()
}

/// Which value comes to each place of a selection.
fn value_of_each(values: &Array, shape: &[usize]) -> Result<Vec<usize>, Error> {
    // Leading axes of size 1 are dropped, as an assignment does.
    let surplus = values.rank().saturating_sub(shape.len());
    let own = positions(values.shape())?;
    let own = own.reshape_to(&values.shape()[surplus..], Order::C)?;
    let strides = broadcast_strides(own.shape(), own.strides(), shape);
    let each = own.view(shape, &strides, own.offset());
    Ok(each.to_vec::<i64>().into_iter().map(|position| position as usize).collect())
}

/// Of several values for one cell the last stays.
fn mark_lost(picks: &mut [Pick]) {
    for at in 0..picks.len() {
        let cell = picks[at].cell;
        picks[at].lost = picks[at + 1..].iter().any(|later| later.cell == cell);
    }
}

/// Cells that are picked more than once.
pub(super) fn repeated(picks: &[Pick]) -> Vec<usize> {
    let mut cells: Vec<usize> = picks.iter().map(|pick| pick.cell).collect();
    cells.sort_unstable();
    let mut repeated: Vec<usize> =
        cells.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    repeated.dedup();
    repeated
}

/// The line that does it.
pub(super) fn line(state: &State) -> String {
    let State { index, values, axis, .. } = state;
    let (index, values) = (index.trim(), as_written(values.trim()));
    match state.form {
        Form::Read => format!("b = a[{index}]"),
        Form::Write => format!("a[{index}] = {values}"),
        Form::AddTo => format!("a[{index}] += {values}"),
        Form::AddAt if is_plain(index) => format!("np.add.at(a, {index}, {values})"),
        Form::AddAt => format!("np.add.at(a, np.s_[{index}], {values})"),
        Form::TakeAlong => format!("b = np.take_along_axis(a, {}, axis={axis})", as_array(index)),
        Form::PutAlong => format!("np.put_along_axis(a, {}, {values}, axis={axis})", as_array(index)),
    }
}

/// Whether an index can stand as an argument: one item, no slice.
fn is_plain(index: &str) -> bool {
    match parse_index(index).as_deref() {
        Ok([item]) => !matches!(item, Expression::Slice(_)) && !index.ends_with(','),
        _ => false,
    }
}

/// A list deeper than the cells it goes to is none of NumPy's values, but an array is.
fn as_written(values: &str) -> String {
    if values.starts_with("[[") { format!("np.array({values})") } else { values.to_owned() }
}

/// Functions want an array where an index takes a list.
fn as_array(index: &str) -> String {
    if index.starts_with('[') { format!("np.array({index})") } else { index.to_owned() }
}

/// The whole program; one that raises says so itself.
pub(super) fn code(state: &State) -> String {
    let sizes = &state.shape;
    let size: usize = sizes.iter().product();
    let shape = shape_as_tuple(sizes);
    let a = match (state.zeros, &sizes[..]) {
        (true, _) => format!("np.zeros({shape}, dtype=int)"),
        (false, [_]) => format!("np.arange({size})"),
        (false, _) => format!("np.arange({size}).reshape{shape}"),
    };
    let line = line(state);
    let reads = matches!(state.form, Form::Read | Form::TakeAlong);
    let shows = if reads { "print(b)\nprint(b.shape, np.shares_memory(a, b))\n" } else { "print(a)\n" };
    let body = match compute(state) {
        Err(Trouble::Raised(_)) => format!(
            "try:\n    {line}\nexcept Exception as error:\n    print(f\"{{type(error).__name__}}: {{error}}\")\n"
        ),
        _ => format!("{line}\n{shows}"),
    };
    format!("import numpy as np\n\na = {a}\n{body}")
}

/// What the program prints where nothing is raised.
fn text_of(done: &Done) -> String {
    let text = |array: &Array| array_str(array, &PrintOptions::default());
    if let Some(after) = &done.after {
        return format!("{}\n", text(after));
    }
    let shares = done.sharing == Some(Sharing::View) && done.other.size() > 0;
    let shares = if shares { "True" } else { "False" };
    format!("{}\n{} {shares}\n", text(&done.other), shape_as_tuple(done.other.shape()))
}

/// What the program prints.
pub(super) fn printed(shown: &Result<Shown, Trouble>) -> String {
    match shown {
        Ok(shown) => shown.printed.clone(),
        Err(Trouble::Raised(error)) => format!("{}: {}\n", class(error.kind), error.message),
        Err(Trouble::Refused(_)) => String::new(),
    }
}

/// The class of an exception, by its own name.
pub(super) fn class(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::Value => "ValueError",
        ErrorKind::Type => "TypeError",
        ErrorKind::Index => "IndexError",
        ErrorKind::Axis => "AxisError",
        ErrorKind::Overflow => "OverflowError",
        ErrorKind::ZeroDivision => "ZeroDivisionError",
        ErrorKind::Memory => "MemoryError",
        ErrorKind::LinAlg => "LinAlgError",
        ErrorKind::Promotion => "DTypePromotionError",
        ErrorKind::NoLoop => "_UFuncNoLoopError",
        ErrorKind::Casting => "_UFuncInputCastingError",
        ErrorKind::FloatingPoint => "FloatingPointError",
        ErrorKind::NotImplemented => "NotImplementedError",
        ErrorKind::Runtime => "RuntimeError",
    }
}
