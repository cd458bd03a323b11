"""What became of sessions reaches a shop, however the gateway ends and whatever the shop answers."""

import signal
import time

import patience
from case import eventually, folder, require
from chance import SEED, draw
from receiver import KIND, MOODY, Receiver
from sandbox import Sandbox
from shopping import Shopping
from told import FORWARD_SECONDS, Told

FORMATS = ["gateway", "stripe", "gateway"]
STEPS_A_SECOND = 80
# Signatures are valid for five minutes, so they are verified again and again.
ROUNDS_A_VERIFICATION = 10


class Run:
    """A sandbox with endpoints of both formats, a receiver that answers at random, and customers."""

    def __init__(self, *options):
        self.chance = draw()
        self.place = folder()
        self.receiver = Receiver(self.place, ["moody"] * len(FORMATS), SEED)
        self.sandbox = Sandbox(*options).listening()
        self.told = Told(self.sandbox, self.receiver)
        for form in FORMATS:
            self.told.add_endpoint(form)
        self.shopping = Shopping(self.sandbox, self.chance)

    def shop(self, seconds, then):
        self.receiver.become(MOODY)
        self.shopping.run(STEPS_A_SECOND, self.chance.uniform(*seconds), then)

    def start_again(self, number, rounds):
        """Starts the gateway after a round. In the middle an endpoint gets another secret, and now and then all that waits
        for another attempt becomes due."""
        self.sandbox.start()
        self.sandbox.listening()
        if number == rounds // 2:
            self.told.rotate(0)
        if number % 4 == 2:
            self.told.forward(FORWARD_SECONDS)
        if number % ROUNDS_A_VERIFICATION == ROUNDS_A_VERIFICATION - 1:
            self.told.verify(self.place)

    def finish(self):
        """Lets everything be told, and checks it; returns a line of figures."""
        self.receiver.become(KIND)
        self.told.settle()
        failed = self.told.recover()
        self.told.collect()
        self.told.resend()
        sessions, events, attempts = self.told.judge(self.shopping.acknowledged)
        self.told.verify(self.place)
        require(self.sandbox.stop() == 0, "the last stop did not end with 0")
        self.receiver.end()
        return (f"{sessions} sessions, {events} events told by {attempts} attempts, none lost, none untrue, each with one id "
                f"and the same bytes and in the order of its session; {failed} were recovered after their last attempt; "
                f"moves of the clock: {len(self.told.moves) - 1}; every attempt was verified by stripe and standardwebhooks")


def kill(quick):
    """kill -9 while a shop answers, refuses, hangs and cuts"""
    rounds = 4 if quick else 50
    run = Run()
    for number in range(rounds):
        run.shop((0.2, 1.0), run.sandbox.kill)
        run.start_again(number, rounds)
    return f"{rounds} kills; {run.finish()}"


DRAIN_SECONDS = 1


def stop(quick):
    """SIGTERM while webhooks are under way"""
    rounds = 2 if quick else 10
    run = Run("--drain-timeout", str(DRAIN_SECONDS))
    slowest, cut_off = 0.0, 0
    for number in range(rounds):
        stopped = []

        def end():
            stopped.append(time.monotonic())
            run.sandbox.signal(signal.SIGTERM)

        run.shop((0.5, 1.0), end)
        require(run.sandbox.end() == 0, f"the exit code is not 0: {run.sandbox.errors()}")
        took = time.monotonic() - stopped[0]
        # An attempt that hangs would take 15 s.
        require(took < DRAIN_SECONDS + 8, f"with a drain of {DRAIN_SECONDS} s it ended after {took:.1f} s")
        slowest = max(slowest, took)
        run.told.collect()
        unanswered = {
            place: len(attempts) for place, attempts in run.told.by_id.items()
            if attempts[-1].answer == "hang" and attempts[-1].at > stopped[0] - 15}
        run.receiver.become(KIND)
        run.start_again(number, rounds)

        def came_again():
            run.told.collect()
            return all(len(run.told.by_id[place]) > before for place, before in unanswered.items())

        eventually(came_again, "an attempt that was cut is not made again")
        cut_off += len(unanswered)
    return (f"{rounds} stops with a drain of {DRAIN_SECONDS} s within {slowest:.2f} s; {cut_off} attempts that hung were made "
            f"again after the next start; {run.finish()}")


WARM_UP = 100


def memory(quick):
    """many deliveries"""
    count = 2_000 if quick else 100_000
    place = folder()
    doors = 10
    sandbox = Sandbox().listening()
    with Receiver(place, ["moody"] * doors, keeps=False) as receiver:
        receiver.become(KIND)
        for door in range(doors):
            sandbox.add_endpoint(receiver.url(door), events=["checkout.session.created"])
        # Until every connection to each endpoint is open.
        sandbox.create_many(WARM_UP)
        resident, files = [], []
        for tenth in range(10):
            wanted = WARM_UP * doors + (tenth + 1) * count // 10
            sandbox.create_many(count // 10 // doors)
            eventually(lambda: receiver.count >= wanted, "deliveries do not arrive", 5 * patience.SECONDS)
            resident.append(sandbox.resident())
            files.append(sandbox.descriptors())
        eventually(lambda: not sandbox.pending(), "deliveries stay pending")
        require(receiver.count == wanted, f"{receiver.count} arrived of {wanted}")
    require(files[-1] <= files[0] + 4, f"descriptors: {files}")
    ratio = resident[-1] / resident[0]
    require(ratio <= 1.1 or quick and ratio <= 1.25, f"memory {ratio:.2f} times that after the first tenth: {resident}")
    require(sandbox.stop() == 0, "the stop did not end with 0")
    first, last = (size / 1048576 for size in (resident[0], resident[-1]))
    return (f"{count} deliveries; after the first tenth {first:.1f} MiB and {files[0]} descriptors, after the last "
            f"{last:.1f} MiB and {files[-1]}, ratio {ratio:.3f}")
