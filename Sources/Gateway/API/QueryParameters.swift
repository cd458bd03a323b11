import Wire

/// The parameters of a query, each name once and none unknown: a filter that is misspelled must not let all through.
struct QueryParameters {
    private var values: [String: [UInt8]] = [:]

    /// - Parameter names: what is known; a name that ends in `[]` stands for one with anything between its brackets.
    ///
    /// Throws a problem with status 400 for any other name, and for one that is there twice.
    init(_ query: ArraySlice<UInt8>?, names: Set<String>) throws(Problem) {
        for pair in (query ?? []).split(separator: UInt8(ascii: "&")) {
            let name = String(decoding: Self.decoded(pair.prefix { $0 != UInt8(ascii: "=") }), as: UTF8.self)
            let value = Self.decoded(pair.drop { $0 != UInt8(ascii: "=") }.dropFirst())
            let stem = name.hasSuffix("]") ? name.prefix { $0 != "[" } + "[]" : Substring(name)
            guard names.contains(String(stem)) else {
                throw Problem.badRequest("There is no parameter \"\(name)\" here.")
            }
            guard UTF8Validation.isText(value) else { throw Problem.badRequest("\(name) has to be UTF-8.") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Problem.badRequest("The parameter \"\(name)\" is there twice.")
            }
        }
    }

    /// A value without its escapes.
    subscript(_ name: String) -> ArraySlice<UInt8>? { values[name].map { $0[...] } }

    func text(_ name: String) -> String? {
        values[name].map { String(decoding: $0, as: UTF8.self) }
    }

    /// All parameters but some, as one text: the same for the same parameters, in whatever order and by whatever escapes they
    /// were written.
    func spelling(without names: Set<String>) -> [UInt8] {
        values.filter { !names.contains($0.key) }.sorted { $0.key < $1.key }.flatMap { name, value in
            // Each length in front, so that no value reads as another parameter.
            Array("\(name.utf8.count):\(name)\(value.count):".utf8) + value
        }
    }

    /// The values of `stem[key]`, by key.
    func members(of stem: String) -> [(key: [UInt8], value: [UInt8])] {
        values.filter { $0.key.hasPrefix(stem + "[") }.map { name, value in
            (Array(name.utf8.dropFirst(stem.utf8.count + 1).dropLast()), value)
        }
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        // As forms are: `+` is a space (WHATWG URL, parsing of application/x-www-form-urlencoded).
        PercentEncoding.decode(text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }[...])
    }
}

extension UTF8Validation {
    fileprivate static func isText(_ bytes: [UInt8]) -> Bool {
        firstFault(in: bytes, allowingSurrogates: false) == nil
    }
}
