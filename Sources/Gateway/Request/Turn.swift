import Checkout
import Server
import Wire

/// One request on its way through the gateway: what its answer and its line in the log need.
struct Turn: Sendable {
    let exchange: Exchange
    let requestID: String
    let method: HTTPMethod
    /// Ticks at its start.
    let startedAt: Int64
    /// Who words the answer; nil: nobody but the gateway.
    var provider: (any Provider)?
    /// The route as the provider writes it, never as the caller did: paths hold ids.
    var route = "-"
    /// What is left to the caller, where callers are limited.
    var allowance: Allowance?
    /// Whether no cache may keep the answer: it tells of sessions, or opens their pages.
    var forbidsCaching = false
    /// What browsers are told by each answer; nil where they are told nothing.
    var sharedFields: FieldBlock?

    /// An answer with what every answer to this request has.
    func dressed(_ response: consuming Response) -> Response {
        if let allowance { response.fields += allowance.fields }
        if forbidsCaching { response.fields.append(HeaderField(name: "Cache-Control", value: "no-store")) }
        response.sharedFields = sharedFields
        response.requestID = requestID
        return response
    }

    /// What a failure is answered with.
    func response(to failure: Failure) -> Response {
        if let provider { return provider.render(failure) }
        switch failure {
        case .unavailable(let seconds):
            return Problem.unavailable(retryAfterSeconds: seconds).response
        case .rateLimited(_, let seconds):
            return Problem(status: 429, fields: [HeaderField(name: "Retry-After", value: "\(seconds)")]).response
        default:
            return Problem(status: 500).response
        }
    }
}
