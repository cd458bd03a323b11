import Checkout
import Webhooks
import Wire

/// What the routes about webhooks have in common.
extension AdminAPI.AcceptedRequest {
    /// Reads the endpoint that the path names, and passes it on.
    func withEndpoint(
        _ next: @escaping @Sendable (WebhookEndpointRecord, Self) throws(ProblemDetails) -> Reply
    ) throws(ProblemDetails) -> Reply {
        guard let id = WebhookEndpointID(String(decoding: parameter, as: UTF8.self)) else { throw .unknownEndpoint }
        return afterReading(.webhook(.endpoint(id.value))) { (found, call) throws(ProblemDetails) in
            guard let endpoint = found.webhook.endpoint else { throw .unknownEndpoint }
            return try next(endpoint, call)
        }
    }

    /// The response to a write, after which the endpoint is shown.
    ///
    /// - Parameters:
    ///   - status: the status if it was written.
    ///   - secret: the secret that the write gave to the endpoint.
    func endpointAnswer(
        status: Int = 200, secret: WebhookSecret? = nil
    ) -> @Sendable (Written) -> Response {
        { written in
            guard case .webhook(let result) = written else { return ProblemDetails(status: 500).response }
            switch result {
            case .endpoint(let endpoint):
                services.webhooks.endpointChanged(endpoint.id)
                return Response(
                    status: status, contentType: "application/json",
                    body: EndpointDocument.text(endpoint, secret: secret, self))
            case .tooMany:
                return ProblemDetails(
                    status: 409, detail: WebhookEndpointDraft.refusal(ofAccountWith: WebhookEndpointRecord.countMax)
                ).response
            case .unknown: return ProblemDetails.unknownEndpoint.response
            case .stale:
                return ProblemDetails(
                    status: 409, detail: "Another call changed the endpoint at the same time. Send the change again."
                ).response
            case .done, .delivery, .recovered, .noEndpoint: return ProblemDetails(status: 500).response
            }
        }
    }
}

extension ProblemDetails {
    static let unknownEndpoint = ProblemDetails(
        status: 404, detail: "The gateway has no webhook endpoint with this id.")
    static let unknownDelivery = ProblemDetails(
        status: 404, detail: "The gateway has no webhook delivery with this number.")

    /// Missed events are not sent to an endpoint that is disabled.
    static let disabledEndpoint = ProblemDetails(
        status: 409, detail: "The webhook endpoint is disabled. Enable it first, with {\"disabled\": false}.")

    /// Secrets cannot be kept.
    static let noSecretKey = ProblemDetails(
        status: 409,
        detail: "The gateway has no key that encrypts the secrets of webhook endpoints. The setting "
            + "webhook_secret_keys gives it one.")

    /// The configuration says what the endpoint is, and would undo the change at the next start.
    static let configuredEndpoint = ProblemDetails(
        status: 409,
        detail:
            "The configuration has this webhook endpoint, so only `disabled` can be changed here. Change the rest in "
            + "the configuration.")

    /// 400 with a sentence for each member that is wrong.
    static func badRequest(_ issues: WebhookIssues) -> ProblemDetails {
        .badRequest(issues.all.map { $0.sentence() }.joined(separator: " "))
    }
}
