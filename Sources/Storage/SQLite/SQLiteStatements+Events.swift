import CSQLite
import Checkout
import Wire

/// Timelines. An event is only ever added, by the writer's one connection, in the transaction of what it tells.
extension SQLiteStatements {
    /// Events of a session up to which one is written that decides nothing: a page that is opened for ever fills no disk.
    static let notesMax: Int64 = 1_000

    /// Writes what changes nothing of a session, where its timeline has room for it. That a page is opened tells nothing of
    /// a session that has ended meanwhile.
    func note(_ note: Note, of id: SessionID, at now: Timestamp, by actor: Actor) throws(SQLiteError) -> Written {
        guard let state = try state(of: id) else { return .unknownSession }
        guard note != .opened || !state.status.at(now, expiresAt: state.expiresAt).isFinal else { return .done(nil) }
        let event = NewEvent(note.kind, by: actor, at: now)
        try append(event, to: id.key, notBefore: state.created, sequenceMax: Self.notesMax)
        return .done(nil)
    }

    /// Adds an event to a timeline, whose moments never go back, whatever the clock did. False where the timeline has no
    /// room for it.
    @discardableResult
    func append(
        _ event: NewEvent, to key: Int64, notBefore first: Int64, sequenceMax: Int64 = .max
    ) throws(SQLiteError) -> Bool {
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
        guard sequence <= sequenceMax else { return false }
        let insert = self[.insertEvent]
        insert.bind(key, at: 1)
        insert.bind(sequence, at: 2)
        insert.bind(at, at: 3)
        insert.bind(event.kind.rawValue, at: 4)
        insert.bind(event.actor.rawValue, at: 5)
        insert.bind(blob: event.detail, at: 6)
        try insert.run()
        return true
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
