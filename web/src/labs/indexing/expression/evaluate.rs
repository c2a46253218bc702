//! From tree to value, by the core's own functions.

use super::{Binary, Expression, Function, Unary};
use ndgym_core::index::{self, Index, Selection};
use ndgym_core::layout::{broadcast_shapes, normalize_axis};
use ndgym_core::ml::calculate::apply;
use ndgym_core::ufunc::{self, Number, Operand, Ufunc};
use ndgym_core::{Array, Bool, DType, Error, Scalar, creation, reduce, sort};

/// Most elements of an array on the way.
const MOST: usize = 1024;

/// What an expression is.
#[derive(Clone, Debug)]
pub(in super::super) enum Value {
    Integer(i64),
    Float(f64),
    Bool(bool),
    None,
    Ellipsis,
    Slice([Option<i64>; 3]),
    Array(Array),
    /// The arrays of `np.ix_`, `np.nonzero`, or a tuple.
    Tuple(Vec<Value>),
}

/// Why there is no value.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) enum Trouble {
    /// NumPy raises this.
    Raised(Error),
    /// This page does not go there.
    Refused(String),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Trouble {
        Trouble::Raised(error)
    }
}

fn refused(reason: &str) -> Trouble {
    Trouble::Refused(reason.to_owned())
}

/// The value of an expression about `a`.
pub(in super::super) fn evaluate(expression: &Expression, a: &Array) -> Result<Value, Trouble> {
    Ok(match expression {
        Expression::Integer(value) => Value::Integer(*value),
        Expression::Float(value) => Value::Float(*value),
        Expression::Bool(value) => Value::Bool(*value),
        Expression::None => Value::None,
        Expression::Ellipsis => Value::Ellipsis,
        Expression::Array => Value::Array(a.clone()),
        Expression::List(_) => Value::Array(list(expression, a)?),
        Expression::Tuple(elements) => {
            Value::Tuple(elements.iter().map(|element| evaluate(element, a)).collect::<Result<_, _>>()?)
        }
        Expression::Slice(bounds) => {
            let mut slice = [None; 3];
            for (to, bound) in slice.iter_mut().zip(bounds.iter()) {
                *to = bound.as_ref().map(|bound| slice_bound(bound, a)).transpose()?.flatten();
            }
            Value::Slice(slice)
        }
        Expression::Item(object, items) => {
            let object = array(evaluate(object, a)?)?;
            let selected = Selection::new(&object, &index_items(items, a)?)?.get()?;
            Value::Array(bounded(selected)?)
        }
        Expression::Call { function, arguments, axis, keepdims } => {
            call(*function, arguments, *axis, *keepdims, a)?
        }
        Expression::Unary(operator, operand) => {
            let ufunc = match operator {
                Unary::Minus => &ufunc::NEGATIVE,
                Unary::Not => &ufunc::INVERT,
            };
            Value::Array(apply(ufunc, &[operand_of(evaluate(operand, a)?)?])?)
        }
        Expression::Binary(operator, left, right) => {
            let operands = [operand_of(evaluate(left, a)?)?, operand_of(evaluate(right, a)?)?];
            let shapes: Vec<&[usize]> = operands
                .iter()
                .map(|operand| match operand {
                    Operand::Array(array) => array.shape(),
                    Operand::Number(_) => &[],
                })
                .collect();
            if broadcast_shapes(&shapes)?.iter().product::<usize>() > MOST {
                return Err(refused("This makes more elements than the page draws."));
            }
            if shapes.iter().all(|shape| shape.is_empty()) {
                return Err(refused("Between two numbers, write the result."));
            }
            Value::Array(apply(ufunc_of(*operator), &operands)?)
        }
    })
}

fn ufunc_of(operator: Binary) -> &'static Ufunc {
    match operator {
        Binary::Equal => &ufunc::EQUAL,
        Binary::NotEqual => &ufunc::NOT_EQUAL,
        Binary::Less => &ufunc::LESS,
        Binary::LessEqual => &ufunc::LESS_EQUAL,
        Binary::Greater => &ufunc::GREATER,
        Binary::GreaterEqual => &ufunc::GREATER_EQUAL,
        Binary::Or => &ufunc::BITWISE_OR,
        Binary::And => &ufunc::BITWISE_AND,
        Binary::Add => &ufunc::ADD,
        Binary::Subtract => &ufunc::SUBTRACT,
        Binary::Multiply => &ufunc::MULTIPLY,
        Binary::Remainder => &ufunc::REMAINDER,
    }
}

/// The items of an index as the core takes them.
pub(in super::super) fn index_items(items: &[Expression], a: &Array) -> Result<Vec<Index>, Trouble> {
    let values: Vec<Value> = items.iter().map(|item| evaluate(item, a)).collect::<Result<_, _>>()?;
    // One tuple is the whole index.
    let values = match <[Value; 1]>::try_from(values) {
        Ok([Value::Tuple(values)]) => values,
        Ok([value]) => vec![value],
        Err(values) => values,
    };
    values.into_iter().map(index_item).collect()
}

fn index_item(value: Value) -> Result<Index, Trouble> {
    Ok(match value {
        Value::Integer(value) => Index::Integer(value),
        Value::Bool(value) => Index::Array(Array::from_scalar(Scalar::Bool(value))?),
        Value::Float(_) => return Err(invalid_index()),
        Value::None => Index::NewAxis,
        Value::Ellipsis => Index::Ellipsis,
        Value::Slice([start, stop, step]) => Index::Slice { start, stop, step },
        Value::Array(array) if array.rank() == 0 && array.dtype().is_integer() => {
            Index::Integer(array.scalar_at(array.offset()).get::<i64>())
        }
        Value::Array(array) if array.size() == 0 => Index::Array(array.as_dtype(DType::Int64)?),
        Value::Array(array) if array.dtype().is_inexact() => return Err(invalid_index()),
        Value::Array(array) => Index::Array(array),
        Value::Tuple(_) => {
            return Err(refused("A tuple beside other items is read as one list; write a list."));
        }
    })
}

fn invalid_index() -> Trouble {
    Trouble::Raised(Error::index(
        "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid \
         indices",
    ))
}

fn slice_bound(bound: &Expression, a: &Array) -> Result<Option<i64>, Trouble> {
    match evaluate(bound, a)? {
        Value::Integer(value) => Ok(Some(value)),
        Value::None => Ok(None),
        _ => Err(Trouble::Raised(Error::type_error(
            "slice indices must be integers or None or have an __index__ method",
        ))),
    }
}

fn array(value: Value) -> Result<Array, Trouble> {
    match value {
        Value::Array(array) => Ok(array),
        Value::Integer(value) => Ok(Array::from_scalar(Scalar::Int64(value))?),
        Value::Float(value) => Ok(Array::from_scalar(Scalar::Float64(value))?),
        Value::Bool(value) => Ok(Array::from_scalar(Scalar::Bool(value))?),
        Value::None | Value::Ellipsis | Value::Slice(_) | Value::Tuple(_) => {
            Err(refused("An array or a number is needed there."))
        }
    }
}

fn operand_of(value: Value) -> Result<Operand, Trouble> {
    match value {
        Value::Integer(value) => Ok(Operand::Number(Number::Int(value.into()))),
        Value::Float(value) => Ok(Operand::Number(Number::Float(value))),
        other => Ok(Operand::Array(array(other)?)),
    }
}

fn bounded(array: Array) -> Result<Array, Trouble> {
    if array.size() > MOST {
        return Err(refused("This makes more elements than the page draws."));
    }
    Ok(array)
}

/// An array of nested lists.
fn list(expression: &Expression, a: &Array) -> Result<Array, Trouble> {
    let mut shape = Vec::new();
    let mut next = expression;
    while let Expression::List(elements) = next {
        shape.push(elements.len());
        match elements.first() {
            Some(first) => next = first,
            None => break,
        }
    }
    let mut elements = Vec::new();
    flatten(expression, &shape, &mut elements, a)?;
    Ok(if elements.iter().all(|element| matches!(element, Value::Bool(_))) && !elements.is_empty() {
        let bools = elements.iter().map(|element| Bool::from(matches!(element, Value::Bool(true))));
        Array::from_slice(&shape, &bools.collect::<Vec<_>>())?
    } else if elements.iter().any(|element| matches!(element, Value::Float(_))) || elements.is_empty() {
        Array::from_slice(&shape, &elements.iter().map(float).collect::<Vec<f64>>())?
    } else {
        Array::from_slice(&shape, &elements.iter().map(integer).collect::<Vec<i64>>())?
    })
}

fn float(value: &Value) -> f64 {
    match value {
        Value::Float(value) => *value,
        other => integer(other) as f64,
    }
}

fn integer(value: &Value) -> i64 {
    match value {
        Value::Integer(value) => *value,
        other => i64::from(matches!(other, Value::Bool(true))),
    }
}

fn flatten(
    expression: &Expression,
    shape: &[usize],
    into: &mut Vec<Value>,
    a: &Array,
) -> Result<(), Trouble> {
    match (expression, shape) {
        (Expression::List(elements), [size, rest @ ..]) if elements.len() == *size => {
            elements.iter().try_for_each(|element| flatten(element, rest, into, a))
        }
        (Expression::List(_), _) | (_, [_, ..]) => Err(refused("The lists in this list differ in length.")),
        (element, []) => match evaluate(element, a)? {
            value @ (Value::Integer(_) | Value::Float(_) | Value::Bool(_)) => {
                into.push(value);
                Ok(())
            }
            _ => Err(refused("A list here holds numbers, or lists of numbers.")),
        },
    }
}

fn call(
    function: Function,
    arguments: &[Expression],
    axis: Option<i64>,
    keepdims: bool,
    a: &Array,
) -> Result<Value, Trouble> {
    let mut values = arguments.iter().map(|argument| evaluate(argument, a)).collect::<Result<Vec<_>, _>>()?;
    let along =
        |array: &Array, axis: Option<i64>| axis.map(|axis| normalize_axis(axis, array.rank())).transpose();
    Ok(match function {
        Function::Array => Value::Array(array(values.remove(0))?.copy(ndgym_core::layout::Order::C)?),
        Function::Arange => Value::Array(arange(&values)?),
        Function::Ix => {
            let sequences = values.into_iter().map(array).collect::<Result<Vec<_>, _>>()?;
            Value::Tuple(index::ix_(&sequences)?.into_iter().map(Value::Array).collect())
        }
        Function::Nonzero => {
            Value::Tuple(index::nonzero(&array(values.remove(0))?)?.into_iter().map(Value::Array).collect())
        }
        Function::Argmax | Function::Argmin => {
            let array = array(values.remove(0))?;
            let axis = along(&array, axis)?;
            let position = if function == Function::Argmax { reduce::argmax } else { reduce::argmin };
            Value::Array(position(&array, axis, keepdims)?)
        }
        Function::Argsort => {
            Value::Array(sort::argsort(&array(values.remove(0))?, Some(axis.unwrap_or(-1)))?)
        }
    })
}

fn arange(values: &[Value]) -> Result<Array, Trouble> {
    let whole = |value: &Value| match value {
        Value::Integer(value) => Ok(*value),
        _ => Err(refused("np.arange takes whole numbers here.")),
    };
    let numbers = values.iter().map(whole).collect::<Result<Vec<_>, _>>()?;
    let (start, stop, step) = match numbers[..] {
        [stop] => (0, stop, 1),
        [start, stop] => (start, stop, 1),
        [start, stop, step, ..] => (start, stop, step),
        [] => (0, 0, 1),
    };
    if stop.saturating_sub(start).checked_div(step).is_some_and(|count| count > MOST as i64) {
        return Err(refused("This makes more elements than the page draws."));
    }
    Ok(creation::arange(Scalar::Int64(start), Scalar::Int64(stop), Scalar::Int64(step), DType::Int64)?)
}
