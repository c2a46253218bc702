use super::*;
use crate::layout::Order;
use crate::set::{self, Wanted};
use crate::ufunc::{self, Number, Operand, Options, ReduceOptions};
use crate::{Bool, sort};

fn texts(strings: &[&str]) -> Array {
    Array::from_texts(&[strings.len()], strings).unwrap()
}

fn strings(array: &Array) -> Vec<String> {
    array.texts().unwrap().into_iter().map(|text| text.to_string()).collect()
}

// Expected: NumPy 2.4.
#[test]
fn numbers_become_texts_of_their_types_width_and_back() {
    let floats = Array::from_slice(&[3], &[1.5, 1e20, f64::NAN]).unwrap();
    let written = floats.as_dtype(DType::Text(0)).unwrap();
    assert_eq!(
        (written.dtype(), strings(&written)),
        (DType::Text(32), ["1.5", "1e+20", "nan"].map(String::from).to_vec())
    );
    assert_eq!(written.as_dtype(DType::Float64).unwrap().to_vec::<f64>()[..2], [1.5, 1e20]);
    let message = |strings: &[&str], dtype| texts(strings).as_dtype(dtype).unwrap_err().message;
    assert_eq!(message(&["1", "x"], DType::Int64), "invalid literal for int() with base 10: np.str_('x')");
    assert_eq!(message(&["300"], DType::Int8), "Python integer 300 out of bounds for int8");
    assert_eq!(message(&["it's"], DType::Float32), "could not convert string to float: np.str_(\"it's\")");
    assert_eq!(texts(&["", "0"]).as_dtype(DType::Bool).unwrap().to_vec::<Bool>(), [Bool(0), Bool(1)]);
    let numbers = texts(&["1+2j", "-3.5j", "(4)", "1e-3-1e2j"])
        .as_dtype(DType::Complex128)
        .unwrap()
        .to_vec::<Complex64>();
    assert_eq!(
        numbers,
        [(1.0, 2.0), (0.0, -3.5), (4.0, 0.0), (1e-3, -100.0)].map(|(re, im)| Complex64::new(re, im))
    );
}

#[test]
fn texts_are_cut_to_the_width_there_is() {
    let short = texts(&["ab", "c"]);
    short.set(&[0], Text::new("spam").into());
    assert_eq!(strings(&short), ["sp", "c"]);
    short.assign(&texts(&["ham", ""])).unwrap();
    assert_eq!(strings(&short), ["ha", ""]);
    short.fill(Scalar::Int64(123));
    assert_eq!(strings(&short), ["12", "12"]);
    assert_eq!(Array::zeros(&[2], DType::Text(0)).unwrap().dtype(), DType::Text(1));
}

#[test]
fn order_is_that_of_code_points() {
    let array = texts(&["b", "a", "\u{e9}", "B", "", "aa"]);
    assert_eq!(strings(&sort::sort(&array, None).unwrap()), ["", "B", "a", "aa", "b", "\u{e9}"]);
    assert_eq!(sort::argsort(&array, Some(0)).unwrap().to_vec::<i64>(), [4, 3, 1, 5, 0, 2]);
    let unique =
        set::unique(&texts(&["b", "a", "b"]), None, Wanted { counts: true, ..Wanted::default() }, true)
            .unwrap();
    assert_eq!(
        (strings(&unique.values), unique.counts.unwrap().to_vec::<i64>()),
        (vec!["a".to_owned(), "b".to_owned()], vec![1, 2])
    );
    assert_eq!(
        strings(&set::union1d(&texts(&["x"]), &Array::from_slice(&[1], &[7_i64]).unwrap()).unwrap()),
        ["7", "x"]
    );
}

#[test]
fn ufuncs_compare_and_add_texts_and_refuse_the_rest() {
    let (a, b) = (texts(&["b", "a"]), texts(&["a", "a"]));
    let call = |ufunc: &'static ufunc::Ufunc, operands: &[Operand]| ufunc.call(operands, &Options::default());
    assert_eq!(
        call(&ufunc::GREATER, &[(&a).into(), (&b).into()]).unwrap()[0].to_vec::<Bool>(),
        [Bool(1), Bool(0)]
    );
    let joined = &call(&ufunc::ADD, &[(&a).into(), (&b).into()]).unwrap()[0];
    assert_eq!((joined.dtype(), strings(joined)), (DType::Text(2), vec!["ba".to_owned(), "aa".to_owned()]));
    let message = |ufunc, operand: Operand| call(ufunc, &[(&a).into(), operand]).unwrap_err().message;
    assert_eq!(
        message(&ufunc::SUBTRACT, Operand::Number(Number::Int(1))),
        "ufunc 'subtract' did not contain a loop with signature matching types (dtype('<U1'), dtype('int64')) -> None"
    );
    assert!(
        message(&ufunc::DIVIDE, (&b).into()).starts_with("ufunc 'divide' not supported for the input types")
    );
    let fold = |ufunc: &'static ufunc::Ufunc| ufunc.reduce(&a, &[0], &ReduceOptions::default());
    assert!(fold(&ufunc::LOGICAL_AND).unwrap().item().unwrap().is_true());
    assert!(
        fold(&ufunc::ADD)
            .unwrap_err()
            .message
            .starts_with("the resolved dtypes are not compatible with add.reduce")
    );
}

#[test]
fn each_pool_has_its_own_ids() {
    let outside = exchange(Pool::default());
    let text = Text::new("spam");
    let array = texts(&["spam", "ham"]).copy(Order::C).unwrap();
    let inside = exchange(Pool::default());
    assert_eq!(text.to_string(), "");
    exchange(inside);
    assert_eq!(strings(&array), ["spam", "ham"]);
    exchange(outside);
}
