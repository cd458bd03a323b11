import Wire

/// A bank account by its IBAN as a customer typed it, checked. It lives for one request: it is never stored, logged or
/// shown again.
struct BankAccount: Sendable, CustomStringConvertible, CustomReflectable {
    /// Capital letters and digits.
    private let iban: [UInt8]

    /// The outcome of a payment from the account in test mode.
    var outcome: TestCard.Outcome { TestBankAccount.outcome(of: iban) }

    /// Has no character of the IBAN, so that no log line can contain one.
    var description: String { "a bank account" }

    /// Has no character of the IBAN either.
    var customMirror: Mirror { Mirror(self, children: []) }

    /// The fault of an IBAN.
    enum Fault: Error, Equatable {
        case missing
        case malformed
        /// The check digits do not fit (ISO 13616-1, ISO/IEC 7064 MOD 97-10).
        case mistyped
    }

    /// Reads an IBAN with or without blanks, in letters of either case. Throws a ``Fault``.
    init(iban text: [UInt8]) throws(Fault) {
        let iban = text.filter { $0 != UInt8(ascii: " ") }.map { ASCII.isLetter($0) ? $0 & 0xDF : $0 }
        if iban.isEmpty { throw .missing }
        // ISO 13616-1: a country, two check digits, and up to 30 letters and digits. Norway's are the shortest.
        guard (15...34).contains(iban.count), iban.prefix(2).allSatisfy(ASCII.isLetter),
            iban[2..<4].allSatisfy(ASCII.isDigit),
            iban.dropFirst(4).allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) })
        else { throw .malformed }
        guard Self.remainder(of: iban) == 1 else { throw .mistyped }
        self.iban = iban
    }

    /// The remainder modulo 97 of an IBAN as a number: its first four characters moved to the end, and each letter
    /// replaced by a number from 10 (A) to 35 (Z).
    static func remainder(of iban: [UInt8]) -> Int {
        var remainder = 0
        for character in iban.dropFirst(4) + iban.prefix(4) {
            remainder =
                ASCII.isDigit(character)
                ? (remainder * 10 + Int(character - 0x30)) % 97 : (remainder * 100 + Int(character - 0x41) + 10) % 97
        }
        return remainder
    }
}

/// The IBANs that Stripe publishes for its test mode. No real account has any of them.
enum TestBankAccount {
    /// The outcome of a payment from an account.
    static func outcome(of iban: [UInt8]) -> TestCard.Outcome {
        if paid.contains(where: { ASCII.equal(iban[...], $0) }) { return .paidByBank }
        if refused.contains(where: { ASCII.equal(iban[...], $0) }) { return .refusedByBank(.debitRefused) }
        if waiting.contains(where: { ASCII.equal(iban[...], $0) }) { return .needsConfirmation }
        return .refused(.unknownAccount)
    }

    /// Accounts from which the bank pays.
    static let paid: [StaticString] = [
        "DE89370400440532013000", "AT611904300234573201", "BE62510007547061", "ES0700120345030000067890",
        "FR1420041010050500013M02606", "IT40S0542811101000000123456", "NL39RABO0300065264",
    ]

    /// Accounts from which the bank does not pay.
    static let refused: [StaticString] = ["DE62370400440532013001", "AT861904300235473202"]

    /// Accounts whose bank answers later. Stripe has some that pay after three minutes, and some that do not.
    static let waiting: [StaticString] = [
        "DE08370400440532013003", "AT321904300235473204", "DE78370400440532013004", "AT051904300235473205",
    ]

    /// The IBANs that the page shows in test mode, one for each outcome.
    static let shown: [(iban: StaticString, meaning: StaticString)] = [
        ("DE89 3704 0044 0532 0130 00", "is paid"), ("DE62 3704 0044 0532 0130 01", "is refused by the bank"),
        ("DE08 3704 0044 0532 0130 03", "waits for the bank"),
    ]
}
