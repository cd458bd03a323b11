import Checkout
import Pages
import Wire

/// A session in another dialect: its body, which members of the session it leaves out, and which of its members are
/// made up.
///
/// There are no lists of what each dialect shows. Instead a member of the session is changed: if the body stays the
/// same, the dialect leaves the member out. A member that the session lacks is added: a part of the body that then
/// changes had a made-up value.
struct Translation {
    let body: JSONText
    /// Names of members of the normalized session.
    let leftOut: [String]
    /// Names of members of the body, with the names of the members around them before, and dots between.
    let madeUp: [String]

    /// - Parameter opensPages: whether the reader may get values that open the session's page. Otherwise all values
    ///   made with the gateway's secret are left out of the body, under any member name.
    init(
        _ session: CheckoutSession, into owner: RoutingTable.Owner, at now: Timestamp, _ links: Links, opensPages: Bool
    ) {
        let links = opensPages ? links : Self.powerless(links, 0)
        let provider = owner.provider
        let render = { provider.render($0, for: .retrieve, at: now, links).body }
        let body = render(session)
        let changed = SessionChanges.ofMembers(of: session).map { (name: $0.name, body: render($0.changed)) }
        let leftOut = changed.filter { $0.body == body }.map(\.name)
        // Values that differ under another secret are made with the secret: tokens, hashes and addresses with them.
        let other = provider.render(session, for: .retrieve, at: now, Self.powerless(links, 1)).body

        let leaves = BodyLeaves(body)
        var madeUp = Set<String>()
        for filled in SessionChanges.fillings(of: session, at: now) {
            madeUp.formUnion(leaves.names(ofThoseChangedIn: BodyLeaves(render(filled))))
        }
        // The members with values that the session does not have, in the dialect of its own provider.
        var own = Set<String>()
        for filled in SessionChanges.fillings(of: session, for: owner.type) {
            own.formUnion(leaves.names(ofThoseChangedIn: BodyLeaves(render(filled))))
        }
        for changed in changed { own.subtract(leaves.names(ofThoseChangedIn: BodyLeaves(changed.body))) }
        madeUp.formUnion(own)

        if opensPages {
            self.body = JSONText(parsing: body) ?? .null
            self.leftOut = leftOut
            let secrets = leaves.names(ofThoseChangedIn: BodyLeaves(other))
            if !leaves.texts.contains(where: { Self.opensPage($0, of: session, links) }) { madeUp.formUnion(secrets) }
            self.madeUp = leaves.inOrder(madeUp)
        } else {
            let shown = CommonMembers(body, other)
            self.body = shown.text
            self.leftOut = leftOut + (shown.isLess ? ["page_url"] : [])
            self.madeUp = BodyLeaves(shown.text.bytes).inOrder(madeUp)
        }
    }

    /// Links that are the same for every session and open no page.
    private static func powerless(_ links: Links, _ code: UInt8) -> Links {
        Links(publicURL: links.publicURL) { _ in Digest { $0.initialize(repeating: code, count: Digest.byteCount) } }
    }

    /// Whether a text of the body is an address that opens the session's page. A page with a state opens after the
    /// caller adds the state; a page without one opens by its token alone.
    private static func opensPage(_ text: [UInt8], of session: CheckoutSession, _ links: Links) -> Bool {
        guard text.starts(with: links.publicURL.utf8) else { return false }
        let target = text[links.publicURL.utf8.count...]
        let mark = target.contains(UInt8(ascii: "?")) ? "&" : "?"
        let line = Array("GET ".utf8) + target + Array("\(mark)state=0 HTTP/1.1\r\nHost: gateway\r\n\r\n".utf8)
        var parser = RequestParser(limits: HTTPLimits())
        guard let outcome = try? parser.parse(line.span), case .head(let head, _) = outcome,
            PageAddress.owns(head.path), let address = try? PageAddress(head, links)
        else { return false }
        switch address {
        case .token(let token): return token.key == session.id.key && session.stateDigest == nil
        case .guarded(let id, _): return id == session.id && session.stateDigest != nil
        }
    }
}
