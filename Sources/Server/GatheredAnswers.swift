package import Wire

/// Gathers answers that one other thread has made, such as a database writer that has committed a batch, and delivers
/// them with one lock and at most one wake-up for each loop.
package struct GatheredAnswers {
    /// A server has few loops, so a list is searched faster than a dictionary.
    private var bundles: [(mailbox: Mailbox, messages: [Mailbox.Message])] = []

    /// An empty list.
    package init() {}

    /// Adds the answer to one request.
    package mutating func add(_ exchange: Exchange, _ response: consuming Response) {
        guard case .connection(let mailbox, let key, let sequence) = exchange.destination else {
            return exchange.answer(response)
        }
        for index in bundles.indices where bundles[index].mailbox === mailbox {
            return bundles[index].messages.append(.answer(key, sequence: sequence, response))
        }
        bundles.append((mailbox, [.answer(key, sequence: sequence, response)]))
    }

    /// Sends the gathered answers to their loops, and empties the list.
    package mutating func deliver() {
        for index in bundles.indices where !bundles[index].messages.isEmpty {
            bundles[index].mailbox.post(bundles[index].messages)
            bundles[index].messages.removeAll(keepingCapacity: false)
        }
    }
}
