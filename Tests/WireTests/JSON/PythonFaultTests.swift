import Testing
import Wire

/// Python's message for each fault. It has one message for a missing comma in an array and in an object.
private let wording: [String: Set<JSONFault.Reason>] = [
    "Expecting value": [.expectedValue],
    "Expecting property name enclosed in double quotes": [.expectedName],
    "Expecting ':' delimiter": [.expectedColon],
    "Expecting ',' delimiter": [.expectedCommaOrBracket, .expectedCommaOrBrace],
    "Extra data": [.extraText],
    "Unterminated string starting at": [.unterminatedString],
    "Invalid control character at": [.controlCharacter],
    "Invalid \\escape": [.badEscape],
    "Invalid \\uXXXX escape": [.badUnicodeEscape],
]

/// A text, and the fault that Python's decoder finds in it.
struct FaultCase: CustomTestStringConvertible, Sendable {
    let text: String
    let reason: JSONFault.Reason
    let offset: Int

    init(_ text: String, _ reason: JSONFault.Reason, _ offset: Int) {
        self.text = text
        self.reason = reason
        self.offset = offset
    }

    var testDescription: String { text.count > 60 ? "\(text.prefix(60))…" : text }
}

private let table: [FaultCase] = [
    // A value must start here.
    FaultCase("", .expectedValue, 0), FaultCase("  \n ", .expectedValue, 4), FaultCase("[", .expectedValue, 1),
    FaultCase("[ ", .expectedValue, 2), FaultCase("[1, ]", .expectedValue, 4), FaultCase("[,1]", .expectedValue, 1),
    FaultCase("{\"a\":}", .expectedValue, 5), FaultCase("{\"a\": ", .expectedValue, 6),
    FaultCase("+1", .expectedValue, 0), FaultCase(".5", .expectedValue, 0), FaultCase("-", .expectedValue, 0),
    FaultCase("[-]", .expectedValue, 1), FaultCase("[-.5]", .expectedValue, 1), FaultCase("tru", .expectedValue, 0),
    FaultCase("[True]", .expectedValue, 1), FaultCase("nan", .expectedValue, 0), FaultCase("NaM", .expectedValue, 0),
    FaultCase("Infinit", .expectedValue, 0), FaultCase("-Infinit", .expectedValue, 0),
    FaultCase("/* */1", .expectedValue, 0), FaultCase("\u{A0}1", .expectedValue, 0), FaultCase("]", .expectedValue, 0),
    FaultCase("'a'", .expectedValue, 0), FaultCase("[1,/**/2]", .expectedValue, 3),
    FaultCase("\u{B}1", .expectedValue, 0),
    // A name must start here.
    FaultCase("{", .expectedName, 1), FaultCase("{ \n", .expectedName, 3), FaultCase("{a:1}", .expectedName, 1),
    FaultCase("{1:1}", .expectedName, 1), FaultCase("{\"a\":1,}", .expectedName, 7),
    FaultCase("{\"a\":1, }", .expectedName, 8), FaultCase("{,}", .expectedName, 1), FaultCase("{]", .expectedName, 1),
    FaultCase("{\"a\":1,", .expectedName, 7),
    // After a name.
    FaultCase("{\"a\"}", .expectedColon, 4), FaultCase("{\"a\" 1}", .expectedColon, 5),
    FaultCase("{\"a\"", .expectedColon, 4), FaultCase("{\"a\" ", .expectedColon, 5),
    FaultCase("{\"a\",", .expectedColon, 4),
    // After a value.
    FaultCase("[1 2]", .expectedCommaOrBracket, 3), FaultCase("[1", .expectedCommaOrBracket, 2),
    FaultCase("[1}", .expectedCommaOrBracket, 2), FaultCase("[1 ", .expectedCommaOrBracket, 3),
    FaultCase("{\"a\":1 \"b\":2}", .expectedCommaOrBrace, 7), FaultCase("{\"a\":1", .expectedCommaOrBrace, 6),
    FaultCase("{\"a\":1]", .expectedCommaOrBrace, 6), FaultCase("{\"a\":012}", .expectedCommaOrBrace, 6),
    FaultCase("{\"a\":1.}", .expectedCommaOrBrace, 6), FaultCase("{\"a\":0x1F}", .expectedCommaOrBrace, 6),
    FaultCase("{\"a\":1_000}", .expectedCommaOrBrace, 6), FaultCase("{\"a\":1e}", .expectedCommaOrBrace, 6),
    FaultCase("{\"a\":1e+}", .expectedCommaOrBrace, 6), FaultCase("{\"a\":1.5.2}", .expectedCommaOrBrace, 8),
    FaultCase("{\"a\":-0-}", .expectedCommaOrBrace, 7), FaultCase("[nullx]", .expectedCommaOrBracket, 5),
    // After the outermost value.
    FaultCase("1 2", .extraText, 2), FaultCase("{}]", .extraText, 2), FaultCase("[] ,", .extraText, 3),
    FaultCase("01", .extraText, 1), FaultCase("truee", .extraText, 4), FaultCase("\"a\"b", .extraText, 3),
    FaultCase("{}\0", .extraText, 2), FaultCase("-Infinity1", .extraText, 9), FaultCase("\"é\" \"", .extraText, 5),
    // In a string.
    FaultCase("\"abc", .unterminatedString, 0), FaultCase(" [\"é", .unterminatedString, 2),
    FaultCase("{\"a", .unterminatedString, 1), FaultCase("\"a\\", .unterminatedString, 0),
    FaultCase("\"a\\\"", .unterminatedString, 0), FaultCase("\"", .unterminatedString, 0),
    FaultCase("\"a\nb\"", .controlCharacter, 2), FaultCase("\"é\u{1F}\"", .controlCharacter, 3),
    FaultCase("\"a\0", .controlCharacter, 2), FaultCase("{\"a\tb\":1}", .controlCharacter, 3),
    FaultCase("\"a\\x\"", .badEscape, 2), FaultCase("\"\\é\"", .badEscape, 1), FaultCase("\"\\U0041\"", .badEscape, 1),
    FaultCase("\"\\\n\"", .badEscape, 1),
    FaultCase("\"\\u12G4\"", .badUnicodeEscape, 2), FaultCase("\"\\u\"", .badUnicodeEscape, 2),
    FaultCase("\"\\u004", .badUnicodeEscape, 2), FaultCase("\"\\u0041", .badUnicodeEscape, 2),
    FaultCase("\"é\\uD83D\\u", .badUnicodeEscape, 10), FaultCase("\"\\uD83D\\uDE00", .badUnicodeEscape, 8),
    FaultCase("\"\\uD83D\\uDEG0\"", .badUnicodeEscape, 8), FaultCase("\"\\u+123\"", .badUnicodeEscape, 2),
    // The first fault from the left wins.
    FaultCase("\"a\nb\\x", .controlCharacter, 2), FaultCase("\"\\x\n", .badEscape, 1),
    FaultCase("\"\\u00\n", .badUnicodeEscape, 2), FaultCase("[1 2,\"abc", .expectedCommaOrBracket, 3),
    FaultCase("{\"a\\q\":tru}", .badEscape, 3),
]

@Suite struct `Faults as Python reports them` {
    @Test(arguments: table) func `name the reason and the offset`(_ test: FaultCase) {
        let fault = JSONDocument(test.text, grammar: .python).fault
        #expect(fault?.reason == test.reason)
        #expect(fault?.offset == test.offset)
    }

    @Test func `agree with Python's own decoder on four hundred texts`() throws {
        var accepted = 0
        for entry in try CorpusCase.entries("json/python-faults.json") {
            let text = Array(try #require(entry.member("text")?.stringBytes))
            let fault = JSONDocument(text, grammar: .python).fault
            guard let error = entry.member("error")?.string else {
                #expect(fault == nil, "\(String(decoding: text, as: UTF8.self))")
                accepted += 1
                continue
            }
            let scalars = try #require(entry.member("position").flatMap { JSONNumber.int64($0.source) })
            let before = String(decoding: text, as: UTF8.self).unicodeScalars.prefix(Int(scalars))
            #expect(
                fault?.offset == String(String.UnicodeScalarView(before)).utf8.count,
                "\(error) in \(String(decoding: text, as: UTF8.self))")
            #expect(fault.map { wording[error]?.contains($0.reason) ?? false } == true, "\(error)")
        }
        #expect(accepted == 43)
    }

    @Test func `accept an integer of 4,300 digits and refuse one more`() {
        let longest = String(repeating: "7", count: 4_300)
        #expect(JSONDocument(longest, grammar: .python).fault == nil)
        #expect(JSONDocument("-" + longest, grammar: .python).fault == nil)
        #expect(
            JSONDocument("[1,\(longest)7]", grammar: .python).fault
                == JSONFault(.integerTooLong, at: 3, in: [.element(1)]))
        #expect(JSONDocument("-\(longest)7", grammar: .python).fault == JSONFault(.integerTooLong, at: 0))
        #expect(JSONDocument("\(longest)7.0", grammar: .python).fault == nil)
        #expect(JSONDocument("\(longest)7e0", grammar: .python).fault == nil)
        #expect(JSONDocument("0.\(longest)7", grammar: .python).fault == nil)
        #expect(JSONDocument("\(longest)7", grammar: .rfc8259).fault == nil)
    }

    @Test func `report an integer that is too long at its position`() {
        let long = String(repeating: "7", count: 4_301)
        #expect(JSONDocument("\(long)x", grammar: .python).fault?.reason == .integerTooLong)
        #expect(JSONDocument("[tru,\(long)]", grammar: .python).fault?.reason == .expectedValue)
        #expect(JSONDocument("\"\(long)\"", grammar: .python).fault == nil)
    }

    @Test(arguments: [(JSONGrammar.python, 960), (.rfc8259, 127)])
    func `stop at the first bracket that is too deep`(_ grammar: JSONGrammar, _ depthMax: Int) {
        for (opening, middle, closing) in [("[", "", "]"), ("{\"a\":", "1", "}")] {
            let deepest =
                String(repeating: opening, count: depthMax) + middle + String(repeating: closing, count: depthMax)
            #expect(JSONDocument(deepest, grammar: grammar).fault == nil)
            let fault = JSONDocument(String(repeating: opening, count: depthMax + 1), grammar: grammar).fault
            #expect(fault?.reason == .tooDeep)
            #expect(fault?.offset == depthMax * opening.utf8.count)
            #expect(fault?.path.count == depthMax)
        }
        let wide = "[" + String(repeating: "[],", count: 5_000) + "[]]"
        #expect(JSONDocument(wide, grammar: grammar).fault == nil)
    }

    @Test(arguments: ["NaN", "Infinity", "-Infinity"]) func `know three more numbers`(_ text: String) {
        #expect(JSONDocument(text, grammar: .python).root?.kind == .float)
        #expect(JSONDocument(text, grammar: .rfc8259).fault == JSONFault(.expectedValue, at: 0))
    }
}
