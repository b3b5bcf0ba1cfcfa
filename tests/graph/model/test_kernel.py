"""How functions are compiled."""

import subprocess
import sys

CODE = """
import sys
from graph.model.kernel import kernel
def plus(a, b):
    return a + b
print(kernel(plus)(2, 3), "scipy.linalg" in sys.modules)
import scipy.linalg
print(scipy.linalg.norm([3.0, 4.0]))
"""


def test_what_is_compiled_loads_no_linear_algebra_and_whoever_needs_it_can_load_it() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["5", "False", "5.0"]
