import Checkout
import Wire

/// What a session is for, as Dollr's members `source_id` and `source_type`.
struct DollrSource {
    /// The JSON text of an integer of any size.
    let id: ArraySlice<UInt8>
    /// The characters of `source_type`.
    let type: ArraySlice<UInt8>

    /// Reads the members from the fields that the session keeps, by the rules of the create call, because an integer
    /// may have any size. For a session of another provider, the item gives both members.
    init(of session: CheckoutSession) {
        if session.provider == Dollr.name, let root = session.fields.outline.root,
            let asked = root.member("source_id"), case .digits(let digits) = PydanticInteger.read(asked),
            let text = root.member("source_type")?.wellFormedBytes
        {
            id = digits
            type = text
            return
        }
        let reference = Array((session.items.first?.reference ?? "").utf8)[...]
        id = DollrSource.isInteger(reference) ? reference : Array(String(session.number).utf8)[...]
        type = Array((session.items.first?.kind ?? "session").uppercased().utf8)[...]
    }

    /// Whether a text is an integer as JSON writes it, without a leading zero.
    private static func isInteger(_ text: ArraySlice<UInt8>) -> Bool {
        !text.isEmpty && text.allSatisfy(ASCII.isDigit) && (text.count == 1 || text.first != UInt8(ascii: "0"))
    }
}
