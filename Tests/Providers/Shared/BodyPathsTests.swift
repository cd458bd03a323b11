import Checkout
import TestSupport
import Testing
import Wire

@testable import Providers

/// The paths to many broken values.
@Suite struct `Paths of a body` {
    /// Reads an array of texts of which the second half is broken.
    private func reader(of count: Int) -> BodyReader {
        let elements = Array(repeating: #""""#, count: count / 2) + Array(repeating: "1", count: count - count / 2)
        return reader(of: #"{"items":[\#(elements.joined(separator: ","))]}"#)
    }

    private func reader(of body: String) -> BodyReader {
        var reader = BodyReader(JSONDocument(utf8: Array(body.utf8)), .fastAPI)
        let root = reader.object(reader.root)
        for element in reader.elements(of: reader.member("items", of: root, .required)) { _ = reader.string(element) }
        return reader
    }

    /// Twice as many elements are twice the work, not four times.
    @Test(.timeLimit(.minutes(1))) func `cost no more than the body is long`() {
        let ratio = costRatio(of: 8_000, to: 4_000) { count in
            #expect(reader(of: count).issues.count == count / 2)
        }
        #expect(ratio < 3)
    }

    @Test(.timeLimit(.minutes(1))) func `are bounded in number`() {
        let issues = reader(of: 520_000).issues
        #expect(issues.count == BodyReader.issuesMax)
        let first = 260_000
        #expect(issues.first?.path == [.member("body"), .member("items"), .element(first)])
        #expect(issues.last?.path == [.member("body"), .member("items"), .element(first + BodyReader.issuesMax - 1)])
    }

    @Test func `are found in any order of reading`() {
        let document = JSONDocument(utf8: Array(#"{"z":[[1],{"k":[2,{"x":3}]},4],"a":{"b":{}}}"#.utf8))
        // Every value and every name from the last to the first, and the root twice.
        let indices = document.nodes.indices.reversed() + [0]
        let broken = indices.map { BrokenRule(.missing, by: $0, in: document) }
        let issues = BodyPaths.issues(broken, in: document, nil)
        #expect(
            issues.map(\.dottedPath) == [
                "a.b", "a.b", "a", "a", "z.2", "z.1.k.1.x", "z.1.k.1.x", "z.1.k.1", "z.1.k.0", "z.1.k", "z.1.k", "z.1",
                "z.0.0", "z.0", "z", "z", "", "",
            ])
    }
}
