"""Random calls of NumPy's library functions with all their arguments, for expressions.py."""

METHODS = ["inverted_cdf", "averaged_inverted_cdf", "closest_observation", "interpolated_inverted_cdf", "hazen", "weibull",
           "linear", "median_unbiased", "normal_unbiased", "lower", "higher", "midpoint", "nearest"]
PAD_MODES = ["constant", "edge", "linear_ramp", "maximum", "mean", "median", "minimum", "reflect", "symmetric", "wrap"]
FOLDING = ["add", "multiply", "subtract", "maximum", "minimum", "logical_and", "logical_or", "bitwise_or", "bitwise_xor",
           "fmax", "fmin", "logaddexp", "hypot", "divide", "floor_divide", "remainder"]
NAN_FUNCTIONS = ["nansum", "nanprod", "nanmean", "nanstd", "nanvar", "nanmin", "nanmax", "nanmedian"]


class LibraryCalls:
    """Kinds of statements, mixed into `expressions.Program`."""

    def numbers(self, count, low=-3, high=4):
        return str([self.random.randrange(low, high) for _ in range(count)])

    def real(self):
        """An element type that has an order."""
        return self.choose(["float64", "float64", "int64", "int64", "float32", "uint8", "bool", "int32"])

    def option(self, *texts):
        """One of some further arguments, mostly none."""
        return self.choose([""] * len(texts) + list(texts))

    def quantile(self):
        self.close = "sums"
        shape, _ = self.array("a", dtype=self.choose(["float64", "float64", "int64", "float32", "uint8"]))
        q = self.choose(["0.5", "[0.1, 0.9]", "np.array([[0, 1], [0.25, 0.4]])", "0.33", "1", "1.5"])
        method = self.option(*[f", method={m!r}" for m in METHODS])
        keep = self.option(", keepdims=True")
        name = self.choose(["np.quantile", "np.nanquantile"])
        if self.random.random() < 0.2:
            name = self.choose(["np.median", "np.nanmedian"])
            return f"r = np.array({name}(a, axis={self.axis(len(shape))}{keep}), order='C')"
        return f"r = np.array({name}(a, {q}, axis={self.axis(len(shape))}{method}{keep}), order='C')"

    def folding(self):
        """The methods of ufuncs."""
        self.close = "sums"
        shape, _ = self.array("a", dtype=self.real())
        name = self.choose(FOLDING)
        as_float = "" if name.startswith("logical") else ", dtype=np.float64"
        kind = self.random.random()
        if kind < 0.45:
            extra = self.option(", keepdims=True", ", initial=2", as_float, ", where=a > 0, initial=1",
                                ", where=[True], initial=0")
            return f"r = np.{name}.reduce(a, axis={self.axis(len(shape))}{extra})"
        if kind < 0.65:
            return f"r = np.{name}.accumulate(a, axis={self.one_axis(len(shape))}{self.option(as_float)})"
        if kind < 0.75:
            self.array("b", self.shape(self.choose([0, 1, 2])), self.real())
            return f"r = np.{name}.outer(a, b)"
        if kind < 0.85:
            n = max(shape[0], 1) if shape else 1
            places = self.numbers(self.choose([1, 2, 4]), 0, n)
            return f"r = np.{name}.reduceat(a, {places}, axis={self.choose(['0', str(self.one_axis(len(shape)))])})"
        n = max(shape[0], 1) if shape else 1
        self.lines.append("a = a.copy()")
        return f"np.{name}.at(a, {self.numbers(self.choose([1, 3, 5]), -n, n)}, {self.choose(['1', '2', '0.5', 'a[:1]'])})\nr = a"

    def masked(self):
        """`where=` and `out=`."""
        shape, _ = self.array("a")
        self.array("b", self.broadcastable(shape))
        self.array("m", self.broadcastable(shape), "bool")
        name = self.choose(["add", "multiply", "divide", "maximum", "subtract", "less", "floor_divide"])
        out = self.choose(["np.full(np.broadcast_shapes(a.shape, b.shape), 9.0)", "np.zeros(a.shape)", "np.zeros(a.shape, dtype=complex)",
                           "a.copy()", "np.asfortranarray(np.zeros(a.shape, dtype=a.dtype))"])
        return f"r = np.{name}(a, b, out={out}, where=m{self.option(', casting=' + repr('unsafe'))})"

    def nan_function(self):
        self.close = "sums"
        shape, _ = self.array("a", dtype=self.choose(["float64", "float64", "float32", "int64", "complex128"]))
        if self.random.random() < 0.2:
            return f"r = np.{self.choose(['nanargmax', 'nanargmin', 'nancumsum', 'nancumprod'])}(a, axis={self.one_axis(len(shape))})"
        name = self.choose(NAN_FUNCTIONS)
        extra = self.option(", keepdims=True") + (self.option(", ddof=1") if name in ("nanstd", "nanvar") else "")
        call = f"np.{name}(a, axis={self.axis(len(shape))}{extra})"
        # In which order its axes lie in memory depends on how medians are found.
        return f"r = np.array({call}, order='C')" if name == "nanmedian" else f"r = {call}"

    def counting(self):
        self.close = "sums"
        self.finite = True
        n = self.choose([0, 1, 3, 8])
        self.array("a", (n,), self.choose(["float64", "float32", "int64", "uint8"]))
        self.array("w", (n,), self.choose(["float64", "int64"]))
        return "r = " + self.choose([
            f"np.histogram(a, bins={self.choose(['3', '10', '[-2, 0, 1, 5]'])}{self.option(', range=(-2, 3)', ', weights=w', ', density=True')})",
            "np.histogram2d(a, w, bins=3)[0]", "np.bincount(np.abs(a).astype(int)[:5] % 50, minlength=4)",
            "np.bincount(np.abs(a).astype(int) % 9, weights=w)", f"np.digitize(a, {self.choose(['[-1, 0, 2]', '[2, 0, -1]'])}{self.option(', right=True')})",
            "np.interp(a, [-2, 0, 1], [1, 5, 2])", "np.interp(a, [0, 1, 2], w[:3])", "np.cov(a, w)", "np.cov(a)", "np.corrcoef(a, w)",
            f"np.cov(np.stack([a, w, a * 2]){self.option(', ddof=0', ', bias=True', ', rowvar=False')})",
            f"np.convolve(a, w[:4], {self.choose(['full', 'same', 'valid'])!r})", f"np.correlate(a, w, {self.choose(['full', 'same', 'valid'])!r})",
            "np.gradient(a)", "np.gradient(a, 2.0, edge_order=2)", "np.gradient(a, np.arange(a.size) ** 2.0)", "np.trapezoid(a)", "np.trapezoid(a, w)",
            f"np.diff(a, n={self.choose([0, 1, 2, 3])}{self.option(', prepend=1', ', append=[1, 2]')})", "np.ediff1d(a, to_begin=0)",
            "np.average(a, weights=w)", "np.average(a, weights=np.abs(w) + 1, returned=True)", "np.polyval(w[:3], a)", "np.vander(a, 3)",
            f"np.percentile(a, 30)", "np.searchsorted(np.sort(a), w, side='right')", "np.union1d(a, w)", "np.intersect1d(a, w)",
            "np.setdiff1d(a, w)", "np.setxor1d(a, w)", "np.isin(a, w)", "np.unwrap(a)", "np.lexsort((a, w))", "np.trim_zeros(a)",
        ])

    def padding(self):
        self.close = "sums"
        self.finite = True
        dtype = self.choose(["float64", "float64", "int64", "float32", "uint8", "int32"])
        shape, _ = self.array("a", self.shape(self.choose([1, 1, 2, 3])), dtype)
        width = self.choose(["1", "(2, 1)", "3", f"{[(self.random.randrange(4), self.random.randrange(3)) for _ in shape]}"])
        mode = self.choose(PAD_MODES)
        extra = {"constant": ", constant_values=(4, 6)", "linear_ramp": ", end_values=(5, -4)", "reflect": ", reflect_type='odd'",
                 "symmetric": ", reflect_type='odd'"}.get(mode, ", stat_length=2" if mode[0] == "m" else "")
        return f"r = np.pad(a, {width}, mode={mode!r}{self.option(extra)})"

    def einstein(self):
        self.close = "sums"
        self.finite = True
        sizes = {letter: self.choose([1, 2, 3, 4]) for letter in "ijkl"}
        terms = ["".join(self.random.choices("ijkl", k=self.choose([0, 1, 2, 2, 3]))) for _ in range(self.choose([1, 2, 2, 3]))]
        ellipsis = self.random.random() < 0.25
        dtype = self.choose(["float64", "float64", "int64", "complex128", "float32", "bool"])
        for name, term in zip("abc", terms):
            lead = self.choose([(), (2,), (1,), (3, 2)]) if ellipsis else ()
            wrong = self.random.random() < 0.03
            self.array(name, lead + tuple(sizes[x] + wrong for x in term), dtype)
        text = ",".join(("..." if ellipsis else "") + term for term in terms)
        if self.random.random() < 0.6:
            letters = sorted(set("".join(terms)))
            self.random.shuffle(letters)
            text += "->" + ("..." if ellipsis else "") + "".join(letters[: self.random.randrange(len(letters) + 1)])
        options = self.option(", optimize=True", ", dtype=np.float64")
        call = f"np.einsum({text!r}, {', '.join('abc'[:len(terms)])}{options})"
        # With `optimize` the order of its axes in memory depends on how it is computed.
        return f"r = np.array({call}, order='C')" if "optimize" in options else f"r = {call}"

    def selecting(self):
        shape, _ = self.array("a")
        rank = len(shape)
        n = max(shape[-1], 1) if shape else 1
        axis = self.one_axis(rank)
        mode = self.option(", mode='wrap'", ", mode='clip'")
        self.lines.append("a = a.copy()")
        return self.choose([
            f"r = np.take(a, {self.numbers(3, -n, n + 1)}, axis={axis}{mode})", f"r = a.take([[0, 1], [1, 0]]{mode})",
            f"np.put(a, {self.numbers(3, -n, n)}, [1, 2]{mode})\nr = a", f"np.putmask(a, a != a.ravel()[:1], [3, 4])\nr = a",
            f"np.place(a, a != 0, [1, 2, 3])\nr = a", "np.copyto(a, 1, where=a != 0)\nr = a",
            f"r = np.compress([True, False, True], a, axis={axis})", "r = np.extract(a != 0, a)",
            f"r = np.choose(np.array({self.numbers(3, 0, 3)}), [a.ravel()[:3], 7, [1, 2, 3]]{mode})",
            "r = np.select([a == 0, a != 1], [a, a[::-1]])", "r = np.where(a, a, 2)", "r = np.where(a != 0, 1, a)",
            "np.fill_diagonal(a, 3)\nr = a", "np.fill_diagonal(a, [1, 2], wrap=True)\nr = a", f"r = np.diagonal(a, {self.random.randrange(-2, 3)})",
            f"r = np.unique(a, axis={axis})", f"r = np.unique(a, axis={axis}, return_index=True, return_inverse=True, return_counts=True)",
            f"r = np.roll(a, ({self.numbers(2)[1:-1]}), axis={self.axis(rank)})", f"r = np.rot90(a, {self.random.randrange(-3, 5)})",
            f"r = np.insert(a, {self.numbers(2, 0, n)}, 7, axis={axis})",
            f"r = np.lib.stride_tricks.sliding_window_view(a, 2, axis={axis})", f"r = np.array_split(a, [1, 2], axis={axis})",
            f"r = np.repeat(a, {self.numbers(n, 0, 3)}, axis={axis})", "r = np.kron(a, [1, 2])", "r = np.block([[a, a], [a, a]])",
            f"r = np.apply_along_axis(np.cumsum, {axis}, a)", f"r = np.ix_(a.ravel()[:2], [0, 1])", "r = list(np.ndindex(a.shape))",
            "r = [x.tolist() for x in np.broadcast_arrays(a, [1])]",
            f"r = np.argpartition(a, 0, axis={axis}).shape", f"r = np.matrix_transpose(a)", "r = a.reshape(-1).repeat(2)[::3]",
            f"r = np.cumulative_sum(a, axis={axis}, include_initial=True)", "r = np.flip(np.triu(a, -1), -1)", "r = np.isclose(a, a * (1 + 1e-6))",
            f"r = np.count_nonzero(a, axis={self.axis(rank)}, keepdims=True)", "r = np.nan_to_num(a, nan=1, posinf=2)", f"r = np.unstack(a, axis={axis})",
        ])

    def printing(self):
        _, dtype = self.array("a")
        n = self.choose(["", "", "1", "2", "3", "8"])
        options = self.option("precision=3", "suppress=True", "precision=2, suppress=True", "threshold=4, edgeitems=1", "linewidth=30",
                              "sign='+'", "sign=' '", "floatmode='fixed'", "floatmode='unique'", "floatmode='maxprec_equal'", "threshold=5, edgeitems=2")
        # Products of complex numbers round once more or less, by processor.
        square = "a" if dtype.startswith("complex") else "a ** 2 * 1e8"
        scale = self.choose(["a", "a", "a * 1e5", "a / 3", "a * 1e-7", square, "a / 7 * 1e3", "a + 1e-9"])
        return f"with np.printoptions({options}):\n    r = repr({scale}) + str({scale})" if options else f"r = repr({scale}) + str({scale}) + '{n}'"

    def factorising(self):
        self.close = "sums"
        self.finite = True
        n = self.choose([1, 2, 3, 4])
        batch = self.choose([(), (), (2,), (0,)])
        self.array("a", batch + (n, n), self.choose(["float64", "int64", "float32"]))
        self.lines.append(f"a = a + np.eye({n}, dtype=a.dtype) * 40")
        self.array("b", self.choose([(n,), (n, 2), batch + (n, 1)]), "float64")
        return "r = " + self.choose([
            "np.linalg.solve(a, b)", "np.linalg.inv(a)", "np.linalg.det(a / 40)", "np.linalg.slogdet(a)", "np.linalg.svd(a, compute_uv=False)",
            "np.linalg.eigvalsh(a)", f"np.linalg.norm(a, axis=(-2, -1), ord={self.choose(['None', '1', '2', 'np.inf', repr('fro'), repr('nuc')])})",
            f"np.linalg.norm(b, axis=0, ord={self.choose(['None', '1', '2', 'np.inf', '0', '3', '-1'])})", "np.linalg.matrix_power(a / 40, 3)",
            "np.linalg.pinv(a)", "np.linalg.matrix_rank(a)", "np.linalg.cholesky(a @ a.swapaxes(-1, -2))", "np.linalg.qr(a, mode='r')", "np.linalg.lstsq(a, b)[0]",
            "1 / np.linalg.cond(a)", "np.linalg.multi_dot([a, a, b])", "np.fft.fft(a)", "np.fft.rfft(a)", "np.fft.ifft(a)", "np.trace(a, axis1=-2, axis2=-1)",
        ])
