//! The second archive of the library, from a reader that does not always have it. In a file of its own, for all interpreters
//! of a process share one reader.

#![cfg(not(target_arch = "wasm32"))]

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use ndgym_protocol::{Ending, Limits, Stream};
use ndgym_python::{ARCHIVE_BYTES, ARCHIVE_NAME, Clock, Config, Engine, read_archive_with};

static ARCHIVE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/", env!("NDGYM_LIBRARY")));

static IS_HERE: AtomicBool = AtomicBool::new(false);

fn read(place: Range<usize>) -> Result<Vec<u8>, String> {
    if IS_HERE.load(Ordering::Relaxed) {
        Ok(ARCHIVE[place].to_vec())
    } else {
        Err("no connection".to_owned())
    }
}

#[test]
fn an_import_that_fails_for_want_of_the_archive_says_so_and_the_next_tries_again() {
    assert_eq!(ARCHIVE.len(), ARCHIVE_BYTES);
    assert_eq!(ARCHIVE_NAME, env!("NDGYM_LIBRARY"));
    read_archive_with(read);
    let written = Rc::new(RefCell::new(String::new()));
    let kept = Rc::clone(&written);
    let engine = Engine::new(Config {
        limits: Limits { time_ms: 60_000.0, ..Limits::default() },
        clock: Clock::system(),
        output: Box::new(move |_: Stream, text: &str| kept.borrow_mut().push_str(text)),
        input: None,
        argv: Vec::new(),
    })
    .expect("the interpreter starts");
    let program = "import pandas as pd\nprint(pd.Series([1, 2]).sum())\n";

    let Ending::Raised(raised) = engine.run_cell(program, "cell") else { panic!("it is not here") };
    let expected = "cannot import 'pandas': this part of Python's library is not here yet and could not be \
                    loaded (no connection). Run it again to try once more.";
    assert_eq!((raised.kind.as_str(), raised.message.as_str()), ("ImportError", expected));

    // What stands in the engine does not need it.
    assert_eq!(
        engine.run_cell("import numpy as np, collections\nprint(np.arange(3).sum())", "cell"),
        Ending::Completed
    );
    assert_eq!(written.take(), "3\n");

    IS_HERE.store(true, Ordering::Relaxed);
    assert_eq!(engine.run_cell(program, "cell"), Ending::Completed);
    assert_eq!(written.take(), "3\n");
    let about = "import pandas, pandas.errors\nprint(pandas.__spec__.origin, pandas.__path__, pandas.errors.__package__)";
    assert_eq!(engine.run_cell(about, "cell"), Ending::Completed);
    assert_eq!(written.take(), "frozen [] pandas\n");
}
