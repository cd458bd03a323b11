import Glibc

/// Signals that would end a program when it writes, although the write itself reports the error.
enum FatalSignals {
    /// Makes the whole process ignore them, so that a command can report the error and clean up.
    static func ignore() {
        // A write to a pipe without a reader.
        signal(SIGPIPE, SIG_IGN)
        // A write beyond the limit on the size of files; the gateway treats it as a full disk.
        signal(SIGXFSZ, SIG_IGN)
    }
}
