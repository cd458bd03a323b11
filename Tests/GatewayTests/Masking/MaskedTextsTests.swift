import Testing

@testable import Gateway

/// What is masked by the look of texts, where blanks, escapes and letters are not of ASCII.
@Suite struct `Masked texts` {
    @Test(arguments: [
        ("@", "@"), ("%40", "%40"), ("%4", "%4"), ("a%", "a%"), ("a@", "a***@"), ("@a", "@a"), ("a@b@c", "a***@b***@c"),
        ("a%40b%40c@d", "a***@d"), ("%40%40", "%***%40"), ("%%40", "%***%40"), ("a%4%40", "a***%40"),
        ("***@a", "***@a"),
        ("u:p@h", "u:***@h"), (":@h", ":@h"), ("\u{E9}a@x", "\u{E9}***@x"), ("\u{1F4B3}\u{1F4B3}@x", "\u{1F4B3}***@x"),
        ("to\tada@x", "to\ta***@x"), ("to\u{85}ada@x", "to\u{85}a***@x"), ("to\u{A0}ada@x", "to\u{A0}a***@x"),
        ("to\u{1680}ada@x", "to\u{1680}a***@x"), ("to\u{2003}ada@x", "to\u{2003}a***@x"),
        ("to\u{200A}ada@x", "to\u{200A}a***@x"), ("to\u{2028}ada@x", "to\u{2028}a***@x"),
        ("to\u{2029}ada@x", "to\u{2029}a***@x"), ("to\u{202F}ada@x", "to\u{202F}a***@x"),
        ("to\u{205F}ada@x", "to\u{205F}a***@x"), ("to\u{3000}ada@x", "to\u{3000}a***@x"),
        // No blanks.
        ("to\u{200B}ada@x", "t***@x"), ("to\u{E5}ada@x", "t***@x"), ("to\u{1D}ada@x", "t***@x"),
    ])
    func `hide what stands before each at sign`(_ text: String, _ expected: String) {
        #expect(Mask.text(text, .plain) == expected)
    }

    @Test(arguments: [
        ("", "***"), ("a", "***"), ("@", "***@"), ("a@b", "a***@b"), ("a b@c@d", "a***@d"), ("a%40b", "a***%40b"),
        ("a%40b@c", "a***@c"), ("\u{E9}\u{E9}@x", "\u{E9}***@x"), ("\u{1F4B3}@x", "\u{1F4B3}***@x"),
    ])
    func `that should be an address show its first character and its host`(_ text: String, _ expected: String) {
        #expect(Mask.text(text, .email) == expected)
    }

    @Test(arguments: [
        ("", "***"), ("1", "***1"), ("1a2", "***12"), ("123", "***23"), ("\u{661}\u{662}", "***"), ("x", "***"),
    ])
    func `that should be a phone's number show its last two digits`(_ text: String, _ expected: String) {
        #expect(Mask.text(text, .phone) == expected)
    }

    @Test(arguments: [
        ("4222222222222", true), ("4222222222223", false), (" 4-2 22222222222-", true), ("422222222222a", false),
        ("000000000000", false), ("0000000000000", true), ("0000000000000000000", true),
        ("00000000000000000000", false),
        ("--", false), ("", false), ("\u{664}222222222222", false),
    ])
    func `that are a card's number are hidden`(_ text: String, _ isCard: Bool) {
        #expect(Mask.text(text, .plain) == (isCard ? "***" : text))
    }

    /// A body may hold a million octets of anything, and whoever looks at it waits for the mask.
    @Test(arguments: [
        ("?a=1", "?a=1"), ("?key=1&", "?key=***&"), ("a@", "a***@"), ("//u@/", "//***@/"), ("//", "//"), ("%", "%"),
        ("\u{E9} ", "\u{E9} "),
    ])
    func `are masked as often as there is something`(_ piece: String, _ masked: String) {
        let count = 20_000
        #expect(Mask.text(String(repeating: piece, count: count), .plain) == String(repeating: masked, count: count))
    }
}
