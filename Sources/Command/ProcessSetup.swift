import Glibc

/// Standard input, output and error, some of which the caller may have closed.
enum StandardDescriptors {
    /// Opens `/dev/null` for each that is closed. It has to be called before any file is opened: otherwise that file
    /// would get the free number, and output with secrets would be written into it.
    static func occupy() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // open(2) returns the lowest free number, which is this one, because those before it are taken. It is
            // opened for reading only, so that a write to it fails.
            _ = open("/dev/null", O_RDONLY)
        }
    }
}

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
