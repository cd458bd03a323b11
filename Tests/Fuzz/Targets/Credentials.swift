import Checkout
import Providers
import Wire

@testable import Gateway

/// Invariants of credentials, for any header fields:
/// 1. A provider finds a credential or says why there is none, and has an answer for that.
/// 2. A credential is not empty and is a part of the head: nothing is made up or unescaped. Its identifier may be in
///    lower case where the head has capitals.
/// 3. Only a known secret identifies a caller, and a caller with claimed read access may not write. A secret is
///    accepted only in the field of its own kind.
/// 4. With two `Authorization` fields Duro, Meteroid and Userdocks accept no caller.
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
        if [Duro.name, Meteroid.name, Userdocks.name].contains(name) {
            check(head.count(of: "authorization") <= 1, "\(name) accepts one of two Authorization fields")
        }
        let caller = try keys.caller(credential, of: name)
        let known = secrets.first { $0.utf8.elementsEqual(credential.secret) }
        check(known != nil, "an unknown secret identifies a caller")
        check(known.map(kind(of:)) == credential.kind, "a secret is accepted in the field of another kind")
        check(credential.claimedAccess != .read || caller.access == .read, "a caller that claims to read may write")
    } catch {
        guard case .unauthenticated = error else { return check(false, "\(name) answers \(error.kind)") }
        let response = provider.render(error)
        check(response.status == 401, "\(name) answers \(response.status)")
        checkAnswer(response, to: "a credential of \(name)")
    }
}

/// The secrets of the seeds, so that libFuzzer finds accepted callers.
private let secrets = [
    "dollr-conformance-token", "billing-conformance-token", "sk_test_conformance000000000000000000",
    "pv_sand_Q7n42DGM5Tflk9n8mt7Fhc7XyZaB/2vIOgNg2ElyLMxWAPn6Xz", "userdocks-conformance-access-token",
    "ud_write_conformance000000000000000", "pk_test_conformance000000000000000000",
]

private func kind(of secret: String) -> CredentialKind {
    secret.hasPrefix("ud_") ? .apiKey : secret.hasPrefix("pk_") ? .publishable : .token
}

private let keys: KeyRing = {
    var ring = KeyRing()
    for provider in Registry.providers {
        for (number, secret) in secrets.enumerated() {
            let isIdentified = secret.hasPrefix("ud_") || secret.hasPrefix("userdocks")
            let added = ring.add(
                KeyRing.Key(
                    provider: type(of: provider).name, kind: kind(of: secret), account: AccountID(Int64(number)),
                    isLive: false, access: .write,
                    identifier: isIdentified
                        ? "408edd4e-ef97-49f6-8a02-7f325e897096" : type(of: provider).identifier(inSecret: secret),
                    digest: SHA256.digest(Array(secret.utf8)[...]).bytes))
            precondition(added, "Every secret is unique.")
        }
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
