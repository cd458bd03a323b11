import Checkout
import TestSupport
import Testing
import Wire

/// A gateway opens a store to serve it. Commands open it while a gateway serves it, or while no gateway does.
extension Scenario {
    private static func fault(_ open: () throws(StoreOpenFault) -> Void) -> StoreOpenFault? {
        do throws(StoreOpenFault) {
            try open()
            return nil
        } catch {
            return error
        }
    }

    static let openings: [Scenario] = [
        Scenario("exists after a gateway has served it") { trial in
            #expect(trial.engine.exists)
            trial.store.close()
            #expect(trial.engine.exists)
            try trial.reopen()
        },
        Scenario("is created by a command only if the command may create it") { trial in
            let engine = trial.untouched
            #expect(!engine.exists)
            let unread = fault { () throws(StoreOpenFault) in try engine.read().close() }
            #expect(unread?.reason == .unusable)
            let unwritten = fault { () throws(StoreOpenFault) in
                try engine.write(creates: false, outbox: nil, migrating: { _ in }).close()
            }
            #expect(unwritten?.reason == .unusable)
            #expect(!engine.exists)
            let writer = try engine.write(creates: true, outbox: nil, migrating: { _ in })
            _ = try writer.account(named: "a")
            writer.close()
            let reader = try engine.read()
            #expect(try reader.find(.accounts).accounts.map(\.name) == ["a"])
            reader.close()
        },
        Scenario("lets a command read while a gateway serves it, including later commits") { trial in
            let reader = try trial.engine.read()
            #expect(try reader.find(.numbered(1)).session == nil)
            let session = Samples.session(number: 1)
            try trial.create([session])
            #expect(try reader.find(.numbered(1)).session.differences(from: session) == [])
            reader.close()
        },
        Scenario("lets a command read while no gateway serves it") { trial in
            try trial.create([Samples.session(number: 1)])
            trial.store.close()
            do {
                let reader = try trial.engine.read()
                #expect(try reader.find(.numbered(1)).session != nil)
                #expect(try reader.sessionCount() == (1, true))
                reader.close()
            }
            try trial.reopen()
        },
        Scenario("lets a command write while no gateway serves it, and the next gateway reads that") { trial in
            let (first, second) = (Samples.session(number: 1), Samples.session(number: 2))
            try trial.create([first])
            trial.store.close()
            let writer = try trial.engine.write(creates: false, outbox: nil, migrating: { _ in })
            let results = try writer.write([
                .move(first.id, account: nil, to: .completed, at: trial.start), .create(second), .create(second),
            ]).get()
            #expect(results.map(\.isDone) == [true, true, false])
            writer.close()
            try trial.reopen()
            #expect(try trial.status(first) == .completed)
            #expect(try trial.numbers() == [2, 1])
        },
        Scenario("tells commands where its gateway listens, until it is closed") { trial in
            #expect(trial.engine.servedAt == nil)
            trial.store.announce(address: "http://127.0.0.1:4242")
            #expect(trial.engine.servedAt == "http://127.0.0.1:4242")
            trial.store.close()
            #expect(trial.engine.servedAt == nil)
            try trial.reopen()
        },
        Scenario("says in a sentence why it cannot be opened") { trial in
            // An engine that allows only one writer refuses; another engine may let the command write.
            let fault = fault { () throws(StoreOpenFault) in
                try trial.engine.write(creates: false, outbox: nil, migrating: { _ in }).close()
            }
            guard let fault else { return }
            #expect(fault.reason == .served)
            #expect(fault.description.hasSuffix("."))
        },
    ]
}
