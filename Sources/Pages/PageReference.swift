import Wire

/// The address of the page that a request asks for, relative to the page's own URL, so that it is right behind every
/// proxy, even one that changes the path.
///
/// A page that renews itself asks for the same address with a mark in its query. The mark says that the visitor waits
/// for the end of the payment and wants to be led on. Somebody who opens the page later has an address without the
/// mark.
package struct PageReference: Sendable, Equatable {
    /// The address without the mark. It begins with a page's token or with `checkout`, so it leads to no other host.
    let text: String
    /// Whether the request had the mark.
    package let isRenewal: Bool

    private static let mark: StaticString = "renewed"

    /// The path and query of a request, whose address was found to open a page.
    package init(path: ArraySlice<UInt8>, query: ArraySlice<UInt8>?) {
        let last = path.lastIndex(of: UInt8(ascii: "/")).map { path[($0 + 1)...] } ?? []
        let parts = query?.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
        let kept = parts?.filter { !ASCII.equal($0, Self.mark) }
        isRenewal = parts?.count != kept?.count
        // A query that was only the mark is left out with its question mark.
        let rest = isRenewal && kept?.isEmpty == true ? nil : kept
        text =
            String(decoding: last, as: UTF8.self)
            + (rest.map { "?" + String(decoding: Array($0.joined(separator: "&".utf8)), as: UTF8.self) } ?? "")
    }

    /// The address with the mark.
    var renewed: String { text + (text.contains("?") ? "&" : "?") + "\(Self.mark)" }
}
