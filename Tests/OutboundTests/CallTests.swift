import Testing
import Wire

@testable import Outbound

@Suite struct `Requests of calls` {
    @Test func `are refused when their head could be read as another one`() throws {
        let url = try TargetURL("https://shop.example/")
        for (name, value) in [
            ("X-A", "a\r\nX-B: b"), ("X-A", "a\n"), ("X-A", "\r"), ("X-A", "a\u{0}"), ("X-A", "\u{7f}"), ("", "a"),
            ("X A", "a"), ("X-A:", "a"), ("X-A\r\nX-B", "a"), ("Host", "a"), ("content-length", "1"),
            ("Transfer-Encoding", "chunked"), ("Connection", "close"), ("Expect", "100-continue"),
        ] {
            #expect(throws: OutgoingCall.Fault.field(name: name), "\(name): \(value)") {
                try OutgoingCall(.post, url, fields: [HeaderField(name: name, value: value)])
            }
        }
        for method: HTTPMethod in [.connect, .trace, .other] {
            #expect(throws: OutgoingCall.Fault.method) { try OutgoingCall(method, url) }
        }
        for method: HTTPMethod in [.get, .head] {
            #expect(throws: OutgoingCall.Fault.body) { try OutgoingCall(method, url, body: [1]) }
        }
        #expect(throws: Never.self) {
            try OutgoingCall(
                .post, url, fields: [HeaderField(name: "X-A", value: "a\tbß"), HeaderField(name: "X-B", value: "")])
        }
    }
}

@Suite struct `The head of an answer` {
    private func head(_ lines: [String], _ change: (inout CallLimits) -> Void = { _ in }) -> AnswerHead {
        var limits = CallLimits()
        change(&limits)
        var head = AnswerHead(limits)
        for line in lines where !head.take(Array((line + "\r\n").utf8)[...]) { break }
        return head
    }

    @Test func `has the fields of the last head, without those after the content`() {
        let head = head([
            "HTTP/1.1 103 Early", "Link: a", "", "HTTP/1.1 200 OK", "A:  b ", " folded", "no colon", "B:", "C: d:e", "",
            "Late: f",
        ])
        #expect(
            head.fields == [
                HeaderField(name: "A", value: "b"), HeaderField(name: "B", value: ""),
                HeaderField(name: "C", value: "d:e"),
            ])
        #expect(!head.isTooLong)
    }

    @Test func `is bounded in fields, in bytes that are kept and in bytes that are read`() {
        let lines = ["HTTP/1.1 200 OK"] + (0..<100).map { "A: \($0 % 10)" }
        #expect(head(lines) { $0.fieldsMax = 3 }.fields.map(\.value) == ["0", "1", "2"])
        #expect(head(lines) { $0.fieldBytesMax = 8 }.fields.map(\.value) == ["0", "1"])
        // The first line has 17 bytes, and each other 6.
        #expect(!head(lines) { $0.headBytesMax = 617 }.isTooLong)
        #expect(head(lines) { $0.headBytesMax = 616 }.isTooLong)
    }
}
