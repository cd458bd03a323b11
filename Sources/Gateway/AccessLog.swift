import Checkout
import Dispatch
import Synchronization
import Wire

/// One JSON line a request, and nothing in it that a caller sent but the request id.
///
/// Lines gather in memory and a thread of their own writes them, so that a slow reader of the log slows no request. What
/// does not fit is dropped and counted.
final class AccessLog: Sendable {
    /// What a line tells.
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
    private let queue = DispatchQueue(label: "access-log")
    private static let pendingBytesMax = 4 << 20

    /// - Parameter descriptor: where lines go; it stays the caller's.
    init(descriptor: Int32) {
        writer = Mutex(LineWriter(descriptor: descriptor))
    }

    /// Notes the answer to a request.
    func append(_ response: Response, to turn: Turn, at clock: any Clock) {
        append(
            Line(
                at: clock.now, requestID: turn.requestID, provider: turn.provider.map { type(of: $0).name.text },
                route: turn.route, method: turn.method, status: response.status,
                microseconds: clock.ticks - turn.startedAt, bytes: turn.method == .head ? 0 : response.body.count))
    }

    func append(_ line: Line) {
        let text = Self.encode(line)
        let wakes = pending.withLock { pending in
            guard pending.bytes.count + text.count <= Self.pendingBytesMax else {
                pending.dropped += 1
                return false
            }
            pending.bytes += text
            defer { pending.isScheduled = true }
            return !pending.isScheduled
        }
        // One wake-up for all lines of the next moment, instead of one for each.
        if wakes { queue.asyncAfter(deadline: .now() + .milliseconds(20)) { self.write() } }
    }

    /// Writes all that is pending. False where that takes longer: a write to a pipe that nobody reads has no end.
    func flush(within time: DispatchTimeInterval) -> Bool {
        let written = DispatchSemaphore(value: 0)
        queue.async {
            self.write()
            written.signal()
        }
        return written.wait(timeout: .now() + time) == .success
    }

    private func write() {
        var (bytes, dropped) = pending.withLock { pending in
            defer { pending = Pending() }
            return (pending.bytes, pending.dropped)
        }
        writer.withLock { writer in
            dropped += writer.write(bytes)
            if dropped > 0, writer.write(Array("{\"dropped_lines\":\(dropped)}\n".utf8)) == 0 { dropped = 0 }
        }
        // Nobody was told of them: the next line will be followed by their number.
        if dropped > 0 { pending.withLock { $0.dropped += dropped } }
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
