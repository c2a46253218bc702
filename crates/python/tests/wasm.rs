//! What only the browser's WebAssembly shows: 32-bit sizes, the browser's clock, no host. `./x test wasm` runs this in
//! Chromium.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use ndgym_protocol::{Ending, Limits};
use ndgym_python::{Clock, Config, Engine};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

fn seconds() -> f64 {
    js_sys::Date::now() / 1000.0
}

fn run(source: &str, time_ms: f64) -> (String, Ending) {
    let written = Rc::new(RefCell::new(String::new()));
    let kept = Rc::clone(&written);
    let config = Config {
        limits: Limits { time_ms, ..Limits::default() },
        clock: Clock { monotonic: seconds, unix: seconds },
        output: Box::new(move |_, text| kept.borrow_mut().push_str(text)),
        input: None,
        argv: Vec::new(),
    };
    let engine = Engine::new(config).expect("the interpreter starts");
    let ending = engine.run(source, "solution.py");
    drop(engine);
    (written.take(), ending)
}

fn prints(source: &str, expected: &str) {
    assert_eq!(run(source, 60_000.0), (expected.to_owned(), Ending::Completed));
}

#[wasm_bindgen_test]
fn programs_run_and_know_the_time() {
    prints(
        "\
import datetime, random, time
start = time.perf_counter(); time.sleep(0.02)
print(time.perf_counter() - start > 0.019, time.localtime().tm_year >= 2024, datetime.datetime.now().year >= 2024)
print(len(time.ctime()), time.strftime('%Y', time.gmtime(0)), 0 <= random.random() < 1)
",
        "True True True\n24 1970 True\n",
    );
}

#[wasm_bindgen_test]
fn endless_programs_are_stopped() {
    let (output, ending) = run("print('before')\nwhile True:\n    pass", 300.0);
    assert_eq!((output.as_str(), ending), ("before\n", Ending::TimeLimit { line: Some(2), limit_ms: 300.0 }));
}

#[wasm_bindgen_test]
fn sizes_only_64_bits_can_name_are_memory_errors() {
    for request in [
        "[0] * 10**12",
        "10**12 * [0]",
        "'a' * 10**12",
        "(0,) * 10**12",
        "bytearray(10**12)",
        "bytes(10**12)",
        "list(range(10**11))",
        "2 ** 10**12",
    ] {
        match run(request, 60_000.0).1 {
            Ending::Raised(exception) => assert_eq!(exception.kind, "MemoryError", "{request}"),
            other => panic!("{request}: {other:?}"),
        }
    }
    prints("print([] * 10**12, [1] * -10**12, 'ab' * -10**12)", "[] [] \n");
}
