"""How many requests a second a gateway answers, and what each costs in time and processor."""

import statistics

from measured import CREATES, Measured, create, load


def rates(program, figures, options):
    """Creates of each provider in turn, in several rounds. Ratios compare rates of one round, because the machine's
    speed drifts."""
    taken = {provider: [] for provider in CREATES}
    logged = []
    for _ in range(options.rounds):
        for provider in CREATES:
            with Measured(program) as gateway:
                taken[provider].append(warm(gateway, provider, options.seconds))
        with Measured(program, "--access-log", "on", drops_log=True) as gateway:
            logged.append(warm(gateway, "duro", options.seconds)[0])
    add_creates(figures, taken, logged)
    with Measured(program) as gateway:
        rate, _, cpu = load(gateway, [gateway.base + "/healthz"], 64, options.seconds)
    figures.add("health_rate", rate, "requests/s")
    figures.add("health_cpu", cpu, "us")


def warm(gateway, provider, seconds):
    """Loads a gateway after a second in which nothing is measured."""
    create(gateway, provider, 64, 1)
    return create(gateway, provider, 64, seconds)


def add_creates(figures, taken, logged):
    """Adds the median of the rounds of each provider, and the ratios to the rates of Duro."""
    base = [rate for rate, _, _ in taken["duro"]]

    def to_duro(rates):
        return statistics.median(rate / duro for rate, duro in zip(rates, base))

    for provider, rounds in taken.items():
        rate, p99, cpu = (statistics.median(column) for column in zip(*rounds))
        figures.add(f"create_{provider}_rate", rate, "requests/s")
        figures.add(f"create_{provider}_p99", p99, "ms")
        figures.add(f"create_{provider}_cpu", cpu, "us")
        if provider != "duro":
            figures.add(f"create_{provider}_to_duro", to_duro(rate for rate, _, _ in rounds), "ratio", drifts=False)
    figures.add("access_log_on_to_off", to_duro(logged), "ratio", drifts=False)
