import Dispatch
import Synchronization
import TestSupport

@testable import Server

/// Stops a server on another thread, as the main thread of a program does while clients are still being answered.
final class Stopper: Sendable {
    private let cut = Mutex<Int?>(nil)
    private let group = DispatchGroup()

    init(_ server: Server) {
        DispatchQueue(label: "stopper").async(group: group) { [self] in
            let count = server.stop(drain: .seconds(patienceSeconds))
            cut.withLock { $0 = count }
        }
    }

    func wait() -> Int? {
        group.wait()
        return cut.withLock { $0 }
    }
}
