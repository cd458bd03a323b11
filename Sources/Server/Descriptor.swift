import Glibc

/// The only owner of a file descriptor, which it closes at the end of its life.
struct Descriptor: ~Copyable {
    let number: Int32

    init(_ number: Int32) {
        self.number = number
    }

    /// Gives the descriptor away without closing it, so that it can cross to another thread as a number.
    consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    deinit {
        _ = close(number)
    }
}
