import Dispatch
import Glibc

/// SIGTERM, SIGINT and SIGHUP, received with `sigwait`, because a signal handler may do almost nothing.
struct StopSignals {
    private let numbers: [Int32]
    private let set: sigset_t

    /// Blocks them in this thread and in all threads that it starts.
    init() {
        // A terminal that is closed stops the gateway, unless it was started with nohup, which makes it ignore SIGHUP;
        // a blocked SIGHUP would be received in spite of that.
        numbers = Self.isIgnored(SIGHUP) ? [SIGTERM, SIGINT] : [SIGTERM, SIGINT, SIGHUP]
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        self.set = set
    }

    /// Waits for a signal.
    func wait() {
        var set = set
        var number: Int32 = 0
        while sigwait(&set, &number) != 0 {}
    }

    /// Whether a signal has come that `wait` has not received yet.
    func isPending() -> Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return numbers.contains { sigismember(&pending, $0) == 1 }
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        sigaction(number, nil, &action)
        // Functions cannot be compared, and SIG_IGN is not a function but the address 1.
        let handler = unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self)
        return handler == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    /// Runs a closure on another thread when a further signal comes.
    func cutShort(_ body: @escaping @Sendable () -> Void) {
        DispatchQueue(label: "second-signal").async { [self] in
            wait()
            body()
        }
    }
}
