import Glibc

/// Standard input, output and error, of which whoever starts a program may have closed any.
enum StandardDescriptors {
    /// Opens `/dev/null` in the place of each that is closed. To be called before anything else is opened: the next file
    /// would take the free number, and what is printed, secrets among it, would be written into that file.
    static func occupy() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) < 0 {
            // open(2) gives the lowest number that is free, which this is: those before it are taken. For reading alone, so
            // that whoever writes to it is told that nobody gets that.
            _ = open("/dev/null", O_RDONLY)
        }
    }
}
