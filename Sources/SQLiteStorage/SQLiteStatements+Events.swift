import Checkout
import Wire

/// Timelines. Only the writer's connection adds events, in the transaction of the change that an event records.
extension SQLiteStatements {
    /// Records an event that changes nothing of a session, if its timeline has room. A page that is opened after the
    /// session has ended is not recorded.
    func note(_ note: Note, of id: SessionID, at now: Timestamp, by actor: Actor) throws(SQLiteError) -> Written {
        guard let state = try state(of: id) else { return .unknownSession }
        guard note != .opened || !state.status.at(now, expiresAt: state.expiresAt).isFinal else { return .done(nil) }
        let event = NewEvent(note.kind, by: actor, at: now)
        try append(
            event, to: id, of: state.account, notBefore: state.created, sequenceMax: SessionEvent.notesMax)
        return .done(nil)
    }

    /// Adds an event to a timeline, whose times never go back, even if the clock does. False if the timeline has no
    /// room. Writes the deliveries of the event, so the session's row has to be changed before.
    ///
    /// - Parameter dueAt: when the deliveries are due; nil: at the event's own moment.
    @discardableResult
    func append(
        _ event: NewEvent, to id: SessionID, of account: AccountID, notBefore first: Int64, dueAt: Timestamp? = nil,
        sequenceMax: Int64 = .max
    ) throws(SQLiteError) -> Bool {
        let last = try events.last.first(id.key)
        let sequence = (last?.sequence ?? 0) + 1
        let at = max(first, event.at.microseconds, last?.at ?? .min)
        guard sequence <= sequenceMax else { return false }
        try events.insert.run((id.key, sequence, at, event))
        if subscribers.want(event.kind, of: account) {
            var written = event
            written.at = Timestamp(microseconds: at)
            try deliver(SessionEvent(sequence: sequence, written), in: id, of: account, at: dueAt ?? event.at)
        }
        return true
    }
}
