import Checkout
import Providers
import TestSupport
import Wire

@testable import Gateway

private let links = Links.withoutKey("https://pay.example")

/// Checks that clients can read an answer: JSON with a JSON media type, or no content.
func checkAnswer(_ response: Response, to cause: @autoclosure () -> String) {
    check((200...599).contains(response.status), "\(cause()) is answered \(response.status)")
    var encoder = ResponseEncoder(keepAliveSeconds: 75)
    checkEncoding(of: response, in: AnswerContext(), by: &encoder)
    guard !response.body.isEmpty else { return }
    check(response.contentType?.hasPrefix("application/") == true, "the answer to \(cause()) is not JSON")
    // An answer may repeat the request, so it can be a little deeper than the request.
    let grammar = JSONGrammar(
        takesNonFiniteNumbers: false, keepsLoneSurrogates: false, depthMax: 2_000, integerDigitsMax: .max)
    let document = JSONDocument(utf8: response.body, grammar: grammar)
    check(
        document.fault == nil,
        "\(cause()) is answered \(shown(response.body)): \(String(describing: document.fault?.reason))")
}

/// Checks the invariants of a draft, and of the session that is made from it.
func checkSessions(made draft: Draft, by provider: any Provider) {
    let name = type(of: provider).name
    check(draft.amount.map { (0...Money.unitsMax).contains($0) } ?? true, "the amount \(draft.amount ?? 0)")
    check(draft.currency.map { $0.code.utf8.count == 3 } ?? true, "the currency \(draft.currency?.code ?? "")")
    check(JSONText(parsing: draft.fields.text.bytes) != nil, "the kept fields are not RFC 8259")
    check(draft.metadata.map { JSONText(parsing: $0.bytes) != nil } ?? true, "the metadata is not RFC 8259")
    for member in ProviderFixture.named(name.text)?.fuzz.neverKept ?? [] {
        check(draft.fields.document.root?.member(bytes: member.utf8)?.isNull == true, "the \(member) is kept")
    }
    let now = Timestamp(microseconds: 1_782_208_800_123_456)
    var session = CheckoutSession(
        id: SessionID(key: now.microseconds / 1_000 << 12, tail: 5), number: 7, provider: name, account: AccountID(1),
        isLive: false, status: .open, draft: draft, createdAt: now)
    var kept = session
    // The store keeps the text, and reads only the members that are asked for.
    kept.change { $0.fields = SentFields(stored: draft.fields.text.bytes) }
    let operations = type(of: provider).routes.map(\.operation).filter { $0 != .list }
    for status in Status.allCases {
        session.status = status
        kept.status = status
        for operation in operations {
            let response = provider.render(session, for: operation, at: now, links)
            check(
                response == provider.render(kept, for: operation, at: now, links),
                "the stored session has another answer")
            checkAnswer(response, to: "\(operation)")
        }
        if type(of: provider).routes.contains(where: { $0.operation == .list }) {
            let entries = [session, kept].map { provider.listEntry(for: $0, at: now, links) }
            check(entries[0] == entries[1], "the stored session has another list entry")
            checkAnswer(provider.render(list: entries), to: "a list")
        }
    }
    for other in Registry.providers {
        checkAnswer(other.render(session, for: .retrieve, at: now, links), to: "another provider's session")
    }
}
