//! Numbers compared at the borders of the tolerance, against what real NumPy says.

use ndgym_core::{Array, Complex64, DType, Scalar};
use ndgym_judge::{Tolerance, compare};
use ndgym_python::Value;
use serde_json::Value as Json;

fn number(text: &Json) -> f64 {
    match text.as_str().unwrap() {
        "True" => 1.0,
        "False" => 0.0,
        text => text.parse().unwrap(),
    }
}

fn cells(side: &Json) -> Vec<Value> {
    let dtype = DType::parse(side["dtype"].as_str().unwrap()).unwrap();
    let cells = side["cells"].as_array().unwrap().iter();
    let complex = cells.map(|cell| match cell.as_array() {
        Some(pair) => Complex64::new(number(&pair[0]), number(&pair[1])),
        None => number(cell).into(),
    });
    complex.map(|cell| Value::Scalar(Scalar::Complex128(cell).cast(dtype))).collect()
}

#[test]
fn cells_are_close_where_numpy_says_so() {
    let text = include_str!("../../../tests/goldens/tolerance.json");
    let goldens: Json = serde_json::from_str(text).unwrap();
    let mut compared = 0;
    for (number, case) in goldens["cases"].as_array().unwrap().iter().enumerate() {
        let tolerance =
            Tolerance { rtol: case["rtol"].as_f64().unwrap(), atol: case["atol"].as_f64().unwrap() };
        let close = case["close"].as_array().unwrap();
        for ((got, expected), close) in cells(&case["got"]).iter().zip(&cells(&case["expected"])).zip(close) {
            let mismatch = compare(got, expected, tolerance);
            assert_eq!(
                mismatch.is_none(),
                close.as_bool().unwrap(),
                "case {number}: {got:?}, {expected:?}, {tolerance:?}"
            );
            compared += 1;
        }
    }
    assert!(compared > 5000, "{compared}");
}

fn array(shape: &[usize], cells: &[f64]) -> Value {
    Value::Array(Array::from_slice(shape, cells).unwrap())
}

/// The reason given for an answer.
fn reason(got: &Value, expected: &Value) -> String {
    let mismatch = compare(got, expected, Tolerance { rtol: 1e-7, atol: 1e-12 });
    mismatch.map_or_else(|| "right".to_owned(), |mismatch| mismatch.difference.reason)
}

#[test]
fn right_answers_come_in_several_forms() {
    let expected = array(&[2, 2], &[1.0, 2.0, 3.0, 4.0]);
    let row = |cells: [f64; 2]| Value::List(cells.map(|cell| Value::Number(cell.into())).to_vec());
    assert_eq!(reason(&Value::List(vec![row([1.0, 2.0]), row([3.0, 4.0])]), &expected), "right");
    let integers = Array::from_slice(&[2, 2], &[1i64, 2, 3, 4]).unwrap();
    assert_eq!(reason(&Value::Array(integers), &expected), "right");
    let loss = Value::Scalar(2.5.into());
    for got in [Value::Number(2.5.into()), array(&[], &[2.5])] {
        assert_eq!(reason(&got, &loss), "right");
    }
    let pair = |wrap: fn(Vec<Value>) -> Value| wrap(vec![expected.clone(), Value::Number(1.0.into())]);
    assert_eq!(reason(&pair(Value::List), &pair(Value::Tuple)), "right");
}

#[test]
fn values_of_the_wrong_kind_are_explained() {
    let expected = array(&[2], &[1.0, 2.0]);
    let other = |class: &str| Value::Other { class: class.to_owned() };
    let number = |value: f64| Value::Number(value.into());
    for (got, words) in [
        (Value::None, "None came back where an array of shape (2,) was expected: is a return missing?"),
        (Value::Ellipsis, "the starter's ... came back where an array of shape (2,) was expected"),
        (Value::Text("one".into()), "the string \"one\" came back where"),
        (other("function"), "are the parentheses of a call missing?"),
        (other("generator"), "np.array(list(...)) makes an array of it"),
        (other("Model"), "an object of class Model came back where"),
        (Value::Tuple(vec![expected.clone()]), "is there a comma after the return's value?"),
        (
            Value::Tuple(vec![expected.clone(), expected.clone()]),
            "a tuple of 2 values came back where an array of shape (2,)",
        ),
        (
            Value::List(vec![number(1.0), Value::List(vec![number(2.0)])]),
            "a list came back that is no array (rows of different lengths, or not only numbers)",
        ),
        (number(1.0), "shape () where (2,) was expected: the axis of size 2 is missing"),
        (Value::Dict(vec![("'a'".into(), number(1.0))]), "a dict with the keys 'a' came back where"),
    ] {
        let reason = reason(&got, &expected);
        assert!(reason.contains(words), "{reason}");
    }
}

#[test]
fn compound_answers_are_compared_part_by_part() {
    let expected = Value::Tuple(vec![
        array(&[1], &[1.0]),
        Value::Tuple(vec![array(&[2], &[1.0, 2.0]), Value::Number(3i64.into())]),
    ]);
    let with = |inner: Vec<Value>| Value::Tuple(vec![array(&[1], &[1.0]), Value::Tuple(inner)]);
    let at = |got: &Value| {
        compare(got, &expected, Tolerance { rtol: 0.0, atol: 0.0 }).map(|mismatch| mismatch.difference.at)
    };
    assert_eq!(at(&expected), None);
    assert_eq!(
        at(&with(vec![array(&[2], &[1.0, 2.5]), Value::Number(3i64.into())])).as_deref(),
        Some("[1][0]")
    );
    assert_eq!(at(&with(vec![array(&[2], &[1.0, 2.0]), Value::None])).as_deref(), Some("[1][1]"));
    assert_eq!(reason(&with(Vec::new()), &expected), "no values came back where 2 values were expected");
    assert_eq!(
        reason(&array(&[1], &[1.0]), &expected),
        "an array of shape (1,) came back where a tuple of 2 values was expected"
    );
    let gradients = |entries: &[(&str, f64)]| {
        Value::Dict(
            entries.iter().map(|(key, value)| (format!("'{key}'"), Value::Number((*value).into()))).collect(),
        )
    };
    let expected = gradients(&[("W1", 1.0), ("b1", 2.0)]);
    assert_eq!(reason(&gradients(&[("b1", 2.0), ("W1", 1.0)]), &expected), "right");
    assert_eq!(reason(&gradients(&[("W1", 1.0)]), &expected), "the dict has no key 'b1'");
    assert_eq!(reason(&gradients(&[("W1", 1.0), ("b1", 2.5)]), &expected), "2.5 where 2.0 was expected");
}

#[test]
fn wrong_values_are_explained() {
    let cells = [0.5, -1.25, 3.0, 0.75, 2.5, -0.125, 1.5, 4.0, -2.0];
    let expected = array(&[3, 3], &cells);
    let changed = |change: &dyn Fn(usize, f64) -> f64| {
        let changed: Vec<f64> = cells.iter().enumerate().map(|(at, &cell)| change(at, cell)).collect();
        array(&[3, 3], &changed)
    };
    for (got, words) in [
        (changed(&|at, _| cells[at % 3 * 3 + at / 3]), "all values are there, but transposed"),
        (
            changed(&|at, _| cells[(2 - at / 3) * 3 + at % 3]),
            "all values are there, but in reverse order along axis 0",
        ),
        (changed(&|at, _| cells[(at + 4) % 9]), "all values are there, but in another order"),
        (
            changed(&|at, cell| if at == 4 { f64::NAN } else { cell }),
            "NaN at [1, 1] where 2.5 was expected; NaN comes from",
        ),
        (
            changed(&|at, cell| if at > 6 { f64::NAN } else { cell }),
            "NaN at [2, 1] where 4.0 was expected (and in 1 other cell)",
        ),
        (
            changed(&|at, cell| if at == 1 { f64::INFINITY } else { cell }),
            "inf at [0, 1] where -1.25 was expected; infinity comes from",
        ),
        (changed(&|_, cell| -cell), "the signs are all the other way round"),
        (changed(&|_, cell| 3.0 * cell), "every value is 3.0 times what was expected"),
        (changed(&|_, cell| cell + 0.25), "every value is too large by 0.25"),
        (changed(&|_, _| 0.0), "every cell holds the same value, 0.0"),
        (changed(&|_, cell| cell.trunc()), "the values are cut to whole numbers"),
        (
            changed(&|_, cell| cell * (1.0 + 1e-5 * cell)),
            "all 9 values near, but not near enough: off by up to 4e-05 of the value",
        ),
        (
            changed(&|at, cell| if at % 4 == 0 { 1.0 } else { cell }),
            "only cells of the diagonal differ: 1.0 at [0, 0] where 0.5",
        ),
        (
            changed(&|at, cell| if at % 3 == 2 { 9.0 } else { cell }),
            "3 of 9 values differ, all in [:, 2]: 9.0 at [0, 2] where 3.0",
        ),
        (
            changed(&|at, cell| if at == 3 { 9.0 } else { cell }),
            "1 of 9 values differs, first 9.0 at [1, 0] where 0.75 was expected",
        ),
        (
            changed(&|at, cell| cell * cell + at as f64),
            "9 values differ, first 0.25 at [0, 0] where 0.5 was expected",
        ),
    ] {
        let reason = reason(&got, &expected);
        assert!(reason.contains(words), "expected {words:?}, got {reason:?}");
    }
    assert_eq!(reason(&array(&[], &[2.0]), &array(&[], &[3.0])), "2.0 where 3.0 was expected");
    assert_eq!(reason(&array(&[1], &[1.0]), &array(&[1], &[f64::NAN])), "1.0 at [0] where NaN was expected");
    assert_eq!(reason(&array(&[0], &[]), &array(&[0], &[])), "right");
}

#[test]
fn differences_are_measured() {
    let (got, expected) =
        (array(&[2, 2], &[1.0, f64::NAN, 5.0, f64::INFINITY]), array(&[2, 2], &[1.0, 2.0, 4.0, 3.0]));
    let difference = compare(&got, &expected, Tolerance { rtol: 0.0, atol: 0.5 }).unwrap().difference;
    assert_eq!((difference.mismatched, difference.nan_count, difference.inf_count), (Some((3, 4)), 1, 1));
    assert_eq!(difference.greatest, Some((1.0, 0.25)));
    let first = difference.first.unwrap();
    assert_eq!((first.index, first.got, first.expected), (vec![0, 1], "nan".to_owned(), "2.0".to_owned()));
    assert_eq!(
        (difference.expected_dtype.as_deref(), difference.got_shape),
        (Some("float64"), Some(vec![2, 2]))
    );
}
