package import Wire

/// Gathers answers made on one foreign thread, such as a database writer finishing a batch, and delivers them with one
/// lock and at most one wake-up for each loop.
package struct AnswerBatch {
    /// A server has few loops, so a list is searched faster than a dictionary.
    private var bundles: [(mailbox: Mailbox, messages: [Mailbox.Message])] = []

    /// An empty batch.
    package init() {}

    /// Adds the answer to one request.
    package mutating func add(_ exchange: Exchange, _ response: Response) {
        guard let (mailbox, key, sequence) = exchange.mailbox else {
            exchange.answer(response)
            return
        }
        let message = Mailbox.Message.answer(key, sequence: sequence, response)
        if let index = bundles.firstIndex(where: { $0.mailbox === mailbox }) {
            bundles[index].messages.append(message)
        } else {
            bundles.append((mailbox, [message]))
        }
    }

    /// Sends what was gathered on its way and empties the batch.
    package mutating func deliver() {
        for index in bundles.indices where !bundles[index].messages.isEmpty {
            bundles[index].mailbox.post(bundles[index].messages)
            bundles[index].messages.removeAll(keepingCapacity: false)
        }
    }
}
