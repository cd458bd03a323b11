import Checkout
import Wire

/// SHA-256 of the meaning of a JSON text: the order of members and the spelling of numbers and strings make no
/// difference.
///
/// Of several members with one name the last counts. Each array and object is hashed into the value around it as its
/// own digest, so that a deep body is hashed once and not once for each level.
struct BodyFingerprint {
    /// An array or object that is still open.
    private struct Open {
        let isObject: Bool
        /// The index of the node after it.
        let next: Int
        var name: [UInt8]?
        var values: [[UInt8]] = []
        var members: [[UInt8]: [UInt8]] = [:]

        mutating func take(_ value: [UInt8]) {
            guard isObject else { return values.append(value) }
            if let known = name {
                members[known] = value
                name = nil
            } else {
                name = value
            }
        }

        /// Its tag and its digest. Each part has its length before it, so that different lists of parts make different
        /// texts.
        func closed() -> [UInt8] {
            var text: [UInt8] = []
            if isObject {
                for (name, value) in members.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                    BodyFingerprint.append(name, to: &text)
                    BodyFingerprint.append(value, to: &text)
                }
            } else {
                for value in values { BodyFingerprint.append(value, to: &text) }
            }
            return [UInt8(ascii: isObject ? "{" : "[")] + SHA256.digest(text[...]).bytes
        }
    }

    /// 32 bytes, for a text without a fault or for no text.
    static func digest(of document: JSONDocument?) -> Digest {
        guard let document else { return SHA256.digest([]) }
        var stack: [Open] = []
        var root: [UInt8] = []
        for (index, node) in document.nodes.enumerated() {
            close(&stack, before: index, &root)
            if node.kind == .object || node.kind == .array {
                stack.append(Open(isObject: node.kind == .object, next: Int(node.next)))
            } else {
                take(scalar(JSON(document, index)), &stack, &root)
            }
        }
        close(&stack, before: document.nodes.count, &root)
        return SHA256.digest(root[...])
    }

    private static func close(_ stack: inout [Open], before index: Int, _ root: inout [UInt8]) {
        while let last = stack.last, last.next == index {
            stack.removeLast()
            take(last.closed(), &stack, &root)
        }
    }

    private static func take(_ value: [UInt8], _ stack: inout [Open], _ root: inout [UInt8]) {
        if stack.isEmpty { root = value } else { stack[stack.count - 1].take(value) }
    }

    /// A tag for the type, then the characters or the number.
    private static func scalar(_ value: JSON) -> [UInt8] {
        switch value.kind {
        case .string: [UInt8(ascii: "\"")] + (value.stringBytes ?? [])
        case .integer, .float: [UInt8(ascii: "#")] + number(value.source)
        case .true: [UInt8(ascii: "t")]
        case .false: [UInt8(ascii: "f")]
        case .null, .array, .object: [UInt8(ascii: "n")]
        }
    }

    /// A number as its digits without zeros at either end, and a power of ten: `1.50` and `15e-1` are equal.
    static func number(_ text: ArraySlice<UInt8>) -> [UInt8] {
        let isNegative = text.first == UInt8(ascii: "-")
        let plain = isNegative ? text.dropFirst() : text
        let mantissa = plain.prefix { ASCII.isDigit($0) || $0 == UInt8(ascii: ".") }
        // NaN and the infinities are kept as their text.
        guard !mantissa.isEmpty else { return Array(text) }
        var exponent = Self.exponent(plain[mantissa.endIndex...].dropFirst())
        if let point = mantissa.firstIndex(of: UInt8(ascii: ".")) { exponent -= mantissa.endIndex - point - 1 }
        var digits = mantissa.filter(ASCII.isDigit).drop { $0 == UInt8(ascii: "0") }
        while digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        guard !digits.isEmpty else { return [UInt8(ascii: "0")] }
        return (isNegative ? [UInt8(ascii: "-")] : []) + digits + Array("e\(exponent)".utf8)
    }

    private static func exponent(_ text: ArraySlice<UInt8>) -> Int {
        let isNegative = text.first == UInt8(ascii: "-")
        // The cap is larger than the number of zeros in any text, and far from overflow.
        let size = min(ASCII.natural(text.drop { !ASCII.isDigit($0) }) ?? (text.isEmpty ? 0 : .max), 1 << 60)
        return isNegative ? -size : size
    }

    private static func append(_ part: [UInt8], to text: inout [UInt8]) {
        for shift in stride(from: 24, through: 0, by: -8) {
            text.append(UInt8(truncatingIfNeeded: part.count >> shift))
        }
        text += part
    }
}
