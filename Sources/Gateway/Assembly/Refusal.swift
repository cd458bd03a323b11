package import SQLiteStorage

/// How the program ends, in the numbers of `sysexits.h`.
package enum ExitCode: Int32, Sendable {
    case success = 0
    /// `EX_USAGE`: wrong words, wrong settings.
    case usage = 64
    /// `EX_DATAERR`: what was asked for is not there.
    case notFound = 65
    /// `EX_UNAVAILABLE`: the address cannot be listened on.
    case unavailable = 69
    /// `EX_CANTCREAT` and its kin: the database cannot be used.
    case database = 73
    /// `EX_IOERR`: what was to be printed could not be.
    case unprinted = 74
    /// `EX_TEMPFAIL`: another gateway has the database.
    case busy = 75
}

/// Why a command ends early: a sentence, and a code.
package struct Refusal: Error {
    /// The code with which the program exits.
    package let code: ExitCode
    /// What is wrong and what to do, as one sentence or several lines.
    package let sentence: String
    /// What is printed behind the sentence, as it is.
    private let help: [String]
    /// The server says it, in its log.
    private var isOfServer = false

    /// - Parameters:
    ///   - code: the code with which the program exits.
    ///   - sentence: what is wrong and what to do.
    ///   - help: lines that are printed behind the sentence, unchanged.
    package init(_ code: ExitCode, _ sentence: String, help: [String] = []) {
        self.help = help
        self.code = code
        self.sentence = sentence
    }

    /// The same, said by the server.
    package var ofServer: Refusal {
        var refusal = self
        refusal.isOfServer = true
        return refusal
    }

    /// Says it on standard error, a line for each of its lines.
    package func tell() {
        for line in sentence.split(separator: "\n") {
            if isOfServer { ServerLog.say("\(line)") } else { Console.complain("checkout-gateway: \(line)") }
        }
        if !help.isEmpty { Console.complain(([""] + help).joined(separator: "\n")) }
    }
}

extension Refusal {
    /// What a database that cannot be opened means for the operator.
    package init(fault: StoreOpenFault) {
        switch fault {
        case .heldBy:
            self.init(.busy, "\(fault.description) Stop it first: only one program writes to a database.")
        case .locked:
            self.init(.busy, fault.description)
        default:
            self.init(.database, fault.description)
        }
    }
}
