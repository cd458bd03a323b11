import Checkout
import TestSupport
import Testing
import Wire

/// The body that a session keeps.
@Suite struct `Sent fields` {
    /// A body of so many members, the last of which only Python's grammar accepts.
    private func body(_ count: Int) -> [UInt8] {
        Array("{\(String(repeating: #""a":[1,2],"#, count: count))\"n\":NaN}".utf8)
    }

    private func same(_ fields: SentFields) -> [[UInt8]] {
        [fields.text.bytes, fields.outline.text, fields.document.text]
    }

    @Test(arguments: [
        (#" {"a":1} "#, #" {"a":1} "#), (#"{"a":NaN}"#, #"{"a":null}"#),
        (#"{"a":"\ud800"}"#, "{\"a\":\"\u{FFFD}\"}"), ("[", "null"),
    ])
    func `are RFC 8259`(_ sent: String, _ kept: String) {
        let fields = SentFields(JSONDocument(Array(sent.utf8), grammar: .python))
        #expect(same(fields).allSatisfy { $0 == Array(kept.utf8) })
        #expect(fields.document.fault == nil)
        let stored = SentFields(stored: Array(sent.utf8))
        #expect(stored.text.bytes == Array(kept.utf8))
        #expect(stored.document.text == Array(kept.utf8))
        #expect(stored.document.isStandard)
    }

    /// The text is made once: asking for it costs the same for a long body as for a short one.
    @Test(.timeLimit(.minutes(1))) func `are not checked again if a part of them was replaced`() {
        let fields = [1_000, 10].map { SentFields(JSONDocument(body($0), grammar: .python)) }
        let ratio = costRatio(of: 0, to: 1) { index in
            for _ in 0..<100 { #expect(!fields[index].text.bytes.isEmpty) }
        }
        #expect(ratio < 3)
    }

    /// Only the parser reads the text, and it reads it once.
    @Test(.timeLimit(.minutes(1))) func `are parsed once if they were stored`() {
        let text = Array("{\(String(repeating: #""a":[1,2],"#, count: 2_000))\"n\":1}".utf8)
        let fields = SentFields(stored: text)
        let ratio = costRatio(of: 1, to: 0) { isStored in
            let document = isStored == 1 ? fields.document : JSONDocument(utf8: text)
            #expect(document.fault == nil)
        }
        #expect(ratio < 1.6)
    }
}
