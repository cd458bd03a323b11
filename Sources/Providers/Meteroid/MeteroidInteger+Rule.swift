import Checkout
import Wire

extension MeteroidInteger {
    /// The rule that a value breaks, or nil. serde does not read `-0` and `1.0` as integers.
    func rule(brokenBy value: JSON) -> Rule? {
        guard value.kind == .integer, !ASCII.equal(value.source, "-0"),
            let number = JSONNumber.int64(value.source)
        else { return rule(value.kind == .integer && isAboveSigned64(value) ? .signed64 : type) }
        switch self {
        case .signed32:
            return Int32(exactly: number) == nil ? rule(type) : nil
        case .natural32:
            // The contract's upper limit is lower than the server's; a number between the two is refused as an `i32`.
            if 0...Int64(Int32.max) ~= number { return nil }
            return rule(0...Int64(UInt32.max) ~= number ? .signed32 : type)
        case .natural64:
            return number < 0 ? rule(type) : nil
        }
    }

    private func rule(_ type: MeteroidRule.Integer) -> Rule { MeteroidRule.integer(type).rule }

    /// The server's type.
    private var type: MeteroidRule.Integer {
        switch self {
        case .signed32: .signed32
        case .natural32: .unsigned32
        case .natural64: .unsigned64
        }
    }

    /// Whether a number is between the contract's limit and the server's.
    private func isAboveSigned64(_ value: JSON) -> Bool {
        guard case .natural64 = self else { return false }
        return MeteroidWords.isInteger(value.source) && JSONNumber.int64(value.source) == nil
    }
}
