import Checkout
import Testing
import Wire

@testable import Providers

@Suite struct `Lax integer` {
    /// The digits of a value that is accepted, or pydantic's error type.
    private func read(_ json: String) throws -> String {
        let value = try #require(JSONDocument(Array(json.utf8), grammar: .python).root)
        switch PydanticInteger.read(value) {
        case .digits(let digits): return String(decoding: digits, as: UTF8.self)
        case .broken(let rule): return PydanticWords(rule).type
        }
    }

    @Test(arguments: [
        ("1", "1"), ("0", "0"), ("-0", "0"), ("-1", "-1"), ("9007199254740993", "9007199254740993"),
        ("-9223372036854775809", "-9223372036854775809"), ("true", "1"), ("false", "0"),
        ("1.0", "1"), ("1e3", "1000"), ("5E+2", "500"), ("-0.0", "0"), ("-1.0", "-1"), ("1e-400", "0"),
        ("1500e-2", "15"), ("9007199254740993.0", "9007199254740992"), ("9.2e18", "9200000000000000000"),
        ("9223372036854774784.0", "9223372036854774784"), ("9223372036854775807.0", "int_parsing_size"),
        ("9223372036854775808.0", "int_parsing_size"), ("-9223372036854775808.0", "int_parsing_size"),
        ("1e169", "int_parsing_size"), ("1.5", "int_from_float"), ("5e-324", "int_from_float"),
        ("-2.25", "int_from_float"), ("NaN", "finite_number"), ("Infinity", "finite_number"),
        ("-Infinity", "finite_number"), ("1e400", "finite_number"), ("-1E999", "finite_number"),
        ("null", "int_type"), ("[]", "int_type"), ("[1]", "int_type"), ("{}", "int_type"),
    ])
    func `reads JSON values`(_ json: String, _ expected: String) throws {
        #expect(try read(json) == expected)
    }

    @Test(arguments: [
        ("12", "12"), (" 12 ", "12"), ("+7", "7"), ("007", "7"), ("1_000", "1000"), ("1.0", "1"), ("12.000", "12"),
        ("-0", "0"), ("0", "0"), ("00", "0"), ("-00", "0"), ("-007", "-7"), ("0_1", "1"), ("1_2_3", "123"),
        ("+0_0_1.00", "1"), ("1_0.0", "10"), ("-1.0", "-1"), ("00.0", "0"), ("0.0", "0"), ("-0.0", "0"),
        ("00-12", "-12"), ("0_-5", "-5"), ("-9223372036854775809", "-9223372036854775809"),
        ("12345678901234567890", "12345678901234567890"), ("\t8\n", "8"), ("\r\n8\r\n", "8"), ("\u{85}7", "7"),
        ("7\u{A0}", "7"), ("\u{2003}7\u{3000}", "7"), ("\u{1680}7\u{2028}\u{2029}\u{202F}\u{205F}", "7"),
        ("\u{0B}\u{0C}7", "7"),
    ])
    func `reads strings`(_ text: String, _ expected: String) throws {
        #expect(try read(quoted(text)) == expected)
    }

    @Test(arguments: [
        "", " ", "1e3", "1.", ".0", "1__0", "0x10", "1.5", "_1", "1_", "1,000", "12abc", "NaN", "null", "true", "1.0.0",
        "1.0_0", "1\u{0}", "-", "+", "+-5", "-+5", "--5", "++5", "- 5", "+ 5", "-_1", "0_", "0.", "-.0", "-5_", "1 .0",
        "0a", "0_a", "0_.0", "-00-12", "-0-1", "0x", "1 2", "INV-101", "\u{661}\u{662}", "\u{FF11}", "\u{B9}",
        "\u{200B}1", "\u{FEFF}1", "\u{1C}1", "1\u{1F}", "😀", "Infinity", "1__0000000000000000000000",
        "1000000000000000000000_",
    ])
    func `refuses strings`(_ text: String) throws {
        #expect(try read(quoted(text)) == "int_parsing")
    }

    @Test func `accepts 4,300 digits and no more`() throws {
        let digits = String(repeating: "7", count: 4_300)
        #expect(try read(digits) == digits)
        #expect(try read("-" + digits) == "-" + digits)
        #expect(try read(quoted(digits)) == digits)
        #expect(try read(quoted(" " + digits)) == digits)
        #expect(try read(quoted(digits + "7")) == "int_parsing_size")
        // In the first attempt a minus counts as a digit.
        #expect(try read(quoted("-" + digits)) == "int_parsing_size")
        #expect(try read(quoted("-" + digits.dropLast())) == "-" + digits.dropLast())
        // The text after too many digits does not matter.
        #expect(try read(quoted(digits + "7abc")) == "int_parsing_size")
        #expect(try read(quoted(digits + "abc")) == "int_parsing")
        // In the second attempt, too many digits are not an integer.
        #expect(try read(quoted(" " + digits + "7")) == "int_parsing")
        #expect(try read(quoted("+" + digits + "7")) == "int_parsing")
        #expect(try read(quoted("0" + digits + "7")) == "int_parsing")
        #expect(try read(quoted(String(repeating: "0", count: 5_000) + "3")) == "3")
        #expect(try read(quoted("3." + String(repeating: "0", count: 5_000))) == "3")
        #expect(try read(quoted(String(repeating: " ", count: 5_000) + "3")) == "3")
    }

    @Test(arguments: [#""\ud800""#, #""1\udfff""#, #"" \ud800""#])
    func `distinguishes a lone surrogate from other text`(_ json: String) throws {
        #expect(try read(json) == "string_unicode")
    }

    @Test func `reads escaped digits`() throws {
        #expect(try read(#""\u0031\u0032""#) == "12")
    }

    private func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.string(text)
        return String(decoding: json.finish(), as: UTF8.self)
    }
}
