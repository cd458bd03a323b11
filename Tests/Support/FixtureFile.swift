import FoundationEssentials
package import Wire

/// Why a file that tests read cannot be used, as a sentence for the reader of the failed test.
package struct FixtureFault: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}

/// Files of the checkout that tests read. A missing or broken file throws an error, and never ends the run.
package enum FixtureFile {
    /// The folder of the checkout.
    package static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { "\($0)/\($1)" }

    /// The bytes of a file, whose path starts at the folder of the checkout. Throws ``FixtureFault`` if it is missing.
    package static func bytes(of path: String) throws(FixtureFault) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: "\(root)/\(path)") else {
            throw FixtureFault("\(path) is missing.")
        }
        return [UInt8](data)
    }

    /// The JSON in a file. Throws ``FixtureFault`` if there is no file, or if it is not JSON.
    package static func json(of path: String) throws(FixtureFault) -> FixtureValue {
        let document = JSONDocument(utf8: try bytes(of: path), grammar: .answers)
        if let fault = document.fault { throw FixtureFault("\(path) is no JSON from byte \(fault.offset) on.") }
        guard let root = document.root else { throw FixtureFault("\(path) is empty.") }
        return FixtureValue(root, path)
    }
}

extension JSONGrammar {
    /// Strict, except for the depth: answers repeat what was asked, and no vector is deeper than this.
    package static let answers = JSONGrammar(
        takesNonFiniteNumbers: false, keepsLoneSurrogates: false, depthMax: 2_000, integerDigitsMax: .max)
}
