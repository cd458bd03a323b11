import Checkout
import Wire

/// The URLs of a session to which its page does not lead, and why. Some dialects take any text for a URL, and what a page
/// follows is judged when it is shown: without this, nobody but the customer would see it.
enum UnfollowedURLs {
    /// The member `not_followed` of an object, where there is anything to tell.
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
