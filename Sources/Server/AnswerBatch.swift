package import Wire

/// Gathers answers made on one foreign thread, such as a database writer finishing a batch, and delivers them with one
/// lock and at most one wake-up for each loop.
package struct AnswerBatch {
    /// A server has few loops, so a list is searched faster than a dictionary.
    private var bundles: [(mailbox: Mailbox, messages: [Mailbox.Message])] = []

    /// An empty batch.
    package init() {}

    /// Adds the answer to one request.
    package mutating func add(_ exchange: Exchange, _ response: consuming Response) {
        guard case .connection(let mailbox, let key, let sequence) = exchange.destination else {
            return exchange.answer(response)
        }
        for place in bundles.indices where bundles[place].mailbox === mailbox {
            return bundles[place].messages.append(.answer(key, sequence: sequence, response))
        }
        bundles.append((mailbox, [.answer(key, sequence: sequence, response)]))
    }

    /// Sends what was gathered on its way and empties the batch.
    package mutating func deliver() {
        for index in bundles.indices where !bundles[index].messages.isEmpty {
            bundles[index].mailbox.post(bundles[index].messages)
            bundles[index].messages.removeAll(keepingCapacity: false)
        }
    }
}
