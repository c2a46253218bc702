//! Never a panic: every function of the core either answers or returns NumPy's error, whatever it is given.
//!
//! Each operation is called with arguments that proptest chooses: arrays of every type, shape and layout, and numbers from
//! ordinary to absurd. Memory is limited, so that absurd sizes must be refused. What was found so is kept as tests beside
//! the code that was mended.
//!
//! Without an environment variable the same few cases run each time; `PROPTEST_CASES=100000` runs that many of each
//! operation, always others.
#![cfg(not(target_arch = "wasm32"))]

mod arrays;
mod choices;
mod creation;
mod huge;
mod indexing;
mod layouts;
mod manipulation;
mod many_axes;
mod overlap;
mod printing;
mod products;
mod random;
mod reductions;
mod sorting;
mod ufuncs;

use choices::Choices;
use ndgym_core::buffer::set_memory_limit;
use ndgym_kernels::allocator::CountingAllocator;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::sync::{Arc, Mutex, Once};
use std::thread;
use std::time::{Duration, Instant};

/// Memory beside that of arrays is limited too: what is asked for in vain ends the tests.
#[global_allocator]
static ALLOCATOR: CountingAllocator = CountingAllocator;

/// Bytes that arrays may take together, and that anything may.
const ARRAYS_AT_MOST: usize = 16 << 20;
const BYTES_AT_MOST: usize = 256 << 20;

/// Longest time for a call: far more than any needs, far less than going through an absurd number of elements.
const PATIENCE: Duration = Duration::from_secs(10);

/// Cases of each operation, unless `PROPTEST_CASES` says otherwise.
const CASES: u32 = 300;

/// Something to call, which decides on its arguments itself and checks what comes of it.
pub(crate) struct Operation {
    name: &'static str,
    run: fn(&mut Choices<'_>),
}

/// `operations! { name: |choices| call; … }`: the results of the calls are checked.
#[macro_export]
macro_rules! operations {
    ($($name:ident: |$choices:ident| $call:expr;)*) => {
        &[$($crate::Operation {
            name: stringify!($name),
            run: |$choices| $crate::arrays::Outcome::check(&$call),
        }),*]
    };
}

thread_local! {
    static IN_A_CASE: Cell<bool> = const { Cell::new(false) };
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Keeps what panics of cases say instead of printing it: while a failure is being shortened there are many.
fn catch_words_of_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| match IN_A_CASE.get() {
            true => LAST_PANIC.set(panic.to_string()),
            false => usual(panic),
        }));
    });
}

fn runner() -> TestRunner {
    let config = Config { failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return TestRunner::new(config);
    }
    let always_the_same = TestRng::from_seed(RngAlgorithm::XorShift, b"never a panic...");
    TestRunner::new_with_rng(Config { cases: CASES, ..config }, always_the_same)
}

/// The case that runs, for those who watch whether it ends.
type Watched = Arc<Mutex<(Instant, Vec<u32>)>>;

/// One call with the arguments that the numbers decide on.
fn call(operation: &Operation, numbers: &[u32], watched: &Watched) -> Result<(), TestCaseError> {
    *watched.lock().expect("nobody panics with it") = (Instant::now(), numbers.to_vec());
    let mut choices = Choices::new(numbers);
    IN_A_CASE.set(true);
    let outcome = catch_unwind(AssertUnwindSafe(|| (operation.run)(&mut choices)));
    IN_A_CASE.set(false);
    let failure = |()| TestCaseError::fail(format!("{}\n{}", LAST_PANIC.take(), choices.describe()));
    outcome.map_err(|_| ()).map_err(failure)
}

/// Calls an operation many times; what the shortest case says that fails.
fn fuzz_one(operation: &Operation, watched: &Watched) -> Option<String> {
    set_memory_limit(ARRAYS_AT_MOST);
    ndgym_kernels::allocator::set_limit(BYTES_AT_MOST);
    let result = runner().run(&vec(any::<u32>(), 0..64), |numbers| call(operation, &numbers, watched));
    // The name was shown before, too, in case the operation ends the tests, as asking for too much memory does.
    eprintln!("{}: {} answers", operation.name, arrays::ANSWERS.get());
    match result.err()? {
        TestError::Fail(reason, numbers) => Some(format!("{reason}\n  {numbers:?}")),
        other => Some(other.to_string()),
    }
}

/// The same on a thread of its own, so that a call without end can be told.
fn fuzz_in_time(operation: &'static Operation) -> Option<String> {
    let watched: Watched = Arc::new(Mutex::new((Instant::now(), Vec::new())));
    let (sender, receiver) = mpsc::channel();
    let shared = watched.clone();
    thread::spawn(move || sender.send(fuzz_one(operation, &shared)));
    loop {
        match receiver.recv_timeout(PATIENCE / 4) {
            Ok(failure) => return failure,
            Err(RecvTimeoutError::Disconnected) => return Some("the thread ended".to_owned()),
            Err(RecvTimeoutError::Timeout) => {
                let (start, numbers) = watched.lock().expect("nobody panics with it").clone();
                if start.elapsed() > PATIENCE {
                    return Some(format!("no end with {numbers:?}"));
                }
            }
        }
    }
}

/// Calls each operation many times, and fails with all that failed.
fn fuzz(operations: &'static [Operation]) {
    catch_words_of_panics();
    let only = std::env::var("NDGYM_FUZZ_ONLY").ok();
    let mut failures = Vec::new();
    for operation in operations.iter().filter(|one| only.as_ref().is_none_or(|only| one.name == only)) {
        eprintln!("{} …", operation.name);
        failures.extend(fuzz_in_time(operation).map(|failure| format!("{}: {failure}", operation.name)));
    }
    assert!(failures.is_empty(), "{} operations failed\n\n{}", failures.len(), failures.join("\n\n"));
}

macro_rules! families {
    ($($family:ident)*) => {
        $(#[test]
        fn $family() {
            fuzz($family::OPERATIONS);
        })*
    };
}

families! {
    creation huge indexing layouts manipulation many_axes overlap printing products random reductions sorting ufuncs
}
