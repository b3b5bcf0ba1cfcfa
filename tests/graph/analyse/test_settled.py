"""What an analysis made counts as living long when it is over, and what others set apart from the search stays apart."""

from __future__ import annotations

import gc

import pytest

from graph.analyse import analyse
from tests.graph.analyse.world import World, ring


@pytest.mark.parametrize("apart", [False, True])
def test_findings_live_long_and_what_is_apart_stays_apart(apart: bool) -> None:
    world = World()
    world.strangers(30)
    ring(world)
    links = world.build()
    if apart:
        gc.freeze()
    before = gc.get_freeze_count()
    try:
        document = analyse(links)
        assert gc.isenabled()
        if apart:  # a few of them may have gone meanwhile
            assert 0 < gc.get_freeze_count() <= before
        else:
            assert gc.get_freeze_count() == 0
            assert any(one is document.findings[0] for one in gc.get_objects(generation=2))
    finally:
        if apart:
            gc.unfreeze()
