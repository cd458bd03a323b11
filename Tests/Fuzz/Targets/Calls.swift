import Checkout
import TestSupport
import Wire

@testable import Gateway

/// Invariants of a provider, for any body, media type, path and query:
/// 1. A call is read or fails. Every failure has an answer that is valid JSON (RFC 8259) and one HTTP message.
/// 2. No request causes an internal error.
/// 3. A draft can be stored: an amount within JSON's range, a currency of three letters, a digest of 32 bytes, and no
///    part of Userdocks' state.
/// 4. A session has an answer for every operation and status. It is the same each time, and after the session was
///    stored.
/// 5. Every other provider has an answer that shows the session.
func fuzzProvider(_ provider: any Provider, _ input: Input) {
    var input = input
    let way = Int(input.takeByte())
    let choice = Int(input.takeByte())
    guard let (request, parameters, operation) = makeCall(of: provider, input.bytes, way: way, choice: choice) else {
        return
    }
    do throws(Failure) {
        let call = Call(
            request: request, parameters: parameters, document: try provider.parse(request, for: operation),
            caller: Caller(account: AccountID(1), isLive: false, access: .write, identifier: "client"),
            catalogue: choice & 0x80 == 0 ? sparseCatalogue : Catalogue(), lifetimeSeconds: 3_600,
            now: Timestamp(seconds: 1_790_000_000), digest: SHA256.digest, asciiHost: InternationalName.ascii)
        if operation == .create {
            checkSessions(made: try provider.read(call), by: provider)
        } else {
            _ = try provider.select(call, for: operation)
        }
    } catch {
        if case .internalError = error { check(false, "an internal error") }
        if case .invalid(let issues) = error { check(!issues.isEmpty, "a failure without an issue") }
        let response = provider.render(error)
        check(response == provider.render(error), "a failure has two answers")
        check(
            (400...499).contains(response.status) || error.kind == .notConfigured, "\(error.kind): \(response.status)")
        checkAnswer(response, to: "\(error.kind)")
    }
}

/// Any bytes as a body of one of several media types, as a segment of a path and a query, or as a whole request.
private func makeCall(
    of provider: any Provider, _ bytes: [UInt8], way: Int, choice: Int
) -> (Request, parameters: [[UInt8]], Checkout.Operation)? {
    let routes = type(of: provider).routes
    switch way & 3 {
    case 0, 1:
        let type = way & 3 == 0 ? "application/json" : mediaTypes[choice % mediaTypes.count]
        let head = "POST /x HTTP/1.1\r\nHost: a\r\nContent-Type: \(type)\r\n\r\n"
        return soundHead(Array(head.utf8)).map { (Request(head: $0, body: bytes), [Array("v1".utf8)], .create) }
    case 2:
        let route = routes[choice % routes.count]
        let query = bytes.filter { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
        let start = "\(route.method.name) /x?"
        let fields = " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n\r\n"
        let body = Array(type(of: provider).sample.body.utf8)
        return soundHead(Array(start.utf8) + query + Array(fields.utf8)).map { head in
            (Request(head: head, body: body), route.path.contains("{") ? [bytes] : [], route.operation)
        }
    default:
        var parser = RequestParser(limits: HTTPLimits())
        guard case .head(let head, let count)? = try? parser.parse(bytes.span) else { return nil }
        return (Request(head: head, body: Array(bytes[count...])), [Array("v1".utf8)], .create)
    }
}

private func soundHead(_ bytes: [UInt8]) -> RequestHead? {
    var parser = RequestParser(limits: HTTPLimits())
    guard case .head(let head, _)? = try? parser.parse(bytes.span) else { return nil }
    return head
}

private let mediaTypes = [
    "application/json; charset=utf-8", "application/problem+json", "text/plain", "",
    "application/json;charset=\"utf8\"",
    "APPLICATION/JSON", "application/json, application/json", "multipart/form-data; boundary=x",
]

/// The entries of the fixtures: one or more of each kind that a request may name, and a default price.
private let sparseCatalogue: Catalogue = {
    var catalogue = Catalogue()
    for fixture in ProviderFixture.all {
        for entry in fixture.fuzz.catalogue {
            let isAdded = catalogue.add(
                Catalogue.Entry(
                    reference: entry.id, amount: entry.amount, currency: entry.currency.map(Currency.init(stored:)),
                    isDefault: entry.isDefault), to: entry.kind)
            precondition(isAdded, "The fixture of \(fixture) has two entries \(entry.id).")
        }
    }
    return catalogue
}()
