import Glibc

/// Signals that end a program which writes, and tell it no more than the write does by itself.
enum FatalSignals {
    /// Has them ignored by the whole process, so that a command says what is wrong and tidies up.
    static func ignore() {
        // A pipe that nobody reads any more.
        signal(SIGPIPE, SIG_IGN)
        // A bound on the size of files, which is a full disk to us.
        signal(SIGXFSZ, SIG_IGN)
    }
}
