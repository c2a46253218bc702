"""Random expressions over shapes, strides, dtypes and indices, for comparison with real NumPy.

usage: python expressions.py generate SEED COUNT            programs, as a JSON list
       python expressions.py run PROGRAMS.json              what NumPy gives, one JSON text a line
       python expressions.py compare PROGRAMS.json NUMPY ENGINE [SHOWN]
"""

import json
import math
import random
import re
import sys
import warnings

from describe import run_program
from library_calls import LibraryCalls

DTYPES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64", "float32", "float64",
          "complex64", "complex128"]
COMMON = ["float64"] * 4 + ["int64"] * 3 + ["float32", "bool", "uint8", "int32", "complex128"]
EXACT_UNARY = ["negative", "square", "sign", "floor", "ceil", "trunc", "rint", "sqrt", "isnan", "isfinite",
               "isinf", "logical_not", "invert", "conjugate", "positive", "reciprocal", "signbit", "spacing", "fabs"]
CLOSE_UNARY = ["exp", "log", "sin", "cos", "tanh", "log1p", "expm1", "exp2", "log2", "log10", "arctan", "cbrt", "tan",
               "absolute", "arcsinh", "sinh", "cosh", "deg2rad"]
EXACT_BINARY = ["add", "subtract", "multiply", "divide", "floor_divide", "remainder", "maximum", "minimum", "fmax", "fmin",
                "equal", "not_equal", "less", "less_equal", "greater", "greater_equal", "logical_and", "logical_or",
                "logical_xor", "bitwise_and", "bitwise_or", "bitwise_xor", "left_shift", "right_shift", "copysign", "fmod",
                "gcd", "lcm", "heaviside"]
CLOSE_BINARY = ["power", "arctan2", "hypot", "logaddexp"]
OPERATORS = ["+", "-", "*", "/", "//", "%", "==", "!=", "<", "<=", ">", ">=", "&", "|", "^"]
EXACT_REDUCTIONS = ["max", "min", "any", "all", "argmax", "argmin", "ptp", "count_nonzero"]
CLOSE_REDUCTIONS = ["sum", "mean", "prod", "std", "var"]


# How near a result must come: the same; within a few roundings of each number; within those of the largest number.
EXACT, ELEMENTWISE, SUMS = "exact", "elementwise", "sums"


class Program(LibraryCalls):
    """One program being written: names of arrays so far, and how near its result must come."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines = []
        self.close = EXACT
        self.finite = False

    def choose(self, items):
        return self.random.choice(items)

    def shape(self, rank=None):
        if rank is None:
            rank = self.choose([0, 1, 1, 2, 2, 2, 3, 3, 4])
        return tuple(self.choose([0, 1, 1, 2, 3, 3, 4, 5]) if self.random.random() < 0.9 else 9 for _ in range(rank))

    def values(self, dtype, count):
        r = self.random
        if dtype == "bool":
            return [r.random() < 0.5 for _ in range(count)]
        if dtype.startswith("u"):
            return [r.choice([0, 1, 2, 3, 7, 100, 200, r.randrange(256)]) for _ in range(count)]
        if dtype.startswith("int"):
            return [r.choice([0, 1, -1, 2, -3, 5, 100, -100, r.randrange(-128, 128)]) for _ in range(count)]
        def real():
            special = r.random()
            if special < 0.03 and not self.finite:
                return r.choice(["np.nan", "np.inf", "-np.inf", "-0.0"])
            return repr(r.choice([0.0, 1.0, -1.0, 0.5, 2.5, -2.5, r.uniform(-3, 3), r.gauss(0, 10)]))
        if dtype.startswith("float"):
            return [real() for _ in range(count)]
        return [f"complex({real()}, {real()})" for _ in range(count)]

    def array(self, name, shape=None, dtype=None):
        """Writes a line that makes an array, laid out in some way."""
        dtype = dtype or (self.choose(COMMON) if self.random.random() < 0.8 else self.choose(DTYPES))
        shape = self.shape() if shape is None else shape
        layout = self.choose(["C", "C", "C", "F", "T", "step", "back", "view", "broadcast"])
        base = list(shape)
        if layout == "T":
            base = base[::-1]
        if layout == "step" and base:
            base[-1] *= 2
        if layout == "view":
            base = [n + 1 for n in base]
        if layout == "broadcast" and base:
            base[0] = 1
        count = 1
        for n in base:
            count *= n
        values = ", ".join(str(v) for v in self.values(dtype, count))
        text = f"np.array([{values}], dtype=np.{dtype}).reshape({tuple(base)})"
        suffix = {"C": "", "F": "", "T": ".T", "step": "[..., ::2]" if base else "", "view": "",
                  "back": "[::-1]" if base else "", "broadcast": ""}[layout]
        if layout == "F":
            text = f"np.asfortranarray({text})" if base else text
        if layout == "view" and base:
            suffix = "[" + ", ".join("1:" for _ in base) + "]"
        if layout == "broadcast" and base:
            text = f"np.broadcast_to({text}, {tuple(shape)})"
        self.lines.append(f"{name} = {text}{suffix}")
        return shape, dtype

    def broadcastable(self, shape):
        """A shape that broadcasts with another, mostly."""
        if self.random.random() < 0.05:
            return self.shape()
        keep = shape[self.random.randrange(len(shape) + 1):]
        return tuple(1 if self.random.random() < 0.25 else n for n in keep)

    def axis(self, rank):
        if rank == 0 or self.random.random() < 0.2:
            return "None"
        if self.random.random() < 0.05:
            return str(rank + 1)
        if rank > 1 and self.random.random() < 0.25:
            return str(tuple(self.random.sample(range(rank), 2)))
        return str(self.random.randrange(-rank, rank))

    def one_axis(self, rank):
        if self.random.random() < 0.04:
            return rank + 2
        return self.random.randrange(-rank, rank) if rank else 0

    def index(self, shape):
        """Text of an index for an array of that shape."""
        r = self.random
        parts = []
        for n in shape:
            if r.random() < 0.15:
                break
            kind = r.random()
            if kind < 0.25:
                parts.append(str(r.randrange(-n, n) if n and r.random() < 0.97 else n + 1))
            elif kind < 0.65:
                ends = ["", *map(str, range(-n - 1, n + 2))]
                step = r.choice(["", "", "1", "2", "-1", "-2"])
                parts.append(f"{r.choice(ends)}:{r.choice(ends)}" + (f":{step}" if step else ""))
            elif kind < 0.8:
                k = r.choice([0, 1, 2, 3])
                parts.append("[" + ", ".join(str(r.randrange(-n, n) if n else 0) for _ in range(k)) + "]" if k else ":")
            elif kind < 0.88:
                parts.append("np.array([" + ", ".join(str(r.random() < 0.5) for _ in range(n)) + "], dtype=bool)")
            elif kind < 0.94:
                rows = [[r.randrange(-n, n) if n else 0 for _ in range(2)] for _ in range(2)]
                parts.append(f"np.array({rows})")
            else:
                parts.append(":")
        if r.random() < 0.12:
            parts.insert(r.randrange(len(parts) + 1), "None")
        if r.random() < 0.12:
            parts.insert(r.randrange(len(parts) + 1), "...")
        return ", ".join(parts) if parts else "..."

    # Statements that leave something in `r`.

    def unary(self):
        self.array("a")
        name = self.choose(EXACT_UNARY) if self.random.random() < 0.6 else self.choose(CLOSE_UNARY)
        self.close = ELEMENTWISE if name in CLOSE_UNARY else EXACT
        return f"r = np.{name}(a)"

    def binary(self):
        shape, _ = self.array("a")
        kind = self.random.random()
        if kind < 0.25:
            b = self.choose(["2", "-1", "0", "3", "0.5", "-2.5", "True", "1j", "300", "np.float32(1.5)", "np.int8(3)"])
        else:
            self.array("b", self.broadcastable(shape))
            b = "b"
        if self.random.random() < 0.5:
            operator = self.choose(OPERATORS)
            return f"r = a {operator} {b}" if self.random.random() < 0.8 else f"r = {b} {operator} a"
        name = self.choose(EXACT_BINARY) if self.random.random() < 0.85 else self.choose(CLOSE_BINARY)
        # The logarithm of a sum near 1 is as exact as the logarithms that went into it.
        self.close = SUMS if name == "logaddexp" else ELEMENTWISE if name in CLOSE_BINARY else EXACT
        extra = self.choose([""] * 8 + [", dtype=np.float64", ", dtype=np.float32", ", order='F'"])
        return f"r = np.{name}(a, {b}{extra})"

    def in_place(self):
        shape, _ = self.array("a")
        self.lines.append("a = a.copy()" if self.random.random() < 0.7 else "a = np.array(a, order='F')")
        operator = self.choose(["+", "-", "*", "/", "//", "%", "&", "|", "^"])
        if self.random.random() < 0.4:
            self.array("b", self.broadcastable(shape))
            return f"a {operator}= b\nr = a"
        if self.random.random() < 0.5 and shape and min(shape) > 0:
            return f"a[1:] {operator}= a[:-1]\nr = a"
        return f"a[{self.index(shape)}] {operator}= {self.choose(['1', '2', '0.5', 'True'])}\nr = a"

    def reduction(self):
        shape, _ = self.array("a")
        name = self.choose(EXACT_REDUCTIONS) if self.random.random() < 0.5 else self.choose(CLOSE_REDUCTIONS)
        self.close = SUMS if name in CLOSE_REDUCTIONS else EXACT
        axis = str(self.one_axis(len(shape))) if name.startswith("arg") else self.axis(len(shape))
        keep = self.choose(["", "", ", keepdims=True"])
        extra = ""
        if name in ("sum", "prod", "mean", "std", "var"):
            extra = self.choose([""] * 6 + [", dtype=np.float64", ", dtype=np.float32"])
        if name in ("std", "var"):
            extra += self.choose(["", ", ddof=1"])
        if name == "count_nonzero" or self.random.random() < 0.5:
            return f"r = np.{name}(a, axis={axis}{keep}{extra})"
        return f"r = a.{name}(axis={axis}{keep}{extra})"

    def cumulative(self):
        shape, _ = self.array("a")
        self.close = SUMS
        return f"r = np.{self.choose(['cumsum', 'cumprod'])}(a, axis={self.choose(['None', str(self.one_axis(len(shape)))])})"

    def indexing(self):
        shape, _ = self.array("a")
        return f"r = a[{self.index(shape)}]"

    def assignment(self):
        shape, _ = self.array("a")
        self.lines.append("a = a.copy()")
        index = self.index(shape)
        kind = self.random.random()
        if kind < 0.4:
            value = self.choose(["7", "1.5", "True", "-1", "np.nan"])
            if value in ("np.nan", "-1", "1.5"):
                self.lines.append("a = a.astype(np.float64)")
        elif kind < 0.6:
            self.array("b", self.shape(self.choose([0, 1, 2])), "int64")
            self.lines.append("a = a.astype(np.float64)")
            value = "b"
        else:
            return f"a[{index}] = a[{index}][::-1] if np.ndim(a[{index}]) else a[{index}]\nr = a"
        return f"a[{index}] = {value}\nr = a"

    def manipulation(self):
        shape, _ = self.array("a")
        rank = len(shape)
        size = 1
        for n in shape:
            size *= n
        r = self.random
        axes = list(range(rank))
        r.shuffle(axes)
        factors = self.choose([k for k in range(1, size + 1) if size % k == 0] or [1])
        choices = [
            f"a.reshape({factors}, -1)", f"a.reshape(-1, {factors}, order='F')", "a.ravel()", "a.ravel(order='K')",
            "a.ravel('F')", "a.flatten()", "a.T", f"a.transpose({axes})", f"np.expand_dims(a, {self.one_axis(rank + 1)})",
            "np.squeeze(a)", f"np.flip(a, {self.axis(rank)})", f"np.roll(a, {r.randrange(-3, 4)}, axis={self.axis(rank)})",
            f"np.tile(a, {r.choice(['2', '(2, 1)', '(1, 2, 2)', '0'])})",
            f"np.repeat(a, {r.randrange(0, 3)}, axis={self.choose(['None', str(self.one_axis(rank))])})",
            f"np.concatenate([a, a], axis={self.choose(['None', str(self.one_axis(rank))])})",
            f"np.stack([a, a * 2], axis={self.one_axis(rank + 1)})", "np.atleast_2d(a)", "np.atleast_3d(a)",
            f"np.moveaxis(a, {self.one_axis(rank)}, {self.one_axis(rank)})",
            f"np.swapaxes(a, {self.one_axis(rank)}, {self.one_axis(rank)})", f"np.broadcast_to(a, (2,) + {shape})",
            f"np.array_split(a, {r.randrange(1, 4)}, axis={self.one_axis(rank)})", "np.vstack([a, a])", "np.hstack([a, a])",
            f"np.diff(a, axis={self.one_axis(rank)})", "np.diagonal(a)", "np.trace(a)", "np.triu(a)", "np.tril(a, 1)",
            f"np.pad(a, 1)", f"np.pad(a, ((1, 2),) * {rank}, mode={self.choose(['edge', 'reflect', 'wrap', 'symmetric'])!r})",
            f"np.insert(a, 0, 5, axis={self.choose(['None', str(self.one_axis(rank))])})",
            f"np.delete(a, 0, axis={self.choose(['None', str(self.one_axis(rank))])})",
            f"np.append(a, a, axis={self.choose(['None', str(self.one_axis(rank))])})", "np.rot90(a)", "a.copy('K')",
            "a.astype(np.float32)", "a.astype(complex)", "np.where(a > 0, a, -1)" if "complex" not in self.lines[-1] else "a",
            "np.nonzero(a)", "np.argwhere(a)", "np.flatnonzero(a)", "np.clip(a, -1, 2)", "np.round(a, 1)", "np.real(a)",
            "np.nan_to_num(a)", "np.split(a, 2)", "np.resize(a, (3, 2))", "a.view()", "np.asarray(a)", "a.squeeze(axis=0)",
        ]
        return "r = " + self.choose(choices)

    def sorting(self):
        # Of equal numbers (0.0 and -0.0) either may come first.
        self.close = SUMS
        shape, dtype = self.array("a")
        axis = self.one_axis(len(shape))
        return "r = " + self.choose([
            f"np.sort(a, axis={axis})", f"np.argsort(a, axis={axis}, kind='stable')", "np.sort(a, axis=None)",
            "np.unique(a)", "np.unique(a, return_counts=True)", "np.unique(a, return_inverse=True, return_index=True)",
            "np.searchsorted(np.sort(a.ravel()), a.ravel()[:3])", f"np.take(a, [0, 0], axis={axis})",
            "np.isin(a, [1, 2, 3])", "np.median(a)" if not dtype.startswith("complex") else "a",
            f"np.take_along_axis(a, np.argsort(a, axis={axis}, kind='stable'), axis={axis})",
            f"np.partition(a, 0, axis={axis}).min(axis={axis})",
        ])

    def product(self):
        n, k, m = self.choose([0, 1, 2, 3, 5]), self.choose([1, 2, 3, 4, 8]), self.choose([1, 2, 3, 5])
        # What infinity times a complex number is depends on the order of additions.
        self.finite = True
        batch = self.choose([(), (), (2,), (3, 1)])
        dtype = self.choose(["float64", "float64", "float32", "int64", "complex128", "bool"])
        left = self.choose([batch + (n, k), (k,)])
        right = self.choose([(k, m), (k,), (3, k, m), (k + 1, m)])
        self.array("a", left, dtype)
        self.array("b", right, self.choose([dtype, "float64", "int64"]))
        self.close = SUMS
        return "r = " + self.choose(["a @ b", "np.dot(a, b)", "np.matmul(a, b)", "np.inner(a, a)", "np.outer(a, b)",
                                     "np.tensordot(a, b, axes=1)", "np.einsum('...i,i...->...', a, b, order='C')", "np.vdot(a, a)"])

    def write(self):
        kinds = [(self.unary, 3), (self.binary, 6), (self.in_place, 3), (self.reduction, 4), (self.cumulative, 1),
                 (self.indexing, 5), (self.assignment, 3), (self.manipulation, 6), (self.sorting, 2), (self.product, 2),
                 (self.quantile, 1), (self.folding, 2), (self.masked, 1), (self.nan_function, 1), (self.counting, 2),
                 (self.padding, 1), (self.einstein, 1), (self.selecting, 3), (self.printing, 2), (self.factorising, 1)]
        statement = self.random.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]
        self.lines.append(statement())
        return "\n".join(self.lines)


def generate(seed, count):
    programs = []
    for number in range(count):
        program = Program(f"{seed} {number}")
        text = program.write()
        programs.append({"text": text, "close": program.close})
    return programs


def same(program, expected, got):
    """Whether a program's two descriptions say the same."""
    if re.search(r"\b(f?min|f?max|nanmin|nanmax|minimum|maximum|clip)\b", program["text"]):
        # Of 0 and -0 NumPy takes either, depending on where in its vector registers they come to lie.
        expected, got = (json.loads(json.dumps(d).replace('"-0x0.0p+0"', '"0x0.0p+0"')) for d in (expected, got))
    if re.search(r"partition\(|unique\(", program["text"]):
        # Which of several complex NaNs is kept, or comes to stand where, is left open.
        expected, got = (json.loads(re.sub(r'"(nan [^"]*|[^"]* nan)"', '"nan"', json.dumps(d))) for d in (expected, got))
    return agree(expected, got, program["close"])


def agree(expected, got, close):
    """Whether two descriptions say the same, as near as `close` asks for."""
    if expected == got:
        return True
    if type(expected) is not list or type(got) is not list or len(expected) != len(got) or not expected:
        return False
    if expected[0] == "ndarray" and got[0] == "ndarray":
        return expected[1:5] == got[1:5] and close_numbers(expected[5], got[5], expected[1], close)
    if len(expected) == 2 and isinstance(expected[1], list) and expected[0] == got[0] and expected[0] not in ("tuple", "list"):
        return close_numbers(expected[1], got[1], expected[0], close)
    return all(agree(e, g, close) for e, g in zip(expected, got))


def close_numbers(expected, got, dtype, close):
    is_complex = dtype.startswith("complex")
    # Products of complex numbers round more than once.
    if len(expected) != len(got) or close == EXACT and not is_complex or not dtype.startswith(("float", "complex")):
        return False
    single = dtype in ("float32", "complex64")
    e, g = ([[parse(part) for part in text.split()] for text in texts] for texts in (expected, got))
    finite = [abs(x) for xs in e for x in xs if x == x and abs(x) != float("inf")]
    for xs, ys in zip(e, g):
        # Sums are judged beside the size of what was summed; parts of a complex number beside its modulus.
        size = max(finite + [1.0]) if close == SUMS else max([abs(x) for x in xs if x == x] + [0.0])
        roundings = 64 if is_complex or close == SUMS else 5
        # The power of a complex number loses as many digits as its logarithm has before the point.
        if is_complex and close == ELEMENTWISE and 0.0 < size < float("inf"):
            roundings += 8 * abs(math.log2(size))
        tolerance = roundings * 2.0 ** (-24 if single else -53) * size
        if not all(x == y or x != x and y != y or abs(x - y) <= tolerance for x, y in zip(xs, ys)):
            return False
    return True


def parse(text):
    return float.fromhex(text) if "x" in text or text in ("nan", "inf", "-inf") else float(eval(text))


def main(arguments):
    warnings.simplefilter("ignore")
    if arguments[0] == "generate":
        json.dump(generate(arguments[1], int(arguments[2])), sys.stdout)
    elif arguments[0] == "run":
        for program in json.load(open(arguments[1])):
            print(json.dumps(run_program(program["text"])))
    else:
        programs = json.load(open(arguments[1]))
        expected, got = ([json.loads(line) for line in open(path)] for path in arguments[2:4])
        # Half precision, which NumPy takes for functions of the smallest integers, is no type of ndgym.
        half = ["float16" in json.dumps(e) for e in expected]
        different = [
            (program["text"], e, g)
            for program, e, g, skipped in zip(programs, expected, got, half, strict=True)
            if not skipped and not same(program, e, g)
        ]
        shown = int(arguments[4]) if len(arguments) > 4 else 20
        for text, e, g in different[:shown]:
            print(f"== {text}\n-- NumPy\n{json.dumps(e)}\n-- here\n{json.dumps(g)}")
        raised = sum(e[0] == "raises" for e in expected)
        print(f"{len(programs)} expressions ({raised} raise, {sum(half)} in half precision left out): {len(different)} differ")
        sys.exit(1 if different else 0)


main(sys.argv[1:])
