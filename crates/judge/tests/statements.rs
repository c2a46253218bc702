//! The examples in the statements hold in the engine, with the problem's reference.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::{fs, thread};

use ndgym_curriculum::problems;
use ndgym_protocol::{Ending, Limits};
use ndgym_python::{Clock, Config, Engine};

/// The interpreter needs more than a test thread's stack when built without optimisation.
const STACK_BYTES: usize = 64 << 20;

/// Runs what was typed in a session, one statement after the other, as the interactive interpreter does; what it prints, in
/// between prompts as in the session.
const REPLAY: &str = "
def _replay(names, statements):
    for statement in statements:
        print('>>> ' + statement.strip().replace('\\n', '\\n... '))
        exec(compile(statement, '<session>', 'single'), names)
_replay(globals(), STATEMENTS)
";

/// The sessions in a Markdown text.
fn sessions(markdown: &str) -> Vec<&str> {
    markdown.split("```pycon\n").skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

/// What was typed in a session.
fn statements(session: &str) -> Vec<String> {
    let mut statements: Vec<String> = Vec::new();
    for line in session.lines() {
        if let Some(start) = line.strip_prefix(">>> ") {
            statements.push(format!("{start}\n"));
        } else if let (Some(more), Some(last)) = (line.strip_prefix("... "), statements.last_mut()) {
            last.push_str(more);
            last.push('\n');
        }
    }
    statements
}

/// A session as the engine has it, after `definitions`.
fn replayed(definitions: &str, session: &str) -> String {
    let written = Rc::new(RefCell::new(String::new()));
    let kept = Rc::clone(&written);
    let output = Box::new(move |_, text: &str| kept.borrow_mut().push_str(text));
    let limits = Limits { time_ms: 120_000.0, ..Limits::default() };
    let engine =
        Engine::new(Config { limits, clock: Clock::system(), output, input: None, argv: Vec::new() })
            .unwrap();
    let list = format!("{:?}", statements(session));
    let ending = engine.run(&format!("{definitions}\n{}", REPLAY.replace("STATEMENTS", &list)), "session.py");
    drop(engine);
    assert_eq!(ending, Ending::Completed, "{}", written.borrow());
    written.take()
}

#[test]
fn sessions_are_replayed_as_they_were_typed() {
    let session = ">>> x = [1, 2]\n>>> x\n[1, 2]\n>>> for i in x:\n...     print('a', i)\na 1\na 2\n>>> f(3), \"b\"\n(6, 'b')\n";
    assert_eq!(replayed("def f(x):\n    return 2 * x\n", session), session);
    assert_ne!(replayed("def f(x):\n    return x\n", session), session);
    assert_eq!(sessions("Text\n```pycon\n>>> 1\n1\n```\nmore\n```python\nx\n```\n"), [">>> 1\n1\n"]);
}

#[test]
fn examples_hold() {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/problems");
    let replay = move || {
        for problem in problems() {
            let statement = fs::read_to_string(content.join(problem.id).join("statement.md")).unwrap();
            let sessions = sessions(&statement);
            assert!(!sessions.is_empty(), "{}", problem.id);
            for session in sessions {
                assert_eq!(replayed(problem.grading.reference, session), session, "{}", problem.id);
            }
        }
    };
    if let Err(panic) = thread::Builder::new().stack_size(STACK_BYTES).spawn(replay).unwrap().join() {
        std::panic::resume_unwind(panic);
    }
}
