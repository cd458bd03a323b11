import Wire

/// What of a caller's request is shown to whoever looks into a timeline: enough to see what was asked, and to recognize
/// a customer whom one knows, and as little as can be told of personal data and of secrets.
///
/// This is the one place that says what is either. It goes by the names of members, since providers name what they take
/// and callers what they add, and by the look of texts, since people write addresses wherever there is room. That is a
/// best effort and no proof: a name that says nothing hides nothing, a card's number is known where it is all of a value
/// and not within a sentence, and JSON within a string is read as any text is.
enum Mask {
    /// What a member's name says of its value, and of everything inside of that.
    enum Kind {
        case plain
        /// Nothing of it is shown.
        case hidden
        /// The last two digits are.
        case phone
        /// The first letter and the host are.
        case email
    }

    /// Stands for whatever is not shown.
    static let stars = "***"

    /// Names in small letters without anything but letters, so that `Card-Number`, `cardNumber` and `card_number` are
    /// one. A name that has one of these in it is of what the part tells.
    private static let parts: [(part: String, kind: Kind)] = [
        ("email", .email), ("phone", .phone), ("msisdn", .phone), ("mobile", .phone), ("whatsapp", .phone),
        ("secret", .hidden), ("password", .hidden), ("passwd", .hidden), ("pwd", .hidden), ("token", .hidden),
        ("apikey", .hidden),
        ("authorization", .hidden), ("card", .hidden), ("iban", .hidden), ("address", .hidden), ("street", .hidden),
        ("postal", .hidden), ("postcode", .hidden), ("zipcode", .hidden), ("birth", .hidden), ("passport", .hidden),
        ("firstname", .hidden), ("lastname", .hidden), ("surname", .hidden), ("fullname", .hidden),
        ("givenname", .hidden), ("familyname", .hidden), ("middlename", .hidden), ("username", .hidden),
        ("customername", .hidden), ("payername", .hidden), ("buyername", .hidden), ("holdername", .hidden),
        ("contactname", .hidden), ("recipient", .hidden),
        ("vatnumber", .hidden), ("vatid", .hidden), ("taxid", .hidden),
    ]

    /// Names that are too short to be looked for within others. A `state` is Userdocks' secret, or a part of an address.
    private static let whole: [String: Kind] = [
        "mail": .email, "tel": .phone, "fax": .phone, "name": .hidden, "state": .hidden, "city": .hidden,
        "town": .hidden, "zip": .hidden, "line": .hidden, "cvc": .hidden, "cvv": .hidden, "pin": .hidden,
        "pan": .hidden, "ssn": .hidden, "dob": .hidden, "ip": .hidden,
    ]

    /// What a URL's parameters are called beside, of which members by these names tell nothing: `coupon_code` is no secret,
    /// and the `code` that a page was sent away with is one.
    private static let parameterParts = ["key", "signature", "code"]

    /// A country is no address: too many live there.
    private static let country: Set<String> = ["country", "countrycode"]

    /// What a name says. Inside of what is hidden as a whole everything else is so, too.
    static func kind(of name: String, within outer: Kind = .plain) -> Kind {
        let letters = letters(of: name)
        if country.contains(letters) { return .plain }
        if case .hidden = outer { return .hidden }
        if let kind = whole[letters] { return kind }
        return parts.first { letters.contains($0.part) }?.kind ?? outer
    }

    /// What the name of a URL's parameter says.
    static func kind(ofParameter name: String) -> Kind {
        let kind = kind(of: name)
        guard kind == .plain else { return kind }
        let letters = letters(of: name)
        return !country.contains(letters) && parameterParts.contains { letters.contains($0) } ? .hidden : .plain
    }

    private static func letters(of name: String) -> String {
        name.lowercased().filter(\.isLetter)
    }

    /// A text as it is shown.
    static func text(_ text: String, _ kind: Kind) -> String {
        switch kind {
        case .hidden: stars
        case .phone: stars + String(text.filter { ("0"..."9").contains($0) }.suffix(2))
        // A text by that name that is no address may be anything.
        case .email: MaskedEmail.isIn(text) ? MaskedEmail.text(ofAddress: text) : stars
        case .plain: isCard(text) ? stars : MaskedEmail.text(of: MaskedURL.text(of: text))
        }
    }

    /// Whether a text is 13 to 19 digits, as ISO/IEC 7812-1 has them, the last of which fits the others. Nobody should
    /// send a card's number here, and somebody will.
    private static func isCard(_ text: String) -> Bool {
        let digits = text.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
        return (13...19).contains(digits.count) && digits.allSatisfy(ASCII.isDigit) && Card.passesLuhn(digits)
    }
}
