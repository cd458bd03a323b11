/// Floating point numbers in the server's spelling. A refusal repeats a number to the client that sent it.
enum MeteroidFloat {
    /// The shortest digits that identify the number: without an exponent if the point is near them, otherwise with one.
    static func text(_ number: Double) -> String {
        guard number.isFinite else { return "\(number)" }
        let parts = number.magnitude.description.split(separator: "e")
        let mantissa = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
        let written = mantissa[0] + fraction
        let digits = written.drop { $0 == "0" }
        guard !digits.isEmpty else { return number.sign == .minus ? "-0.0" : "0.0" }
        let exponent = parts.count > 1 ? Int(parts[1]) ?? 0 : 0
        /// The position of the point, counted from the first digit.
        let point = mantissa[0].count + exponent - (written.count - digits.count)
        return (number.sign == .minus ? "-" : "") + text(of: trimmed(digits), point: point)
    }

    private static func text(of digits: Substring, point: Int) -> String {
        if digits.count <= point, point <= 16 {
            return digits + String(repeating: "0", count: point - digits.count) + ".0"
        }
        if 0 < point, point <= 16 { return "\(digits.prefix(point)).\(digits.dropFirst(point))" }
        if -5 < point, point <= 0 { return "0." + String(repeating: "0", count: -point) + digits }
        let exponent = point - 1
        let mantissa = digits.count == 1 ? "\(digits)" : "\(digits.prefix(1)).\(digits.dropFirst())"
        return "\(mantissa)e\(exponent < 0 ? "-" : "+")\(exponent.magnitude)"
    }

    private static func trimmed(_ digits: Substring) -> Substring {
        var out = digits
        while out.last == "0", out.count > 1 { out.removeLast() }
        return out
    }
}
