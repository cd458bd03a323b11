import Checkout
import Wire

/// The URLs of a session to which its page does not lead, with the reason. Some dialects accept any text as a URL, and
/// the page decides when it is shown; without this list only the customer would notice.
enum UnfollowedURLs {
    /// Writes the member `not_followed` of an object, if there are such URLs.
    static func write(of draft: borrowing Draft, to json: inout JSONWriter) {
        let urls: [(name: StaticString, url: String?)] = [
            ("success_url", draft.successURL), ("cancel_url", draft.cancelURL),
        ]
        let faults = urls.compactMap { name, url in
            url.flatMap { ReturnTarget.fault(in: $0.utf8.span, asciiHost: InternationalName.ascii) }.map { (name, $0) }
        }
        guard !faults.isEmpty else { return }
        json.object("not_followed") { json in
            for (name, fault) in faults { json.member(name, fault.rule) }
        }
    }
}
