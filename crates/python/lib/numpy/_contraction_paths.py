"""`np.einsum_path`: in which order to multiply the operands of an Einstein sum, and the sum along such a path.

Costs are counted as NumPy counts them, so that the paths are NumPy's too. Sources: D. G. A. Smith and J. Gray, "opt_einsum",
Journal of Open Source Software 3 (2018); the documentation of numpy.einsum_path.
"""

import builtins
from itertools import combinations

import numpy as np

_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _einsum_in_steps(*operands, optimize, out=None, **kwargs):
    inputs, output, arrays = _parse(operands)
    steps = _steps(inputs, output, arrays, optimize)[1]
    if len(steps) < 2:
        return _last(steps, np.einsum(*operands, out=out, **kwargs), out)
    last = len(steps) - 1
    for at, step in enumerate(steps):
        taken = [arrays.pop(position) for position in step.positions]
        if at == last:
            return _last(steps, np.einsum(step.text, *taken, out=out, **kwargs), out)
        own = {name: value for name, value in kwargs.items() if name != "order"}
        arrays.append(np.einsum(step.text, *taken, **own))


def _last(steps, result, out):
    """A matrix product at the end leaves an array even where no axis is left."""
    terms = steps[-1].text.split("->")[0].split(",") if steps else []
    letters = set(terms[0]) if terms else set()
    if out is None and len(terms) == 2 and letters and sorted(letters) == sorted(terms[0]) == sorted(terms[1]):
        return np.asarray(result)
    return result


def einsum_path(*operands, optimize="greedy", einsum_call=False):
    inputs, output, arrays = _parse(operands)
    path, steps, costs = _steps(inputs, output, arrays, optimize)
    return ["einsum_path", *path], _report(inputs, output, steps, costs)


class _Step:
    """One product on the path: which operands it takes, as what text, and what is left."""

    def __init__(self, positions, text, remaining, labels):
        self.positions, self.text, self.remaining, self.labels = positions, text, remaining, labels


def _steps(inputs, output, arrays, optimize):
    """The path, its steps, and what they cost: `(naive, optimised, largest intermediate)`."""
    kind, limit, given = _choice(optimize)
    lengths = _lengths(inputs, arrays)
    sets, result = [frozenset(term) for term in inputs], frozenset(output)
    labels = frozenset().union(*sets)
    if limit is None:
        limit = builtins.max(_size(term, lengths) for term in [*inputs, output])
    sums = builtins.sum(len(one) for one in sets) > len(labels)
    naive = _cost(labels, sums, len(inputs), lengths)
    if given is not None:
        path = given
    elif kind is False or len(inputs) < 3 or labels == result:
        path = [tuple(range(len(inputs)))]
    elif kind == "greedy":
        path = _greedy(sets, result, lengths, limit)
    elif kind == "optimal":
        path = _optimal(sets, result, lengths, limit)
    else:
        raise KeyError("Path name %s not found", kind)
    steps, total, largest = [], 0, 0
    terms = list(inputs)
    for at, positions in enumerate(path):
        positions = tuple(sorted(positions, reverse=True))
        left, sets, removed, taken = _contract(positions, sets, result)
        total += _cost(taken, removed, len(positions), lengths)
        largest = builtins.max(largest, _size(left, lengths))
        sources = [terms.pop(position) for position in positions]
        is_last = at == len(path) - 1
        target = output if is_last else "".join(label for _, label in sorted((lengths[one], one) for one in left))
        terms.append(target)
        steps.append(_Step(positions, ",".join(sources) + "->" + target, list(terms), taken))
    if len(terms) != 1:
        raise RuntimeError(f"Invalid einsum_path is specified: {len(terms) - 1} more operands has to be contracted.")
    return path, steps, (naive, total + 1, largest)


def _choice(optimize):
    """`(algorithm, memory limit, path)` of the argument `optimize`."""
    if optimize is None or optimize is False:
        return False, None, None
    if optimize is True:
        return "greedy", None, None
    if isinstance(optimize, str):
        return optimize, None, None
    if optimize and optimize[0] == "einsum_path":
        return "given", None, [tuple(step) for step in optimize[1:]]
    if len(optimize) == 2 and isinstance(optimize[0], str) and isinstance(optimize[1], (int, float)):
        return optimize[0], int(optimize[1]), None
    raise TypeError(f"Did not understand the path: {optimize!s}")


def _report(inputs, output, steps, costs):
    naive, optimised, largest = costs
    every = frozenset().union(*inputs)
    whole = ",".join(inputs) + "->" + output
    lines = [
        f"  Complete contraction:  {whole}",
        f"         Naive scaling:  {len(every)}",
        f"     Optimized scaling:  {builtins.max(len(step.labels) for step in steps)}",
        f"      Naive FLOP count:  {naive:.3e}",
        f"  Optimized FLOP count:  {optimised:.3e}",
        f"   Theoretical speedup:  {naive / optimised:3.3f}",
        f"  Largest intermediate:  {largest:.3e} elements",
        "-" * 74,
        f"{'scaling':>6s} {'current':>24s} {'remaining':>40s}",
        "-" * 74,
    ]
    for step in steps:
        remaining = ",".join(step.remaining) + "->" + output
        lines.append(f"{len(step.labels):4d}    {step.text:>24s} {remaining:>40s}")
    return "\n".join(lines)


# Costs

def _size(labels, lengths):
    size = 1
    for label in labels:
        size *= lengths[label]
    return size


def _cost(labels, sums, operands, lengths):
    """Multiplications, and additions where something is summed."""
    return _size(labels, lengths) * (builtins.max(1, operands - 1) + bool(sums))


def _contract(positions, sets, output):
    """Labels of the product, the operands then left, labels summed over, labels taken part."""
    taken, kept, remaining = frozenset(), output, []
    for at, one in enumerate(sets):
        if at in positions:
            taken |= one
        else:
            remaining.append(one)
            kept |= one
    product = kept & taken
    return product, [*remaining, product], taken - product, taken


# Paths

def _optimal(sets, output, lengths, limit):
    """The cheapest of all paths whose intermediates stay within the limit."""
    found = [(0, [], sets)]
    for step in range(len(sets) - 1):
        longer = []
        for cost, path, remaining in found:
            for pair in combinations(range(len(sets) - step), 2):
                product, left, removed, taken = _contract(pair, remaining, output)
                if _size(product, lengths) <= limit:
                    longer.append((cost + _cost(taken, removed, 2, lengths), [*path, pair], left))
        if not longer:
            cheapest = builtins.min(found, key=lambda one: one[0])[1]
            return [*cheapest, tuple(range(len(sets) - step))]
        found = longer
    return builtins.min(found, key=lambda one: one[0])[1]


class _Candidate:
    """A pair that could be multiplied next: better the more elements go, then the cheaper it is."""

    def __init__(self, pair, left, gain, cost):
        self.pair, self.left, self.rank, self.cost = pair, left, (-gain, cost), cost


def _greedy(sets, output, lengths, limit):
    """Always the pair that removes most elements."""
    _, _, removed, taken = _contract(range(len(sets)), sets, output)
    naive = _cost(taken, removed, len(sets), lengths)
    candidates, path, spent = [], [], 0
    pairs = combinations(range(len(sets)), 2)
    for _ in range(len(sets) - 1):
        judge = lambda pair: _candidate(pair, sets, output, lengths, limit, spent, naive)
        judged = [judge(pair) for pair in pairs if sets[pair[0]] & sets[pair[1]]]
        candidates += [one for one in judged if one]
        if not candidates:
            # Outer products come last.
            judged = [judge(pair) for pair in combinations(range(len(sets)), 2)]
            candidates = [one for one in judged if one]
            if not candidates:
                path.append(tuple(range(len(sets))))
                break
        best = builtins.min(candidates, key=lambda one: one.rank)
        candidates = _still_possible(candidates, best)
        sets = best.left
        newest = len(sets) - 1
        pairs = [(at, newest) for at in range(newest)]
        path.append(best.pair)
        spent += best.cost
    return path


def _candidate(pair, sets, output, lengths, limit, spent, naive):
    product, left, removed, taken = _contract(pair, sets, output)
    size = _size(product, lengths)
    cost = _cost(taken, removed, len(pair), lengths)
    if size > limit or spent + cost > naive:
        return None
    gain = builtins.sum(_size(sets[position], lengths) for position in pair) - size
    return _Candidate(pair, left, gain, cost)


def _still_possible(candidates, best):
    """Candidates that do not need what the best one takes, their positions counted anew."""
    low, high = best.pair
    kept = []
    for one in candidates:
        x, y = one.pair
        if x in best.pair or y in best.pair:
            continue
        left = list(one.left)
        del left[high - (high > x) - (high > y)]
        del left[low - (low > x) - (low > y)]
        left.insert(-1, best.left[-1])
        pair = (x - (x > low) - (x > high), y - (y > low) - (y > high))
        moved = _Candidate(pair, left, 0, one.cost)
        moved.rank = one.rank
        kept.append(moved)
    return kept


# Subscripts

def _parse(operands):
    """Terms of the operands, the result's term, the operands as a list of arrays; `...` written out as letters."""
    if not operands:
        raise ValueError("No input operands")
    if isinstance(operands[0], str):
        text, arrays = operands[0].replace(" ", ""), list(operands[1:])
        for letter in text:
            if letter not in _LETTERS and letter not in ".,->":
                raise ValueError(f"Character {letter} is not a valid symbol.")
    else:
        text, arrays = _from_sublists(operands)
    arrays = [np.asanyarray(one) for one in arrays]
    if ("-" in text or ">" in text) and text.count("->") != 1:
        raise ValueError("Subscripts can only contain one '->'.")
    left, arrow, output = text.partition("->")
    terms = left.split(",")
    if len(terms) != len(arrays):
        raise ValueError("Number of einsum subscripts must be equal to the number of operands.")
    terms, stretched = _without_ellipsis(terms, arrays, text)
    if arrow:
        output = output.replace("...", stretched)
    else:
        joined = "".join(terms)
        once = [label for label in sorted(set(joined)) if joined.count(label) == 1 and label not in stretched]
        output = stretched + "".join(once)
    for label in output:
        if output.count(label) != 1:
            raise ValueError(f"Output character {label} appeared more than once in the output.")
        if not builtins.any(label in term for term in terms):
            raise ValueError(f"Output character {label} did not appear in the input")
    return terms, output, arrays


def _from_sublists(operands):
    operands = list(operands)
    output = operands.pop() if len(operands) % 2 else None
    letters = _LETTERS[26:] + _LETTERS[:26]
    spelled = lambda sublist: "".join("..." if one is Ellipsis else letters[one] for one in sublist)
    text = ",".join(spelled(sublist) for sublist in operands[1::2])
    if output is not None:
        text += "->" + spelled(output)
    return text, operands[::2]


def _without_ellipsis(terms, arrays, text):
    if "." not in text:
        return terms, ""
    if text.count(".") != 3 * text.count("..."):
        raise ValueError("Invalid Ellipses.")
    free = "".join(letter for letter in _LETTERS if letter not in text)
    written, longest = [], 0
    for term, array in zip(terms, arrays):
        if "..." in term:
            count = builtins.max(array.ndim, 1) - (len(term) - 3) if array.ndim else 0
            if count < 0:
                raise ValueError("Ellipses lengths do not match.")
            longest = builtins.max(longest, count)
            term = term.replace("...", free[len(free) - count:])
        written.append(term)
    return written, free[len(free) - longest:]


def _lengths(terms, arrays):
    lengths = {}
    for number, (term, array) in enumerate(zip(terms, arrays)):
        if len(term) != array.ndim:
            named = ",".join(terms)[number]
            raise ValueError(
                f"Einstein sum subscript {named} does not contain the correct number of indices for operand {number}."
            )
        for label, length in zip(term, array.shape):
            known = lengths.get(label, 1)
            if known != 1 and length not in (1, known):
                raise ValueError(
                    f"Size of label '{label}' for operand {number} ({known}) does not match previous terms ({length})."
                )
            lengths[label] = builtins.max(known, length) if length else 0
    return lengths
