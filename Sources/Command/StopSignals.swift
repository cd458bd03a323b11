import Dispatch
import Glibc

/// SIGTERM, SIGINT and SIGHUP, waited for instead of handled: what a handler may do is next to nothing.
struct StopSignals {
    private let numbers: [Int32]
    private let set: sigset_t

    /// Blocks them in this thread and in all that it starts.
    init() {
        // A terminal that is closed stops the gateway, unless it was started with nohup, which has SIGHUP ignored: one that
        // is blocked would be waited for all the same.
        numbers = Self.isIgnored(SIGHUP) ? [SIGTERM, SIGINT] : [SIGTERM, SIGINT, SIGHUP]
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
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
        return numbers.contains { sigismember(&pending, $0) == 1 }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        // Functions cannot be compared, and this one is no function but the address 1.
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Does something when another one comes, on a thread of its own.
    func cutShort(_ body: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "second-signal").async { [self] in
            wait()
            body()
        }
    }
}
