import Checkout
import Wire

@testable import Gateway
@testable import Providers

/// Invariants of ids, tokens and their spellings:
/// 1. Every codec reads back the bits that it has written, and so does every spelling of a session.
/// 2. A text that was read is written in one spelling, which is read as the same bits.
/// 3. A page token opens its own session and no other; with any byte changed, removed or added it opens none.
/// 4. A text names a session by one kind of spelling: no text is read as two kinds.
/// 5. A URL that may be followed makes a valid header field, and reading that gives the same URL.
func fuzzReferences(_ input: Input) {
    var input = input
    let place = Int(input.takeByte())
    let change = input.takeByte()
    let bytes = input.bytes
    checkReading(bytes[...])
    let bits = bytes.prefix(16).reduce(UInt128(0)) { $0 << 8 | UInt128($1) }
    checkWriting(bits)
    checkTokens(bits, bytes, place, change)
}

private func checkReading(_ text: ArraySlice<UInt8>) {
    if let number = try? Base62.decode(text) {
        let written = Base62.encode(number)
        check((try? Base62.decode(Array(written.utf8)[...])) == number, "base 62 \(shown(text)) is \(written)")
        let digits = text.drop { $0 == UInt8(ascii: "0") }
        check(Array(written.utf8) == (digits.isEmpty ? [UInt8(ascii: "0")] : Array(digits)), "two spellings")
    }
    if let number = CrockfordBase32.decode(text) {
        check(CrockfordBase32.encode(number).utf8.elementsEqual(text), "base 32 has two spellings for \(shown(text))")
    }
    if let number = UUIDText.decode(text) {
        check(UUIDText.decode(Array(UUIDText.encode(number).utf8)[...]) == number, "the UUID \(shown(text))")
    }
    if let bytes = Hex.bytes(text) {
        check(Hex.string(bytes).utf8.elementsEqual(text.map(ASCII.lowercase)), "the digits \(shown(text))")
    }
    for prefix in ["cus_", "che_", "plv_"] as [StaticString] {
        guard let bits = MeteroidID.decode(text, prefix) else {
            check(MeteroidID.canonical(text, prefix) == nil, "\(shown(text)) is not an id and has a spelling")
            _ = MeteroidID.fault(in: text, expecting: "\(prefix)")
            continue
        }
        let written = Array(MeteroidID.encode(bits, prefix).utf8)
        check(MeteroidID.decode(written[...], prefix) == bits, "the id \(shown(text)) is written \(shown(written))")
        check(MeteroidID.canonical(text, prefix).map { Array($0.utf8) } == written, "another canonical spelling")
    }
    switch SessionReference(text, fuzzLinks, fuzzTypes) {
    case .number(let number)?:
        check(number > 0 && "\(number)".utf8.elementsEqual(text.drop { $0 == UInt8(ascii: "0") }), "\(number)")
    case .id(let id)?:
        check(SessionID(bits: id.bits) == id, "an id with other bits")
    case .token(let token)?:
        check(
            fuzzLinks.token(text) == token && token.bytes.elementsEqual(text),
            "the token \(shown(text)) has another key")
    case nil:
        break
    }
    if let date = try? MeteroidDate.read(text) {
        let written = Array(date.text.utf8)
        check((try? MeteroidDate.read(written[...])) == date, "the day \(shown(text)) is written \(shown(written))")
        check(CalendarDate(daysSinceEpoch: date.daysSinceEpoch) == date, "the day \(shown(text)) is another")
    }
    _ = MeteroidDecimal.accepts(text)
    let asciiHost = InternationalName.ascii
    _ = (WebAddress.isEmail(text.span, asciiHost: asciiHost), Currency(text.span), ASCII.natural(text))
    let url = String(decoding: text, as: UTF8.self)
    let target = try? ReturnTarget(url, sessionID: "", parameter: nil, asciiHost: asciiHost)
    check(
        (ReturnTarget.fault(in: url.utf8.span, asciiHost: asciiHost) == nil) == (target != nil),
        "\(shown(text)) is followed or not")
    if let target {
        check(target.location.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "\(shown(text)) is no header field")
        let again = try? ReturnTarget(target.location, sessionID: "", parameter: nil, asciiHost: asciiHost)
        check(again == target, "\(shown(text)) is another when it is followed")
    }
}

private func checkWriting(_ bits: UInt128) {
    let base62 = Array(Base62.encode(bits).utf8)
    check((try? Base62.decode(base62[...])) == bits, "base 62 of \(bits)")
    let word = UInt64(truncatingIfNeeded: bits)
    var padded: [UInt8] = []
    Base62.append(word: word, to: &padded)
    check(
        padded.count == Base62.wordDigits && (try? Base62.decode(padded[...])) == UInt128(word),
        "padded base 62 of \(word)")
    check(CrockfordBase32.decode(Array(CrockfordBase32.encode(bits).utf8)[...]) == bits, "base 32 of \(bits)")
    check(UUIDText.decode(Array(UUIDText.encode(bits).utf8)[...]) == bits, "the UUID of \(bits)")
    check(MeteroidID.decode(Array(MeteroidID.encode(bits, "che_").utf8)[...], "che_") == bits, "Meteroid's \(bits)")

    let id = SessionID(bits: bits) ?? SessionID(key: Int64(truncatingIfNeeded: bits), tail: 5)
    check(SessionID(bits: id.bits) == id && id.key >= 0, "the id \(id)")
    let spellings = [
        UUIDText.encode(id.bits), Duro.id(of: id), MeteroidID.encode(id.bits, "che_"),
        "urn:uuid:\(UUIDText.encode(id.bits))", "{\(UUIDText.encode(id.bits))}",
    ]
    for spelling in spellings {
        check(
            SessionReference(Array(spelling.utf8)[...], fuzzLinks, fuzzTypes) == .id(id),
            "\(spelling) does not name \(id)")
    }
}

private let fuzzTypes = Registry.providers.map { type(of: $0) as any Provider.Type }

private let fuzzLinks = Links(
    publicURL: "https://pay.example", mac: MessageAuthenticator(key: Array(repeating: 7, count: 32)).code)

private func checkTokens(_ bits: UInt128, _ text: [UInt8], _ place: Int, _ change: UInt8) {
    let draft = Draft(mode: .payment, fields: SentFields(stored: []), lifetimeSeconds: nil)
    let session = CheckoutSession(
        id: SessionID(key: Int64(truncatingIfNeeded: bits >> 32), tail: 1), number: 1, provider: Duro.name,
        account: AccountID(1), isLive: bits & 1 == 1, status: .open, draft: draft, createdAt: Timestamp(seconds: 0))
    let token = fuzzLinks.token(for: session).bytes
    check(fuzzLinks.token(token[...])?.key == session.id.key, "\(shown(token)) does not open its session")
    check(
        SessionReference(token[...], fuzzLinks, fuzzTypes) == .token(fuzzLinks.token(for: session)),
        "\(shown(token)) does not name it")
    var forged = token
    switch place % 3 {
    case 0: forged[place % token.count] ^= max(1, change)
    case 1: forged.remove(at: place % token.count)
    default: forged.insert(change, at: place % (token.count + 1))
    }
    check(forged == token || fuzzLinks.token(forged[...]) == nil, "\(shown(forged)) opens a session")
    if let key = fuzzLinks.token(text[...])?.key {
        var owner = session
        owner.id = SessionID(key: key, tail: 1)
        owner.isLive = text.starts(with: "cs_live_".utf8)
        check(fuzzLinks.token(for: owner).bytes == text, "\(shown(text)) is a second token of one session")
    }
}
