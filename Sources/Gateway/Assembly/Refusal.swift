package import Checkout

/// The program's exit codes, with the numbers of `sysexits.h`.
package enum ExitCode: Int32, Sendable {
    case success = 0
    /// `EX_USAGE`: wrong words or settings.
    case usage = 64
    /// `EX_DATAERR`: what the command names does not exist, or its state does not allow the command.
    case notFound = 65
    /// `EX_UNAVAILABLE`: the address cannot be listened on.
    case unavailable = 69
    /// `EX_CANTCREAT`: the database cannot be used.
    case database = 73
    /// `EX_IOERR`: the result could not be printed.
    case unprinted = 74
    /// `EX_PROTOCOL`: an endpoint did not take an event.
    case undelivered = 76
    /// `EX_TEMPFAIL`: another gateway serves the database.
    case busy = 75
}

/// Why a command ends early: a sentence and an exit code.
package struct Refusal: Error {
    /// The code with which the program exits.
    package let code: ExitCode
    /// The error and the remedy, as one sentence or several lines.
    package let sentence: String
    /// Lines that are printed after the sentence.
    private let help: [String]
    /// Whether the server writes it to its log.
    private var isOfServer = false

    /// - Parameters:
    ///   - code: the code with which the program exits.
    ///   - sentence: the error and the remedy.
    ///   - help: lines that are printed after the sentence.
    package init(_ code: ExitCode, _ sentence: String, help: [String] = []) {
        self.help = help
        self.code = code
        self.sentence = sentence
    }

    /// The same refusal, for the server's log.
    package var ofServer: Refusal {
        var refusal = self
        refusal.isOfServer = true
        return refusal
    }

    /// Writes it to standard error, each of its lines as a line.
    package func tell(_ dependencies: Dependencies) {
        for line in sentence.split(separator: "\n") {
            if isOfServer {
                dependencies.serverLog.say("\(line)")
            } else {
                dependencies.console.complain("checkout-gateway: \(line)")
            }
        }
        if !help.isEmpty { dependencies.console.complain(([""] + help).joined(separator: "\n")) }
    }
}

extension Refusal {
    /// The message for a database that cannot be opened.
    package init(fault: StoreOpenFault) {
        switch fault.reason {
        case .served:
            self.init(.busy, "\(fault.description) Stop it first: only one program writes to a database.")
        case .locked:
            self.init(.busy, fault.description)
        case .unusable:
            self.init(.database, fault.description)
        }
    }
}
