import Checkout
import Testing
import Wire

/// Expects two sessions to be the same in every field.
func expectSame(_ left: CheckoutSession?, _ right: CheckoutSession, sourceLocation: SourceLocation = #_sourceLocation) {
    guard let left else {
        Issue.record("there is no session", sourceLocation: sourceLocation)
        return
    }
    func same<Value: Equatable>(_ one: Value, _ other: Value, _ name: Comment) {
        #expect(one == other, name, sourceLocation: sourceLocation)
    }
    same(left.id, right.id, "id")
    same(left.number, right.number, "number")
    same(left.provider, right.provider, "provider")
    same(left.account, right.account, "account")
    same(left.isLive, right.isLive, "isLive")
    same(left.mode, right.mode, "mode")
    same(left.status, right.status, "status")
    same(left.amount, right.amount, "amount")
    same(left.currency?.code, right.currency?.code, "currency")
    // Compared as bytes, because Swift treats two Unicode spellings of a text as equal.
    same(left.item.map { Array($0.kind.utf8) }, right.item.map { Array($0.kind.utf8) }, "item kind")
    same(left.item.map { Array($0.reference.utf8) }, right.item.map { Array($0.reference.utf8) }, "item reference")
    same(left.item?.quantity, right.item?.quantity, "item quantity")
    same(left.customer.reference.map { Array($0.utf8) }, right.customer.reference.map { Array($0.utf8) }, "customer")
    same(left.customer.email, right.customer.email, "email")
    same(left.customer.phone, right.customer.phone, "phone")
    same(left.successURL, right.successURL, "success URL")
    same(left.cancelURL, right.cancelURL, "cancel URL")
    same(left.clientID, right.clientID, "client id")
    same(left.stateDigest, right.stateDigest, "state digest")
    same(left.metadata, right.metadata, "metadata")
    same(left.fields.text, right.fields.text, "fields")
    same(left.fields.document.fault, right.fields.document.fault, "fault of fields")
    same(left.createdAt, right.createdAt, "created")
    same(left.updatedAt, right.updatedAt, "updated")
    same(left.expiresAt, right.expiresAt, "expires")
    same(left.completedAt, right.completedAt, "completed")
    same(left.cancelledAt, right.cancelledAt, "cancelled")
}
