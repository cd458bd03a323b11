import Testing

/// Each state in which a connection can rest, with each event that can happen there.
@Suite struct `Connection plan, state by state` {
    /// A state, given by the steps that lead to it from the connection's start, and the effect of each event. An event
    /// that is left out changes nothing.
    private struct Row {
        let room: Int
        let steps: [PlannedConnection.Step]
        let rest: String
        /// The client sends three bytes.
        let bytes: String?
        /// The client ends its side.
        let end: String?
        /// The client takes all bytes of its answers.
        let taking: String?
        /// The handler gives the answer to a waiting request.
        let answer: String?
        /// The server stops.
        let stop: String?
        /// The next deadline passes.
        let deadline: String

        init(
            room: Int = .max, _ steps: [PlannedConnection.Step], rest: String, bytes: String? = nil, end: String? = nil,
            taking: String? = nil, answer: String? = nil, stop: String? = nil, deadline: String
        ) {
            self.room = room
            self.steps = steps
            self.rest = rest
            self.bytes = bytes
            self.end = end
            self.taking = taking
            self.answer = answer
            self.stop = stop
            self.deadline = deadline
        }
    }

    private static let table = [
        Row([], rest: "request until 75", bytes: "head until 10", end: "close", stop: "close", deadline: "close"),
        Row(
            [.sends("GET / HT")], rest: "head until 10", end: "refuse incompleteRequest; last answer; close",
            deadline: "refuse headTimeout; last answer; end sending; end until 12 and 70"),
        Row(
            [.sends(post(length: 4) + "a")], rest: "content until 20 and 60",
            bytes: "handle / abcd; answer; request until 75", end: "refuse incompleteRequest; last answer; close",
            deadline: "refuse bodyTimeout; last answer; end sending; end until 22 and 80"),
        Row(
            [.sends(get("/late"))], rest: "answer until 50", end: "answer until 50, not reading",
            answer: "answer; request until 75", deadline: "close"),
        Row(
            [.sends(get("/late") + String(repeating: " ", count: PlannedConnection.pipelinedBytesMax))],
            rest: "answer until 50, not reading",
            answer: "answer; refuse malformedRequestLine; last answer; end sending; end until 2 and 60",
            deadline: "close"),
        Row(
            [.sends(get("/late")), .ends], rest: "answer until 50, not reading", answer: "answer; close",
            deadline: "close"),
        Row(
            room: 20, [.sends(get("/large"))], rest: "room until 30", taking: "request until 75", deadline: "close"),
        Row(
            room: 20, [.sends(get("/large") + post(length: 4) + "a")], rest: "room until 30 and 60",
            taking: "content until 20 and 60", deadline: "close"),
        Row(
            room: 20, [.sends(get("/large-last"))], rest: "room until 30 and 60",
            taking: "end sending; end until 2 and 60", deadline: "close"),
        Row(
            room: 20, [.sends(get("/late-large-last")), .ends, .answers], rest: "room until 30", taking: "close",
            deadline: "close"),
        Row([.sends(get("/last"))], rest: "end until 2 and 60", end: "close", deadline: "close"),
    ]

    @Test func `each event has its outcome in each state`() {
        for row in Self.table {
            let events: [(PlannedConnection.Step, String?)] = [
                (.passes(0), nil), (.sends("bcd"), row.bytes), (.ends, row.end), (.takes(1_000), row.taking),
                (.answers, row.answer), (.stops, row.stop), (.waits, row.deadline),
            ]
            for (event, outcome) in events {
                var connection = PlannedConnection(room: row.room)
                for step in row.steps { _ = connection.play(step) }
                #expect(connection.play(event) == outcome ?? row.rest, "\(row.steps), then \(event)")
            }
        }
    }
}
