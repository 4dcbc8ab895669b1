"""The mapping function: whatever one item does, the others come through, in order."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from toy_runs import MODULES
from toy_work import dead_setup, no_setup, toy

from pipeline.running.workers import WINDOW_ITEMS, Limits, Lost, SetupError, mapped

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")


def go(items: list[Any], **limits: Any) -> list[Any]:
    return list(mapped(toy, ((i, 10) for i in items), Limits(**{"workers": 2, "deadline": 20, **limits})))


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_order_is_kept(workers: int) -> None:
    assert go(list(range(300)), workers=workers) == [i * i for i in range(300)]


def test_nothing_to_do_starts_nothing() -> None:
    assert list(mapped(dead_setup, [], Limits())) == []


@posix
@pytest.mark.parametrize("start_method", ["spawn", "forkserver"])
def test_bad_items_cost_themselves_only(start_method: str) -> None:
    items: list[Any] = [i if i % 9 else "abort" for i in range(40)]
    items[5], items[15], items[26] = "raise", "exit", "unpicklable"
    found = go(items, start_method=start_method)
    for item, result in zip(items, found, strict=True):
        if isinstance(item, int):
            assert result == item * item
        else:
            assert isinstance(result, Lost)
    assert found[0] == Lost("WorkerDied", "its worker process died twice (SIGABRT)")
    assert found[5] == Lost("KeyError", "'no such thing'")
    assert "exit code 3" in found[15].message


@posix
@pytest.mark.parametrize("item", ["hang", "hold"])
def test_a_hang_ends_at_its_deadline(item: str) -> None:
    go([1])
    start = time.monotonic()
    found = go([1, item, 2, 3], deadline=2.0)
    assert found[1].error == "TooSlow" and [found[0], *found[2:]] == [1, 4, 9]
    assert 2 <= time.monotonic() - start < 8


@posix
def test_memory_is_limited() -> None:
    found = go([1, "fill", 2], memory_mb=300)
    assert found[1].error == "MemoryError" and found[::2] == [1, 4]


@posix
def test_an_innocent_item_survives_the_death_of_its_worker(tmp_path: Path) -> None:
    assert go([1, tmp_path / "mark", 2]) == [1, "done", 4]


def test_large_results_come_through() -> None:
    assert [len(r) for r in go(["big"] * 6)] == [1 << 22] * 6


def test_large_items_come_through() -> None:
    payloads = [bytes(1 << 18)] * 20
    assert list(mapped(toy, ((p, 0) for p in payloads), Limits(2))) == ["done"] * 20


def test_setup_errors_are_told() -> None:
    with pytest.raises(SetupError, match=r"^model.crf: no such file$"):
        list(mapped(no_setup, [(1, 0)], Limits()))
    with pytest.raises(SetupError, match=r"do not start .exit code 7"):
        list(mapped(dead_setup, [(1, 0)], Limits()))


def test_items_are_read_lazily() -> None:
    pulled = 0

    def items() -> Iterator[tuple[int, int]]:
        nonlocal pulled
        for i in range(10 * WINDOW_ITEMS):
            pulled += 1
            yield i, 10

    results = mapped(toy, items(), Limits(2))
    assert [next(results) for _ in range(3)] == [0, 1, 4]
    assert pulled <= WINDOW_ITEMS
    results.close()


def test_a_slow_item_does_not_let_the_others_run_away() -> None:
    """Results wait in order behind a slow one, never more than the window."""
    seen: list[int] = []
    items = (((("hang" if i == 0 else i), 10), seen.append(i))[0] for i in range(3 * WINDOW_ITEMS))
    results = mapped(toy, items, Limits(2, deadline=1.5))
    assert next(results).error == "TooSlow"
    assert len(seen) <= WINDOW_ITEMS
    results.close()


@pytest.mark.parametrize("start_method", ["spawn", None])
def test_a_script_needs_no_guard(tmp_path: Path, start_method: str | None) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(MODULES)!r})\n"
        "from toy_work import toy; from pipeline.running.workers import Limits, mapped\n"
        f"print(*mapped(toy, [(2, 0), (3, 0)], Limits(2, start_method={start_method!r})))\n",
        encoding="utf-8",
    )
    assert subprocess.run([sys.executable, script], capture_output=True, text=True, check=True).stdout == "4 9\n"


@posix
def test_time_spent_stopped_does_not_count(tmp_path: Path) -> None:
    """Ctrl-Z stops the parent and its workers; on they go as if nothing had been."""
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(MODULES)!r})\n"
        "from toy_work import toy; from pipeline.running.workers import Limits, mapped\n"
        "if __name__ == '__main__':\n"
        "    items = ((i if i % 5 else 'nap', 10) for i in range(20))\n"
        "    for result in mapped(toy, items, Limits(2, deadline=1.5)):\n"
        "        print(result, flush=True)\n",
        encoding="utf-8",
    )
    said = tmp_path / "said"
    with said.open("wb") as file:
        parent = subprocess.Popen([sys.executable, script], stdout=file, start_new_session=True)
    _wait(lambda: said.stat().st_size)
    os.killpg(parent.pid, signal.SIGSTOP)
    time.sleep(3)
    os.killpg(parent.pid, signal.SIGCONT)
    assert parent.wait(30) == 0
    assert said.read_text(encoding="utf-8").split() == [str(i * i) if i % 5 else "done" for i in range(20)]


@posix
@pytest.mark.parametrize("item", ["1", "'hold'"])
def test_workers_end_with_their_parent(item: str, tmp_path: Path) -> None:
    """Killed by -9, the parent leaves no worker behind: neither an idle one nor one that hangs in native code."""
    code = (
        f"import sys, time; sys.path.insert(0, {str(MODULES)!r})\n"
        "from functools import partial; from toy_work import mark\n"
        "from pipeline.running.workers import Limits, mapped\n"
        "if __name__ == '__main__':\n"
        f"    setup = partial(mark, {str(tmp_path / 'pid')!r})\n"
        f"    for _ in mapped(setup, [({item}, 0)], Limits(1, deadline=1)):\n"
        "        time.sleep(1000)\n"
    )
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, script])
    pid = int(_wait(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text(encoding="utf-8")))
    time.sleep(0.3)
    parent.kill()
    parent.wait()
    _wait(lambda: not _alive(pid))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return False


def _wait(what: Callable[[], Any], seconds: float = 15) -> Any:
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found
