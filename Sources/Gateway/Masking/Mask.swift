import Pages
import Wire

/// What of a caller's request is shown to whoever looks into a timeline: enough to see what was asked, and to recognize
/// a customer whom one knows, and as little as can be told of personal data and of secrets.
///
/// This is the one place that says what is either. It goes by the names of members, since providers name what they take
/// and callers what they add, and by the look of texts, since people write addresses wherever there is room, and secrets
/// have forms of their own (``MaskedSecret``). That is a best effort and no proof: a name that says nothing hides nothing,
/// a card's number is known where it is all of a value and not within a sentence, and JSON within a string is read as any
/// text is.
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

    /// ``stars`` in UTF-8.
    static let starBytes = Array(stars.utf8)

    /// A name that has one of these in it is of what the part tells; of several, of what the first of them tells.
    static let parts = NameParts([
        ("email", .email), ("phone", .phone), ("msisdn", .phone), ("mobile", .phone), ("whatsapp", .phone),
        ("secret", .hidden), ("password", .hidden), ("passwd", .hidden), ("pwd", .hidden), ("token", .hidden),
        ("apikey", .hidden), ("accesskey", .hidden), ("privatekey", .hidden), ("signingkey", .hidden),
        ("passphrase", .hidden), ("passcode", .hidden), ("pincode", .hidden), ("securitycode", .hidden),
        ("verificationcode", .hidden), ("onetimecode", .hidden), ("authcode", .hidden),
        ("signature", .hidden), ("credential", .hidden), ("cookie", .hidden), ("bearer", .hidden), ("jwt", .hidden),
        ("authorization", .hidden), ("card", .hidden), ("iban", .hidden), ("address", .hidden), ("street", .hidden),
        ("postal", .hidden), ("postcode", .hidden), ("zipcode", .hidden), ("birth", .hidden), ("passport", .hidden),
        ("firstname", .hidden), ("lastname", .hidden), ("surname", .hidden), ("fullname", .hidden),
        ("givenname", .hidden), ("familyname", .hidden), ("middlename", .hidden), ("username", .hidden),
        ("customername", .hidden), ("payername", .hidden), ("buyername", .hidden), ("holdername", .hidden),
        ("contactname", .hidden), ("recipient", .hidden),
        ("vatnumber", .hidden), ("vatid", .hidden), ("taxid", .hidden),
    ])

    /// Names that are too short to be looked for within others. A `state` is Userdocks' secret, or a part of an address.
    static let whole: [(name: StaticString, kind: Kind)] = [
        ("mail", .email), ("tel", .phone), ("fax", .phone), ("name", .hidden), ("state", .hidden), ("city", .hidden),
        ("town", .hidden), ("zip", .hidden), ("line", .hidden), ("cvc", .hidden), ("cvv", .hidden), ("pin", .hidden),
        ("pan", .hidden), ("ssn", .hidden), ("dob", .hidden), ("ip", .hidden), ("auth", .hidden), ("otp", .hidden),
        ("sig", .hidden), ("pass", .hidden), ("csc", .hidden),
    ]

    /// What a URL's parameters are called beside, of which members by these names tell nothing: `coupon_code` is no secret,
    /// and the `code` that a page was sent away with is one.
    static let parameterParts = NameParts([
        ("key", .hidden), ("code", .hidden), ("session", .hidden), ("oauth", .hidden), ("assertion", .hidden),
        ("verifier", .hidden), ("ticket", .hidden), ("nonce", .hidden),
    ])

    /// As ``parameterParts``, of names that are too short to be looked for within others.
    static let wholeParameters: [StaticString] = ["sid", "hash", "hmac", "mac"]

    /// A country is no address: too many live there.
    static let country: [StaticString] = ["country", "countrycode"]

    /// What a name says. Inside of what is hidden as a whole everything else is so, too; and so is what a name says that
    /// is too long to be judged.
    static func kind(of name: Span<UInt8>, within outer: Kind = .plain) -> Kind {
        NameLetters(name).map { kind(of: $0, within: outer) } ?? .hidden
    }

    /// What the name of a URL's parameter says.
    static func kind(ofParameter name: Span<UInt8>) -> Kind {
        guard let letters = NameLetters(name) else { return .hidden }
        let kind = kind(of: letters, within: .plain)
        guard kind == .plain, !isCountry(letters) else { return kind }
        if wholeParameters.contains(where: { letters.are($0) }) { return .hidden }
        return parameterParts.kind(of: letters) ?? .plain
    }

    private static func kind(of letters: NameLetters, within outer: Kind) -> Kind {
        if isCountry(letters) { return .plain }
        if case .hidden = outer { return .hidden }
        return whole.first { letters.are($0.name) }?.kind ?? parts.kind(of: letters) ?? outer
    }

    private static func isCountry(_ letters: NameLetters) -> Bool {
        country.contains { letters.are($0) }
    }

    /// A text, in UTF-8, as it is shown; nil where that is as it is.
    static func text(_ text: Span<UInt8>, _ kind: Kind) -> [UInt8]? {
        switch kind {
        case .hidden: return starBytes
        case .phone: return starBytes + lastTwoDigits(of: text)
        // A text by that name that is no address may be anything.
        case .email: return MaskedEmail.text(ofAddress: text) ?? starBytes
        case .plain:
            if isCard(text) { return starBytes }
            guard let masked = MaskedURL.text(of: text) else { return secretsAndAddresses(of: text) }
            return secretsAndAddresses(of: masked.span) ?? masked
        }
    }

    private static func secretsAndAddresses(of text: Span<UInt8>) -> [UInt8]? {
        guard let masked = MaskedSecret.text(of: text) else { return MaskedEmail.text(of: text) }
        return MaskedEmail.text(of: masked.span) ?? masked
    }

    private static func lastTwoDigits(of text: Span<UInt8>) -> [UInt8] {
        var digits: [UInt8] = []
        for place in text.indices.reversed() where ASCII.isDigit(text[place]) {
            digits.append(text[place])
            if digits.count == 2 { break }
        }
        return digits.reversed()
    }

    /// Whether a text is 13 to 19 digits, as ISO/IEC 7812-1 has them, the last of which fits the others. Nobody should
    /// send a card's number here, and somebody will.
    private static func isCard(_ text: Span<UInt8>) -> Bool {
        var count = 0
        for place in text.indices where text[place] != UInt8(ascii: " ") && text[place] != UInt8(ascii: "-") {
            guard ASCII.isDigit(text[place]), count < 19 else { return false }
            count += 1
        }
        guard count >= 13 else { return false }
        return Card.passesLuhn(text.indices.filter { ASCII.isDigit(text[$0]) }.map { text[$0] })
    }
}
