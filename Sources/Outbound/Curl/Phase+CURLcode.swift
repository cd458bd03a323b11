import CCurl

extension CallFailure.Phase {
    /// The step that failed, by libcurl's code.
    init(_ code: CURLcode, isSentInPart: Bool) {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: self = .resolving
        case CURLE_COULDNT_CONNECT, CURLE_INTERFACE_FAILED: self = .connecting
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_USE_SSL_FAILED:
            self = .securing
        case CURLE_SEND_ERROR, CURLE_SEND_FAIL_REWIND, CURLE_READ_ERROR: self = .sending
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        // libcurl also says so of an answer with a longer line than it takes.
        case CURLE_OUT_OF_MEMORY where isSentInPart: self = .receiving
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT: self = .overloaded
        default: self = isSentInPart ? .receiving : .connecting
        }
    }

    /// What happened in this step.
    func sentence(isSentInPart: Bool) -> String {
        switch self {
        case .refused: "the URL is not allowed"
        case .resolving: "the name of the host has no address"
        case .connecting: "no connection was made"
        case .securing: "TLS was not agreed"
        case .sending: "the connection ended while the request was sent"
        case .receiving: "there was no complete answer"
        case .timedOut: isSentInPart ? "the answer was not complete in time" : "no connection was made in time"
        case .overloaded: "the gateway has no room for the call"
        case .closed: "the gateway stopped"
        }
    }
}
