import Testing
import Wire

@Suite(.timeLimit(.minutes(10))) struct `JSON document from mutated bytes` {
    private static let seeds: [[UInt8]] = [
        #"{"amount":500000,"currency":"NGN","metadata":{"orderId":"A-1029","tags":["a","b"]},"live":false}"#,
        #"{"é":"\ud83d\ude00 \ud800 é€😀","n":-1.5e+10,"m":[NaN,-Infinity,Infinity]}"#,
        #"[[[]],{},{"a":{"b":[1,2,3,null,true]}},"\u0000\\\"\/"]"#, #" "abc" "#, "-0.0e-1", "[[[[[[[[1]]]]]]]]",
    ].map { Array($0.utf8) }

    private static let pieces: [[UInt8]] =
        [
            "\"", "\\", "\\u", "\\ud800", "\\udc00", "\\u0041", "{", "}", "[", "]", ",", ":", " ", "\n", "0", "1", "-",
            ".",
            "e", "E+", "NaN", "Infinity", "true", "nul", "null", "\0", "\u{1F}", "\u{7F}", "é", "😀", "\\x", "\t",
            "\u{FEFF}",
            "{\"a\":", "\"a\"", "12345678901234567890",
        ].map { Array($0.utf8) } + [[0xED, 0xA0, 0x80], [0xFF], [0xC3], [0xF0, 0x9F]]

    private func mutated(_ random: inout Random) -> [UInt8] {
        var bytes = Self.seeds[random.below(Self.seeds.count)]
        for _ in 0...random.below(5) {
            let offset = random.below(bytes.count + 1)
            switch random.below(5) {
            case 0: bytes.insert(contentsOf: Self.pieces[random.below(Self.pieces.count)], at: offset)
            case 1: bytes.removeSubrange(offset..<min(bytes.count, offset + 1 + random.below(4)))
            case 2: bytes.removeSubrange(offset...)
            case 3 where offset < bytes.count: bytes[offset] = UInt8.random(in: 0...255, using: &random)
            default: bytes += Self.pieces[random.below(Self.pieces.count)]
            }
        }
        return bytes
    }

    /// Whether the check without nodes and the parser agree on some bytes.
    private func agreesWithParser(_ bytes: [UInt8]) -> Bool {
        (JSONText(parsing: bytes) == nil) == (JSONDocument(utf8: bytes, grammar: .unbounded).fault != nil)
    }

    /// Checks the rules that hold for any bytes; returns the first broken rule, or nil.
    private func brokenRule(_ bytes: [UInt8], _ grammar: JSONGrammar) -> String? {
        let document = JSONDocument(utf8: bytes, grammar: grammar)
        if let root = document.root, JSONTree.visit(root) < 1 { return "a root is a value" }
        guard let fault = document.fault else {
            guard let root = document.root, root.isComplete else { return "no fault means a whole value" }
            let again = JSONDocument(JSONTree.written(root), grammar: grammar)
            guard let other = again.root, again.fault == nil else { return "what is written can be read" }
            return JSONTree.same(root, other) ? nil : "what is written is the same"
        }
        guard (0...bytes.count).contains(fault.offset) else { return "a fault is in the text" }
        if fault.reason == .notText { return document.root == nil ? nil : "no text has no values" }
        // Nothing after the first fault can change it, except in a text that ends too early.
        let isAtEnd = fault.offset == bytes.count
        guard let root = document.root else { return nil }
        return root.isComplete && fault.reason != .extraText && !isAtEnd ? "a fault leaves its container open" : nil
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func `is a tree or a fault, and never a trap`(_ seed: UInt64) {
        var random = Random(seed: seed)
        for round in 0..<4_000 {
            let bytes = mutated(&random)
            for grammar in [JSONGrammar.rfc8259, .python] {
                if let rule = brokenRule(bytes, grammar) {
                    Issue.record("seed \(seed), round \(round), \(bytes): broken rule: \(rule)")
                    return
                }
            }
            #expect(agreesWithParser(bytes), "seed \(seed), round \(round), \(bytes)")
            if let text = PythonText.decode(bytes) {
                let document = JSONDocument(text, grammar: .python)
                if let root = document.root { _ = JSONTree.visit(root) }
            }
        }
    }

    @Test(arguments: [5, 6] as [UInt64]) func `needs no resemblance to JSON`(_ seed: UInt64) {
        var random = Random(seed: seed)
        for round in 0..<10_000 {
            let bytes = (0..<random.below(24)).map { _ in UInt8.random(in: 0...255, using: &random) }
            if let rule = brokenRule(bytes, .rfc8259) {
                Issue.record("seed \(seed), round \(round), \(bytes): broken rule: \(rule)")
                return
            }
        }
    }
}
