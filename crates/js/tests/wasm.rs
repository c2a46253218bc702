//! The API as JavaScript calls it, in Chromium. Expected values: NumPy 2.4.
#![cfg(target_arch = "wasm32")]

use js_sys::{JSON, Reflect};
use ndgym_js::{ArrayInput, ArrayInputs, NdArray, Numpy, Thrown, ml};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn json<T: JsCast>(text: &str) -> T {
    JSON::parse(text).expect("JSON").unchecked_into()
}

fn array(text: &str) -> NdArray {
    Numpy::array(&json(text), None).expect("an array")
}

/// What JavaScript's own JSON makes of a value.
fn shown(value: &JsValue) -> String {
    JSON::stringify(value).expect("JSON").into()
}

fn list(array: &NdArray) -> String {
    shown(&array.to_list())
}

/// Any array as an argument of those that take whatever makes one.
fn given(array: &NdArray) -> ArrayInput {
    JsValue::from(array.clone()).unchecked_into()
}

fn property(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).expect("an object")
}

/// `name: message` of what was thrown.
fn thrown<T>(result: Result<T, Thrown>) -> String {
    let error = JsValue::from(result.err().expect("an error"));
    let text = |name| property(&error, name).as_string().expect("a text");
    format!("{}: {}", text("name"), text("message"))
}

#[wasm_bindgen_test]
fn operands_broadcast_and_numbers_take_the_arrays_type() {
    let a = array("[[1, 2, 3], [4, 5, 6]]");
    assert_eq!(list(&Numpy::add(&given(&a), &json("[10, 20, 30]")).unwrap()), "[[11,22,33],[14,25,36]]");
    let whole = a.astype(&JsValue::from("int32").unchecked_into()).unwrap();
    assert_eq!(whole.multiply(&json("2")).unwrap().dtype(), "int32");
    assert_eq!(whole.multiply(&json("0.5")).unwrap().dtype(), "float64");
    assert_eq!(
        list(&Numpy::where_(&given(&a.greater(&json("3")).unwrap()), &given(&a), &json("0")).unwrap()),
        "[[0,0,0],[4,5,6]]"
    );
    a.add_in_place(&json("1")).unwrap();
    assert_eq!(list(&a), "[[2,3,4],[5,6,7]]");
}

#[wasm_bindgen_test]
fn errors_have_numpys_names_and_words() {
    assert_eq!(
        thrown(Numpy::add(&json("[1, 2]"), &json("[1, 2, 3]"))),
        "ValueError: operands could not be broadcast together with shapes (2,) (3,) "
    );
    assert_eq!(
        thrown(array("[1, 2]").at(vec![5.into()])),
        "IndexError: index 5 is out of bounds for axis 0 with size 2"
    );
    assert_eq!(
        thrown(array("[1, 2]").cumsum(Some(1))),
        "AxisError: axis 1 is out of bounds for array of dimension 1"
    );
    assert_eq!(thrown(Numpy::inv(&json("[[1, 1], [1, 1]]"))), "LinAlgError: Singular matrix");
    assert_eq!(
        thrown(Numpy::array(&json("[[1, 2], [3]]"), None)),
        "ValueError: setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 \
         dimensions. The detected shape was (2,) + inhomogeneous part."
    );
    assert_eq!(
        thrown(array("[1]").astype(&JsValue::from("float65").unchecked_into())),
        "TypeError: data type 'float65' not understood"
    );
}

#[wasm_bindgen_test]
fn indices_are_written_as_in_python_and_views_share_memory() {
    let a = Numpy::arange(12.0, None, None, None).unwrap().reshape(&json("[3, 4]")).unwrap();
    let view = a.at(vec!["1:, ::-1".into()]).unwrap();
    assert_eq!(view.to_text(), "[[ 7.  6.  5.  4.]\n [11. 10.  9.  8.]]");
    assert!(view.shares_memory(&a));
    view.set(&json("[0, -1, -2, -3]"), vec![0.into()]).unwrap();
    assert_eq!(list(&a), "[[0,1,2,3],[-3,-2,-1,0],[8,9,10,11]]");
    assert_eq!(shown(&a.at(vec![JsValue::NULL, "...".into(), 1.into()]).unwrap().shape()), "[1,3]");
    assert_eq!(list(&a.at(vec![json("[2, 0]"), "1:3".into()]).unwrap()), "[[9,10],[1,2]]");
    let mask = a.less(&json("0")).unwrap();
    assert_eq!(list(&a.at(vec![mask.into()]).unwrap()), "[-3,-2,-1]");
    assert_eq!(list(&a.transposed().at(vec![0.into()]).unwrap()), "[0,-3,8]");
}

#[wasm_bindgen_test]
fn an_array_given_as_an_argument_stays_with_its_owner() {
    let a: JsValue = array("[1, 2]").into();
    let operand: &ArrayInput = a.unchecked_ref();
    Numpy::add(operand, operand).unwrap();
    assert_eq!(list(&Numpy::add(operand, operand).unwrap()), "[2,4]");
}

#[wasm_bindgen_test]
fn typed_arrays_go_in_and_out_without_lists() {
    let source = js_sys::Float32Array::from(&[1.5_f32, 2.5, 3.5][..]);
    let part: JsValue = source.subarray(1, 3).into();
    let a = Numpy::array(part.unchecked_ref(), None).unwrap();
    assert_eq!((a.dtype(), list(&a)), ("float32".to_owned(), "[2.5,3.5]".to_owned()));
    let window: js_sys::Float32Array = a.data().unwrap().unchecked_into();
    window.set_index(0, 9.0);
    assert_eq!(list(&a), "[9,3.5]");
    let copy: js_sys::Float32Array = a.to_typed_array().unwrap().unchecked_into();
    copy.set_index(0, 1.0);
    assert_eq!(list(&a), "[9,3.5]");
    let big = Numpy::array(&js_sys::BigInt64Array::from(&[1_i64 << 60][..]).unchecked_into(), None).unwrap();
    assert!(big.at(vec![0.into()]).unwrap().item().unwrap().is_bigint());
    let turned = array("[[1, 2], [3, 4]]").transposed();
    assert!(thrown(turned.data()).starts_with("ValueError: "));
    assert_eq!(js_sys::Float64Array::from(turned.to_typed_array().unwrap()).to_vec(), [1.0, 3.0, 2.0, 4.0]);
}

#[wasm_bindgen_test]
fn reductions_sorting_and_products() {
    let a = Numpy::arange(12.0, None, None, None).unwrap().reshape(&json("[3, 4]")).unwrap();
    assert_eq!(list(&a.sum(Some(json("0")), None).unwrap()), "[12,15,18,21]");
    assert_eq!(list(&a.sum(None, Some(true)).unwrap()), "[[66]]");
    assert_eq!(list(&a.std(Some(json("0")), None, Some(1.0)).unwrap()), "[4,4,4,4]");
    assert_eq!(a.var(None, None, None).unwrap().item().unwrap(), 11.916666666666666);
    assert_eq!(list(&a.argmax(Some(1), None).unwrap()), "[3,3,3]");
    assert_eq!(list(&array("[3, 1, 2]").argsort(None).unwrap()), "[1,2,0]");
    assert_eq!(list(&a.matmul(&given(&a.transposed())).unwrap()), "[[14,38,62],[38,126,214],[62,214,366]]");
    let operands: ArrayInputs = json("[[[1, 2], [3, 4]], [[1, 0], [0, 2]]]");
    assert_eq!(list(&Numpy::einsum("ij,jk->ik", &operands).unwrap()), "[[1,4],[3,8]]");
    let values = property(&Numpy::eigh(&json("[[2, 0], [0, 1]]")).unwrap(), "eigenvalues");
    assert_eq!(list(&Numpy::add(values.unchecked_ref(), &json("0")).unwrap()), "[1,2]");
    Numpy::take_warnings();
    Numpy::log(&json("[0]")).unwrap();
    assert_eq!(Numpy::take_warnings(), ["divide by zero"]);
}

#[wasm_bindgen_test]
fn random_numbers_are_numpys() {
    let mut rng = Numpy::default_rng(0.into()).unwrap();
    assert_eq!(
        list(&rng.standard_normal(Some(json("3"))).unwrap()),
        "[0.1257302210933933,-0.1321048632913019,0.6404226504432821]"
    );
    assert_eq!(list(&rng.random(Some(json("2"))).unwrap()), "[0.016527635528529094,0.8132702392002724]");
    assert_eq!(list(&rng.integers(0.0, 100.0, Some(json("5"))).unwrap()), "[64,91,50,60,97]");
    assert_eq!(list(&rng.permutation(&json("5")).unwrap()), "[3,2,0,1,4]");
    assert_eq!(
        list(&rng.normal(1.0, 2.0, Some(json("2"))).unwrap()),
        "[-3.6500615492776687,0.5624166721349085]"
    );
    assert_eq!(
        list(&rng.exponential(3.0, Some(json("2"))).unwrap()),
        "[3.208200906501953,2.546799088633611]"
    );
    assert_eq!(
        list(&rng.uniform(-1.0, 1.0, Some(json("2"))).unwrap()),
        "[0.7263578446997732,0.08292244049818343]"
    );
    let seed = js_sys::BigInt::from(1_u128 << 70 | 5);
    assert_eq!(
        Numpy::default_rng(seed.into()).unwrap().random(None).unwrap().item().unwrap(),
        0.19448009399688115
    );
}

#[wasm_bindgen_test]
fn an_algorithm_tells_its_steps_if_asked() {
    let steps = js_sys::Array::new();
    let result = ml::softmax(json("[[0, 0], [1000, 1000]]"), Some(steps.clone().unchecked_into())).unwrap();
    assert_eq!(list(&Numpy::add(result.unchecked_ref(), &json("0")).unwrap()), "[[0.5,0.5],[0.5,0.5]]");
    assert_eq!(steps.length(), 3);
    let output = property(&property(&steps.get(0), "outputs"), "0");
    assert_eq!(property(&output, "name"), "shifted");
    assert_eq!(shown(&property(&output, "shape")), "[2,2]");
    assert!(property(&output, "data").is_instance_of::<js_sys::Float64Array>());
    assert_eq!(shown(&property(&output, "axes")), r#"["N","C"]"#);
    let before = steps.length();
    ml::softmax(json("[1]"), None).unwrap();
    assert_eq!(steps.length(), before);
}

#[wasm_bindgen_test]
fn algorithms_of_scores_and_rows_tell_their_steps_too() {
    let told = |run: &dyn Fn(Option<ndgym_js::Steps>)| {
        let steps = js_sys::Array::new();
        run(Some(steps.clone().unchecked_into()));
        steps.length()
    };
    let (scores, labels) = (|| json("[-1, 1, -1, 1]"), || json("[0, 1, 1, 0]"));
    assert!(told(&|steps| drop(ml::fit_platt(scores(), labels(), steps).unwrap())) >= 2);
    assert_eq!(
        told(&|steps| drop(ml::reliability(json("[0.5, 0.9]"), json("[0, 1]"), 10, steps).unwrap())),
        3
    );
    assert_eq!(told(&|steps| drop(ml::smote(json("[[0, 1], [2, 3]]"), 4, 1, 0, steps).unwrap())), 3);
    assert_eq!(
        told(&|steps| drop(ml::chunked_manhattan(json("[[0], [1], [2]]"), json("[[5]]"), 2, steps).unwrap())),
        2
    );
    let folds = || json("[0, 1]");
    assert_eq!(
        told(&|steps| drop(
            ml::target_encoding(json("[7, 7]"), json("[0, 1]"), folds(), 1.0, steps).unwrap()
        )),
        5
    );
}

#[wasm_bindgen_test]
fn labels_may_be_plain_lists_and_a_network_learns() {
    let loss = ml::cross_entropy(json("[[0.25, 0.75], [0.5, 0.5]]"), json("[1, 0]"), None).unwrap();
    let mean: f64 = -(0.75_f64.ln() + 0.5_f64.ln()) / 2.0;
    let loss = Numpy::add(loss.unchecked_ref(), &json("0")).unwrap().item().unwrap().as_f64().unwrap();
    assert!((loss - mean).abs() < 1e-15);

    let (inputs, labels) = ("[[0, 0], [0, 1], [1, 0], [1, 1]]", "[0, 1, 1, 0]");
    let mut net = ml::TwoLayerNet::new(2, 16, 2, "he", 0).unwrap();
    let mut losses = Vec::new();
    for _ in 0..300 {
        let passed = net.forward(json(inputs), json(labels), None).unwrap();
        losses.push(
            Numpy::add(property(&passed, "loss").unchecked_ref(), &json("0"))
                .unwrap()
                .item()
                .unwrap()
                .as_f64()
                .unwrap(),
        );
        let cache =
            wasm_bindgen::convert::TryFromJsValue::try_from_js_value(property(&passed, "cache")).unwrap();
        let gradients = net.backward(&cache, json(labels), None).unwrap();
        net.step(gradients.unchecked_ref(), 0.5).unwrap();
    }
    assert!(losses[299] < 0.05 * losses[0], "from {} to {}", losses[0], losses[299]);
}
