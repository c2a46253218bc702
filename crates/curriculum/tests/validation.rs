//! Broken content folders: each mistake is told with its file, its field and its reason.

#[path = "../build/compile.rs"]
mod compile;
#[path = "../build/emit.rs"]
mod emit;
#[path = "../build/error.rs"]
mod error;
#[allow(unreachable_pub, reason = "the crate itself has it, too, and shows it")]
#[path = "../src/highlight.rs"]
mod highlight;
#[path = "../build/manifest.rs"]
mod manifest;
#[path = "../build/markdown.rs"]
mod markdown;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

/// A content folder of its own with one right problem, removed when dropped.
struct Content(PathBuf);

impl Content {
    fn new() -> Self {
        static COUNTER: AtomicU32 = AtomicU32::new(0);
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let root = env::temp_dir().join(format!("ndgym-validation-{}-{number}", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/problems/a01-softmax");
        copy_folder(&source, &root.join("a01-softmax"));
        Content(root)
    }

    /// Replaces `from`, which must be there, in a file of the problem.
    fn replace(self, file: &str, from: &str, to: &str) -> Self {
        let path = self.0.join("a01-softmax").join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not contain {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    fn write(self, file: &str, text: &str) -> Self {
        fs::write(self.0.join("a01-softmax").join(file), text).unwrap();
        self
    }

    fn remove(self, file: &str) -> Self {
        fs::remove_file(self.0.join("a01-softmax").join(file)).unwrap();
        self
    }

    /// The mistakes, as `file: field: reason` with the file relative to the problem's folder.
    fn mistakes(&self) -> Vec<String> {
        let Err(errors) = compile::compile(&self.0) else { return Vec::new() };
        let root = format!("{}/", self.0.join("a01-softmax").display());
        errors.iter().map(|error| error.to_string().replace(&root, "")).collect()
    }

    /// Expects one mistake, which starts with `start`.
    fn expect(&self, start: &str) {
        let mistakes = self.mistakes();
        assert!(
            mistakes.len() == 1 && mistakes[0].starts_with(start),
            "expected {start:?}, got {mistakes:#?}"
        );
    }
}

impl Drop for Content {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target)
        } else {
            fs::copy(&path, &target).map(|_| ()).unwrap()
        }
    }
}

#[test]
fn a_right_folder_has_no_mistakes() {
    assert_eq!(Content::new().mistakes(), Vec::<String>::new());
}

#[test]
fn all_mistakes_are_told_at_once() {
    let content = Content::new().remove("hints/2.md").replace("problem.toml", "\"S3\"", "\"S9\"");
    assert_eq!(content.mistakes().len(), 2, "{:#?}", content.mistakes());
}

#[test]
fn files() {
    Content::new().remove("hints/3.md").expect("hints/3.md: cannot be read: ");
    Content::new().remove("reference.py").expect("reference.py: cannot be read: ");
    Content::new().write("statement.md", " \n").expect("statement.md: is empty");
    Content::new().write("hints/4.md", "More.").expect("hints/4.md: no file of this name");
}

#[test]
fn manifest_keys() {
    Content::new()
        .replace("problem.toml", "minutes = 10", "minutes = 10\nhours = 1")
        .expect("problem.toml: line 5, `hours`: unknown field `hours`");
    Content::new()
        .replace("problem.toml", "minutes = 10\n", "")
        .expect("problem.toml: line 1, `label`: missing field `minutes`");
    Content::new()
        .replace("problem.toml", "minutes = 10", "minutes = \"ten\"")
        .expect("problem.toml: line 4, `minutes`: invalid type: string \"ten\"");
    Content::new()
        .replace("problem.toml", "\"easy\"", "\"trivial\"")
        .expect("problem.toml: line 5, `difficulty`: unknown variant `trivial`");
    Content::new()
        .replace("problem.toml", "minutes = 10", "minutes = = 10")
        .expect("problem.toml: line 4, `minutes`: ");
}

#[test]
fn manifest_values() {
    Content::new()
        .replace("problem.toml", "\"S3\"", "\"S9\"")
        .expect("problem.toml: skills: unknown skill `S9`");
    Content::new()
        .replace("problem.toml", "\"S3\"", "\"S4\"")
        .expect("problem.toml: skills: `S4` is listed twice");
    Content::new()
        .replace("problem.toml", "\"L4\"", "\"L14\"")
        .expect("problem.toml: lessons: unknown lesson `L14`");
    Content::new()
        .replace("problem.toml", "\"A1\"", "\"A2\"")
        .expect("problem.toml: label: `A2` does not match");
    Content::new()
        .replace("problem.toml", "rtol = 1e-7", "rtol = -1.0")
        .expect("problem.toml: rtol: -1 is not in");
    Content::new().replace("problem.toml", "minutes = 10", "minutes = 0").expect("problem.toml: minutes: ");
    Content::new()
        .replace("problem.toml", "$\\\\log$", "$\\\\frac{1$")
        .expect("problem.toml: follow_ups[0].question: formula");
}

#[test]
fn two_problems_with_one_label() {
    let content = Content::new();
    copy_folder(&content.0.join("a01-softmax"), &content.0.join("a1-softmax-again"));
    let mistakes = content.mistakes();
    assert!(mistakes.len() == 1 && mistakes[0].contains("label: `A1` is the label of "), "{mistakes:#?}");
}

#[test]
fn markdown_texts() {
    Content::new()
        .replace("statement.md", "$C$", "$\\nosuchcommand$")
        .expect("statement.md: line 1: formula `\\nosuchcommand`");
    Content::new()
        .replace("statement.md", "$$\\operatorname", "$$\\begin{cases")
        .expect("statement.md: line 3: formula ");
    Content::new().replace("statement.md", "Write", "<b>Write</b>").mistakes().iter().for_each(|mistake| {
        assert_eq!(mistake, "statement.md: line 5: raw HTML is not allowed");
    });
    Content::new()
        .replace("hints/3.md", "```python", "```rust")
        .expect("hints/3.md: line 3: code block of language `rust`");
}

#[test]
fn python_files() {
    Content::new()
        .replace("starter.py", "def softmax(", "def soft_max(")
        .expect("starter.py: softmax: is not defined here");
    Content::new()
        .replace("naive.py", "import numpy as np", "import numpy")
        .expect("naive.py: must import numpy as np");
}

#[test]
fn tests_file() {
    Content::new()
        .replace("tests.toml", "kind = \"ordinary\"", "kind = \"hard\"")
        .expect("tests.toml: line 3, `kind`: unknown variant `hard`");
    Content::new()
        .replace("tests.toml", "\"random batch\"", "\"two rows\"")
        .expect("tests.toml: test[3].name: `two rows` is the name of another test");
    Content::new()
        .replace("tests.toml", "call = \"softmax(logits)\"", "call = \"logits\"")
        .expect("tests.toml: test[0].call: calls none of softmax");
    Content::new()
        .replace("tests.toml", "visible = true", "visible = false")
        .expect("tests.toml: test: 2 visible and 11 held back");
    Content::new()
        .replace("tests.toml", "rtol = 1e-5", "rtol = 2.0")
        .expect("tests.toml: test[7].rtol: 2 is not in");
    Content::new()
        .replace("tests.toml", "rtol = 1e-5", "canonical = \"lambda result: result\"")
        .expect("tests.toml: test[7].canonical: must define canonical(result)");
    Content::new()
        .replace("tests.toml", "rtol = 1e-5", "expect = \"1\"\ncheck = \"assert True\"")
        .expect("tests.toml: test[7].check: excludes `expect`");
    Content::new()
        .replace("tests.toml", "kind = \"large\"", "kind = \"edge\"")
        .expect("tests.toml: test: none of kind large");
}

#[test]
fn held_back_parts_are_embedded_behind_the_feature() {
    let source = emit::rust_source(&compile::compile(&Content::new().0).unwrap());
    assert_eq!(source.matches("#[cfg(feature = \"tests\")] Test {").count(), 10);
    assert_eq!(source.matches("#[cfg(feature = \"tests\")] grading: Grading {").count(), 1);
    assert!(source.contains("label: \"A1\","), "{source}");
}

#[test]
fn code_is_highlighted_as_tokens() {
    let html = highlight::python(
        "def f(x):  # a < b\n    return x @ 1e-3 + r'\\d' if x is not None else \"\"\"q\n\"\"\"\n",
    );
    assert_eq!(
        html,
        "<span class=\"tok-keyword\">def</span> <span class=\"tok-definition\">f</span>(x):  \
         <span class=\"tok-comment\"># a &lt; b</span>\n    <span class=\"tok-keyword\">return</span> x @ \
         <span class=\"tok-number\">1e-3</span> + <span class=\"tok-string\">r'\\d'</span> \
         <span class=\"tok-keyword\">if</span> x <span class=\"tok-keyword\">is</span> \
         <span class=\"tok-keyword\">not</span> <span class=\"tok-bool\">None</span> \
         <span class=\"tok-keyword\">else</span> <span class=\"tok-string\">&quot;&quot;&quot;q\n&quot;&quot;&quot;</span>\n"
    );
}

#[test]
fn only_shapes_are_marked_as_shapes() {
    for (code, axes) in
        [("(N, C)", 2), ("(n,)", 1), ("(32, 3, 224, 224)", 4), ("(0, 1)", 0), ("(x + 1)", 0), ("f(a, b)", 0)]
    {
        let html = markdown::render(&format!("`{code}`")).unwrap();
        assert_eq!(html.matches("data-axis").count(), axes, "{code}: {html}");
    }
}
