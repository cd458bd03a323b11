import Checkout
import Wire

/// A customer as requests name it: `CustomerId or customer alias`. A text with the prefix that can be decoded is an id.
/// Every other text is an alias, also a bare UUID.
enum MeteroidCustomer {
    private static let prefix: StaticString = "cus_"

    /// The id in the spelling of answers; nil if the text is an alias.
    static func id(_ text: ArraySlice<UInt8>) -> String? {
        MeteroidID.digits(of: text, prefix) == nil ? nil : MeteroidID.canonical(text, prefix)
    }

    /// The id of a customer of whom the gateway knows only the alias. Answers contain no aliases, so the id is derived
    /// from the alias and the account, and is the same for every call of that account. RFC 9562 §5.8: the bits of a
    /// UUID of version 8 are free to choose; here they come from SHA-256.
    static func id(ofAlias alias: ArraySlice<UInt8>, _ account: AccountID, _ digest: (ArraySlice<UInt8>) -> Digest)
        -> String
    {
        // The alias comes last, because it may be any text.
        var text: [UInt8] = []
        text.reserveCapacity(32 + alias.count)
        prefix.withUTF8Buffer { text.append(contentsOf: $0) }
        Decimal.append(account.value, to: &text)
        text.append(UInt8(ascii: " "))
        text.append(alias.span)
        let digest = digest(text[...])
        let high = digest.number(0) & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
        let low = digest.number(1) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return MeteroidID.encode(UInt128(high) << 64 | UInt128(low), prefix)
    }
}
