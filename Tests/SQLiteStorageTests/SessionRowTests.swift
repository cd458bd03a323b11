import Checkout
import TestSupport
import Testing
import Wire

@testable import SQLiteStorage

/// A stored session has every value that was written.
@Suite struct `Session in the store` {
    private let folder = TemporaryFolder()

    private func roundTrip(_ session: CheckoutSession) throws -> CheckoutSession? {
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        defer { store.close() }
        let results = try store.writer.write([.create(session)]).get()
        #expect(results.map(\.isDone) == [true])
        let byNumber = try store.reader.session(number: session.number)
        #expect(byNumber?.id == session.id)
        return try store.reader.session(key: session.id.key)
    }

    @Test func `keeps every field`() throws {
        var session = Samples.session(number: 1)
        session.isLive = true
        session.change {
            $0.mode = .subscription
            $0.amount = .max
            $0.currency = Currency(stored: "NGN")
            $0.item = CheckoutSession.Item(kind: "plan", reference: "plan_é", quantity: 3)
            $0.customer = CheckoutSession.Customer(reference: "c", email: "a@b.example", phone: "+234")
            $0.successURL = "https://a.example/?x=1"
            $0.cancelURL = "https://a.example/c"
            $0.clientID = "408edd4e"
            $0.stateDigest = [UInt8](0...31)
            $0.metadata = Array(#"{"a":"b"}"#.utf8)
        }
        session.updatedAt = Timestamp(microseconds: 1)
        session.completedAt = Timestamp(microseconds: -1)
        session.cancelledAt = Timestamp(microseconds: .min)
        session.expiresAt = Timestamp(microseconds: .max)
        expectSame(try roundTrip(session), session)
    }

    @Test func `keeps absent values absent`() throws {
        let session = Samples.session(number: 1, lifetimeSeconds: nil)
        let found = try roundTrip(session)
        expectSame(found, session)
        #expect(found?.item == nil)
        #expect(found?.metadata == nil)
    }

    @Test func `distinguishes empty from absent`() throws {
        var session = Samples.session(number: 1)
        session.change {
            $0.customer.email = ""
            $0.metadata = []
            $0.stateDigest = []
            $0.successURL = ""
        }
        expectSame(try roundTrip(session), session)
    }

    @Test(arguments: [
        "a\u{0}b", "\u{0}", "e\u{301}", "\u{e9}", "\u{FEFF}x", "\u{10FFFF}", "'; DROP TABLE sessions; --", "\r\n",
        String(repeating: "é", count: 20_000),
    ])
    func `keeps any text`(text: String) throws {
        var session = Samples.session(number: 1)
        session.change {
            $0.item = CheckoutSession.Item(kind: text, reference: text)
            $0.customer = CheckoutSession.Customer(reference: text, email: text, phone: text)
            $0.successURL = text
        }
        expectSame(try roundTrip(session), session)
    }

    @Test(arguments: [
        #"{"a":"\ud800","b":"\udc00x"}"#, #"{"a":"\u0000"}"#, #"{"n":NaN,"i":-Infinity,"f":1.0,"e":1e400}"#,
        #" { "a" : 1 , "a" : 2 } "#, #"{"c":{}}"#, "",
    ])
    func `keeps a body to the byte`(text: String) throws {
        var session = Samples.session(number: 1)
        session.change {
            $0.fields = .read(Samples.document(text))
            $0.metadata = Array(text.utf8)
        }
        expectSame(try roundTrip(session), session)
    }

    @Test func `keeps a body that holds encoded surrogates`() throws {
        var session = Samples.session(number: 1)
        session.change {
            $0.fields = .read(JSONDocument(Array("\"".utf8) + [0xED, 0xA0, 0x80] + Array("\"".utf8), grammar: .python))
            $0.metadata = [0xFF, 0x00, 0xED, 0xA0, 0x80]
        }
        expectSame(try roundTrip(session), session)
    }

    @Test func `keeps ten thousand members and a mebibyte`() throws {
        var session = Samples.session(number: 1)
        let members = (0..<10_000).map { #""k\#($0)":"v""# }.joined(separator: ",")
        session.change {
            $0.fields = .read(Samples.document("{" + members + "}"))
            $0.metadata = Array(repeating: UInt8(ascii: "x"), count: 1 << 20)
        }
        let found = try roundTrip(session)
        expectSame(found, session)
        #expect(found?.fields.document.root.map { Array($0.members).count } == 10_000)
    }

    @Test(arguments: Mode.allCases, Status.allCases)
    func `keeps each mode and status`(mode: Mode, status: Status) throws {
        var session = Samples.session(number: 1, status: status)
        session.change { $0.mode = mode }
        expectSame(try roundTrip(session), session)
    }

    @Test func `reports a row with values that no session can have`() throws {
        let session = Samples.session(number: 1)
        _ = try roundTrip(session)
        try SQLiteConnection(path: folder.database, role: .writer).execute("UPDATE sessions SET status = 9")
        let store = try SQLiteStore(path: folder.database) { _, _ in }
        #expect(throws: StoreFailure.self) { try store.reader.session(key: session.id.key) }
        store.close()
    }
}
