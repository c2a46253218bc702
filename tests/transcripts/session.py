# Runs statements one by one as an interactive session shows them. Used by record.py under CPython with NumPy, and by
# crates/python/tests/transcripts.rs inside ndgym's engine, so that both show results, errors and warnings alike.
import warnings

warnings.simplefilter("always")


def _show_warning(message, category, *_rest):
    print(f"{category.__name__}: {message}")


warnings.showwarning = _show_warning


def run_statement(source, namespace):
    try:
        exec(compile(source + "\n", "<input>", "single"), namespace)
    except Exception as error:
        module = type(error).__module__
        name = type(error).__qualname__
        print(f"{name if module == 'builtins' else f'{module}.{name}'}: {error}")


def run_session(statements):
    namespace = {"__name__": "session"}
    for statement in statements:
        print("\x1e", end="")
        run_statement(statement, namespace)
