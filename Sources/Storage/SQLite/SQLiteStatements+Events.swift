import CSQLite
import Checkout
import Wire

/// Timelines. An event is only ever added, by the writer's one connection, in the transaction of what it tells.
extension SQLiteStatements {
    /// Events that a session can have of what does not change it: a page that is opened for ever fills no disk.
    static let notesMax: Int64 = 1_000

    /// Writes an event of a session that stays as it is. Beyond ``notesMax`` events nothing is written.
    func note(_ event: NewEvent, of id: SessionID) throws(SQLiteError) -> Written {
        let find = self[.sessionState]
        defer { find.reset() }
        find.bind(id.key, at: 1)
        guard try find.step(), find.integer(0) == id.tail else { return .unknownSession }
        guard let stored = Status(rawValue: find.integer(1)) else {
            throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(id.key) has a status of no kind")
        }
        if event.kind.needsUnendedSession {
            let expiresAt = find.optionalInteger(3).map { Timestamp(microseconds: $0) }
            let present = stored.at(event.at, expiresAt: expiresAt)
            if present.isFinal {
                try keepTold(
                    present, of: id.key, stored: stored, expires: expiresAt?.microseconds, at: event.at)
                return .wrongStatus(present)
            }
        }
        try append(event, to: id.key, notBefore: find.integer(2), sequenceMax: Self.notesMax)
        return .done(nil)
    }

    /// Adds an event to a timeline, whose moments never go back, whatever the clock did.
    func append(
        _ event: NewEvent, to key: Int64, notBefore first: Int64, sequenceMax: Int64 = .max
    ) throws(SQLiteError) {
        var sequence: Int64 = 1
        var at = max(first, event.at.microseconds)
        do {
            let last = self[.lastEvent]
            defer { last.reset() }
            last.bind(key, at: 1)
            if try last.step() {
                sequence = last.integer(0) + 1
                at = max(at, last.integer(1))
            }
        }
        guard sequence <= sequenceMax else { return }
        let insert = self[.insertEvent]
        insert.bind(key, at: 1)
        insert.bind(sequence, at: 2)
        insert.bind(at, at: 3)
        insert.bind(event.kind.rawValue, at: 4)
        insert.bind(event.actor.rawValue, at: 5)
        insert.bind(blob: event.detail, at: 6)
        try insert.run()
    }

    /// What was written of a session's life, in its order, without its creation.
    func events(ofKey key: Int64) throws(SQLiteError) -> [SessionEvent] {
        let statement = self[.eventsOfSession]
        defer { statement.reset() }
        statement.bind(key, at: 1)
        var events: [SessionEvent] = []
        while try statement.step() {
            guard let kind = SessionEvent.Kind(rawValue: statement.integer(2)),
                let actor = Actor(rawValue: statement.integer(3))
            else { throw SQLiteError(code: SQLITE_CORRUPT, message: "session \(key) has an event of no kind") }
            let at = Timestamp(microseconds: statement.integer(1))
            events.append(
                SessionEvent(
                    sequence: statement.integer(0),
                    NewEvent(kind, by: actor, at: at, detail: statement.optionalBlob(4))))
        }
        return events
    }
}
