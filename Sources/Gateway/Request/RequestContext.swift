import Checkout
import Server
import Wire

/// The context of one request: the facts that its answer and its line in the log need.
struct RequestContext: Sendable {
    let exchange: Exchange
    let requestID: String
    let method: HTTPMethod
    /// The clock's ticks at the start of the request.
    let startedAt: Int64
    /// The provider in whose form the answer is, with its settings; nil: the gateway's own form.
    var owner: RoutingTable.Owner?
    /// The path of the route, and not the path of the request, because that contains ids.
    var route = "-"
    /// What is left of the caller's quota, if callers are limited.
    var allowance: Allowance?
    /// Whether caches must not store the answer, because it shows sessions or opens their pages.
    var forbidsCaching = false
    /// The fields for browsers in every answer; nil if answers get no such fields.
    var sharedFields: FieldBlock?

    /// Adds the fields that every answer to this request has.
    func complete(_ response: inout Response) {
        if let allowance { response.fields += allowance.fields }
        if forbidsCaching { response.fields.append(HeaderField(name: "Cache-Control", value: "no-store")) }
        response.sharedFields = sharedFields
        response.requestID = requestID
    }

    /// The response with the fields that every answer to this request has.
    func completed(_ response: consuming Response) -> Response {
        complete(&response)
        return response
    }

    /// The answer to a failure.
    func response(to failure: Failure) -> Response {
        if let owner { return owner.provider.render(failure) }
        switch failure {
        case .unavailable(let seconds):
            return ProblemDetails.unavailable(retryAfterSeconds: seconds).response
        case .rateLimited(_, let seconds):
            return ProblemDetails(status: 429, fields: [HeaderField(name: "Retry-After", value: "\(seconds)")]).response
        default:
            return ProblemDetails(status: 500).response
        }
    }
}
