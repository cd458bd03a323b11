/// Which texts count as JSON, and how much of one is taken.
///
/// The five providers do not read the same documents: Python's decoder takes `NaN` and lone surrogates, serde stops at
/// 127 levels. What differs is data here, so that there is one parser.
package struct JSONGrammar: Sendable {
    /// `NaN`, `Infinity` and `-Infinity` are numbers.
    package var takesNonFiniteNumbers: Bool
    /// A `\uD800` without its other half is kept, encoded as three bytes, instead of being refused.
    package var keepsLoneSurrogates: Bool
    /// Open arrays and objects at one time.
    package var depthMax: Int
    /// Digits of one integer literal, the sign not counted.
    package var integerDigitsMax: Int

    /// RFC 8259 with a bound on depth. The bound is serde's, the lowest of the real services'.
    package static let rfc8259 = JSONGrammar(
        takesNonFiniteNumbers: false, keepsLoneSurrogates: false, depthMax: 127, integerDigitsMax: .max)

    /// Python's `json`: non-finite numbers, lone surrogates, at most 4,300 digits (`sys.int_info`), and the depth at
    /// which CPython 3.11 gives up.
    package static let python = JSONGrammar(
        takesNonFiniteNumbers: true, keepsLoneSurrogates: true, depthMax: 960, integerDigitsMax: 4_300)

    package init(
        takesNonFiniteNumbers: Bool, keepsLoneSurrogates: Bool, depthMax: Int, integerDigitsMax: Int
    ) {
        self.takesNonFiniteNumbers = takesNonFiniteNumbers
        self.keepsLoneSurrogates = keepsLoneSurrogates
        self.depthMax = depthMax
        self.integerDigitsMax = integerDigitsMax
    }
}
