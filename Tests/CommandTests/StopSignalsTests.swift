import Glibc
import Testing

@testable import Command
@testable import Gateway

/// One after the other: what a signal does is the whole process's.
@Suite(.serialized) struct `Signals to stop` {
    /// Runs with SIGHUP handled so and no signal blocked, as in a thread that a program begins with, and leaves everything
    /// as it was. A signal that is raised is this thread's alone.
    private func with(_ handler: sighandler_t?, _ body: () -> Void) {
        var mask = sigset_t()
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &mask)
        let hangup = signal(SIGHUP, handler)
        body()
        pthread_sigmask(SIG_SETMASK, &mask, nil)
        signal(SIGHUP, hangup)
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP])
    func `are waited for`(_ number: Int32) {
        with(SIG_DFL) {
            let signals = StopSignals()
            #expect(!signals.isPending())
            raise(number)
            #expect(signals.isPending())
            signals.wait()
            #expect(!signals.isPending())
        }
    }

    @Test func `are without SIGHUP for who started it with nohup`() {
        with(SIG_IGN) {
            let signals = StopSignals()
            raise(SIGHUP)
            #expect(!signals.isPending())
            raise(SIGTERM)
            #expect(signals.isPending())
            signals.wait()
        }
    }
}
