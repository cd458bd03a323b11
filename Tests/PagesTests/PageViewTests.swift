import Checkout
import TestSupport
import Testing

@testable import Pages

/// The summary of a session with many items.
@Suite struct `Page of many items` {
    private func session(of count: Int) -> CheckoutSession {
        var session = Samples.session(number: 1)
        let items = (0..<count).map { CheckoutSession.Item(kind: "plan", reference: "plan \($0)", quantity: 2) }
        session.change { $0.items = Items(items) }
        return session
    }

    private func view(of session: CheckoutSession) -> PageView {
        PageView(session, PageFacts(publicID: "1"), Catalogue(), at: Samples.start, asciiHost: { $0 })
    }

    private func items(of view: PageView) -> [PageView.Row.Value] {
        view.rows.filter { $0.label == "Item" }.map(\.value)
    }

    @Test func `lists at most twenty`() {
        #expect(items(of: view(of: session(of: 1))) == [])
        #expect(items(of: view(of: session(of: 2))) == [.name("2 × plan 0"), .name("2 × plan 1")])
        #expect(items(of: view(of: session(of: 20))).count == 20)
        let many = view(of: session(of: 21))
        #expect(items(of: many).count == 20)
        #expect(items(of: many).last == .name("2 × plan 19"))
        #expect(many.item?.hasPrefix("plan 0, plan 1, ") == true)
    }

    /// A thousand times as many items cost the page no more.
    @Test(.timeLimit(.minutes(1))) func `looks up no more than it lists`() {
        let sessions = [session(of: 20_000), session(of: 20)]
        let ratio = costRatio(of: 0, to: 1) { index in #expect(view(of: sessions[index]).rows.count > 20) }
        #expect(ratio < 5)
    }
}
