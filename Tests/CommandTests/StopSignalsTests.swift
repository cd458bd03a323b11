import Glibc
import Testing

@testable import Command

/// One test after the other, because the handler of a signal belongs to the whole process.
@Suite(.serialized) struct `Signals to stop` {
    /// Runs a closure with this handler of SIGHUP and no signal blocked, as in the first thread of a program, and
    /// restores everything. A raised signal goes to this thread only.
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

    @Test func `do not include SIGHUP under nohup`() {
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
