import Testing
import Wire

@Suite struct `Decimal digits` {
    private func text(_ write: (inout [UInt8]) -> Void) -> String {
        var out = Array("x".utf8)
        write(&out)
        return String(decoding: out, as: UTF8.self)
    }

    @Test func `is written as Swift writes it`() {
        var values: [Int64] = [0, .max, .min, .max - 1, .min + 1]
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            values += [power - 1, power, power + 1, -power, 1 - power]
        }
        for value in values { #expect(text { Decimal.append(value, to: &$0) } == "x\(value)") }
    }

    @Test(arguments: [
        (0, 2, "00"), (7, 2, "07"), (42, 2, "42"), (123, 2, "123"), (0, 0, "0"), (5, -1, "5"), (-7, 4, "-0007"),
        (-12_345, 4, "-12345"), (.max, 4, "9223372036854775807"), (.min, 4, "-9223372036854775808"),
        (1, 22, "0000000000000000000001"), (-1, 22, "-0000000000000000000001"), (.min, 20, "-09223372036854775808"),
    ])
    func `has leading zeros up to a width`(_ value: Int, _ digits: Int, _ expected: String) {
        #expect(text { Decimal.append(value, digits: digits, to: &$0) } == "x" + expected)
    }
}
