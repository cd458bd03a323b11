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
        let last = try events.last.first(key)
        let sequence = (last?.sequence ?? 0) + 1
        let at = max(first, event.at.microseconds, last?.at ?? .min)
        guard sequence <= sequenceMax else { return false }
        try events.insert.run((key, sequence, at, event))
        return true
    }
}
