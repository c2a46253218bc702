//! What races against what: the same result by a loop, by NumPy's own loops, and by einsum.

/// A way to compute it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Contestant {
    /// How it is called everywhere.
    pub(super) name: &'static str,
    /// A Python function called `name`.
    pub(super) code: &'static str,
}

/// A result and the ways to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    /// Its name in the address and on its chip.
    pub(super) name: &'static str,
    /// What n counts.
    pub(super) size: &'static str,
    /// The arguments for a size n, in Python.
    setup: &'static str,
    /// Sizes that are tried, in order.
    sizes: &'static [u32],
    /// `loop`, `vectorised`, `einsum`.
    pub(super) contestants: [Contestant; 3],
    /// What to look for.
    pub(super) remark: &'static str,
}

macro_rules! contestants {
    ($loop:literal, $vectorised:literal, $einsum:literal) => {
        [
            Contestant { name: "loop", code: $loop },
            Contestant { name: "vectorised", code: $vectorised },
            Contestant { name: "einsum", code: $einsum },
        ]
    };
}

/// All, in the order of the chips.
pub(super) const PAIRS: &[Pair] = &[
    Pair {
        name: "dot",
        size: "elements",
        setup: "rng.standard_normal(n), rng.standard_normal(n)",
        sizes: &[1, 10, 100, 1000, 10_000, 100_000, 1_000_000],
        contestants: contestants!(
            "def loop(a, b):\n    total = 0.0\n    for i in range(len(a)):\n        total += a[i] * b[i]\n    return total\n",
            "def vectorised(a, b):\n    return a @ b\n",
            "def einsum(a, b):\n    return np.einsum(\"i,i->\", a, b)\n"
        ),
        remark: "On the left all are flat: what a call costs by itself. A loop pays that price for every element.",
    },
    Pair {
        name: "matmul",
        size: "rows and columns",
        setup: "rng.standard_normal((n, n)), rng.standard_normal((n, n))",
        sizes: &[2, 4, 8, 16, 32, 64, 128, 256],
        contestants: contestants!(
            "def loop(a, b):\n    n = len(a)\n    c = np.zeros((n, n))\n    for i in range(n):\n        for j in range(n):\n            for k in range(n):\n                c[i, j] += a[i, k] * b[k, j]\n    return c\n",
            "def vectorised(a, b):\n    return a @ b\n",
            "def einsum(a, b):\n    return np.einsum(\"ik,kj->ij\", a, b)\n"
        ),
        remark: "The work grows as n³: a slope of 3 on both logarithmic axes, for every contestant that is not waiting for its own calls.",
    },
    Pair {
        name: "pairwise distance",
        size: "points, in 3 dimensions",
        setup: "(rng.standard_normal((n, 3)),)",
        sizes: &[2, 4, 8, 16, 32, 64, 128, 256, 512],
        contestants: contestants!(
            "def loop(x):\n    n = len(x)\n    d = np.zeros((n, n))\n    for i in range(n):\n        for j in range(n):\n            d[i, j] = np.sqrt(((x[i] - x[j]) ** 2).sum())\n    return d\n",
            "def vectorised(x):\n    difference = x[:, None, :] - x[None, :, :]\n    return np.sqrt((difference**2).sum(axis=-1))\n",
            "def einsum(x):\n    difference = x[:, None, :] - x[None, :, :]\n    return np.sqrt(np.einsum(\"ijk,ijk->ij\", difference, difference))\n"
        ),
        remark: "The loop's body is NumPy too, but on three numbers at a time: calls dominate. einsum squares and sums in one pass, without the array of squares.",
    },
    Pair {
        name: "ReLU",
        size: "elements",
        setup: "(rng.standard_normal(n),)",
        sizes: &[1, 10, 100, 1000, 10_000, 100_000, 1_000_000],
        contestants: contestants!(
            "def loop(x):\n    y = np.empty_like(x)\n    for i in range(len(x)):\n        y[i] = x[i] if x[i] > 0 else 0.0\n    return y\n",
            "def vectorised(x):\n    return np.maximum(x, 0)\n",
            "def einsum(x):\n    return np.einsum(\"i,i->i\", x, x > 0)\n"
        ),
        remark: "einsum knows no maximum, so it multiplies by a mask: one array more, and a conversion from bool. It can be written; it should not be.",
    },
    Pair {
        name: "rolling mean",
        size: "elements, a window of 16",
        setup: "(rng.standard_normal(n),)",
        sizes: &[16, 100, 1000, 10_000, 100_000, 1_000_000],
        contestants: contestants!(
            "def loop(x):\n    y = np.empty(len(x) - 15)\n    for i in range(len(y)):\n        y[i] = x[i:i + 16].mean()\n    return y\n",
            "def vectorised(x):\n    sums = np.cumsum(np.insert(x, 0, 0.0))\n    return (sums[16:] - sums[:-16]) / 16\n",
            "def einsum(x):\n    windows = np.lib.stride_tricks.sliding_window_view(x, 16)\n    return np.einsum(\"ij->i\", windows) / 16\n"
        ),
        remark: "Running sums look at each element once; the windows, though they are a view, are added up sixteen times.",
    },
];

/// Longest time a call may have taken for its contestant to try the next size.
const PATIENCE: f64 = 0.25;

impl Pair {
    /// The program that races all three, and prints a line for each time it measures: name, n, seconds.
    pub(super) fn program(&self) -> String {
        let sizes: Vec<String> = self.sizes.iter().map(u32::to_string).collect();
        let functions: Vec<&str> = self.contestants.iter().map(|contestant| contestant.code).collect();
        format!(
            r#"import time
import numpy as np

{functions}

def seconds(f, arguments):
    """The best of three averages, each over enough calls for the clock."""
    calls, best = 1, float("inf")
    while True:
        start = time.perf_counter()
        for _ in range(calls):
            f(*arguments)
        elapsed = time.perf_counter() - start
        if elapsed >= 0.02:
            break
        calls *= 2 if elapsed > 0.005 else 8
    for _ in range(1 if elapsed > 0.1 else 3):
        start = time.perf_counter()
        for _ in range(calls):
            f(*arguments)
        best = min(best, (time.perf_counter() - start) / calls)
    return best

rng = np.random.default_rng(0)
racing = [loop, vectorised, einsum]
for n in [{sizes}]:
    arguments = {setup}
    expected = vectorised(*arguments)
    for f in list(racing):
        assert np.allclose(f(*arguments), expected), f.__name__
        time_per_call = seconds(f, arguments)
        print(f.__name__, n, f"{{time_per_call:.4e}}", flush=True)
        if time_per_call > {PATIENCE}:
            racing.remove(f)
"#,
            functions = functions.join("\n"),
            sizes = sizes.join(", "),
            setup = self.setup,
        )
    }
}

/// A time that was measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measured {
    /// Which of the pair's contestants.
    pub(super) contestant: usize,
    /// Its n.
    pub(super) n: f64,
    /// What a call took.
    pub(super) seconds: f64,
}

impl Measured {
    /// Reads a line of the program; None for any other line.
    pub(super) fn read(pair: &Pair, line: &str) -> Option<Measured> {
        let mut words = line.split_whitespace();
        let name = words.next()?;
        let contestant = pair.contestants.iter().position(|contestant| contestant.name == name)?;
        let (n, seconds) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        (words.next().is_none() && seconds > 0.0).then_some(Measured { contestant, n, seconds })
    }
}

/// A time in words: "1.20 ms".
pub(super) fn in_words(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s < 1e-6 => (s * 1e9, "ns"),
        s if s < 1e-3 => (s * 1e6, "µs"),
        s if s < 1.0 => (s * 1e3, "ms"),
        s => (s, "s"),
    };
    let decimals = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.decimals$} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_program_are_read_and_others_are_not() {
        let dot = &PAIRS[0];
        let found = Measured::read(dot, "einsum 1000 1.2500e-05");
        assert_eq!(found, Some(Measured { contestant: 2, n: 1000.0, seconds: 1.25e-5 }));
        for line in ["", "einsum", "einsum 10 fast", "sum 10 1e-5", "loop 10 1e-5 more", "loop 10 0"] {
            assert_eq!(Measured::read(dot, line), None, "{line}");
        }
    }

    #[test]
    fn times_are_told_in_their_unit() {
        let told = [3.2e-8, 4.567e-6, 0.0456, 0.789, 12.0].map(in_words);
        assert_eq!(told, ["32.0 ns", "4.57 µs", "45.6 ms", "789 ms", "12.0 s"]);
    }
}
