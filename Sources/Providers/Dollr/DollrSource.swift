import Checkout
import Wire

/// What a session is for, in Dollr's two members.
struct DollrSource {
    /// JSON: an integer of any size.
    let id: ArraySlice<UInt8>
    /// The characters of `source_type`.
    let type: ArraySlice<UInt8>

    /// Reads what was asked again from the fields that the session keeps, by the same rules, since an integer may be of
    /// any size. A session that another provider's call made is told by its item.
    init(of session: CheckoutSession) {
        if session.provider == Dollr.name, let root = session.fields.outline.root,
            let asked = root.member("source_id"), case .digits(let digits) = PydanticInteger.read(asked),
            let text = root.member("source_type")?.wellFormedBytes
        {
            id = digits
            type = text
            return
        }
        let reference = Array((session.item?.reference ?? "").utf8)[...]
        id = DollrSource.isInteger(reference) ? reference : Array(String(session.number).utf8)[...]
        type = Array((session.item?.kind ?? "session").uppercased().utf8)[...]
    }

    /// Whether a text is an integer as JSON writes it; a reference with a zero in front is none.
    private static func isInteger(_ text: ArraySlice<UInt8>) -> Bool {
        !text.isEmpty && text.allSatisfy(ASCII.isDigit) && (text.count == 1 || text.first != UInt8(ascii: "0"))
    }
}
