"""Everyone in turn: nobody waits for the whole of somebody else's work."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboards.fair_queue import FairQueue

SECONDS = 30


@pytest.fixture
def queue() -> Iterator[FairQueue]:
    with ThreadPoolExecutor(1) as executor:
        yield FairQueue(executor, 1)


def test_jobs_take_turns(queue: FairQueue) -> None:
    begun, hold, order = threading.Event(), threading.Event(), list[str]()

    def first(task: str) -> None:
        begun.set()
        assert hold.wait(SECONDS)
        order.append(task)

    long = queue.submit(first, ["a1", "a2", "a3", "a4"])
    assert begun.wait(SECONDS)
    short = queue.submit(order.append, ["b1", "b2"])
    assert queue.waiting() == 2
    hold.set()
    assert long.done.wait(SECONDS) and short.done.wait(SECONDS)
    assert order.index("b1") < order.index("a3")
    assert order.index("b2") < order.index("a4")
    assert [task for task in order if task.startswith("a")] == ["a1", "a2", "a3", "a4"]
    assert (long.finished, short.finished, queue.waiting()) == (4, 2, 0)


def test_a_job_that_is_given_up_stops_at_once_and_others_go_on(queue: FairQueue) -> None:
    begun, hold, done = threading.Event(), threading.Event(), list[int]()

    def work(task: int) -> None:
        begun.set()
        assert hold.wait(SECONDS)
        done.append(task)

    given_up = queue.submit(work, range(50))
    assert begun.wait(SECONDS)
    other = queue.submit(done.append, [100])
    queue.cancel(given_up)
    assert given_up.done.is_set()
    hold.set()
    assert other.done.wait(SECONDS)
    assert done == [0, 100]
    assert given_up.finished == 0


def test_what_goes_wrong_ends_its_own_job_only(queue: FairQueue) -> None:
    def fail(task: int) -> None:
        raise ValueError(f"task {task}")

    wrong = queue.submit(fail, [1, 2, 3])
    fine = queue.submit(lambda task: None, [1, 2])
    assert wrong.done.wait(SECONDS) and fine.done.wait(SECONDS)
    assert str(wrong.error) == "task 1"
    assert (wrong.finished, fine.finished, fine.error) == (0, 2, None)
