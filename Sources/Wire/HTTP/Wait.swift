/// Kinds of deadlines of a connection; the server gives each a duration.
package enum Deadline: Int, CaseIterable, Sendable {
    /// From the connection's start, or from an answer, to the next request's first byte.
    case idle
    /// From the first byte of a head to its last.
    case head
    /// Silence of the client within content.
    case bodySilence
    /// All of the content, or all bytes after the last answer.
    case body
    /// From a request's last byte to the handler's answer.
    case answer
    /// From the moment when the client's socket is full until the client has taken all bytes that are owed to it.
    case write
    /// Silence of the client after the last answer, until it ends its side.
    case linger
}

/// What a connection waits for, and since when. Moments are nanoseconds of the clock that the plan is given.
package enum Wait: Sendable, Equatable {
    /// For a request to begin.
    case request(since: Int64)
    /// For the rest of a head.
    case head(since: Int64)
    /// For the rest of a request's content, which began with its head.
    case content(since: Int64, silentSince: Int64)
    /// For the handler's answer. `reads` is false if no more bytes may be held after the present request.
    case answer(since: Int64, reads: Bool)
    /// For the client to take the bytes that are owed to it. The time for content, if it was running, runs on.
    case room(since: Int64, contentSince: Int64?)
    /// For the client to end its side after the last answer.
    case end(since: Int64, silentSince: Int64)

    /// Whether bytes are to be read as soon as they come.
    package var reads: Bool {
        switch self {
        case .request, .head, .content, .end: true
        case .answer(_, let reads): reads
        case .room: false
        }
    }

    /// Whether bytes are to be sent as soon as there is room.
    package var writes: Bool {
        switch self {
        case .room: true
        case .request, .head, .content, .answer, .end: false
        }
    }

    /// The deadline that ends the wait.
    package var deadline: Deadline {
        switch self {
        case .request: .idle
        case .head: .head
        case .content: .bodySilence
        case .answer: .answer
        case .room: .write
        case .end: .linger
        }
    }

    /// The moment from which `deadline` runs.
    package var deadlineStart: Int64 {
        switch self {
        case .request(let since), .head(let since), .answer(let since, _), .room(let since, _): since
        case .content(_, let silentSince), .end(_, let silentSince): silentSince
        }
    }

    /// The moment from which `Deadline.body` runs beside `deadline`; nil if it does not run.
    package var bodyStart: Int64? {
        switch self {
        case .content(let since, _), .end(let since, _): since
        case .room(_, let contentSince): contentSince
        case .request, .head, .answer: nil
        }
    }

    /// The moment from which this deadline runs; nil if it does not run.
    func start(of deadline: Deadline) -> Int64? {
        if deadline == .body { return bodyStart }
        return deadline == self.deadline ? deadlineStart : nil
    }
}
