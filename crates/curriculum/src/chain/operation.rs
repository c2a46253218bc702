//! The operations, and the NumPy code that they are.

use ndgym_core::DType;
use ndgym_core::layout::Order;

/// One operation on one array.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// `a[1:, ::-2]`, `a[[0, 2]]`
    Index(Vec<Item>),
    /// `a[a > 3]`
    Mask(i64),
    /// `a.T`, or with an order of axes `a.transpose(1, 0, 2)`
    Transpose(Option<Vec<i64>>),
    /// `a.swapaxes(0, 1)`
    SwapAxes(i64, i64),
    /// `a.reshape(3, -1)`; order C or F
    Reshape(Vec<i64>, Order),
    /// `a.ravel()`
    Ravel(Order),
    /// `a.flatten()`
    Flatten(Order),
    /// `a.copy()`
    Copy(Order),
    /// `a.astype(np.float32)`
    AsType(DType),
    /// `np.ascontiguousarray(a)`
    AsContiguous,
    /// `np.asfortranarray(a)`
    AsFortran,
    /// `np.broadcast_to(a, (3, 4))`
    BroadcastTo(Vec<i64>),
    /// `np.lib.stride_tricks.sliding_window_view(a, 3, axis=0)`
    SlidingWindow(i64, i64),
    /// `np.lib.stride_tricks.as_strided(a, shape, strides)`; strides in bytes
    AsStrided(Vec<i64>, Vec<i64>),
    /// `a.diagonal(1)`
    Diagonal(i64),
}

/// One item of an index.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// `2`
    Integer(i64),
    /// `start:stop:step`
    Slice(Option<i64>, Option<i64>, Option<i64>),
    /// `...`
    Ellipsis,
    /// `None`
    NewAxis,
    /// `[0, 2]`
    List(Vec<i64>),
}

impl Operation {
    /// The expression, applied to the array of that name.
    pub fn code(&self, name: &str) -> String {
        let order = |order: Order, default: Order| match order {
            order if order == default => String::new(),
            Order::C => "order=\"C\"".to_owned(),
            Order::F => "order=\"F\"".to_owned(),
            Order::A => "order=\"A\"".to_owned(),
            Order::K => "order=\"K\"".to_owned(),
        };
        match self {
            Operation::Index(items) => {
                let items: Vec<String> = items.iter().map(Item::code).collect();
                format!("{name}[{}]", items.join(", "))
            }
            Operation::Mask(limit) => format!("{name}[{name} > {limit}]"),
            Operation::Transpose(None) => format!("{name}.T"),
            Operation::Transpose(Some(axes)) => format!("{name}.transpose({})", list(axes)),
            Operation::SwapAxes(first, second) => format!("{name}.swapaxes({first}, {second})"),
            Operation::Reshape(shape, Order::F) => {
                let shape = if let [one] = shape[..] { one.to_string() } else { tuple(shape) };
                format!("{name}.reshape({shape}, order=\"F\")")
            }
            Operation::Reshape(shape, _) => format!("{name}.reshape({})", list(shape)),
            Operation::Ravel(given) => format!("{name}.ravel({})", order(*given, Order::C)),
            Operation::Flatten(given) => format!("{name}.flatten({})", order(*given, Order::C)),
            Operation::Copy(given) => format!("{name}.copy({})", order(*given, Order::C)),
            Operation::AsType(dtype) => format!("{name}.astype(np.{})", dtype.name()),
            Operation::AsContiguous => format!("np.ascontiguousarray({name})"),
            Operation::AsFortran => format!("np.asfortranarray({name})"),
            Operation::BroadcastTo(shape) => format!("np.broadcast_to({name}, {})", tuple(shape)),
            Operation::SlidingWindow(width, axis) => {
                format!("np.lib.stride_tricks.sliding_window_view({name}, {width}, axis={axis})")
            }
            Operation::AsStrided(shape, strides) => {
                format!("np.lib.stride_tricks.as_strided({name}, {}, {})", tuple(shape), tuple(strides))
            }
            Operation::Diagonal(0) => format!("{name}.diagonal()"),
            Operation::Diagonal(k) => format!("{name}.diagonal({k})"),
        }
    }
}

impl Item {
    fn code(&self) -> String {
        let number = |number: &Option<i64>| number.map_or(String::new(), |number| number.to_string());
        match self {
            Item::Integer(index) => index.to_string(),
            Item::Slice(start, stop, None) => format!("{}:{}", number(start), number(stop)),
            Item::Slice(start, stop, step) => format!("{}:{}:{}", number(start), number(stop), number(step)),
            Item::Ellipsis => "...".to_owned(),
            Item::NewAxis => "None".to_owned(),
            Item::List(positions) => format!("[{}]", list(positions)),
        }
    }
}

fn list(numbers: &[i64]) -> String {
    numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")
}

/// As Python prints a tuple.
fn tuple(numbers: &[i64]) -> String {
    match numbers {
        [one] => format!("({one},)"),
        _ => format!("({})", list(numbers)),
    }
}

/// A tuple of byte strides, as `a.strides` prints it.
pub fn strides_as_tuple(strides: &[isize]) -> String {
    tuple(&strides.iter().map(|stride| *stride as i64).collect::<Vec<_>>())
}
