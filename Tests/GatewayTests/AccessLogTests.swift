import Dispatch
import Synchronization
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

    private let said = Said()
    private let pipe = FullPipe()
    private let log: AccessLog

    private final class Said: Sendable {
        let sentences = Mutex<[String]>([])
        let ticks = Atomic<Int64>(0)

        var all: [String] { sentences.withLock { $0 } }
    }

    init() {
        let said = said
        log = AccessLog(
            descriptor: pipe.writeEnd, losses: LogLosses { line in said.sentences.withLock { $0.append(line) } },
            ticks: { said.ticks.load(ordering: .relaxed) })
    }

    @Test func `is written when the gateway stops, without a report`() {
        pipe.drain()
        for _ in 0..<3 { log.append(Self.line) }
        log.finish(within: .seconds(60))
        let text = pipe.read(count: 3 * Self.text.utf8.count)
        #expect(String(decoding: text, as: UTF8.self) == Self.text + Self.text + Self.text)
        #expect(said.all.isEmpty)
    }

    @Test func `waits for a reader for a limited time, and counts the lines lost after that`() {
        for _ in 0..<3 { log.append(Self.line) }
        log.finish(within: .milliseconds(50))
        #expect(
            said.all == [
                "lines of the access log are being lost: nobody reads them.",
                "lines of the access log that were lost: 3.",
            ])
    }

    /// Twice as many lines as fit into the log's memory.
    @Test func `reports when lines begin to be lost, and how many were lost when there is room again`() async throws {
        let count = 2 * (4 << 20) / Self.text.utf8.count
        for _ in 0..<count { log.append(Self.line) }
        try await eventually { !said.all.isEmpty }
        #expect(said.all == ["lines of the access log are being lost: they are not read as fast as they come."])
        said.ticks.store(1_000_000, ordering: .relaxed)
        pipe.drain()
        // The lines that fit into the memory, then the line that counts the rest.
        var text: [UInt8] = []
        while text.suffix(60).firstRange(of: Array("{\"dropped_lines\":".utf8)) == nil || text.last != 0x0A {
            let more = pipe.readSome()
            try #require(!more.isEmpty)
            text += more
        }
        try await eventually { said.all.count == 2 }
        let lines = text.split(separator: UInt8(ascii: "\n"))
        let lost = count - (lines.count - 1)
        #expect(lost > 0)
        #expect(lines.last.map { String(decoding: $0, as: UTF8.self) } == "{\"dropped_lines\":\(lost)}")
        #expect(said.all.last == "the access log is written again; lines that were lost: \(lost).")
        log.finish(within: .seconds(60))
        #expect(said.all.count == 2)
    }
}
