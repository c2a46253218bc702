//! What a program run by the engine prints and how it ends.

use std::cell::RefCell;
use std::rc::Rc;

use ndgym_protocol::{Ending, Exception, Limits, Span, Stream};
use ndgym_python::{Clock, Config, Engine};

/// Runs a program; its two outputs and how it ended.
fn run_within(limits: Limits, source: &str) -> (String, String, Ending) {
    let written = Rc::new(RefCell::new((String::new(), String::new())));
    let kept = Rc::clone(&written);
    let output = move |stream: Stream, text: &str| match stream {
        Stream::Stdout => kept.borrow_mut().0.push_str(text),
        Stream::Stderr => kept.borrow_mut().1.push_str(text),
    };
    let config = Config {
        limits,
        clock: Clock::system(),
        output: Box::new(output),
        input: None,
        argv: vec!["solution.py".to_owned()],
    };
    let engine = Engine::new(config).expect("the interpreter starts");
    let ending = engine.run(source, "solution.py");
    drop(engine);
    let (stdout, stderr) = written.take();
    (stdout, stderr, ending)
}

fn run(source: &str) -> (String, String, Ending) {
    // Tests share two cores; what is not about time must not run out of it.
    run_within(Limits { time_ms: 60_000.0, ..Limits::default() }, source)
}

fn prints(source: &str, expected: &str) {
    assert_eq!(run(source), (expected.to_owned(), String::new(), Ending::Completed));
}

fn raises(source: &str) -> Exception {
    match run(source).2 {
        Ending::Raised(exception) => exception,
        other => panic!("expected an exception, got {other:?}"),
    }
}

#[test]
fn interpreters_do_not_pile_up() {
    let source = "class A: pass\na = A(); a.a = a\nx = [0] * 100000\nprint(len(x))";
    let mut held = Vec::new();
    for _ in 0..8 {
        prints(source, "100000\n");
        held.push(ndgym_kernels::allocator::in_use());
    }
    let growth = (held[7] - held[1]) / 6;
    assert!(growth < 100_000, "each run leaves {growth} bytes behind");
}
