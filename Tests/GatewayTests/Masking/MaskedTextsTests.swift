import Testing

@testable import Gateway

/// Values that are masked by their form, with blanks, escapes and letters beyond ASCII.
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
        // Characters that are not blanks.
        ("to\u{200B}ada@x", "t***@x"), ("to\u{E5}ada@x", "t***@x"), ("to\u{1D}ada@x", "t***@x"),
    ])
    func `hide the word before each at sign`(_ text: String, _ expected: String) {
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

    @Test(arguments: [
        // Signed tokens.
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "***"), ("eyJ.e30.", "***"),
        ("eyJhbGciOiJub25lIn0", "***"),
        ("see eyJhbGc.e30.x, please", "see ***, please"), ("https://h/eyJhbGciOiJIUzI1NiJ9/a", "https://h/***/a"),
        ("eyJ", "eyJ"), ("eyJ.x", "eyJ.x"), ("keyJhbGciOiJIUzI1NiJ9", "keyJhbGciOiJIUzI1NiJ9"),
        // The values of an `Authorization` field.
        ("Bearer abc", "Bearer ***"), ("bearer  abc.DEF-1, and", "bearer  ***, and"),
        ("x Bearer%20a1&b", "x Bearer%20***&b"), ("Bearer%09a1", "Bearer%09***"), ("Bearer%c2%A0a1", "Bearer%c2%A0***"),
        ("Bearer\u{A0}a1, and", "Bearer\u{A0}***, and"), ("Bearer \u{A0}\ta1", "Bearer \u{A0}\t***"),
        ("Bearer\u{A9}a1", "Bearer\u{A9}a1"),
        ("https://x.example/cb?x=Bearer+abcdef1234567890", "https://x.example/cb?x=Bearer+***"),
        ("x=bearer++a1+b2&c", "x=bearer++***+b2&c"), ("Basic+dXNlcjpwYXNz", "Basic+***"),
        ("The+bearer+of+this", "The+bearer+of+this"), ("Basic+plan", "Basic+plan"), ("Bearer+", "Bearer+"),
        ("Bearer +a1", "Bearer ***"),
        ("Authorization: Token 9944b09199c6, and", "Authorization: Token ***, and"), ("token+a1b2c3d4", "token+***"),
        ("ApiKey abc", "ApiKey ***"), ("APIKEY a1b2&c", "APIKEY ***&c"),
        ("A gift token card", "A gift token card"), ("Token", "Token"), ("Tokens a1b2c3d4", "Tokens a1b2c3d4"),
        ("Token 5 of 7", "Token 5 of 7"), ("Apikey of this", "Apikey of this"),
        ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic ***"), ("BASIC dXNlcjpwYQ==", "BASIC ***"),
        ("The bearer of this", "The bearer of this"), ("Basic plan", "Basic plan"), ("Bearer", "Bearer"),
        ("Bearer ", "Bearer "), ("Basic", "Basic"), ("Overbearer abc", "Overbearer abc"),
        // Keys with known prefixes, the gateway's own among them.
        ("sk_live_abc", "***"), ("key: sk_test_4eC39HqLyjWDarjtT1zdp7dc.", "key: ***."), ("pk_test_x y", "*** y"),
        ("whsec_1", "***"), ("a whsec_a+b/c_d-e== b", "a *** b"), ("s=whsec_a%2Bb%2Fc%3D&t=1", "s=***&t=1"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "***"), ("AKIAIOSFODNN7EXAMPLE", "***"),
        ("https://h/checkout/cs_test_00Xg3If2q0m4yegnUIQ4gx8MWZFQ60aBq?a=1", "https://h/checkout/***?a=1"),
        ("pv_sand_Q7n42DGM5Tflk9n8mt7Fhc7XyZaB/2vIOgNg2ElyLMxWAPn6Xz", "***"), ("gw_admin_0123456789abcdef", "***"),
        ("ud_0123456789", "***"), ("dollr_test_0123456789", "***"), ("billing_live_0123456789", "***"),
        ("task_force_one_two_three", "task_force_one_two_three"), ("pk_order", "pk_order"), ("sk_", "sk_"),
        ("AKIA", "AKIA"), ("price_1OaBcDeF", "price_1OaBcDeF"),
        ("billing_address_collection", "billing_address_collection"),
        // PEM.
        ("a -----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY----- b", "a *** b"),
        ("-----BEGIN PRIVATE KEY-----\nMII", "***"), ("-----", "-----"),
    ])
    func `hide secrets by their form`(_ text: String, _ expected: String) {
        #expect(Mask.text(text, .plain) == expected)
    }

    /// A body may have a million bytes, and a reader of the timeline waits for the mask.
    @Test(arguments: [
        ("?a=1", "?a=1"), ("?key=1&", "?key=***&"), ("a@", "a***@"), ("//u@/", "//***@/"), ("//", "//"), ("%", "%"),
        ("\u{E9} ", "\u{E9} "), ("eyJ ", "eyJ "), ("Bearer ", "Bearer "), ("Basic aa ", "Basic aa "),
        ("Basic+aa+", "Basic+aa+"), ("Bearer\u{A0}", "Bearer\u{A0}"), ("Token ", "Token "),
        ("%26", "%26"), ("%25", "%25"), ("25", "25"), ("%3Fkey%3D1%26", "%3Fkey%3D***%26"), ("sk_ ", "sk_ "),
        ("-----END ", "-----END "), ("-", "-"), ("a b", "a b"), ("Bearer", "Bearer"), ("=", "="), ("a=", "a="),
    ])
    func `are masked at every occurrence`(_ piece: String, _ masked: String) {
        let count = 20_000
        #expect(Mask.text(String(repeating: piece, count: count), .plain) == String(repeating: masked, count: count))
    }
}
