import Checkout
import Wire

extension MeteroidInteger {
    /// The rule that a value breaks, or nil. serde does not read `-0` and `1.0` as integers.
    func rule(brokenBy value: JSON) -> Rule? {
        guard value.kind == .integer, !ASCII.equal(value.source, "-0"),
            let number = JSONNumber.int64(value.source)
        else { return .own(value.kind == .integer && isAboveSigned64(value) ? "i64" : name) }
        switch self {
        case .signed32:
            return Int32(exactly: number) == nil ? .own("i32") : nil
        case .natural32:
            // The contract's upper limit is lower than the server's; a number between the two is refused as an `i32`.
            return number < 0 ? .own("u32") : number > Int32.max ? .own(number > UInt32.max ? "u32" : "i32") : nil
        case .natural64:
            return number < 0 ? .own("u64") : nil
        }
    }

    private var name: String {
        switch self {
        case .signed32: "i32"
        case .natural32: "u32"
        case .natural64: "u64"
        }
    }

    /// Whether a number is between the contract's limit and the server's.
    private func isAboveSigned64(_ value: JSON) -> Bool {
        guard case .natural64 = self else { return false }
        return MeteroidWords.isInteger(value.source) && JSONNumber.int64(value.source) == nil
    }
}
