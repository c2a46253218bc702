"""The line search of Nocedal and Wright: a bracket that grows, then interpolation within it. BFGS tries it when Moré and
Thuente's finds no step."""

import math


def search(phi, slope_at, value, slope, step, ftol, gtol, largest):
    """The step at which the function has fallen enough and its slope is flat enough; None if there is none to be found.

    A step of which only the fall is known ends a bracket that has grown ten times.
    """
    lower, lower_value, lower_slope = 0.0, value, slope
    trial = phi(step)
    for i in range(10):
        if step == 0 or lower > largest:
            return None
        if trial > value + ftol * step * slope or trial >= lower_value and i > 0:
            return _zoomed(lower, step, lower_value, trial, lower_slope, phi, slope_at, value, slope, ftol, gtol)
        trial_slope = slope_at(step)
        if abs(trial_slope) <= -gtol * slope:
            return step
        if trial_slope >= 0:
            return _zoomed(step, lower, trial, lower_value, trial_slope, phi, slope_at, value, slope, ftol, gtol)
        lower, lower_value, lower_slope = step, trial, trial_slope
        step = min(2 * step, largest)
        trial = phi(step)
    return step


def _zoomed(low, high, low_value, high_value, low_slope, phi, slope_at, value, slope, ftol, gtol):
    """A step between two, of which `low` is the better."""
    other, other_value = 0.0, value
    for i in range(11):
        width = high - low
        first, last = (high, low) if width < 0 else (low, high)
        step = _cubic_minimum(low, low_value, low_slope, high, high_value, other, other_value) if i else None
        margin = 0.2 * width
        if step is None or step > last - margin or step < first + margin:
            margin = 0.1 * width
            step = _parabola_minimum(low, low_value, low_slope, high, high_value)
            if step is None or step > last - margin or step < first + margin:
                step = low + 0.5 * width
        trial = phi(step)
        if trial > value + ftol * step * slope or trial >= low_value:
            other, other_value, high, high_value = high, high_value, step, trial
            continue
        trial_slope = slope_at(step)
        if abs(trial_slope) <= -gtol * slope:
            return step
        if trial_slope * (high - low) >= 0:
            other, other_value, high, high_value = high, high_value, low, low_value
        else:
            other, other_value = low, low_value
        low, low_value, low_slope = step, trial, trial_slope
    return None


def _cubic_minimum(a, fa, slope, b, fb, c, fc):
    """Where the cubic through three points with a slope at the first has its minimum."""
    try:
        db, dc = b - a, c - a
        scale = (db * dc) ** 2 * (db - dc)
        rest_b, rest_c = fb - fa - slope * db, fc - fa - slope * dc
        third = (dc**2 * rest_b - db**2 * rest_c) / scale
        second = (-(dc**3) * rest_b + db**3 * rest_c) / scale
        result = a + (-second + math.sqrt(second * second - 3 * third * slope)) / (3 * third)
    except (ArithmeticError, ValueError):
        return None
    return result if math.isfinite(result) else None


def _parabola_minimum(a, fa, slope, b, fb):
    """Where the parabola through two points with a slope at the first has its minimum."""
    try:
        width = b - a
        result = a - slope / (2.0 * ((fb - fa - slope * width) / (width * width)))
    except ArithmeticError:
        return None
    return result if math.isfinite(result) else None
