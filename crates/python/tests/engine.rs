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
        Stream::Stdout | Stream::Value => kept.borrow_mut().0.push_str(text),
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

#[test]
fn a_program_prints_and_completes() {
    prints("print('a', 1, 2.5, [None], sep='-', end='!\\n')\nprint(__name__)", "a-1-2.5-[None]!\n__main__\n");
    let (stdout, stderr, ending) =
        run("import sys\nprint('out')\nprint('err', file=sys.stderr)\nsys.stdout.write('x')");
    assert_eq!((stdout.as_str(), stderr.as_str(), ending), ("out\nx", "err\n", Ending::Completed));
    prints(
        "import sys\nprint(sys.argv, sys.stdout.write('ab'), sys.stdout.encoding)",
        "ab['solution.py'] 2 utf-8\n",
    );
}

// As CPython prints them with NumPy 2.4.
#[test]
fn warnings_show_the_learners_lines() {
    let (_, stderr, _) = run("import numpy as np\na = np.zeros(2)\nb = 1 / a\nnp.log(a)");
    let expected = "solution.py:3: RuntimeWarning: divide by zero encountered in divide\n  b = 1 / a\n\
                    solution.py:4: RuntimeWarning: divide by zero encountered in log\n  np.log(a)\n";
    assert_eq!(stderr, expected);
}

#[test]
fn exit_codes_are_as_pythons() {
    assert_eq!(run("import sys\nsys.exit()").2, Ending::Completed);
    assert_eq!(run("raise SystemExit(3)").2, Ending::Exited { code: 3 });
    let (_, stderr, ending) = run("import sys\nsys.exit('no data')");
    assert_eq!((stderr.as_str(), ending), ("no data\n", Ending::Exited { code: 1 }));
    prints("import atexit\natexit.register(print, 'last')\nprint('first')", "first\nlast\n");
}

#[test]
fn tracebacks_show_the_learners_lines() {
    let exception = raises("def f(x):\n    return 1 + x / 0\n\nfor i in range(2):\n    f(i)\n");
    assert_eq!(
        (exception.kind.as_str(), exception.message.as_str()),
        ("ZeroDivisionError", "division by zero")
    );
    // As CPython 3.13 prints it.
    let expected = "\
Traceback (most recent call last):
  File \"solution.py\", line 5, in <module>
    f(i)
    ~^^^
  File \"solution.py\", line 2, in f
    return 1 + x / 0
               ~~^~~
ZeroDivisionError: division by zero
";
    assert_eq!(exception.traceback, expected);
    assert_eq!(exception.location, Some(Span { line: 2, column: 15, end_line: 2, end_column: 20 }));
}

#[test]
fn tracebacks_lead_through_the_library() {
    let exception = raises(
        "import numpy as np\n\ndef invert(a):\n    return np.linalg.inv(a)\n\ninvert(np.zeros((2, 2)))\n",
    );
    let lines: Vec<&str> = exception.traceback.lines().collect();
    assert_eq!(
        lines[1..5],
        [
            "  File \"solution.py\", line 6, in <module>",
            "    invert(np.zeros((2, 2)))",
            "    ~~~~~~^^^^^^^^^^^^^^^^^^",
            "  File \"solution.py\", line 4, in invert",
        ]
    );
    assert!(lines[7].starts_with("  File \"<frozen numpy.linalg>\", line "), "{}", exception.traceback);
    assert_eq!(lines.last(), Some(&"numpy.linalg.LinAlgError: Singular matrix"));
    prints(
        "import traceback, numpy as np\ntry:\n    np.linalg.inv(np.ones((2, 3)))\nexcept ValueError:\n    \
         print(traceback.format_exc().splitlines()[2])",
        "    np.linalg.inv(np.ones((2, 3)))\n",
    );
}

#[test]
fn abstract_classes_name_what_they_lack() {
    let source = "\
from abc import ABC, abstractmethod
class Layer(ABC):
    @abstractmethod
    def forward(self): ...
    @abstractmethod
    def backward(self): ...
class Linear(Layer):
    def forward(self): ...
for cls in (Layer, Linear):
    try:
        cls()
    except TypeError as error:
        print(error)
class Whole(Linear):
    def backward(self): ...
print(type(Whole()).__name__)
";
    // As CPython 3.13 prints it.
    let expected = "\
Can't instantiate abstract class Layer without an implementation for abstract methods 'backward', 'forward'
Can't instantiate abstract class Linear without an implementation for abstract method 'backward'
Whole
";
    prints(source, expected);
}

#[test]
fn exceptions_keep_their_causes_and_notes() {
    let source = "\
try:
    {}['k']
except KeyError as error:
    error.add_note('look at the key')
    raise ValueError('bad input') from error
";
    let expected = "\
Traceback (most recent call last):
  File \"solution.py\", line 2, in <module>
    {}['k']
    ~~^^^^^
KeyError: 'k'
look at the key

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File \"solution.py\", line 5, in <module>
    raise ValueError('bad input') from error
ValueError: bad input
";
    assert_eq!(raises(source).traceback, expected);
}

#[test]
fn syntax_errors_name_their_place() {
    let exception = raises("x = 1\nprint(x\n");
    assert_eq!(exception.kind, "SyntaxError");
    let expected =
        "  File \"solution.py\", line 2\n    print(x\n         ^\nSyntaxError: '(' was never closed\n";
    assert_eq!(exception.traceback, expected);
    assert_eq!(exception.location, Some(Span { line: 2, column: 5, end_line: 2, end_column: 6 }));
    assert_eq!(raises("def f():\nreturn 1").kind, "IndentationError");
    let exception = raises("x = 1\n    y = 2\n");
    assert_eq!(
        (exception.kind.as_str(), exception.message.as_str()),
        ("IndentationError", "unexpected indent (solution.py, line 2)")
    );
    let traceback = raises("print(“hello”)\n").traceback;
    assert!(traceback.ends_with("SyntaxError: invalid character '“' (U+201C)\n"), "{traceback}");
}

#[test]
fn exceptions_that_cannot_be_shown_are_reported_all_the_same() {
    let exception = raises("class E(Exception):\n    def __str__(self): raise ValueError\nraise E");
    assert_eq!(exception.message, "<exception str() failed>");
    assert!(exception.traceback.ends_with("E: <exception str() failed>\n"), "{}", exception.traceback);
}

fn time_limit(source: &str) -> (String, Option<u32>) {
    let (stdout, _, ending) = run_within(Limits { time_ms: 300.0, ..Limits::default() }, source);
    match ending {
        Ending::TimeLimit { line, limit_ms: 300.0 } => (stdout, line),
        other => panic!("expected the time limit, got {other:?}"),
    }
}

#[test]
fn endless_programs_are_stopped_where_they_are() {
    assert_eq!(time_limit("print('before')\nwhile True:\n    pass"), ("before\n".to_owned(), Some(2)));
    assert_eq!(time_limit("for i in range(10**15):\n    pass").1, Some(1));
    assert_eq!(
        time_limit("def f(n):\n    return f(n - 1) + f(n - 1) if n else 1\n\nf(90)").1.map(|line| line < 3),
        Some(true)
    );
    time_limit("f = lambda n: f(n - 1) + f(n - 1) if n else 1\nf(90)");
    time_limit("x = [i for i in range(10**15) if i < 0]");
    time_limit("import time\ntime.sleep(100)");
}

#[test]
fn endless_native_loops_are_stopped() {
    for loop_ in [
        "sum(itertools.count())",
        "max(itertools.repeat(1))",
        "any(map(bool, itertools.cycle([0])))",
        "sum(iter(int, 1))",
        "sum(range(10**15))",
        "collections.deque(itertools.count(), maxlen=0)",
    ] {
        time_limit(&format!("import itertools, collections\n{loop_}"));
    }
}

#[test]
fn no_handler_keeps_a_program_alive() {
    time_limit("while True:\n    try:\n        while True: pass\n    except: pass");
    time_limit(
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass\n    finally: pass",
    );
    time_limit(
        "class Swallow:\n    def __enter__(self): pass\n    def __exit__(self, *a): return True\nwhile True:\n    with Swallow():\n        while True: pass",
    );
}

#[test]
fn requests_beyond_memory_raise() {
    for request in [
        "[0] * 10**12",
        "10**12 * [0]",
        "(0,) * 10**12",
        "'a' * 10**12",
        "b'a' * 10**12",
        "bytearray(10**12)",
        "bytes(10**12)",
        "list(range(10**11))",
        "tuple(range(10**11))",
        "sorted(range(10**11))",
        "[*range(10**11)]",
        "2 ** 10**12",
        "1 << 10**12",
    ] {
        let exception = raises(request);
        assert_eq!(exception.kind, "MemoryError", "{request}");
    }
}

#[test]
fn growth_beyond_memory_raises() {
    for source in [
        "x = []\nwhile True:\n    x.append('%d' % len(x))",
        "x = 'a'\nwhile True:\n    x += x",
        "x = [0]\nwhile True:\n    x = x + x",
        "x, y = [0] * 10**6, []\nwhile True:\n    y += x",
        "a, b = [0] * 1000, [1] * 1000\nwhile True:\n    a, b = b, a + b",
        "a, b = 'a', 'b'\nwhile True:\n    a, b = b, a + b",
        "x = [1]\nfor i in x:\n    x.append(i)",
        "x = [1]\nfor i, _ in enumerate(x):\n    x += [i]",
        "import itertools\nlist(itertools.count())",
        "import itertools\n''.join(itertools.repeat('abc'))",
        "import itertools\nset(itertools.count())",
        "x = {}\nfor i in range(10**12):\n    x[i] = [i]",
        "x = [10**9 + i for i in range(10**12)]",
    ] {
        let limits = Limits { time_ms: 120_000.0, memory_bytes: 64 << 20, ..Limits::default() };
        match run_within(limits, source).2 {
            Ending::Raised(exception) => assert_eq!(exception.kind, "MemoryError", "{source}"),
            other => panic!("{source}: {other:?}"),
        }
    }
    // Memory that is given back may be used again.
    prints("for i in range(40):\n    x = [i] * 4_000_000\nprint(len(x))", "4000000\n");
}

#[test]
fn what_is_asked_in_loops_is_not_seen() {
    prints("def range(n):\n    return ['own'] * n\nfor x in range(1):\n    print(x)", "own\n");
    prints("exec(\"range = lambda n: 'ab'\")\nprint([x for x in range(2)])", "['a', 'b']\n");
    prints("n = 3\nwhile n:\n    n -= 1\nelse:\n    print('else', n)", "else 0\n");
    prints(
        "s = n = 0\nwhile n < 20:\n    n += 1\n    if n % 3:\n        continue\n    s += n\nprint(s)",
        "63\n",
    );
    prints("x = [1, 2]\nfor v in x:\n    if len(x) < 4:\n        x.append(v)\nprint(x)", "[1, 2, 1, 2]\n");
    prints("for v in [1, *'ab']:\n    print(v, end='')", "1ab");
    let exception = raises("for i in range('3'):\n    pass");
    assert_eq!(exception.kind, "TypeError");
    assert!(exception.traceback.contains("~~~~~^^^^^"), "{}", exception.traceback);
    // Names that are numbers in one function may be texts in another.
    prints(
        "def f(s):\n    n = 3\n    while n:\n        s += s\n        n -= 1\n    return s\ns = 0\nprint(f('a'))",
        "aaaaaaaa\n",
    );
}

#[test]
fn large_results_without_a_name_are_written_over() {
    // There is room for an array and one result, not for two.
    let limits = Limits { time_ms: 60_000.0, memory_bytes: 80 << 20, ..Limits::default() };
    let start = "import numpy as np\na = np.ones(4_000_000)\n";
    let chain = format!("{start}b = 1 / ((a - 1) ** 2 * 3 + a)\nprint(b[0])");
    assert_eq!(run_within(limits, &chain).0, "1.0\n");
    let named = format!("{start}b = a - 1\nc = b ** 2");
    match run_within(limits, &named).2 {
        Ending::Raised(exception) => assert_eq!(exception.kind, "MemoryError"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn deep_recursion_raises() {
    for source in [
        "def f(): return f()\nf()",
        "def f(x): return sorted([1, 2], key=f)\nf(0)",
        "class A:\n    def __getattr__(self, name): return getattr(self, name + '_')\nA().x",
        "class A:\n    def __add__(self, other): return self + other\nA() + 1",
        "class A:\n    def __repr__(self): return repr(self)\nrepr(A())",
        "f = lambda x: [f(y) for y in [x]]\nf(1)",
        "def f(x): return max(map(f, [x]))\nf(1)",
        "x = []\nfor i in range(100_000): x = [x]\nrepr(x)",
        "x = []\nfor i in range(100_000): x = [x]\ny = []\nfor i in range(100_000): y = [y]\nx == y",
        "import sys\nsys.setrecursionlimit(10**9)\ndef f(): return sorted([1], key=lambda x: f())\nf()",
    ] {
        let exception = raises(source);
        assert_eq!(exception.kind, "RecursionError", "{source}");
    }
    let traceback = raises("def f():\n    return f()\n\nf()").traceback;
    assert!(traceback.contains("  File \"solution.py\", line 2, in f\n    return f()\n"), "{traceback}");
    assert!(traceback.contains("  [Previous line repeated"), "{traceback}");
}

#[test]
fn output_is_bounded_and_counted() {
    let limits = Limits { output_bytes: 10, ..Limits::default() };
    let (stdout, stderr, ending) = run_within(limits, "print('12345678')\nprint('é')\nprint('more')");
    assert_eq!(ending, Ending::Completed);
    // "12345678\n" takes nine bytes, "é" two; it is not cut in half, and nothing after it is shown.
    assert_eq!(stdout, "12345678\n");
    assert_eq!(stderr, "\n[8 more bytes of output are not shown]\n");
}

#[test]
fn input_says_that_there_is_none() {
    let exception = raises("name = input('name? ')");
    assert_eq!(exception.kind, "EOFError");
    assert!(exception.message.contains("nothing to read"), "{}", exception.message);
}

#[test]
fn what_is_not_here_says_so() {
    for module in ["matplotlib", "requests", "socket", "subprocess", "js", "ctypes"] {
        let exception = raises(&format!("import {module}"));
        assert_eq!(exception.kind, "ModuleNotFoundError");
        assert_eq!(exception.message, format!("No module named '{module}'"));
        let note = format!(
            "{module} is not here. There are numpy, pandas, scipy.optimize, scipy.special, sklearn.model_selection, and of Python's own library argparse, array, ast, base64, "
        );
        assert!(exception.traceback.contains(&note), "{}", exception.traceback);
    }
    prints("try: open('file.txt')\nexcept OSError: print('no files')", "no files\n");
}

#[test]
fn the_library_that_programs_here_use_is_there() {
    prints(
        "\
import abc, bisect, collections, contextlib, copy, dataclasses, datetime, decimal, enum, fractions, functools
import heapq, inspect, io, itertools, json, math, numbers, operator, pprint, random, re, statistics, string
import sys, textwrap, time, timeit, traceback, types, typing, warnings, weakref, os, gc
@dataclasses.dataclass
class Point:
    x: float
    y: float = 0.0
print(Point(1.5), collections.Counter('abca').most_common(1), heapq.nsmallest(2, [3, 1, 2]))
print(json.dumps({'a': [1, None]}), re.sub('a+', 'b', 'caat'), fractions.Fraction(1, 3) + 1)
print(statistics.mean([1, 2, 4]), functools.reduce(operator.mul, [1, 2, 3]), decimal.Decimal('1.10') + 1)
random.seed(0)
print(random.random(), random.randint(1, 6), random.sample(range(10), 3))
class Color(enum.Enum):
    RED = 1
print(Color.RED, typing.List[int], math.isclose(0.1 + 0.2, 0.3), io.StringIO('a').read())
",
        "\
Point(x=1.5, y=0.0) [('a', 2)] [1, 2]
{\"a\": [1, null]} cbt 4/3
2.3333333333333335 6 2.10
0.8444218515250481 4 [0, 4, 7]
Color.RED typing.List[int] True a
",
    );
}

#[test]
fn time_is_the_embedders() {
    prints(
        "\
import time
a = time.perf_counter(); time.sleep(0.02); b = time.perf_counter()
print(0.02 <= b - a < 5, time.time() > 1.6e9, abs(time.time_ns() / 1e9 - time.time()) < 1)
print(time.gmtime(0).tm_year, time.strftime('%Y', time.gmtime(86400)), time.gmtime().tm_year >= 2024)
",
        "True True True\n1970 1970 True\n",
    );
    assert_eq!(raises("import time\ntime.sleep(-1)").message, "sleep length must be non-negative");
}

#[test]
fn a_polled_program_means_what_it_meant() {
    prints(
        "\
def f(a, *, b=(lambda: 2)()):
    'doc'
    for i in range(a):
        if i == 1:
            continue
        if i == 4:
            break
        yield i
    else:
        yield 'else'
print(f.__doc__, list(f(3)), list(f(9)), f.__code__.co_argcount)
class A:
    squares = [i * i for i in range(4) if i % 2]
    def __init__(self): self.x = {k: v for k, v in zip('ab', (j for j in range(5)))}
print(A.squares, A().x, {i for i in (1, 1)}, (lambda: (yield))().__next__())
n = 0
while n < 3:
    n += 1
else:
    print('done', n)
print([[i, j] for i in range(3) for j in range(i)], sorted(globals())[:2])
",
        "\
doc [0, 2, 'else'] [0, 2, 3] 1
[1, 9] {'a': 0, 'b': 1} {1} None
done 3
[[1, 0], [2, 0], [2, 1]] ['A', '__builtins__']
",
    );
}

#[test]
fn short_loops_mean_what_they_meant() {
    prints(
        "\
def f(n):
    i, out = 0, []
    while i < n:
        i += 1
        if i % 3 == 0:
            continue
        if i % 5 == 0:
            i += 1
            continue
        if i > 40:
            break
        out = [i, out]
    return i, out
def g():
    i = s = 0
    while True:
        i += 1
        if i % 3:
            continue
        if i % 2:
            s -= 1
            continue
        s -= -i
        if i > 200:
            break
    return i, s
def h(k):
    while k > 0:
        k -= 1
        if k:
            continue
    return k
print(f(10), f(6)[0], g(), h(30))
i = 0
while i < 5:
    i += 1
    if i == 2:
        continue
else:
    print('else', i)
",
        "(11, [8, [7, [4, [2, [1, []]]]]]) 6 (204, 3536) 0\nelse 5\n",
    );
    let exception =
        raises("a, i = [1, 2], 0\nwhile i < 9:\n    i += 1\n    if i < 4:\n        continue\n    a[i] -= 1");
    assert_eq!(exception.location.map(|span| span.line), Some(6));
    time_limit("i = 0\nwhile True:\n    i -= 1\n    if i % 2:\n        continue\n    i -= 1");
}

#[test]
fn loops_are_stopped_whatever_they_go_over() {
    for source in [
        "for i in range(1000):\n    for j in range(1000):\n        for k in range(1000):\n            for l in range(1000): pass",
        "r = [0] * 1000\nfor i in r:\n    for j in r:\n        for k in r:\n            for l in r: pass",
        "r = (0,) * 1000\nx = [0 for i in r for j in r for k in r for l in r if i]",
        "i = iter(range(10**15))\nfor j in i: pass",
        "for i in range(-2**63, 2**63 - 1): pass",
        "for i in range(2**100): pass",
        "x = [0 for i in range(10**15, 0, -1) if i < 0]",
        "for a, b in zip(range(10**15), range(10**15)): pass",
        "for i, x in enumerate(iter(int, 1)): pass",
        "class A:\n    def __getitem__(self, i): return i\nfor x in A(): pass",
        "class A:\n    def __iter__(self): return self\n    def __next__(self): return 1\nfor x in A(): pass",
        "def g():\n    while True: yield 1\nfor x in g(): pass",
        "class A:\n    def __add__(self, other): return self.n and A1 + A1\nclass B(A): pass\nA1 = B()\nA1.n = 0\nwhile A1 is not 0: A1 + 1",
    ] {
        time_limit(source);
    }
}

#[test]
fn loops_go_over_what_they_went_over() {
    prints(
        "\
print(sum(1 for i in range(300_001)), [i for i in range(300_000)][-1], [i for i in range(3, 0, -1)], [*range(0)])
r = iter(range(5))
for i in r:
    if i == 1: break
print(list(r), [x for x in 'ab' for y in (1, 2)], [k for k in {'a': 1}])
big = 10**30
print([i - big for i in range(big, big + 3)], max(i for i in range(500_000)))
print([i for i in range(-7, 900_000, 3)] == list(range(-7, 900_000, 3)), [i for i in range(2_000_000, -9, -7)][-2:])
for i in range(2**63 - 300_000, 2**63 + 1): pass
for j in range(-2**63 + 300_000, -2**63 - 1, -1): pass
print(i == 2**63, j == -2**63, sum(1 for i in range(0, 2**63 - 1, 2**44)))
",
        "\
300001 299999 [3, 2, 1] []
[2, 3, 4] ['a', 'a', 'b', 'b'] ['a']
[0, 1, 2] 499999
True [2, -5]
True True 524288
",
    );
    let exception = raises("def f():\n    for x in 5:\n        pass\nf()");
    assert_eq!(exception.message, "'int' object is not iterable");
    assert!(exception.traceback.contains("    for x in 5:\n             ^\n"), "{}", exception.traceback);
    assert_eq!(exception.location, Some(Span { line: 2, column: 13, end_line: 2, end_column: 14 }));
}

/// Runs cells one after the other in one interpreter: what each wrote and showed, and how it ended.
fn cells(limits: Limits, sources: &[&str]) -> Vec<(String, String, Ending)> {
    let written = Rc::new(RefCell::new((String::new(), String::new())));
    let kept = Rc::clone(&written);
    let output = move |stream: Stream, text: &str| match stream {
        Stream::Stdout | Stream::Stderr => kept.borrow_mut().0.push_str(text),
        Stream::Value => kept.borrow_mut().1.push_str(text),
    };
    let config =
        Config { limits, clock: Clock::system(), output: Box::new(output), input: None, argv: Vec::new() };
    let mut engine = Engine::new(config).expect("the interpreter starts");
    let run = |(at, source): (usize, &&str)| {
        engine.set_limits(limits);
        let ending = engine.run_cell(source, &format!("In [{}]", at + 1));
        let (written, value) = written.take();
        (written, value, ending)
    };
    sources.iter().enumerate().map(run).collect()
}

#[test]
fn cells_share_names_and_show_their_last_value() {
    let shown = |source: &str| {
        let all =
            cells(Limits::default(), &["x = 6\ndef f(y):\n    while y > 40:\n        return y", source]);
        assert_eq!(all[1].2, Ending::Completed, "{source}");
        (all[1].0.clone(), all[1].1.clone())
    };
    let is = |source: &str, written: &str, value: &str| {
        assert_eq!(shown(source), (written.into(), value.into()), "{source}")
    };
    is("print(x)\nf(x * 7)", "6\n", "42");
    is("import numpy as np\nnp.arange(3.0)", "", "array([0., 1., 2.])");
    is("'text'", "", "'text'");
    is("x;", "", "");
    is("(x)  ;  # silent", "", "");
    is("x  # shown;", "", "6");
    is("None", "", "");
    is("print(x)", "6\n", "");
    is("y: int = 3\nfrom math import pi", "", "");
    is("def g():\n    'said'\n    return 1", "", "");
    is("[x\n for _ in range(2)]", "", "[6, 6]");
    is("", "", "");
}

#[test]
fn each_interpreter_has_its_own_texts() {
    let written = Rc::new(RefCell::new(String::new()));
    let session = || {
        let kept = Rc::clone(&written);
        let output = Box::new(move |_, text: &str| kept.borrow_mut().push_str(text));
        let limits = Limits { time_ms: 60_000.0, ..Limits::default() };
        Engine::new(Config { limits, clock: Clock::system(), output, input: None, argv: Vec::new() })
            .expect("the interpreter starts")
    };
    let (one, other) = (session(), session());
    let make = |texts: &str| format!("import numpy as np\nkept = np.array({texts}.split())\n");
    one.run_cell(&make("'spam ham'"), "cell");
    other.run_cell(&make("'x y z'"), "cell");
    drop(session());
    one.run_cell("kept", "cell");
    other.run_cell("kept[::-1]", "cell");
    assert_eq!(written.take(), "array(['spam', 'ham'], dtype='<U4')array(['z', 'y', 'x'], dtype='<U1')");
}

#[test]
fn a_session_outlives_what_ends_a_cell() {
    let limits = Limits { time_ms: 1_000.0, memory_bytes: 64 << 20, output_bytes: 1_000 };
    let all = cells(
        limits,
        &[
            "kept = 1\n1 / 0",
            "while True:\n    pass",
            "import numpy as np\nnp.ones(10**8)",
            "cells = []\nwhile True:\n    cells.append([0] * 100_000)",
            "del cells\nprint('a' * 2_000)",
            "import sys\nsys.exit(3)",
            "def broken():\n    return kept / 0",
            "broken()",
            "if",
            "kept",
        ],
    );
    let raised = |at: usize, kind: &str| match &all[at].2 {
        Ending::Raised(exception) => {
            assert_eq!(exception.kind, kind);
            exception
        }
        other => panic!("cell {at} ended with {other:?}"),
    };
    assert_eq!(raised(0, "ZeroDivisionError").location.map(|span| span.line), Some(2));
    assert_eq!(all[1].2, Ending::TimeLimit { line: Some(1), limit_ms: 1_000.0 });
    raised(2, "MemoryError");
    raised(3, "MemoryError");
    assert!(all[4].0.ends_with("[1001 more bytes of output are not shown]\n"), "{}", all[4].0);
    assert_eq!(all[5].2, Ending::Exited { code: 3 });
    // Each cell's lines are found again though others ran since.
    assert!(raised(7, "ZeroDivisionError").traceback.contains("return kept / 0"));
    assert!(raised(7, "ZeroDivisionError").traceback.contains("In [7]"));
    raised(8, "SyntaxError");
    assert_eq!((all[9].1.as_str(), &all[9].2), ("1", &Ending::Completed));
}
