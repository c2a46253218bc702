"""What arrays and generators of random numbers are pickled as, and copied by."""

import numpy as np


def _frombuffer(buf, dtype, shape, order):
    return np.frombuffer(buf, dtype=dtype).reshape(shape, order=order).copy("K")


def _fromtexts(texts, dtype, shape, order):
    return np.array(texts, dtype=dtype).reshape(shape, order=order).copy("K")


def _generator(bits):
    return np.random.Generator(bits)


def _bit_generator(seed_sequence, state):
    bits = getattr(np.random, state["bit_generator"])(seed_sequence)
    bits.state = state
    return bits


def _random_state(state):
    random = np.random.RandomState(0)
    random.set_state(state)
    return random


def _seed_sequence(state):
    return np.random.SeedSequence(**state)


def _reduced(object):
    """A function of this module, and the arguments with which it makes the object anew."""
    if isinstance(object, np.random.Generator):
        return _generator, (object.bit_generator,)
    if isinstance(object, np.random.BitGenerator):
        return _bit_generator, (object.seed_seq, object.state)
    if isinstance(object, np.random.RandomState):
        return _random_state, (object.get_state(legacy=False),)
    if isinstance(object, np.random.SeedSequence):
        return _seed_sequence, (object.state,)
    order = "F" if object.flags.fnc else "C"
    if object.dtype.kind == "U":
        return _fromtexts, (object.ravel(order).tolist(), object.dtype, object.shape, order)
    return _frombuffer, (bytearray(object.tobytes(order)), object.dtype, object.shape, order)


def dump(array, file):
    """`array.dump(file)`"""
    import pickle

    if hasattr(file, "write"):
        pickle.dump(array, file)
    else:
        with open(file, "wb") as opened:
            pickle.dump(array, opened)


def dumps(array):
    """`array.dumps()`"""
    import pickle

    return pickle.dumps(array)
