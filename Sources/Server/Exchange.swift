package import Wire

/// One request that waits for its answer, named so that the answer can come from any thread and at any time. An answer
/// is dropped if its connection is gone, or if the request has had an answer.
package struct Exchange: Sendable {
    /// Where the answer goes.
    enum Destination: Sendable {
        case connection(Mailbox, ConnectionKey, sequence: UInt32)
        case closure(@Sendable (Response) -> Void)
    }

    /// The address of the client.
    package let peer: PeerAddress
    let destination: Destination

    init(peer: PeerAddress, mailbox: Mailbox, key: ConnectionKey, sequence: UInt32) {
        self.peer = peer
        destination = .connection(mailbox, key, sequence: sequence)
    }

    /// An exchange without a server, for handlers that are called in memory.
    package init(peer: PeerAddress, onAnswer: @escaping @Sendable (Response) -> Void) {
        self.peer = peer
        destination = .closure(onAnswer)
    }

    /// Gives the answer to a request for which `Handler.handle` has returned nil.
    package func answer(_ response: Response) {
        switch destination {
        case .connection(let mailbox, let key, let sequence):
            mailbox.post(.answer(key, sequence: sequence, response))
        case .closure(let onAnswer):
            onAnswer(response)
        }
    }
}
