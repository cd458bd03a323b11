import Dispatch
import Synchronization
package import Wire

/// Asks the system for the addresses of a name. It may take as long as it likes; empty if the name has no address.
package typealias Lookup = @Sendable (_ name: String) -> [IPAddress]

/// Looks names up on a few threads of its own, because a lookup cannot be ended before the name server answers.
final class LookupQueue: Sendable {
    private struct Box {
        var waiting: [String] = []
        var threads = 0
    }

    private let box = Mutex(Box())
    private let threadsMax: Int
    private let waitingMax: Int
    private let lookup: Lookup
    private let report: @Sendable (_ name: String, _ addresses: [IPAddress]) -> Void

    /// - Parameter report: is called on the thread of a lookup when it ends.
    init(
        threadsMax: Int, waitingMax: Int, lookup: @escaping Lookup,
        report: @escaping @Sendable (_ name: String, _ addresses: [IPAddress]) -> Void
    ) {
        self.threadsMax = threadsMax
        self.waitingMax = waitingMax
        self.lookup = lookup
        self.report = report
    }

    /// Looks a name up, now or when a thread is free; false if too many names wait.
    func add(_ name: String) -> Bool {
        let (isAdded, needsThread) = box.withLock { box in
            guard box.threads == threadsMax else {
                box.threads += 1
                return (true, true)
            }
            guard box.waiting.count < waitingMax else { return (false, false) }
            box.waiting.append(name)
            return (true, false)
        }
        // A new queue has a thread of its own for as long as it works.
        if needsThread { DispatchQueue(label: "outbound.lookup").async { [self] in work(name) } }
        return isAdded
    }

    /// Whether the lookup of a name has not begun, because no thread is free.
    func isWaiting(_ name: String) -> Bool {
        box.withLock { $0.waiting.contains(name) }
    }

    /// Takes a name back; false if its lookup has begun.
    func withdraw(_ name: String) -> Bool {
        box.withLock { box in
            guard let index = box.waiting.firstIndex(of: name) else { return false }
            box.waiting.remove(at: index)
            return true
        }
    }

    private func work(_ first: String) {
        var next: String? = first
        while let name = next {
            report(name, lookup(name))
            next = box.withLock { box in
                if !box.waiting.isEmpty { return box.waiting.removeFirst() }
                box.threads -= 1
                return nil
            }
        }
    }
}
