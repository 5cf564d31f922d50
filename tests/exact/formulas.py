"""Waiting-line formulas in continuous time: what a weekly list looks like when weeks become very short."""

from collections.abc import Sequence

import numpy as np


def erlang_b(load: float, servers: int) -> float:
    """The share of cases that is turned away when nobody may wait.

    Args:
        load: arrival rate over service rate.
        servers: number of workers.

    Returns:
        Probability that a case finds all workers busy and is lost.
    """
    blocked = 1.0
    for k in range(1, servers + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked


def erlang_c(load: float, servers: int) -> float:
    """The share of cases that has to wait when everybody waits his turn.

    Args:
        load: arrival rate over service rate, below the number of workers.
        servers: number of workers.

    Returns:
        Probability that a case waits.
    """
    blocked = erlang_b(load, servers)
    rho = load / servers
    return blocked / (1.0 - rho + rho * blocked)


def erlang_c_wait(arrivals: float, service_rate: float, servers: int) -> float:
    """The mean wait in the queue M/M/c.

    Args:
        arrivals: cases a week.
        service_rate: 1 over the mean number of weeks of a case.
        servers: number of workers.

    Returns:
        Weeks.
    """
    return erlang_c(arrivals / service_rate, servers) / (servers * service_rate - arrivals)


def cobham(arrivals: Sequence[float], service_rate: float, servers: int) -> list[float]:
    """The mean wait per priority class when urgent cases go first but nobody is interrupted.

    Args:
        arrivals: cases a week per class, most urgent first.
        service_rate: the same for every class.
        servers: number of workers.

    Returns:
        Weeks per class.
    """
    capacity = servers * service_rate
    sigma = np.concatenate([[0.0], np.cumsum(arrivals) / capacity])
    base = erlang_c(sum(arrivals) / service_rate, servers) / capacity
    return [float(base / ((1.0 - sigma[k]) * (1.0 - sigma[k + 1]))) for k in range(len(arrivals))]


def one_server_wait(arrivals: float, mean_service: float, second_moment: float) -> float:
    """The mean wait with one worker and any length of case (Pollaczek and Khinchine).

    Args:
        arrivals: cases a week.
        mean_service: mean weeks of a case.
        second_moment: mean of the squared weeks of a case.

    Returns:
        Weeks.
    """
    return arrivals * second_moment / (2.0 * (1.0 - arrivals * mean_service))


def erlang_a(
    arrivals: float, service_rate: float, servers: int, leaving_rate: float
) -> tuple[float, float, float]:
    """A waiting list that people leave before their turn.

    Args:
        arrivals: cases a week.
        service_rate: 1 over the mean number of weeks of a case.
        servers: number of workers.
        leaving_rate: of each waiting case, a week.

    Returns:
        Mean number waiting, share of cases that waits, share of cases that leaves.
    """
    size = servers + 50 + int(40 * (arrivals + 1.0) / leaving_rate / max(1.0, servers * service_rate))
    counts = np.arange(1, size + 1)
    deaths = service_rate * np.minimum(counts, servers) + leaving_rate * np.maximum(counts - servers, 0)
    logs = np.concatenate([[0.0], np.cumsum(np.log(arrivals) - np.log(deaths))])
    law = np.exp(logs - logs.max())
    law /= law.sum()
    waiting = float(law @ np.maximum(np.arange(size + 1) - servers, 0))
    return waiting, float(law[servers:].sum()), leaving_rate * waiting / arrivals


def break_even_slowdown(teams: int, servers: int, rho: float) -> float:
    """How much slower work may become before one big team is as slow as several small ones.

    Args:
        teams: number of equal teams that become one.
        servers: workers per team.
        rho: load of the teams.

    Returns:
        Share of the speed that may be lost at equal mean time from asking to closing.
    """
    arrivals = rho * servers
    separate = erlang_c_wait(arrivals, 1.0, servers) + 1.0
    low, high = 0.0, 1.0 - rho
    for _ in range(80):
        middle = (low + high) / 2.0
        rate = 1.0 - middle
        pooled = erlang_c_wait(teams * arrivals, rate, teams * servers) + 1.0 / rate
        low, high = (middle, high) if pooled < separate else (low, middle)
    return low
