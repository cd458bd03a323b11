import Glibc

/// Runs scripts of `sh` for tests.
package enum ShellScript {
    /// Runs a script in a folder; `$0` is a program that it may use. Returns the exit status, 124 if the script took longer
    /// than the seconds, 127 if it could not be started; nil if a signal ended it.
    package static func run(_ script: String, in folder: String, program: String, secondsMax: Int) -> Int32? {
        let arguments = [
            "timeout", "--kill-after=5", "\(secondsMax)", "sh", "-c", "cd '\(folder)' || exit 1\n\(script)", program,
        ]
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        // Threads of tests have most signals blocked, and child processes would inherit that.
        var none = sigset_t()
        sigemptyset(&none)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
        var child: pid_t = 0
        guard posix_spawnp(&child, "timeout", nil, &attributes, &pointers, environ) == 0 else { return 127 }
        var status: Int32 = 0
        waitpid(child, &status, 0)
        return status & 0x7F == 0 ? status >> 8 & 0xFF : nil
    }
}
