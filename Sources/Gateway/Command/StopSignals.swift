import Dispatch
import Glibc

/// SIGTERM and SIGINT, waited for instead of handled: what a handler may do is next to nothing.
struct StopSignals {
    private let set: sigset_t

    /// Blocks them in this thread and in all that it starts. A broken pipe is no reason to die either.
    init() {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGINT)
        pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
        // A bound on file size is a full disk to us, which a write tells of by itself.
        signal(SIGXFSZ, SIG_IGN)
        self.set = set
    }

    /// Returns when one comes.
    func wait() {
        var set = set
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
    }

    /// Whether one has come that nobody has waited for yet.
    func isPending() -> Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return sigismember(&pending, SIGTERM) == 1 || sigismember(&pending, SIGINT) == 1
    }

    /// Does something when another one comes, on a thread of its own.
    func cutShort(_ body: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "second-signal").async { [self] in
            wait()
            body()
        }
    }
}
