"""Moré and Thuente's line search: a step at which the function has fallen enough and its slope is flat enough."""

from math import sqrt


class Failed(Exception):
    """No step was found."""


def search(evaluate, value, slope, step, *, ftol, gtol, xtol, smallest, largest, evaluations, content=False):
    """The step, with `evaluate(step) -> (value, slope)` called there last.

    `value` and `slope` are those at 0. Where rounding errors, the interval's or the steps' limits end the search before both
    conditions hold, the step is given if the caller is `content` with it, else `Failed` is raised; so it is when the
    evaluations are used up.
    """
    if slope >= 0 or step < smallest or step > largest:
        raise Failed
    fall = ftol * slope
    bracketed, lowering = False, True
    width = largest - smallest
    last_width = 2 * width
    best = other = (0.0, value, slope)
    low, high = 0.0, 5 * step
    for _ in range(evaluations):
        f, g = evaluate(step)
        target = value + step * fall
        if f <= target and abs(g) <= -gtol * slope:
            return step
        if lowering and f <= target and g >= 0:
            lowering = False
        at_limit = step == largest and f <= target and g <= fall or step == smallest and (f > target or g >= fall)
        if at_limit or bracketed and (step <= low or step >= high or high - low <= xtol * high):
            if content:
                return step
            raise Failed
        if lowering and best[1] >= f > target:
            # The function less its expected fall: its minimum is one of sufficient decrease.
            tilt = lambda point: (point[0], point[1] - point[0] * fall, point[2] - fall)
            untilt = lambda point: (point[0], point[1] + point[0] * fall, point[2] + fall)
            best, other, step, bracketed = _narrow(
                tilt(best), tilt(other), tilt((step, f, g)), bracketed, low, high
            )
            best, other = untilt(best), untilt(other)
        else:
            best, other, step, bracketed = _narrow(best, other, (step, f, g), bracketed, low, high)
        if bracketed:
            if abs(other[0] - best[0]) >= 0.66 * last_width:
                step = best[0] + 0.5 * (other[0] - best[0])
            last_width, width = width, abs(other[0] - best[0])
            low, high = min(best[0], other[0]), max(best[0], other[0])
        else:
            low, high = step + 1.1 * (step - best[0]), step + 4 * (step - best[0])
        step = min(max(step, smallest), largest)
        if bracketed and (step <= low or step >= high or high - low <= xtol * high):
            step = best[0]
    raise Failed


def _narrow(best, other, trial, bracketed, low, high):
    """A new interval and a step within it, from cubics and quadratics through its ends and the trial."""
    (x, fx, dx), (y, fy, dy), (p, fp, dp) = best, other, trial
    opposite = dp * (1.0 if dx > 0 else -1.0) < 0 if dx != 0 else False
    if fp > fx:
        # Higher: the minimum is bracketed.
        theta, gamma = _cubic(fx, dx, fp, dp, p - x)
        gamma = -gamma if p < x else gamma
        r = ((gamma - dx) + theta) / (((gamma - dx) + gamma) + dp)
        cubic = x + r * (p - x)
        quadratic = x + ((dx / ((fx - fp) / (p - x) + dx)) / 2) * (p - x)
        near = abs(cubic - x) <= abs(quadratic - x)
        step = cubic if near else cubic + (quadratic - cubic) / 2
        bracketed = True
    elif opposite:
        theta, gamma = _cubic(fx, dx, fp, dp, p - x)
        gamma = -gamma if p > x else gamma
        r = ((gamma - dp) + theta) / (((gamma - dp) + gamma) + dx)
        cubic = p + r * (x - p)
        quadratic = p + (dp / (dp - dx)) * (x - p)
        step = cubic if abs(cubic - p) > abs(quadratic - p) else quadratic
        bracketed = True
    elif abs(dp) < abs(dx):
        # Lower and flatter: the cubic may have no minimum, or one behind.
        theta, gamma = _cubic(fx, dx, fp, dp, p - x)
        gamma = -gamma if p > x else gamma
        r = ((gamma - dp) + theta) / ((gamma + (dx - dp)) + gamma)
        if r < 0 and gamma != 0:
            cubic = p + r * (x - p)
        else:
            cubic = high if p > x else low
        quadratic = p + (dp / (dp - dx)) * (x - p)
        cubic_is_nearer = abs(cubic - p) < abs(quadratic - p)
        if bracketed:
            step = cubic if cubic_is_nearer else quadratic
            limit = p + 0.66 * (y - p)
            step = min(limit, step) if p > x else max(limit, step)
        else:
            step = quadratic if cubic_is_nearer else cubic
            step = min(max(step, low), high)
    elif bracketed:
        theta, gamma = _cubic(fp, dp, fy, dy, y - p)
        gamma = -gamma if p > y else gamma
        r = ((gamma - dp) + theta) / (((gamma - dp) + gamma) + dy)
        step = p + r * (y - p)
    else:
        step = high if p > x else low
    if fp > fx:
        other = trial
    else:
        other, best = (best if opposite else other), trial
    return best, other, step, bracketed


def _cubic(fx, dx, fp, dp, distance):
    """The two quantities that give the minimum of the cubic with these values and slopes."""
    theta = 3 * (fx - fp) / distance + dx + dp
    scale = max(abs(theta), abs(dx), abs(dp))
    return theta, scale * sqrt(max(0.0, (theta / scale) ** 2 - (dx / scale) * (dp / scale)))
