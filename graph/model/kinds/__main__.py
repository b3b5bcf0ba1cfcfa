"""`python -m graph.model.kinds > docs/kinds.md`"""

from __future__ import annotations

import sys

from graph.model.kinds.document import markdown

sys.stdout.buffer.write(markdown().encode())
