import Testing
import Wire

@testable import Gateway

/// Values that are masked by the names of members and parameters, with unusual names.
@Suite struct `Masked names` {
    /// The kind of a name, computed character by character and word by word: slow, but easy to read.
    private func defined(_ name: String, within outer: Mask.Kind) -> Mask.Kind {
        let letters = name.lowercased().filter(\.isLetter)
        if Mask.country.contains(where: { letters == "\($0)" }) { return .plain }
        if outer == .hidden { return .hidden }
        if let whole = Mask.whole.first(where: { letters == "\($0.name)" }) { return whole.kind }
        return Mask.parts.all.first { letters.contains("\($0.word)") }?.kind ?? outer
    }

    private static let words = Mask.parts.all.map(\.word) + Mask.whole.map(\.name) + Mask.country

    /// Spellings of a word, some of which are other words.
    private static let spellings: [@Sendable (String) -> String] = [
        { $0 }, { $0.uppercased() }, { $0.prefix(1).uppercased() + $0.dropFirst() }, { "x" + $0 }, { $0 + "x" },
        { String($0.dropLast()) }, { String($0.dropFirst()) }, { $0 + $0 }, { String($0.reversed()) },
        { $0 + "country" }, { "email" + $0 }, { "card_phone_" + $0 },
        // Separators and digits do not separate letters.
        { $0.map { "\($0)" }.joined(separator: "_") }, { "--" + $0 + "\n1" },
        { " " + $0.prefix(2) + "-9" + $0.dropFirst(2) },
        { "\u{0}" + $0 + "@[`{" }, { $0.prefix(2) + "\u{1F4B3}" + $0.dropFirst(2) }, { "\u{2013}" + $0 + "\u{20AC}" },
        { $0.prefix(2) + "\u{FFFD}\u{301}" + $0.dropFirst(2) }, { "-\u{301}" + $0 }, { "\u{301}" + $0 },
        // Letters beyond ASCII separate letters, and make a short name another one.
        { $0.prefix(2) + "\u{E9}" + $0.dropFirst(2) }, { "\u{DF}" + $0 + "\u{130}" }, { $0 + "\u{4E2D}\u{AC00}" },
        { $0.prefix(1) + "\u{301}" + $0.dropFirst(1) }, { $0 + "\u{301}" }, { $0 + "\u{200D}" },
        { $0.replacing("e", with: "\u{E9}") }, { $0.replacing("i", with: "\u{131}") },
        { $0.replacing("s", with: "\u{17F}") },
        { $0.replacing("a", with: "\u{FF41}") }, { $0.replacing("k", with: "\u{212A}") },
    ]

    @Test(arguments: words.indices) func `have the kind of their letters in every spelling`(_ index: Int) {
        let word = "\(Self.words[index])"
        for (number, spelling) in Self.spellings.enumerated() {
            let name = spelling(word)
            for outer in [Mask.Kind.plain, .phone, .hidden] {
                let kind = Mask.kind(of: name.utf8.span, within: outer)
                #expect(kind == defined(name, within: outer), "spelling \(number): \(name)")
            }
        }
    }

    /// Marks and signs of some scripts join the characters beside them, and are ignored here, which hides more.
    @Test func `are separated by other letters and marks`() {
        for value in UInt32(0x80)..<0x3100 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let name = "ema\(scalar)il"
            let (kind, expected) = (Mask.kind(of: name.utf8.span), defined(name, within: .plain))
            if kind == expected { continue }
            let category = scalar.properties.generalCategory
            #expect(kind == .email && [.spacingMark, .format].contains(category), "U+\(String(value, radix: 16))")
        }
    }

    @Test(arguments: [
        ("", Mask.Kind.plain), ("1-2", .plain), ("\u{E9}", .plain), ("e", .plain), ("?", .plain), ("?mail", .email),
        ("email?", .email), ("e?mail", .email), ("mail", .email), ("emai", .plain), ("email", .email),
        ("address_email", .email), ("phone_card", .phone), ("country", .plain), ("country_of_birth", .hidden),
        ("code", .plain), ("api_key", .hidden), ("public_key", .plain), ("jwt", .hidden), ("auth", .hidden),
        ("author", .plain), ("X-Signature", .hidden), ("coupon_code", .plain), ("session", .plain), ("otp", .hidden),
    ])
    func `have these kinds`(_ name: String, _ kind: Mask.Kind) {
        #expect(Mask.kind(of: name.utf8.span) == kind)
    }

    @Test(arguments: [
        ("code", Mask.Kind.hidden), ("public_key", .hidden), ("Signature", .hidden), ("country_code", .plain),
        ("a", .plain), ("session", .hidden), ("JSESSIONID", .hidden), ("session_id", .hidden), ("sid", .hidden),
        ("sig", .hidden), ("X-Amz-Signature", .hidden), ("X-Amz-Credential", .hidden), ("auth", .hidden),
        ("otp", .hidden),
        ("side", .plain), ("design", .plain), ("author", .plain), ("plan", .plain),
        ("email_code", .email), ("", .plain),
    ])
    func `of parameters have these kinds`(_ name: String, _ kind: Mask.Kind) {
        #expect(Mask.kind(ofParameter: name.utf8.span) == kind)
    }

    /// Names of the greatest length that is judged, and one byte longer.
    @Test(arguments: [
        ("x", "", Mask.Kind.plain), ("-", "country", .plain), ("x", "card", .hidden), ("x", "email", .email),
        ("-", "mail", .email), ("card", "", .hidden), ("x", "\u{E9}", .plain), ("\u{E9}", "email", .email),
    ])
    func `are judged to their last byte, and longer ones hide their value`(
        _ filling: String, _ end: String, _ kind: Mask.Kind
    ) {
        let room = NameLetters.bytesMax - end.utf8.count
        let padding = String(repeating: "-", count: room % filling.utf8.count)
        let name = padding + String(repeating: filling, count: room / filling.utf8.count) + end
        #expect(name.utf8.count == NameLetters.bytesMax)
        #expect(Mask.kind(of: name.utf8.span) == kind)
        #expect(Mask.kind(ofParameter: name.utf8.span) == kind)
        for longer in ["-" + name, name + "-", name + name] {
            #expect(Mask.kind(of: longer.utf8.span) == .hidden)
            #expect(Mask.kind(of: longer.utf8.span, within: .phone) == .hidden)
            #expect(Mask.kind(ofParameter: longer.utf8.span) == .hidden)
        }
    }

    @Test(arguments: [(0, "1"), (1, #""***""#)]) func `of members are shown at any length`(_ more: Int, _ value: String)
    {
        let name = String(repeating: "x", count: NameLetters.bytesMax + more)
        let text = MaskedRequest.text(of: JSONDocument(Array(#"{"\#(name)":1,"b":1}"#.utf8), grammar: .python), .ofAll)
        #expect(String(decoding: text, as: UTF8.self) == #"{"\#(name)":\#(value),"b":1}"#)
    }

    @Test(arguments: [(0, "1"), (1, "***")])
    func `of parameters are shown, and counted without their escapes`(_ more: Int, _ value: String) {
        let name = String(repeating: "%78", count: NameLetters.bytesMax + more)
        #expect(Mask.text("/?\(name)=1&b=1", .plain) == "/?\(name)=\(value)&b=1")
    }
}
