import Dispatch
import Testing
import Wire

@testable import Gateway

@Suite struct `The access log` {
    private static let line = AccessLog.Line(
        at: Timestamp(microseconds: 1_790_000_000_000_000), requestID: "req_1", provider: "duro", route: "/v1",
        method: .get, status: 200, microseconds: 5, bytes: 6)

    private static let text = """
        {"time":"2026-09-21T14:13:20.000Z","request_id":"req_1","provider":"duro","method":"GET","route":"/v1",\
        "status":200,"duration_us":5,"bytes":6}

        """

    @Test func `waits for a reader no longer than it is told, and writes when there is one`() {
        let pipe = FullPipe()
        let log = AccessLog(descriptor: pipe.writeEnd)
        log.append(Self.line)
        // Whoever would wait for ever is read in the end, and found to have waited.
        let rescue = DispatchWorkItem { pipe.drain() }
        DispatchQueue.global().asyncAfter(deadline: .now() + 60, execute: rescue)
        #expect(!log.flush(within: .milliseconds(50)))
        rescue.cancel()
        pipe.drain()
        #expect(String(decoding: pipe.read(count: Self.text.utf8.count), as: UTF8.self) == Self.text)
        #expect(log.flush(within: .seconds(60)))
    }

    @Test func `is written when it is flushed`() {
        let pipe = FullPipe()
        pipe.drain()
        let log = AccessLog(descriptor: pipe.writeEnd)
        for _ in 0..<3 { log.append(Self.line) }
        #expect(log.flush(within: .seconds(60)))
        let text = pipe.read(count: 3 * Self.text.utf8.count)
        #expect(String(decoding: text, as: UTF8.self) == Self.text + Self.text + Self.text)
    }
}
