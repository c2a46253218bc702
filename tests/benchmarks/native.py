"""Real NumPy's side of `./x bench` for rows that stand in no order: reads lines "ROW", answers each with a time. The program
is a file of Python text that defines `measure(row)`."""

import sys

program = {}
with open(sys.argv[1]) as file:
    exec(compile(file.read(), sys.argv[1], "exec"), program)
for line in sys.stdin:
    print(program["measure"](line.strip()), flush=True)
