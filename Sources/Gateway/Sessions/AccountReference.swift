import Checkout

/// A text that names an account: the number that its sessions show, or its name in the configuration.
enum AccountReference {
    /// Why a text names no single account.
    enum Fault: Error, Equatable, CustomStringConvertible {
        case unknown(String)
        /// It is the number of one account and the name of another.
        case ambiguous(numbered: Account, named: Account)

        /// A sentence for the caller.
        var description: String {
            switch self {
            case .unknown(let text):
                "There is no account \"\(text)\"; one is named by its number, as in a session, or as in the configuration."
            case .ambiguous(let numbered, let named):
                "\"\(named.name)\" is the number of one account and the name of another: say \"\(numbered.name)\" for the "
                    + "former, or \(named.id.value) for the latter."
            }
        }
    }

    /// The account that a text names. Throws a ``Fault``.
    static func account(_ text: String, among accounts: [Account]) throws(Fault) -> Account {
        let numbered = accounts.first { String($0.id.value) == text }
        // Names are compared as bytes: two spellings of é are two names.
        let named = accounts.first { $0.name.utf8.elementsEqual(text.utf8) }
        if let numbered, let named, numbered != named { throw .ambiguous(numbered: numbered, named: named) }
        guard let account = numbered ?? named else { throw .unknown(text) }
        return account
    }
}
