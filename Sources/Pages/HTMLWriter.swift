import Checkout
import Wire

/// Writes HTML in which nothing that comes from outside can be anything but text.
///
/// Names of elements and attributes are literals of the program. Text is escaped whoever wrote it. Values that are not
/// literals go into a few attributes that no browser acts upon, and into `href` only as a ``ReturnTarget``.
struct HTMLWriter: ~Copyable {
    private var bytes: [UInt8] = []

    /// A document that begins with its type, without which browsers lay it out as of old.
    init() {
        bytes.reserveCapacity(16_384)
        literal("<!doctype html>\n")
    }

    /// Ends the document.
    consuming func finish() -> [UInt8] { bytes }

    /// An element with whatever `body` writes in it.
    mutating func element(
        _ name: StaticString, _ attributes: HTMLAttribute..., body: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        body(&self)
        literal("</")
        literal(name)
        literal(">")
    }

    /// An element with attributes that were gathered before, and with whatever `body` writes in it.
    mutating func element(
        _ name: StaticString, _ attributes: [HTMLAttribute], body: (inout HTMLWriter) -> Void
    ) {
        open(name, attributes)
        body(&self)
        literal("</")
        literal(name)
        literal(">")
    }

    /// An element that holds a text.
    mutating func element(_ name: StaticString, _ attributes: HTMLAttribute..., text: String) {
        open(name, attributes)
        self.text(text)
        literal("</")
        literal(name)
        literal(">")
    }

    /// An element that has no end, such as `input`.
    mutating func void(_ name: StaticString, _ attributes: HTMLAttribute...) {
        open(name, attributes)
    }

    /// An element that has no end, with attributes that were gathered before.
    mutating func void(_ name: StaticString, _ attributes: [HTMLAttribute]) {
        open(name, attributes)
    }

    /// Text, escaped.
    mutating func text(_ text: String) {
        Self.escape(text, into: &bytes)
    }

    /// A text that somebody else chose: also its writing direction stays its own.
    mutating func name(_ text: String) {
        element("bdi", text: text)
    }

    /// The document's one style. A literal, because inside of `style` nothing can be escaped.
    mutating func style(_ css: StaticString) {
        literal("<style>")
        literal(css)
        literal("</style>")
    }

    /// The document's one script. A literal, because inside of `script` nothing can be escaped.
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

    /// Appends a text so that it is the same text inside of an element and inside of a quoted attribute.
    ///
    /// Control characters but tab and line feed are shown as U+FFFD: HTML §13.2.3.5 calls them errors, and some would
    /// be dropped.
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
    /// Nil: the name alone, as of `required`.
    let value: String?

    private init(name: StaticString, value: String?) {
        self.name = name
        self.value = value
    }

    /// An attribute that the program itself chose.
    static func of(_ name: StaticString, _ value: StaticString) -> HTMLAttribute {
        HTMLAttribute(name: name, value: "\(value)")
    }

    /// An attribute that is a number.
    static func number(_ name: StaticString, _ value: Int) -> HTMLAttribute {
        HTMLAttribute(name: name, value: "\(value)")
    }

    /// An attribute that is there or not.
    static func flag(_ name: StaticString) -> HTMLAttribute {
        HTMLAttribute(name: name, value: nil)
    }

    /// What a choice of a form stands for.
    static func choice(_ value: String) -> HTMLAttribute {
        HTMLAttribute(name: "value", value: value)
    }

    /// A moment for machines to read.
    static func datetime(_ text: String) -> HTMLAttribute {
        HTMLAttribute(name: "datetime", value: text)
    }

    /// A place to go to.
    static func href(_ target: ReturnTarget) -> HTMLAttribute {
        HTMLAttribute(name: "href", value: target.location)
    }
}
