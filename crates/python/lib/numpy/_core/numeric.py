"""What generators of random numbers are pickled as, and copied by; files of pickled arrays."""

import numpy as np


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
    return _seed_sequence, (object.state,)


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
