import Glibc

/// The one owner of a file descriptor; it is closed when the owner ends.
struct Descriptor: ~Copyable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    /// Gives the descriptor away unclosed, so that it can cross to another thread as a number.
    consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    deinit {
        _ = close(number)
    }
}
