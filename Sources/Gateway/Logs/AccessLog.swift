import Checkout
import Dispatch
import Glibc
import Synchronization
import Wire

/// Writes one JSON line for each request. The request id is the only text of the caller in it.
///
/// Lines gather in memory and a thread of its own writes them, so that a slow reader of the log slows no request. Lines
/// that do not fit are dropped and counted, in the log and by ``LogLosses``.
final class AccessLog: Sendable {
    /// The values of one line.
    struct Line {
        let at: Timestamp
        let requestID: String
        let provider: String?
        let route: String
        let method: HTTPMethod
        let status: Int
        let microseconds: Int64
        let bytes: Int
    }

    private struct Pending {
        var bytes: [UInt8] = []
        var dropped = 0
        var isScheduled = false
    }

    private let pending = Mutex(Pending())
    private let writer: Mutex<LineWriter>
    private let losses: LogLosses
    private let ticks: @Sendable () -> Int64
    private let isGivenUp: GivenUp
    /// Whether another look is due at which losses may be over, even if no line comes.
    private let looksAgain = Atomic(false)
    /// Whether nothing more may be written, because the descriptor may belong to another file by then.
    private let isOver = Atomic(false)
    private let queue = DispatchQueue(label: "access-log")
    private static let pendingBytesMax = 4 << 20
    /// Giving up takes some tenths of a second, except on a terminal that blocks a write.
    private static let givingUpMax = DispatchTimeInterval.seconds(5)

    /// Whether to stop waiting for a reader that does not read.
    private final class GivenUp: Sendable {
        let flag = Atomic(false)
    }

    /// - Parameters:
    ///   - descriptor: where lines go; the caller closes it.
    ///   - losses: gets the number of lost lines.
    ///   - ticks: microseconds of a monotonic clock.
    init(
        descriptor: Int32, losses: LogLosses, ticks: @escaping @Sendable () -> Int64
    ) {
        let isGivenUp = GivenUp()
        self.isGivenUp = isGivenUp
        writer = Mutex(
            LineWriter(descriptor: descriptor, isGivenUp: { isGivenUp.flag.load(ordering: .relaxed) }))
        self.losses = losses
        self.ticks = ticks
    }

    /// Adds a line for the answer to a request.
    func append(_ response: Response, to context: RequestContext, at clock: any Clock) {
        append(
            Line(
                at: clock.now, requestID: context.requestID, provider: context.owner?.name.text,
                route: context.route, method: context.method, status: response.status,
                microseconds: clock.ticks - context.startedAt, bytes: context.method == .head ? 0 : response.body.count)
        )
    }

    func append(_ line: Line) {
        let text = Self.encode(line)
        let (isDropped, wakes) = pending.withLock { pending in
            guard pending.bytes.count + text.count <= Self.pendingBytesMax else {
                pending.dropped += 1
                return (true, false)
            }
            pending.bytes += text
            defer { pending.isScheduled = true }
            return (false, !pending.isScheduled)
        }
        if isDropped { losses.note(1, "they are not read as fast as they come.", ticks: ticks()) }
        // One wake-up for all lines of the next moment, instead of one for each line.
        if wakes { queue.asyncAfter(deadline: .now() + .milliseconds(20)) { self.write() } }
    }

    /// Writes all pending lines, and reports the lost lines that were not reported yet.
    ///
    /// - Parameter time: how long to wait for a reader. Lines that it has not taken by then are lost.
    func finish(within time: DispatchTimeInterval) {
        let written = DispatchSemaphore(value: 0)
        queue.async {
            self.write()
            self.isOver.store(true, ordering: .relaxed)
            written.signal()
        }
        if written.wait(timeout: .now() + time) != .success {
            isGivenUp.flag.store(true, ordering: .relaxed)
            _ = written.wait(timeout: .now() + Self.givingUpMax)
        }
        losses.finish()
    }

    private func write() {
        guard !isOver.load(ordering: .relaxed) else { return }
        let (bytes, dropped) = pending.withLock { pending in
            defer { pending = Pending() }
            return (pending.bytes, pending.dropped)
        }
        let untold = writer.withLock { writer in
            let lost = writer.write(bytes)
            if lost > 0 {
                let error = writer.systemError
                // Lines are given up only when there is no room for them.
                losses.note(lost, error == EAGAIN ? "nobody reads them." : TextFile.reason(error), ticks: ticks())
            }
            let untold = dropped + lost
            guard untold > 0, writer.write(Array("{\"dropped_lines\":\(untold)}\n".utf8)) != 0 else { return 0 }
            return untold
        }
        if untold > 0 {
            // The log itself does not tell of these lines yet; their number follows the next line.
            pending.withLock { $0.dropped += untold }
        } else if !losses.noteWritten(ticks: ticks()), !looksAgain.exchange(true, ordering: .relaxed) {
            queue.asyncAfter(deadline: .now() + .seconds(1)) {
                self.looksAgain.store(false, ordering: .relaxed)
                self.write()
            }
        }
    }

    private static func encode(_ line: Line) -> [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.object { json in
            json.member("time", line.at.rfc3339(.milliseconds))
            json.member("request_id", line.requestID)
            json.member("provider", line.provider)
            json.member("method", line.method == .other ? "other" : "\(line.method.name)")
            json.member("route", line.route)
            json.member("status", Int64(line.status))
            json.member("duration_us", line.microseconds)
            json.member("bytes", Int64(line.bytes))
        }
        return json.finish() + [UInt8(ascii: "\n")]
    }
}
