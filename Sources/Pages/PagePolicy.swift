package import Checkout
import Wire

/// The content security policy of the pages: it allows only the page's own style and script, by their digests.
package struct PagePolicy: Sendable {
    private let resources: String

    /// - Parameter digest: SHA-256.
    init(digest: (ArraySlice<UInt8>) -> Digest) {
        resources =
            "default-src 'none'; style-src \(Self.source(of: PageStyle.text, digest)); "
            + "script-src \(Self.source(of: PageScript.text, digest))"
    }

    /// The source of a text in the policy (CSP 3, `hash-source`).
    ///
    /// - Parameter digest: SHA-256.
    package static func source(of text: StaticString, _ digest: (ArraySlice<UInt8>) -> Digest) -> String {
        "'sha256-\(Base64.encode(digest(Array("\(text)".utf8)[...]).bytes))'"
    }

    /// The header field's value.
    ///
    /// - Parameter formAction: where the page's forms may lead.
    func text(formAction: String) -> String {
        "\(resources); form-action \(formAction); base-uri 'none'; frame-ancestors 'none'"
    }
}

/// The script of all pages; the pages also work without it. The content security policy allows only this text, by its
/// digest.
enum PageScript {
    /// Browsers keep a page that is left, even with `no-store`, and show it again when the customer goes back: with the
    /// card in its fields, and with a form for a session that is paid already. So the script empties the fields when
    /// the page is left, and reloads a page that was kept.
    static let text: StaticString = """
        addEventListener("pagehide",()=>{for(const form of document.forms)form.reset()});\
        addEventListener("pageshow",event=>{if(event.persisted)location.replace(location.pathname+location.search)})
        """
}
