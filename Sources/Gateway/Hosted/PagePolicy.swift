import Checkout
import Wire

/// The content security policy of the pages: nothing but the page's own style and script, by their digests.
enum PagePolicy {
    /// A text as the policy names it (CSP 3, `hash-source`).
    static func source(of text: StaticString) -> String {
        "'sha256-\(Base64.encode(SHA256.digest(Array("\(text)".utf8)[...]).bytes))'"
    }

    /// The header field's value.
    ///
    /// - Parameter formAction: where a form of the page may lead.
    static func text(formAction: String) -> String {
        "\(resources); form-action \(formAction); base-uri 'none'; frame-ancestors 'none'"
    }

    private static let resources =
        "default-src 'none'; style-src \(source(of: PageStyle.text)); script-src \(source(of: PageScript.text))"
}
