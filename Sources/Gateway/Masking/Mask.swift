package import Checkout
import Pages
import Wire

/// Decides which parts of a caller's request a timeline shows: enough to see what was asked and to recognize a known
/// customer, with as little personal data and as few secrets as possible.
///
/// Only this type decides what is personal or secret. It goes by the names of members, because providers name the
/// members that they accept and callers those that they add, and by the form of texts, because people write addresses
/// anywhere, and secrets have forms of their own (`MaskedSecret`). It is a best effort and cannot be complete: a
/// meaningless name hides nothing, a card number is recognized only if it is the whole value, and JSON within a string
/// is treated as any text.
package struct Mask: Sendable {
    private let prefixes: SecretPrefixes

    /// - Parameter providers: those whose credentials are recognized by their prefixes.
    package init(_ providers: [any Provider.Type]) {
        prefixes = SecretPrefixes(providers)
    }

    /// What the name of a member says about its value, and about everything inside the value.
    enum Kind {
        case plain
        /// No part of the value is shown.
        case hidden
        /// Only the last two digits are shown.
        case phone
        /// Only the first letter and the host are shown.
        case email
    }

    /// Replaces the hidden part.
    static let stars = "***"

    /// ``stars`` in UTF-8.
    static let starBytes = Array(stars.utf8)

    /// A name that contains one of these words is of its kind; if it contains several, of the first one's.
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

    /// Names that are too short to be searched within other names. A `state` is Userdocks' secret, or a part of an
    /// address.
    static let whole: [(name: StaticString, kind: Kind)] = [
        ("mail", .email), ("tel", .phone), ("fax", .phone), ("name", .hidden), ("state", .hidden), ("city", .hidden),
        ("town", .hidden), ("zip", .hidden), ("line", .hidden), ("cvc", .hidden), ("cvv", .hidden), ("pin", .hidden),
        ("pan", .hidden), ("ssn", .hidden), ("dob", .hidden), ("ip", .hidden), ("auth", .hidden), ("otp", .hidden),
        ("sig", .hidden), ("pass", .hidden), ("csc", .hidden),
    ]

    /// Words that hide a URL's parameters but not members: `coupon_code` is not a secret, but the `code` with which a
    /// page sent a visitor away is one.
    static let parameterParts = NameParts([
        ("key", .hidden), ("code", .hidden), ("session", .hidden), ("oauth", .hidden), ("assertion", .hidden),
        ("verifier", .hidden), ("ticket", .hidden), ("nonce", .hidden),
    ])

    /// As ``parameterParts``, for names that are too short to be searched within other names.
    static let wholeParameters: [StaticString] = ["sid", "hash", "hmac", "mac"]

    /// A country is not an address, because too many people live there.
    static let country: [StaticString] = ["country", "countrycode"]

    /// What a name says. Everything inside a hidden value is hidden. A name that is too long to be judged hides its
    /// value.
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

    /// The text, in UTF-8, as a timeline shows it; nil if that is the text itself.
    func text(_ text: Span<UInt8>, _ kind: Kind) -> [UInt8]? {
        switch kind {
        case .hidden: return Self.starBytes
        case .phone: return Self.starBytes + Self.lastTwoDigits(of: text)
        // A text under such a name that is not an address may be anything, so it is hidden.
        case .email: return MaskedEmail.text(ofAddress: text) ?? Self.starBytes
        case .plain:
            if Self.isCard(text) { return Self.starBytes }
            guard let masked = MaskedURL(mask: self).text(of: text) else { return secretsAndAddresses(of: text) }
            return secretsAndAddresses(of: masked.span) ?? masked
        }
    }

    private func secretsAndAddresses(of text: Span<UInt8>) -> [UInt8]? {
        guard let masked = MaskedSecret.text(of: text, prefixes) else { return MaskedEmail.text(of: text) }
        return MaskedEmail.text(of: masked.span) ?? masked
    }

    private static func lastTwoDigits(of text: Span<UInt8>) -> [UInt8] {
        var digits: [UInt8] = []
        for index in text.indices.reversed() where ASCII.isDigit(text[index]) {
            digits.append(text[index])
            if digits.count == 2 { break }
        }
        return digits.reversed()
    }

    /// Whether a text is a card number: 13 to 19 digits (ISO/IEC 7812-1) whose last digit is a correct check digit. No
    /// caller should send one here, but some will.
    private static func isCard(_ text: Span<UInt8>) -> Bool {
        var count = 0
        for index in text.indices where text[index] != UInt8(ascii: " ") && text[index] != UInt8(ascii: "-") {
            guard ASCII.isDigit(text[index]), count < 19 else { return false }
            count += 1
        }
        guard count >= 13 else { return false }
        return Card.passesLuhn(text.indices.filter { ASCII.isDigit(text[$0]) }.map { text[$0] })
    }
}
