import Checkout
import Providers
import TestSupport
import Wire

@testable import Gateway

/// Invariants of credentials, for any header fields:
/// 1. A provider finds a credential or says why the request shows no credential, and has an answer for that.
/// 2. A credential is not empty and is a part of the head: nothing is made up or unescaped. Its identifier may be in
///    lower case where the head has capitals.
/// 3. Only a known secret identifies a caller, and a caller with claimed read access may not write. A secret is
///    accepted only in the field of its own kind.
/// 4. With two `Authorization` fields a provider accepts no caller, if its fixture says so.
/// 5. The public part of a secret, if the provider has one, can be computed for any secret.
func fuzzCredentials(_ input: Input) {
    let bytes = Array("POST /x HTTP/1.1\r\nHost: a\r\n".utf8) + input.bytes + Array("\r\n\r\n".utf8)
    let text = String(decoding: input.bytes, as: UTF8.self)
    for provider in Registry.providers { _ = type(of: provider).identifier(inSecret: text) }
    var parser = RequestParser(limits: HTTPLimits())
    guard case .head(let head, _)? = try? parser.parse(bytes.span) else { return }
    var visit = Visit.uncounted
    _ = router.route(head, &visit)
    for provider in Registry.providers { checkCredential(of: provider, head, bytes) }
}

private func checkCredential(of provider: any Provider, _ head: RequestHead, _ bytes: [UInt8]) {
    let name = type(of: provider).name
    do throws(Failure) {
        let credential = try provider.identify(head)
        check(!credential.secret.isEmpty, "an empty secret")
        check(bytes[...].contains(credential.secret), "a secret that was not sent")
        if let identifier = credential.identifier {
            let isSent = bytes[...].contains(identifier) || bytes.map(ASCII.lowercase)[...].contains(identifier)
            check(isSent, "an identifier that was not sent")
        }
        if ProviderFixture.named(name.text)?.fuzz.refusesTwoAuthorizations == true {
            check(head.count(of: "authorization") <= 1, "\(name) accepts one of two Authorization fields")
        }
        let caller = try keys.caller(credential, of: name)
        let known = KnownCredential.all.first { $0.provider == name && $0.secret.utf8.elementsEqual(credential.secret) }
        check(known != nil, "an unknown secret identifies a caller")
        check(known?.kind == credential.kind, "a secret is accepted in the field of another kind")
        check(credential.claimedAccess != .read || caller.access == .read, "a caller that claims to read may write")
    } catch {
        guard case .unauthenticated = error else { return check(false, "\(name) answers \(error.kind)") }
        let response = provider.render(error)
        check(response.status == 401, "\(name) answers \(response.status)")
        checkAnswer(response, to: "a credential of \(name)")
    }
}

/// A credential that the seeds show, so that libFuzzer finds accepted callers.
private struct KnownCredential: Sendable {
    let provider: ProviderName
    let secret: String
    let kind: CredentialKind
    let identifier: String?

    init(_ type: any Provider.Type, _ secret: String, clientID: String? = nil, saysAccess: Bool = false) {
        provider = type.name
        self.secret = secret
        kind = type.kind(ofSecret: secret) ?? type.assumedKind(saysAccess: saysAccess)
        identifier = clientID ?? type.identifier(inSecret: secret)
    }

    static let all = ProviderFixture.all.flatMap { fixture in
        fixture.credentials.map {
            KnownCredential(fixture.type, $0.secret, clientID: $0.clientID, saysAccess: $0.saysAccess)
        } + fixture.fuzz.secrets.map { KnownCredential(fixture.type, $0) }
    }
}

private let keys: KeyRing = {
    var ring = KeyRing()
    for (number, known) in KnownCredential.all.enumerated() {
        let isAdded = ring.add(
            KeyRing.Key(
                provider: known.provider, kind: known.kind, account: AccountID(Int64(number)), isLive: false,
                access: .write, identifier: known.identifier,
                digest: SHA256.digest(Array(known.secret.utf8)[...])))
        precondition(isAdded, "The fixture of \(known.provider) has one secret twice.")
    }
    return ring
}()

private let router: Router = {
    do {
        return Router(try RoutingTable(Registry.providers), keys)
    } catch {
        preconditionFailure("The providers do not collide: \(error)")
    }
}()
