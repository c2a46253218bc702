//! Python's library as notebooks use it, beyond what transcripts show: standard error, threads that outlive the program's last
//! line, limits.

#![cfg(not(target_arch = "wasm32"))]

use std::cell::RefCell;
use std::rc::Rc;

use ndgym_protocol::{Ending, Limits, Stream};
use ndgym_python::{Clock, Config, Engine};

/// Runs cells one after the other in one interpreter; its two outputs and how the last one ended.
fn run_cells(time_ms: f64, cells: &[&str]) -> (String, String, Ending) {
    let written = Rc::new(RefCell::new((String::new(), String::new())));
    let kept = Rc::clone(&written);
    let output = move |stream: Stream, text: &str| match stream {
        Stream::Stdout | Stream::Value => kept.borrow_mut().0.push_str(text),
        Stream::Stderr => kept.borrow_mut().1.push_str(text),
    };
    let engine = Engine::new(Config {
        limits: Limits { time_ms, ..Limits::default() },
        clock: Clock::system(),
        output: Box::new(output),
        input: None,
        argv: vec!["solution.py".to_owned()],
    })
    .expect("the interpreter starts");
    let endings: Vec<Ending> = cells.iter().map(|cell| engine.run_cell(cell, "solution.py")).collect();
    drop(engine);
    let (stdout, stderr) = written.take();
    (stdout, stderr, endings.last().cloned().expect("there is a cell"))
}

/// Runs a program with time enough.
fn run(source: &str) -> (String, String, Ending) {
    run_cells(60_000.0, &[source])
}

#[test]
fn tracebacks_go_through_the_library_whose_code_has_no_lines() {
    let (_, stderr, _) = run(
        "import json, traceback\ntry:\n    json.loads('{')\nexcept ValueError:\n    traceback.print_exc()\n",
    );
    assert!(stderr.starts_with("Traceback (most recent call last):\n  File \"solution.py\", line 3, in <module>\n    json.loads('{')\n"), "{stderr}");
    assert!(
        stderr.ends_with(
            "JSONDecodeError: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)\n"
        ),
        "{stderr}"
    );
}

#[test]
fn threads_that_nobody_waits_for_have_their_turn_before_a_program_ends() {
    let source = "
import threading
threading.Thread(target=lambda: print('thread')).start()
threading.Thread(target=lambda: print('daemon'), daemon=True).start()
print('main')
";
    assert_eq!(run(source).0, "main\nthread\n");
    let cells = [source, "threading.Thread(target=print, args=('again',)).start()\n1"];
    assert_eq!(run_cells(60_000.0, &cells).0, "main\nthread\n1again\n");
}

#[test]
fn a_wait_that_nobody_ends_raises() {
    let (stdout, _, _) = run("
import queue, threading
for wait in (queue.Queue().get, threading.Event().wait, threading.Barrier(2).wait):
    try:
        wait()
    except RuntimeError as error:
        print(error)
");
    assert_eq!(stdout, "this waits for ever: there is no other thread to end it\n".repeat(3));
}

#[test]
fn a_bounded_queue_between_threads_loses_nothing() {
    let (stdout, _, _) = run("
import queue, threading
q, taken = queue.Queue(maxsize=2), []
def produce():
    for i in range(10):
        q.put(i)
    q.put(None)
def consume():
    while (item := q.get()) is not None:
        taken.append(item)
for order in ((produce, consume), (consume, produce)):
    threads = [threading.Thread(target=function) for function in order]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(taken == list(range(10)))
    taken.clear()
");
    assert_eq!(stdout, "True\nTrue\n");
}

#[test]
fn time_that_is_up_in_a_thread_ends_the_run() {
    let source =
        "import threading\ndef f():\n    while True:\n        pass\nthreading.Thread(target=f).start()\n";
    let (_, _, ending) = run_cells(300.0, &[source]);
    assert!(matches!(ending, Ending::TimeLimit { .. }), "{ending:?}");
}

#[test]
fn unit_tests_run_as_in_a_notebook() {
    let (stdout, stderr, ending) = run("
import unittest

class TestAdd(unittest.TestCase):
    def test_sum(self):
        self.assertEqual(1 + 1, 2)

    def test_lists(self):
        for i in range(3):
            with self.subTest(i=i):
                self.assertAlmostEqual(i, 1.0, places=3)

    def test_raises(self):
        with self.assertRaisesRegex(ValueError, 'invalid literal'):
            int('x')

result = unittest.main(argv=['first-arg-is-ignored'], exit=False).result
print(result.testsRun, len(result.failures), result.wasSuccessful())
");
    assert_eq!(stdout, "3 2 False\n");
    assert!(stderr.starts_with("FF.."), "{stderr}");
    assert!(stderr.contains("AssertionError: 2 != 1.0 within 3 places (1.0 difference)"), "{stderr}");
    assert!(stderr.contains("FAILED (failures=2)"), "{stderr}");
    assert_eq!(ending, Ending::Completed);
}

#[test]
fn logs_go_to_stderr_with_the_line_that_wrote_them() {
    let (stdout, stderr, _) = run("
import logging
logging.basicConfig(format='%(levelname)s:%(name)s:%(funcName)s:%(lineno)d:%(message)s', level=logging.INFO)
def work():
    logging.getLogger('app').info('done %d', 3)
work()
logging.debug('hidden')
");
    assert_eq!((stdout.as_str(), stderr.as_str()), ("", "INFO:app:work:5:done 3\n"));
}
