package import Wire

/// What became of a call. Each call has exactly one outcome.
package enum CallOutcome: Sendable {
    /// The server answered, with whatever status.
    case answered(Answer)
    /// There is no complete answer.
    case failed(CallFailure)
}

/// The answer to a call.
package struct Answer: Sendable {
    /// The status of the last head.
    package let status: Int
    /// The fields of the last head, at most as many as ``CallLimits`` says.
    package let fields: [HeaderField]
    /// The content, or its beginning.
    package let body: [UInt8]
    /// Whether the server had more content than ``CallLimits/bodyBytesMax``.
    package let isBodyCut: Bool
    /// The address that answered.
    package let address: IPAddress?
    /// How long the call took.
    package let times: CallTimes
}

/// When the steps of a call ended, in microseconds after it left the list of waiting calls; 0 for a step that did not
/// take place, such as connecting when a connection was there.
package struct CallTimes: Sendable, Equatable {
    /// The connection was made.
    package var connected = 0
    /// TLS was agreed.
    package var secured = 0
    /// The first byte of the answer arrived.
    package var firstByte = 0
    /// The call ended.
    package var ended = 0
}

/// Why a call has no answer.
package struct CallFailure: Error, Sendable, Equatable {
    /// The step that failed.
    package enum Phase: Sendable, CaseIterable {
        /// The ``AddressPolicy`` does not allow the call.
        case refused
        /// The name of the host has no address, or none that was found in time.
        case resolving
        /// No connection was made.
        case connecting
        /// TLS was not agreed, or the certificate is not one for this host.
        case securing
        /// The connection ended while the request was sent.
        case sending
        /// The connection ended within the answer, or the answer is no HTTP.
        case receiving
        /// One of the times of ``CallLimits`` was over.
        case timedOut
        /// This side has no room for the call. That is not the fault of the host.
        case overloaded
        /// This side is stopping.
        case closed
    }

    /// The step that failed.
    package let phase: Phase
    /// What happened, as a sentence without a full stop. It holds nothing that the server has sent.
    package let reason: String
    /// Whether the server may have received a part of the request; if not, the call has had no effect.
    package let isSentInPart: Bool
    /// The address of the connection; nil if there was none.
    package let address: IPAddress?

    init(_ phase: Phase, _ reason: String, isSentInPart: Bool = false, address: IPAddress? = nil) {
        self.phase = phase
        self.reason = reason
        self.isSentInPart = isSentInPart
        self.address = address
    }
}
