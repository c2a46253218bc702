//! Runs `tests/goldens/random_calls.py` in the engine: every method of both interfaces, and long sequences of mixed calls,
//! give what real NumPy gave.

use ndgym_protocol::{Ending, Limits, Stream};
use ndgym_python::{Clock, Config, Engine};
use std::cell::RefCell;
use std::rc::Rc;

#[test]
fn calls_give_what_numpy_gives() {
    let script = include_str!("../../../tests/goldens/random_calls.py");
    let golden = include_str!("../../../tests/goldens/random_calls.txt");
    let shown = Rc::new(RefCell::new(String::new()));
    let sink = {
        let shown = Rc::clone(&shown);
        Box::new(move |_: Stream, text: &str| shown.borrow_mut().push_str(text))
    };
    let limits = Limits { time_ms: 600_000.0, ..Limits::default() };
    let config = Config {
        limits,
        clock: Clock::system(),
        output: sink,
        input: None,
        argv: vec!["random_calls.py".to_owned()],
    };
    let engine = Engine::new(config).expect("the engine starts");
    let ending = engine.run(script, "random_calls.py");
    drop(engine);
    let shown = shown.borrow();
    assert!(matches!(ending, Ending::Completed), "{ending:?}\n{shown}");
    let wrong: Vec<String> = golden
        .lines()
        .zip(shown.lines())
        .filter(|(expected, got)| expected != got)
        .map(|(expected, got)| format!("{expected}\n  here {got}"))
        .collect();
    assert!(wrong.is_empty(), "{} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(golden.lines().count(), shown.lines().count());
}
