import Checkout
import Wire

/// A customer as requests name one: `CustomerId or customer alias`. An id is a text with the prefix that decodes, and
/// everything else is an alias, also a bare UUID.
enum MeteroidCustomer {
    private static let prefix: StaticString = "cus_"

    /// The id in the spelling of answers; nil where the text is an alias.
    static func id(_ text: ArraySlice<UInt8>) -> String? {
        MeteroidID.digits(of: text, prefix) == nil ? nil : MeteroidID.canonical(text, prefix)
    }

    /// The id of a customer of whom nothing but the alias is known. Answers have no aliases, so it is made of the alias
    /// and the account, and is the same for every call of that account. RFC 9562 §5.8: a UUID of version 8 is of whatever
    /// its maker says, here of SHA-256.
    static func id(ofAlias alias: ArraySlice<UInt8>, _ account: AccountID, _ digest: (ArraySlice<UInt8>) -> Digest)
        -> String
    {
        // An alias may be anything, so it comes last.
        let digest = digest((Array("\(prefix)\(account.value) ".utf8) + alias)[...])
        let high = digest.number(0) & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
        let low = digest.number(1) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return MeteroidID.encode(UInt128(high) << 64 | UInt128(low), prefix)
    }
}
