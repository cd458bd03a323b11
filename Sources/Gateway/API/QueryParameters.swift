import Wire

/// The parameters of a query. Unknown and repeated names are refused, because a misspelled filter must not let all
/// sessions pass.
///
/// Names are compared as bytes: two names that look the same, but spell an accent in different ways, differ.
package struct QueryParameters {
    private var values: [[UInt8]: [UInt8]] = [:]

    /// - Parameters:
    ///   - query: the query of a request, without its question mark; nil if it has none.
    ///   - names: the known names; a name that ends in `[]` stands for all names with a text in the brackets.
    ///
    /// Throws a problem with status 400 for an unknown name, for a repeated one, and for text that is not UTF-8.
    package init(_ query: ArraySlice<UInt8>?, names: Set<String>) throws(ProblemDetails) {
        for pair in (query ?? []).split(separator: UInt8(ascii: "&")) {
            let name = Self.decoded(pair.prefix { $0 != UInt8(ascii: "=") })
            let value = Self.decoded(pair.drop { $0 != UInt8(ascii: "=") }.dropFirst())
            guard UTF8Validation.isText(name) else {
                throw ProblemDetails.badRequest("The name of a parameter has to be UTF-8.")
            }
            let shown = String(decoding: name, as: UTF8.self)
            let stem = name.last == UInt8(ascii: "]") ? name.prefix { $0 != UInt8(ascii: "[") } + "[]".utf8 : name[...]
            guard names.contains(where: { $0.utf8.elementsEqual(stem) }) else {
                throw ProblemDetails.badRequest("There is no parameter \"\(shown)\" here.")
            }
            guard UTF8Validation.isText(value) else { throw ProblemDetails.badRequest("\(shown) has to be UTF-8.") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw ProblemDetails.badRequest("The parameter \"\(shown)\" is there twice.")
            }
        }
    }

    /// A value with its escapes decoded.
    subscript(_ name: String) -> ArraySlice<UInt8>? { values[Array(name.utf8)].map { $0[...] } }

    func text(_ name: String) -> String? {
        self[name].map { String(decoding: $0, as: UTF8.self) }
    }

    /// All parameters except some, as one text. It does not depend on their order or on how they were escaped.
    func spelling(without names: Set<String>) -> [UInt8] {
        let others = values.filter { parameter in !names.contains { $0.utf8.elementsEqual(parameter.key) } }
        return others.sorted { $0.key.lexicographicallyPrecedes($1.key) }.flatMap { name, value in
            // Each length comes first, so that no value can be read as another parameter.
            Array("\(name.count):".utf8) + name + Array("\(value.count):".utf8) + value
        }
    }

    /// The values of `stem[key]`, by key.
    func members(of stem: String) -> [(key: [UInt8], value: [UInt8])] {
        let start = Array("\(stem)[".utf8)
        return values.filter { $0.key.starts(with: start) }.map { name, value in
            (Array(name.dropFirst(start.count).dropLast()), value)
        }
    }

    private static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        // `+` is a space, as in forms (WHATWG URL, parsing of application/x-www-form-urlencoded).
        PercentEncoding.decode(text.map { $0 == UInt8(ascii: "+") ? 0x20 : $0 }[...])
    }
}

extension UTF8Validation {
    fileprivate static func isText(_ bytes: [UInt8]) -> Bool {
        firstFault(in: bytes, allowingSurrogates: false) == nil
    }
}
