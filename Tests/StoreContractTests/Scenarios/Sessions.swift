import Checkout
import TestSupport
import Testing
import Wire

/// A store keeps every field of a session, byte for byte.
extension Scenario {
    static let sessions: [Scenario] = [
        Scenario("keeps every field of a session") { trial in
            var session = Samples.session(number: 1)
            session.isLive = true
            session.change {
                $0.mode = .subscription
                $0.amount = .max
                $0.currency = Currency(stored: "NGN")
                $0.items = Items(CheckoutSession.Item(kind: "plan", reference: "plan_é", quantity: 3))
                $0.customer = CheckoutSession.Customer(reference: "c", email: "a@b.example", phone: "+234")
                $0.successURL = "https://a.example/?x=1"
                $0.cancelURL = "https://a.example/c"
                $0.clientID = "408edd4e"
                $0.stateDigest = Digest(kept: [UInt8](0...31))
                $0.metadata = JSONText { $0.member("a", "b") }
            }
            session.updatedAt = Timestamp(microseconds: 1)
            session.completedAt = Timestamp(microseconds: -1)
            session.cancelledAt = Timestamp(microseconds: .min)
            session.expiresAt = Timestamp(microseconds: .max)
            try trial.keeps(session)
        },
        Scenario("keeps absent values absent") { trial in
            try trial.keeps(Samples.session(number: 1, lifetimeSeconds: nil))
        },
        Scenario("distinguishes empty values from absent ones") { trial in
            var session = Samples.session(number: 1)
            session.change {
                $0.customer.email = ""
                $0.metadata = JSONText { _ in }
                $0.successURL = ""
            }
            try trial.keeps(session)
        },
        Scenario("keeps several items in their order") { trial in
            for (index, count) in [2, 3, 200].enumerated() {
                var session = Samples.session(number: Int64(index + 1))
                session.change { draft in
                    for number in 0..<count {
                        draft.items.append(
                            CheckoutSession.Item(
                                kind: "kind\(number % 2)", reference: "é\"\u{0}\(number)",
                                quantity: Int64(number) << 40))
                    }
                }
                try trial.keeps(session)
            }
        },
        Scenario("keeps any text") { trial in
            let texts = [
                "a\u{0}b", "\u{0}", "e\u{301}", "\u{e9}", "\u{FEFF}x", "\u{10FFFF}", "'; DROP TABLE sessions; --",
                "\r\n", String(repeating: "é", count: 20_000),
            ]
            for (index, text) in texts.enumerated() {
                var session = Samples.session(number: Int64(index + 1))
                session.change {
                    $0.items = Items(CheckoutSession.Item(kind: text, reference: text))
                    $0.customer = CheckoutSession.Customer(reference: text, email: text, phone: text)
                    $0.successURL = text
                }
                try trial.keeps(session)
            }
        },
        Scenario("keeps a body byte for byte") { trial in
            let bodies = [
                #"{"a":"\ud83d\ude00"}"#, #"{"a":"\u0000"}"#, #"{"f":1.0,"e":1e400}"#, #" { "a" : 1 , "a" : 2 } "#,
                #"{"c":{}}"#, "7",
            ]
            for (index, body) in bodies.enumerated() {
                var session = Samples.session(number: Int64(index + 1))
                session.change {
                    $0.fields = SentFields(Samples.document(body))
                    $0.metadata = JSONText(parsing: Array(body.utf8))
                }
                try trial.keeps(session)
                let found = try trial.session(session.id)
                #expect(found.map { String(decoding: $0.fields.text.bytes, as: UTF8.self) } == body)
            }
        },
        Scenario("keeps a body of ten thousand members and metadata of a mebibyte") { trial in
            var session = Samples.session(number: 1)
            let members = (0..<10_000).map { #""k\#($0)":"v""# }.joined(separator: ",")
            session.change {
                $0.fields = SentFields(Samples.document("{" + members + "}"))
                $0.metadata = Samples.json(ofBytes: 1 << 20)
            }
            try trial.keeps(session)
            let found = try trial.session(session.id)
            #expect(found?.fields.document.root.map { Array($0.members).count } == 10_000)
        },
        Scenario("keeps each mode and each status") { trial in
            var number: Int64 = 0
            for mode in Mode.allCases {
                for status in Status.allCases {
                    number += 1
                    var session = Samples.session(number: number, status: status)
                    session.change { $0.mode = mode }
                    try trial.keeps(session)
                }
            }
        },
        Scenario("keeps the first and the last moment that RFC 3339 can spell") { trial in
            for (index, moment) in [Timestamp.first, Timestamp(microseconds: 0), .last].enumerated() {
                var session = Samples.session(number: Int64(index + 1))
                (session.createdAt, session.updatedAt, session.expiresAt) = (moment, moment, moment)
                try trial.keeps(session)
            }
        },
        Scenario("finds no session for an unused key or number") { trial in
            let session = Samples.session(number: 1)
            try trial.create([session])
            for key in [0, 1, session.id.key - 1, session.id.key + 1, .max] {
                #expect(try trial.find(.session(key: key)).session == nil)
            }
            for number: Int64 in [.min, -1, 0, 2, .max] { #expect(try trial.session(number: number) == nil) }
        },
        Scenario("finds sessions by number if there are gaps between keys and between numbers") { trial in
            #expect(try trial.session(number: 1) == nil)
            let steps: [Int64] = [1, 2, 3, 500, 501, 1_000_000, 1_000_001]
            for step in steps {
                try trial.create([Samples.session(number: step * 2, at: Timestamp(seconds: step * 1_000))])
            }
            for step in steps {
                let found = try trial.session(number: step * 2)
                #expect(found?.createdAt == Timestamp(seconds: step * 1_000))
                #expect(try trial.session(number: step * 2 + 1) == nil)
            }
        },
        Scenario("refuses a second session with the same key, and accepts the rest of the batch") { trial in
            let (first, third) = (Samples.session(number: 1), Samples.session(number: 3))
            let results = try trial.results(of: [.create(first), .create(first), .create(third)])
            #expect(results.map(\.isDone) == [true, false, true])
            guard case .failure(.broken) = results[1] else {
                Issue.record("\(results[1])")
                return
            }
            #expect(try trial.session(number: 1) != nil)
            #expect(try trial.session(number: 3) != nil)
            #expect(trial.store.isWritable)
        },
        Scenario("keeps sessions and timelines when it is closed and opened again") { trial in
            var session = Samples.session(number: 1)
            session.change { $0.metadata = JSONText { $0.member("a", "b") } }
            try trial.keeps(session)
            try trial.done([.pay(session.id, .attempt(.needsConfirmation), at: trial.start, by: .customer)])
            let (kept, events) = (try #require(try trial.session(session.id)), try trial.events(session))
            try trial.reopen()
            #expect(try trial.session(session.id).differences(from: kept) == [])
            #expect(try trial.events(session) == events)
        },
    ]
}

extension Trial {
    /// Creates a session, and expects to find it unchanged.
    func keeps(_ session: CheckoutSession, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try create([session], sourceLocation: sourceLocation)
        #expect(try self.session(session.id).differences(from: session) == [], sourceLocation: sourceLocation)
        #expect(try self.session(number: session.number)?.id == session.id, sourceLocation: sourceLocation)
    }
}
