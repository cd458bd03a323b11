import Checkout
import Dispatch
import Synchronization
import TestSupport
import Testing
import Wire

/// Lists are newest first, bounded, and complete page after page.
extension Scenario {
    /// Creates 60 sessions. Odd numbers belong to account 1, even numbers to account 2; every third session is
    /// Meteroid's; every fifth is cancelled; sessions after number 50 have a lifetime of ten seconds.
    private static func createSixty(_ trial: Trial) throws {
        let metadata = Array(#"{"order":"7","paid":true,"\u0061":1}"#.utf8)
        try trial.create(
            (Int64(1)...60).map { number in
                var session = Samples.session(
                    number: number, account: number % 2 == 1 ? 1 : 2,
                    provider: number % 3 == 0 ? "meteroid" : "duro",
                    status: number % 5 == 0 ? .cancelled : .open, customer: number % 7 == 0 ? "c" : nil,
                    lifetimeSeconds: number > 50 ? 10 : nil)
                session.change {
                    $0.mode = number % 4 == 0 ? .subscription : .payment
                    $0.customer.email = number % 9 == 0 ? "a@b.example" : nil
                    $0.customer.phone = number % 11 == 0 ? "+234" : nil
                    $0.metadata = number % 8 == 0 ? JSONText(parsing: metadata) : nil
                }
                return session
            })
    }

    private static func expected(_ isIn: (Int64) -> Bool) -> [Int64] { (1...60).reversed().filter(isIn) }

    static let lists: [Scenario] = [
        Scenario("lists the sessions that a filter selects, newest first") { trial in
            try createSixty(trial)
            #expect(try trial.numbers() == expected { _ in true })
            #expect(try trial.numbers(SessionFilter(account: AccountID(1))) == expected { $0 % 2 == 1 })
            #expect(try trial.numbers(SessionFilter(provider: ProviderName("meteroid"))) == expected { $0 % 3 == 0 })
            let both = SessionFilter(provider: ProviderName("meteroid"), account: AccountID(2))
            #expect(try trial.numbers(both) == expected { $0 % 6 == 0 })
            #expect(try trial.numbers(SessionFilter(status: .cancelled)) == expected { $0 % 5 == 0 })
            let narrow = SessionFilter(account: AccountID(2), status: .open, customerReference: "c")
            #expect(try trial.numbers(narrow) == expected { $0 % 14 == 0 && $0 % 5 != 0 })
            #expect(try trial.numbers(SessionFilter(account: AccountID(3))).isEmpty)
            #expect(try trial.numbers(SessionFilter(provider: ProviderName("METEROID"))).isEmpty)
        },
        Scenario("lists by mode, customer and metadata") { trial in
            try createSixty(trial)
            var filter = SessionFilter()
            filter.mode = .subscription
            #expect(try trial.numbers(filter) == expected { $0 % 4 == 0 })
            for (customer, divisor): (String, Int64) in [("c", 7), ("a@b.example", 9), ("+234", 11)] {
                filter = SessionFilter()
                filter.customer = customer
                #expect(try trial.numbers(filter) == expected { $0 % divisor == 0 })
            }
            filter.customer = "unknown"
            filter.customerReferences = ["c", "d"]
            #expect(try trial.numbers(filter) == expected { $0 % 7 == 0 })
            filter = SessionFilter()
            filter.metadata = [.init(name: Array("order".utf8), value: Array("7".utf8))]
            #expect(try trial.numbers(filter) == expected { $0 % 8 == 0 })
            filter.metadata += [
                .init(name: Array("paid".utf8), value: Array("true".utf8)),
                .init(name: Array("a".utf8), value: Array("1".utf8)),
            ]
            #expect(try trial.numbers(filter) == expected { $0 % 8 == 0 })
            filter.metadata.append(.init(name: Array("order".utf8), value: Array("8".utf8)))
            #expect(try trial.numbers(filter).isEmpty)
        },
        Scenario("lists by the time of creation, including the first moment but not the last") { trial in
            let moments: [Timestamp] = [0, 1, 2, 3].map { trial.start.advanced(seconds: $0) }
            try trial.create(moments.enumerated().map { Samples.session(number: Int64($0 + 1), at: $1) })
            var filter = SessionFilter()
            (filter.createdFrom, filter.createdTo) = (moments[1], moments[3])
            #expect(try trial.numbers(filter) == [3, 2])
            (filter.createdFrom, filter.createdTo) = (.first, .last)
            #expect(try trial.numbers(filter) == [4, 3, 2, 1])
            (filter.createdFrom, filter.createdTo) = (moments[2], moments[2])
            #expect(try trial.numbers(filter).isEmpty)
        },
        Scenario("lists a session whose time has run out as expired") { trial in
            try createSixty(trial)
            let later = trial.start.advanced(seconds: 10)
            #expect(
                try trial.numbers(SessionFilter(status: .expired), at: later) == expected { $0 > 50 && $0 % 5 != 0 })
            #expect(try trial.numbers(SessionFilter(status: .open), at: later) == expected { $0 <= 50 && $0 % 5 != 0 })
            #expect(try trial.numbers(SessionFilter(status: .expired)).isEmpty)
        },
        Scenario("continues a list where a page ended, even if new sessions arrive") { trial in
            try createSixty(trial)
            var (found, pages): ([Int64], Int64) = ([], 0)
            var position: ListPosition?
            repeat {
                let (numbers, page) = try trial.page(SessionFilter(account: AccountID(1)), after: position, limit: 7)
                #expect(numbers.count <= 7)
                found += numbers
                position = page.next
                pages += 1
                try trial.create([Samples.session(number: 100 + pages, account: 1)])
            } while position != nil && pages < 100
            #expect(found == expected { $0 % 2 == 1 })
        },
        Scenario("reports no next page if a page ends with the last session") { trial in
            try createSixty(trial)
            let (numbers, page) = try trial.page(limit: 60)
            #expect(numbers.count == 60)
            #expect(page.next == nil && page.searchedTo == nil)
            #expect(try trial.page(after: ListPosition(key: 0)).numbers.isEmpty)
        },
        Scenario("skips sessions without an entry, and fills the page with others") { trial in
            try createSixty(trial)
            let (numbers, page) = try trial.page(limit: 10, keeping: { $0.number % 2 == 0 })
            #expect(numbers == [60, 58, 56, 54, 52, 50, 48, 46, 44, 42])
            #expect(page.next != nil)
        },
        Scenario("lists every session of one account at one provider, from any position") { trial in
            // The keys are close together in the first round and far apart in the last.
            for (round, microsecondsBetween) in ([1, 1_000, 4_000, 90_000] as [Int64]).enumerated() {
                let begin = trial.start.advanced(seconds: Int64(round) * 1_000)
                let sessions = (1...60).map { step in
                    Samples.session(
                        number: Int64(round) * 60 + step, account: Int64(round) * 10 + 1 + step % 3,
                        provider: step % 2 == 0 ? "meteroid" : "duro",
                        at: begin.advanced(microseconds: step * microsecondsBetween))
                }
                // The batches are not in the order of keys, because two loops may enqueue sessions of the same moment.
                for start in stride(from: 0, to: sessions.count, by: 8) {
                    try trial.create(sessions[start..<min(start + 8, sessions.count)].reversed())
                }
                let filter = SessionFilter(
                    provider: ProviderName("duro"), account: AccountID(Int64(round) * 10 + 2))
                let own = sessions.filter { $0.account == filter.account && $0.provider == filter.provider }.reversed()
                for position in [nil] + sessions.map({ ListPosition(key: $0.id.key) }) {
                    let listed = try trial.page(filter, after: position).numbers
                    #expect(listed == own.filter { $0.id.key < position?.key ?? .max }.map(\.number))
                }
            }
        },
        Scenario("lists every session of a commit with many accounts") { trial in
            let sessions = (1...600).map { Samples.session(number: $0, account: $0 % 200) }
            try trial.create(sessions)
            for account: Int64 in [0, 1, 137, 199] {
                let filter = SessionFilter(provider: ProviderName("duro"), account: AccountID(account))
                let own = sessions.filter { $0.account == filter.account }
                #expect(try trial.page(filter, limit: 9).numbers == own.map(\.number).reversed())
            }
        },
        Scenario("lists a session even if another write of its batch was refused") { trial in
            let (first, second) = (
                Samples.session(number: 1, account: 7), Samples.session(number: 2, account: 7)
            )
            let results = try trial.results(of: [.create(first), .create(first), .create(second)])
            #expect(results.map(\.isDone) == [true, false, true])
            let filter = SessionFilter(provider: ProviderName("duro"), account: AccountID(7))
            #expect(try trial.numbers(filter) == [2, 1])
        },
        Scenario("drops each session of a list before it reads the next one") { trial in
            try createSixty(trial)
            let seen = Mutex<(draft: WeakDraft, held: Int)>((WeakDraft(), 0))
            let (numbers, _) = try trial.page(limit: 60) { session in
                seen.withLock { seen in
                    if seen.draft.value != nil { seen.held += 1 }
                    seen.draft.value = session.draft
                }
                return true
            }
            #expect(numbers.count == 60)
            #expect(seen.withLock { $0.held } == 0)
        },
        Scenario("makes the entry of each listed session once, newest first") { trial in
            try createSixty(trial)
            let asked = Mutex<[Int64]>([])
            let (numbers, _) = try trial.page(SessionFilter(account: AccountID(1)), limit: 100) { session in
                asked.withLock { $0.append(session.number) }
                return true
            }
            #expect(asked.withLock { $0 } == numbers)
        },
        Scenario("does not parse the bodies of listed sessions") { trial in
            try createSixty(trial)
            _ = try trial.page(limit: 60) { session in
                let fields = session.fields
                #expect(fields.outline !== fields.outline, "The body was parsed before the test asked for it.")
                #expect(fields.text.bytes == Samples.document().text)
                return true
            }
        },
        Scenario("gives each of many concurrent queries its own answer") { trial in
            try createSixty(trial)
            let store = trial.store
            let answers = (Int64(1)...60).map { number in
                let answer = Awaited.Value<Found>()
                if let found = store.find(.numbered(number), later: { answer.arrive($0) }) { answer.arrive(found) }
                return answer
            }
            for (index, answer) in answers.enumerated() {
                #expect(try answer.result().get().session?.number == Int64(index + 1))
            }
        },
    ]

    private struct WeakDraft {
        weak var value: FinishedDraft?
    }
}
