import Dispatch
import Gateway
import Outbound
import Synchronization
import Wire

/// Asks the API of a running gateway, and waits for its answers.
final class GatewayClient: Sendable {
    private let access: GatewayAccess
    private let room: Room

    /// Bytes of the longest answer that is read: the feed's pages have a few MiB.
    private static let answerBytesMax = 32 * 1_024 * 1_024

    /// - Parameter room: makes the calls.
    init(_ access: GatewayAccess, _ room: Room) {
        self.access = access
        self.room = room
    }

    /// The answer to a request below `/gateway/v1/`, as JSON; null if it has no content. Throws a ``Refusal`` with what
    /// the gateway says against the request, or ``ExitCode/unavailable`` if it cannot answer now.
    ///
    /// - Parameter seconds: how long the whole call may take.
    func ask(
        _ method: HTTPMethod, _ path: String, body: JSONText? = nil, seconds: Int = 15
    ) throws(Refusal) -> JSONText {
        let call = try call(method, path, body, seconds)
        switch Self.outcome(of: call, in: room) {
        case .failed(let failure):
            throw Refusal(.unavailable, "no gateway answers at \(access.url): \(failure.reason).")
        case .answered(let answer):
            if (200...299).contains(answer.status), answer.body.isEmpty { return .null }
            guard let json = JSONText(parsing: answer.body), !answer.isBodyCut else {
                throw Refusal(.unavailable, "what answers at \(access.url) (\(answer.status)) is no checkout-gateway.")
            }
            guard (200...299).contains(answer.status) else { throw Self.refusal(answer.status, json) }
            return json
        }
    }

    private func call(
        _ method: HTTPMethod, _ path: String, _ body: JSONText?, _ seconds: Int
    ) throws(Refusal) -> OutgoingCall {
        let target: TargetURL
        do throws(TargetURL.Fault) {
            target = try TargetURL("\(access.url)\(AdminAPI.prefix)/\(path)")
        } catch {
            throw Refusal(.usage, "the gateway cannot be asked: the URL is wrong, \(error.rule).")
        }
        var limits = CallLimits()
        limits.wholeMilliseconds = seconds * 1_000
        limits.bodyBytesMax = Self.answerBytesMax
        var fields = [HeaderField(name: "Authorization", value: "Bearer \(access.key)")]
        if body != nil { fields.append(HeaderField(name: "Content-Type", value: "application/json")) }
        do throws(OutgoingCall.Fault) {
            return try OutgoingCall(method, target, fields: fields, body: body?.bytes ?? [], limits: limits)
        } catch {
            throw Refusal(.usage, "the credential has a character that no credential has.")
        }
    }

    /// Makes a call and waits for its outcome.
    static func outcome(of call: OutgoingCall, in room: Room) -> CallOutcome {
        let arrived = Mutex<CallOutcome?>(nil)
        let isThere = DispatchSemaphore(value: 0)
        room.send(call) { outcome in
            arrived.withLock { $0 = outcome }
            isThere.signal()
        }
        isThere.wait()
        guard let outcome = arrived.withLock(\.self) else {
            preconditionFailure("The outcome comes before the signal.")
        }
        return outcome
    }

    /// What the gateway says against a request (RFC 9457), as one sentence.
    private static func refusal(_ status: Int, _ problem: JSONText) -> Refusal {
        let root = JSONDocument(utf8: problem.bytes).root
        let said = root?.member("detail")?.string ?? root?.member("title")?.string ?? "\(status)"
        let sentence = "the gateway says: \(said)" + (said.hasSuffix(".") ? "" : ".")
        switch status {
        case 401:
            return Refusal(.usage, "the gateway does not know this credential.")
        case 404, 409, 410:
            return Refusal(.notFound, sentence)
        case 429, 500...599:
            return Refusal(.unavailable, sentence)
        default:
            return Refusal(.usage, sentence)
        }
    }
}
