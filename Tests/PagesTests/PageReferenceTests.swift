import Testing

@testable import Pages

/// The address of a page without and with the mark of a page that renews itself.
@Suite struct `Reference of a page` {
    private func reference(_ path: String, _ query: String?) -> PageReference {
        PageReference(path: Array(path.utf8)[...], query: query.map { Array($0.utf8)[...] })
    }

    @Test func `has a mark in every form of address, and is the same without it`() {
        let rows: [(path: String, query: String?, text: String, renewed: String)] = [
            ("/checkout/cs_test_1", nil, "cs_test_1", "cs_test_1?renewed"),
            ("/checkout/cs_test_1", "utm=1", "cs_test_1?utm=1", "cs_test_1?utm=1&renewed"),
            ("/checkout", "token=cs_test_1", "checkout?token=cs_test_1", "checkout?token=cs_test_1&renewed"),
            (
                "/checkout", "type=payment&session_id=1&hash=2&state=3",
                "checkout?type=payment&session_id=1&hash=2&state=3",
                "checkout?type=payment&session_id=1&hash=2&state=3&renewed"
            ),
            ("/checkout", "token=1&", "checkout?token=1&", "checkout?token=1&&renewed"),
            ("/checkout/1", "", "1?", "1?&renewed"),
        ]
        for row in rows {
            let first = reference(row.path, row.query)
            #expect(first.text == row.text && first.renewed == row.renewed && !first.isRenewal, "\(row)")
            let mark = row.renewed.firstIndex(of: "?").map { row.renewed.index(after: $0) }
            let renewed = reference(row.path, mark.map { String(row.renewed[$0...]) })
            #expect(renewed.text == row.text && renewed.renewed == row.renewed && renewed.isRenewal, "\(row)")
        }
    }

    @Test func `has no mark where a parameter only looks like it`() {
        for query in ["renewed=1", "renewe", "Renewed", "x=renewed", "%72enewed"] {
            #expect(!reference("/checkout/1", query).isRenewal, "\(query)")
        }
    }
}
