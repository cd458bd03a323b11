import Glibc

/// How long a test waits for an event. A busy machine is slow; only an event that never comes is a failure.
package let patienceSeconds = 60

/// Asks again until the answer is true, for ``patienceSeconds`` at most.
@discardableResult
package func eventually(_ condition: () -> Bool) -> Bool {
    let end = ContinuousClock.now + .seconds(patienceSeconds)
    repeat {
        if condition() { return true }
        usleep(1000)
    } while ContinuousClock.now < end
    return false
}

/// Sends bytes to a socket; returns whether all of them were taken.
package func sendAll(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
        let count = bytes[sent...].withUnsafeBytes {
            Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        sent += count
    }
    return true
}
