import Checkout
import Providers
import Wire

@testable import Gateway

/// Invariants of targets, hosts and routes:
/// 1. Decoding replaces each whole escape once and nothing else; a text that is escaped byte by byte is decoded to
///    itself.
/// 2. An accepted target leads to the gateway, to a failure with an answer, or to a route, with one value that is not
///    empty for each of its braces.
/// 3. The address of a redirect contains only visible ASCII, so that a path cannot write a header field.
/// 4. The refusal of a request and its later failures are in the form of the same provider.
/// 5. An accepted host contains no user information, no blank, no control character and no slash.
func fuzzTarget(_ input: Input) {
    var input = input
    let choice = Int(input.takeByte())
    checkDecoding(input.bytes)

    let method = ["GET", "POST", "OPTIONS", "CONNECT", "HEAD", "PUT"][(choice >> 2) % 6]
    let prefix = ["", "/dollr", "/meteroid/api/v1/checkout-sessions", "http://"][choice & 3]
    route("\(method) \(prefix)".utf8 + input.bytes + " HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    route("POST /v1/checkout/sessions/ HTTP/1.1\r\nHost: ".utf8 + input.bytes + "\r\n\r\n".utf8)
}

private func checkDecoding(_ bytes: [UInt8]) {
    let decoded = PercentEncoding.decode(bytes[...])
    let escapes = bytes.indices.dropLast(2).filter { place in
        bytes[place] == UInt8(ascii: "%") && ASCII.hexDigit(bytes[place + 1]) != nil
            && ASCII.hexDigit(bytes[place + 2]) != nil
    }
    // Two escapes cannot overlap, because % is not a digit.
    check(decoded.count == bytes.count - 2 * escapes.count, "\(escapes.count) escapes in \(shown(bytes))")
    if escapes.isEmpty { check(decoded == bytes, "\(shown(bytes)) is decoded to \(shown(decoded))") }
    let escaped = bytes.flatMap { Array("%".utf8) + Hex.string([$0]).utf8 }
    check(PercentEncoding.decode(escaped[...]) == bytes, "\(shown(bytes)) does not come back")

    let path = RequestPath(bytes[...])
    check(path.decoded.elementsEqual(decoded), "a path is decoded otherwise than its bytes")
    if let other = path.withOtherEnd {
        let hasSlash = decoded.last == UInt8(ascii: "/")
        check((other.bytes.last == UInt8(ascii: "/")) != hasSlash, "the end is not the other one")
        check(
            (hasSlash ? decoded[...] : other.bytes).starts(with: hasSlash ? other.bytes : decoded[...]),
            "more is changed")
    }
}

private let router: Router = {
    do {
        return Router(try RoutingTable(Registry.providers), KeyRing())
    } catch {
        preconditionFailure("The providers do not collide: \(error)")
    }
}()

private func route(_ bytes: [UInt8]) {
    var parser = RequestParser(limits: HTTPLimits())
    guard case .head(let head, _)? = try? parser.parse(bytes.span) else { return }
    if let host = head.host {
        check(!host.isEmpty, "an empty host is taken")
        check(host.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"@/\\?#".utf8.contains($0) }, "the host \(shown(host))")
    }
    var visit = Visit.uncounted
    switch router.route(head, &visit) {
    case .gateway:
        return
    case .failure(let owner, let failure, _):
        if case .trailingSlash(let location) = failure {
            check(location.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }, "a redirect to \(location.debugDescription)")
        }
        checkAnswer(owner.provider.render(failure), to: "a path")
        check(router.owner(of: head, &visit)?.name == owner.name, "the refusal is another provider's")
    case .call(let owner, let route, let parameters, _):
        check(parameters.count == route.path.count { $0 == "{" }, "\(parameters.count) values for \(route.path)")
        check(parameters.allSatisfy { !$0.isEmpty }, "an empty value for \(route.path)")
        check(owner.routes.contains { $0.route.path == route.path }, "\(route.path) is no route of \(owner.name)")
    }
}
