import Checkout
import Wire

/// Prefixes that issuers give their secrets, so that the secrets can be found in the wrong files: those of the gateway's
/// own credentials and page tokens, and of well-known issuers.
struct SecretPrefixes: Sendable {
    private struct Prefix: Sendable {
        /// The beginning of the secret.
        let text: [UInt8]
        /// The least number of bytes after the prefix, so that ordinary names with the same beginning do not count.
        let restMin: Int
        /// The bytes after the prefix.
        var bytes = SecretPrefixes.bytes

        func begins(_ other: Span<UInt8>, at index: Int) -> Bool {
            let end = index + text.count
            return end <= other.count && ASCII.equal(other.extracting(index..<end), text.span)
        }
    }

    private let byFirstByte: [[Prefix]]

    /// - Parameter providers: those whose credentials the gateway makes.
    init(_ providers: [any Provider.Type]) {
        let all = Self.minted(providers) + Self.wellKnown
        byFirstByte = (0..<256).map { byte in all.filter { Int($0.text[0]) == byte } }
    }

    /// The end of a secret that begins at an index; nil if none begins there.
    func end(ofSecretAt index: Int, in text: Span<UInt8>) -> Int? {
        for prefix in byFirstByte[Int(text[index])] where prefix.begins(text, at: index) {
            var end = index + prefix.text.count
            while end < text.count, prefix.bytes.contains(text[end]) { end += 1 }
            if end - index - prefix.text.count >= prefix.restMin { return end }
        }
        return nil
    }

    /// The characters of secrets. A Meteroid key has a slash.
    private static let bytes = ByteSet("-_/", withLettersAndDigits: true)
    /// RFC 4648 §4: base64 with its padding, also with percent escapes as in a URL.
    private static let base64Bytes = ByteSet("-_/+=%", withLettersAndDigits: true)

    /// The prefix before the random characters of each credential that the gateway makes. It is taken from a credential
    /// made from zeros, so that a new provider's prefix need not be listed.
    private static func minted(_ providers: [any Provider.Type]) -> [Prefix] {
        let zeros = [UInt8](repeating: 0, count: 64)
        var secrets = [AdminCredential.mint(zeros).secret]
        for provider in providers {
            for kind in provider.credentialKinds {
                secrets += [true, false].map { provider.mint(zeros, kind, isLive: $0).secret }
            }
        }
        return secrets.compactMap { secret in
            let text = Array(secret.utf8)
            return text.lastIndex(of: UInt8(ascii: "_")).map { Prefix(text: Array(text[...$0]), restMin: 8) }
        }
    }

    private static let wellKnown: [Prefix] = {
        let short = ["sk_live_", "sk_test_", "rk_live_", "rk_test_", "pk_live_", "pk_test_"]
        let long = [
            // Tokens of the gateway's pages, and other secret, restricted and publishable keys.
            "cs_test_", "cs_live_", "sk_", "rk_", "pk_", "sk-",
            // GitHub, GitLab, Slack, Shopify, npm, PyPI, SendGrid, DigitalOcean.
            "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxa-", "xoxb-", "xoxp-", "xoxr-",
            "xoxs-",
            "xapp-", "shpat_", "shpss_", "npm_", "pypi-", "SG.", "dop_v1_",
            // Amazon, Google.
            "AKIA", "ASIA", "AIza", "ya29.",
        ]
        return short.map { Prefix(text: Array($0.utf8), restMin: 1) }
            + long.map { Prefix(text: Array($0.utf8), restMin: 12) }
            // The signing secret of a webhook endpoint.
            + [Prefix(text: Array("whsec_".utf8), restMin: 1, bytes: base64Bytes)]
    }()
}
