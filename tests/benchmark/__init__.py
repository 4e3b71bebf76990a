"""How fast the portal is, beside a bare view that does the least possible for the same job.

`python -m tests.benchmark` measures, prints a table of ratios and writes var/benchmark.json.
"""

ROUNDS = 3
LIST_SIZES = (10, 100, 1000)
MEETINGS = 50
WRITERS = 8
SIGN_UPS_A_ROUND = 240
SIGN_UPS = SIGN_UPS_A_ROUND * ROUNDS
