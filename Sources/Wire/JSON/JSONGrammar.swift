/// Which texts the parser accepts as JSON, and within which bounds.
///
/// The five providers accept different documents: Python's decoder takes `NaN` and lone surrogates, serde stops at 127
/// levels. The differences are data here, so that one parser serves all of them.
package struct JSONGrammar: Sendable {
    /// Whether `NaN`, `Infinity` and `-Infinity` are numbers.
    package var takesNonFiniteNumbers: Bool
    /// Whether a `\uD800` without its other half is kept, encoded as three bytes, or refused.
    package var keepsLoneSurrogates: Bool
    /// How many arrays and objects may be open at one time.
    package var depthMax: Int
    /// How many digits an integer literal may have, its sign not counted.
    package var integerDigitsMax: Int

    /// RFC 8259 with a bound on depth. The bound is serde's, the lowest of the real services'.
    package static let rfc8259 = JSONGrammar(
        takesNonFiniteNumbers: false, keepsLoneSurrogates: false, depthMax: 127, integerDigitsMax: .max)

    /// Python's `json`: non-finite numbers, lone surrogates, at most 4,300 digits (`sys.int_info`), and the depth at
    /// which CPython 3.11 gives up.
    package static let python = JSONGrammar(
        takesNonFiniteNumbers: true, keepsLoneSurrogates: true, depthMax: 960, integerDigitsMax: 4_300)

    /// RFC 8259 without limits, for texts that a grammar with limits has accepted before.
    package static let unbounded = JSONGrammar(
        takesNonFiniteNumbers: false, keepsLoneSurrogates: false, depthMax: .max, integerDigitsMax: .max)

    /// Every text that one of the other grammars accepts.
    static let lenient = JSONGrammar(
        takesNonFiniteNumbers: true, keepsLoneSurrogates: true, depthMax: .max, integerDigitsMax: .max)

    package init(
        takesNonFiniteNumbers: Bool, keepsLoneSurrogates: Bool, depthMax: Int, integerDigitsMax: Int
    ) {
        self.takesNonFiniteNumbers = takesNonFiniteNumbers
        self.keepsLoneSurrogates = keepsLoneSurrogates
        self.depthMax = depthMax
        self.integerDigitsMax = integerDigitsMax
    }
}
