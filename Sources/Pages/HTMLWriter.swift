import Checkout

/// Writes HTML in which text from outside can only be text.
///
/// Names of elements and attributes are literals of the program. All text is escaped. Values that are not literals are
/// only written to a few attributes on which browsers do not act. Addresses are only written as a ``ReturnTarget`` or
/// as the page's own ``PageReference``.
struct HTMLWriter: ~Copyable {
    private var bytes: [UInt8] = []

    /// Begins a document with its type; without that, browsers use the layout rules of old pages.
    init() {
        bytes.reserveCapacity(16_384)
        literal("<!doctype html>\n")
    }

    /// Ends the document.
    consuming func finish() -> [UInt8] { bytes }

    /// Writes an element; `body` writes its content.
    mutating func element(
        _ name: StaticString, _ attributes: HTMLAttribute..., body: (inout HTMLWriter) -> Void
    ) {
        element(name, attributes, body: body)
    }

    /// Writes an element with attributes from an array; `body` writes its content.
    mutating func element(
        _ name: StaticString, _ attributes: [HTMLAttribute], body: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        body(&self)
        literal("</")
        literal(name)
        literal(">")
    }

    /// Writes an element whose content is a text.
    mutating func element(_ name: StaticString, _ attributes: HTMLAttribute..., text: String) {
        element(name, attributes) { $0.text(text) }
    }

    /// Writes an element without an end tag, such as `input`.
    mutating func void(_ name: StaticString, _ attributes: HTMLAttribute...) {
        open(name, attributes)
    }

    /// Writes an element without an end tag, with attributes from an array.
    mutating func void(_ name: StaticString, _ attributes: [HTMLAttribute]) {
        open(name, attributes)
    }

    /// Writes a text, escaped.
    mutating func text(_ text: String) {
        Self.escape(text, into: &bytes)
    }

    /// Writes a text that a caller chose; its writing direction does not affect the text around it.
    mutating func name(_ text: String) {
        element("bdi", text: text)
    }

    /// The document's only style. A literal, because text inside `style` cannot be escaped.
    mutating func style(_ css: StaticString) {
        literal("<style>")
        literal(css)
        literal("</style>")
    }

    /// The document's only script. A literal, because text inside `script` cannot be escaped.
    mutating func script(_ source: StaticString) {
        literal("<script>")
        literal(source)
        literal("</script>")
    }

    private mutating func open(_ name: StaticString, _ attributes: [HTMLAttribute]) {
        literal("<")
        literal(name)
        for attribute in attributes {
            literal(" ")
            literal(attribute.name)
            guard let value = attribute.value else { continue }
            literal("=\"")
            Self.escape(value, into: &bytes)
            literal("\"")
        }
        literal(">")
    }

    private mutating func literal(_ text: StaticString) {
        text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    }

    /// Appends a text, escaped for the content of an element and for a quoted attribute.
    ///
    /// Control characters except tab and line feed are shown as U+FFFD: HTML §13.2.3.5 calls them errors, and browsers
    /// would drop some.
    static func escape(_ text: String, into out: inout [UInt8]) {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: out += "&amp;".utf8
            case 0x3C: out += "&lt;".utf8
            case 0x3E: out += "&gt;".utf8
            case 0x22: out += "&quot;".utf8
            case 0x27: out += "&#39;".utf8
            case 0x09, 0x0A: out.append(UInt8(truncatingIfNeeded: scalar.value))
            case 0..<0x20, 0x7F...0x9F: out += "\u{FFFD}".utf8
            case 0x20..<0x7F: out.append(UInt8(truncatingIfNeeded: scalar.value))
            default: out += Array(String(scalar).utf8)
            }
        }
    }
}

/// An attribute of an element.
struct HTMLAttribute {
    let name: StaticString
    /// Nil: only the name, as for `required`.
    let value: String?

    private init(name: StaticString, value: String?) {
        self.name = name
        self.value = value
    }

    /// An attribute whose value is a literal.
    static func of(_ name: StaticString, _ value: StaticString) -> HTMLAttribute {
        HTMLAttribute(name: name, value: "\(value)")
    }

    /// An attribute that is a number.
    static func number(_ name: StaticString, _ value: Int) -> HTMLAttribute {
        HTMLAttribute(name: name, value: "\(value)")
    }

    /// An attribute without a value.
    static func flag(_ name: StaticString) -> HTMLAttribute {
        HTMLAttribute(name: name, value: nil)
    }

    /// The value of a choice in a form.
    static func choice(_ value: String) -> HTMLAttribute {
        HTMLAttribute(name: "value", value: value)
    }

    /// A moment in machine-readable form.
    static func datetime(_ text: String) -> HTMLAttribute {
        HTMLAttribute(name: "datetime", value: text)
    }

    /// A link's target.
    static func href(_ target: ReturnTarget) -> HTMLAttribute {
        HTMLAttribute(name: "href", value: target.location)
    }

    /// A link to the page itself, as its renewal.
    static func renewal(of reference: PageReference) -> HTMLAttribute {
        HTMLAttribute(name: "href", value: reference.renewed)
    }

    /// The content of a `meta` element that lets the browser renew the page after a time.
    static func renewal(of reference: PageReference, afterSeconds seconds: Int) -> HTMLAttribute {
        HTMLAttribute(name: "content", value: "\(seconds);url=\(reference.renewed)")
    }
}
