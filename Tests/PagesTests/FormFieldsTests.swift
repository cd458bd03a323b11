import Testing
import Wire

@testable import Pages

@Suite struct `Form reader` {
    private func read(_ text: String) throws(FormFields.Fault) -> FormFields {
        try FormFields(Array(text.utf8)[...])
    }

    @Test(arguments: [
        ("a=1", "1"), ("b=2&a=1", "1"), ("a=", ""), ("a", ""), ("a=1=2", "1=2"), ("a=x+y", "x y"), ("a=%2B", "+"),
        ("a=%e2%82%AC", "€"), ("%61=1", "1"), ("a=4242+4242", "4242 4242"), ("a=%00", "\u{0}"), ("a=%26b%3D", "&b="),
    ])
    func `reads a field`(_ text: String, _ value: String) throws {
        #expect(try read(text)["a"] == Array(value.utf8))
    }

    @Test(arguments: [
        ("a=%", FormFields.Fault.brokenEscape), ("a=%4", .brokenEscape), ("a=%4g", .brokenEscape),
        ("%=1", .brokenEscape),
        ("a=%ff", .notText), ("a=%C0%80", .notText), ("a=%ED%A0%80", .notText), ("%fe=1", .notText),
        ("a=1&a=2", .repeated), ("a=1&%61=2", .repeated), ("&a=1", .unnamed), ("a=1&", .unnamed),
        ("a=1&&b=2", .unnamed),
        ("=1", .unnamed),
    ])
    func `refuses input that no browser sends`(_ text: String, _ fault: FormFields.Fault) {
        #expect(throws: fault) { try read(text) }
    }

    @Test(arguments: [
        ("a=1", "1"), ("a=1&", "1"), ("&&a=1&&", "1"), ("a=1&utm=%E4", "1"), ("utm=1&utm=2&a=1&%", "1"),
        ("=x&a=1", "1"),
        ("%61=1", "1"), ("b=1", nil), ("", nil),
    ])
    func `reads the named fields of a query and ignores others`(_ text: String, _ value: String?) throws {
        let query = try FormFields(query: Array(text.utf8)[...], names: ["a"])
        #expect(query["a"] == value.map { Array($0.utf8) })
    }

    @Test(arguments: [("a=%", FormFields.Fault.brokenEscape), ("a=%ff", .notText), ("a=1&x=2&a=1", .repeated)])
    func `refuses a query whose named fields it cannot read`(_ text: String, _ fault: FormFields.Fault) {
        #expect(throws: fault) { try FormFields(query: Array(text.utf8)[...], names: ["a", "b"]) }
    }

    @Test func `reads no fields from an empty text`() throws {
        #expect(try read("")["a"] == nil)
        #expect(try read("b=1")["a"] == nil)
    }

    @Test func `accepts the greatest numbers of fields and bytes, and not one more`() throws {
        let fields = (0..<FormFields.fieldsMax).map { "f\($0)=" }
        #expect(throws: Never.self) { try read(fields.joined(separator: "&")) }
        #expect(throws: FormFields.Fault.tooMany) { try read((fields + ["x="]).joined(separator: "&")) }
        let text = "a=" + String(repeating: "x", count: FormFields.bytesMax - 2)
        #expect(try read(text)["a"]?.count == FormFields.bytesMax - 2)
        #expect(throws: FormFields.Fault.tooLarge) { try read(text + "x") }
    }

    @Test func `reads any bytes without a trap`() {
        var state: UInt64 = 42
        for _ in 0..<20_000 {
            let bytes = (0..<12).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Array("a=&%+2f\u{E9}".utf8)[Int(state >> 33) % 9]
            }
            if let form = try? FormFields(bytes[...]), let value = form["a"] {
                #expect(UTF8Validation.firstFault(in: value, allowingSurrogates: false) == nil)
            }
        }
    }
}
