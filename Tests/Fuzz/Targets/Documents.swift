@testable import Wire

/// Invariants of JSON:
/// 1. Any bytes make a document, with or without a fault; the values before a fault can be walked.
/// 2. A text without a fault, printed from its tree, is read as the same tree, and printing that gives the same text.
/// 3. Python accepts every text that RFC 8259 accepts, as the same tree. Texts that only Python accepts have a known
///    reason: non-finite numbers, lone surrogates, more levels.
/// 4. All ways of reading a number give one value. A member is found by its own name, and the last of several is found.
/// 5. The outline of an accepted text has the same values directly inside the root; the outline of another text can be
///    walked.
/// 6. Text that Python decodes is UTF-8 except for encoded surrogates, and valid UTF-8 after they are replaced.
func fuzzJSON(_ input: Input) {
    let strict = JSONDocument(utf8: input.bytes)
    checkDocument(strict, grammar: .rfc8259)

    guard let text = PythonText.decode(input.bytes) else { return }
    check(UTF8Validation.firstFault(in: text, allowingSurrogates: true) == nil, "Python's text is not UTF-8")
    let lenient = JSONDocument(text, grammar: .python)
    checkDocument(lenient, grammar: .python)
    checkOutline(of: lenient)
    guard text == input.bytes else { return }
    if strict.fault == nil {
        check(lenient.fault == nil, "Python refuses a text that RFC 8259 accepts: \(String(describing: lenient.fault))")
        check(areAlike(strict, lenient), "Python reads another tree")
    } else if lenient.fault == nil {
        switch strict.fault?.reason {
        case .tooDeep, .loneSurrogate, .notText: break
        case .expectedValue: check(shown(text).contains("N") || shown(text).contains("I"), "only Python accepts it")
        default: check(false, "only Python accepts it: \(String(describing: strict.fault))")
        }
    }
}

private func checkOutline(of document: JSONDocument) {
    let outline = JSONDocument(outlineOf: document.text)
    checkPlaces(in: outline)
    guard document.fault == nil, let root = document.root, let other = outline.root else { return }
    check(root.kind == other.kind && root.source == other.source, "the outline is of another value")
    var values = root.kind == .object ? JSON.Elements(of: root, .object) : root.elements
    var others = other.kind == .object ? JSON.Elements(of: other, .object) : other.elements
    while let one = values.next() {
        guard let other = others.next() else { return check(false, "the outline has too little") }
        check(one.kind == other.kind && one.source == other.source, "the outline has another value")
        check(one.stringBytes == other.stringBytes, "the outline has other characters")
    }
    check(others.next() == nil, "the outline has too much")
}

private func checkDocument(_ document: JSONDocument, grammar: JSONGrammar) {
    checkPlaces(in: document)
    let isStandard = JSONDocument(utf8: document.text, grammar: .unbounded).fault == nil
    check((JSONText(parsing: document.text) != nil) == isStandard, "the check without nodes does not agree")
    check(!document.isStandard || isStandard, "a text that is not RFC 8259 is called so")
    guard document.fault == nil else {
        if let fault = document.fault {
            check(0...document.text.count ~= fault.offset, "the fault is at \(fault.offset)")
            check(fault.path.count <= grammar.depthMax, "the fault is \(fault.path.count) levels deep")
        }
        return
    }
    for index in document.nodes.indices { checkValue(JSON(document, index)) }
    let text = JSONText(document)
    check(text.flatMap { JSONText(parsing: $0.bytes) } != nil, "\(shown(document.text)) becomes no RFC 8259 text")
    check(!document.isStandard || text?.bytes == document.text, "an RFC 8259 text is changed")
    let once = printed(document)
    let again = JSONDocument(once, grammar: grammar)
    check(again.fault == nil, "the printed text is refused: \(String(describing: again.fault)) in \(shown(once))")
    check(areAlike(document, again), "the printed text is read as another tree: \(shown(once))")
    check(printed(again) == once, "printing it again gives another text")
}

/// Checks that every node lies in the text, and that every walk ends.
private func checkPlaces(in document: JSONDocument) {
    for index in document.nodes.indices {
        let value = JSON(document, index)
        check(
            value.start <= value.end && value.end <= document.text.count, "a value from \(value.start) to \(value.end)")
        check(value.isComplete || document.fault != nil, "a value is open in a text without a fault")
        _ = (value.string, value.bool, value.wellFormedBytes, value.source.count)
    }
    // Walking into every container once is enough, because the nodes in it are the same for every path to it.
    if let root = document.root {
        check(root.elements.reduce(0) { count, _ in count + 1 } <= document.nodes.count, "more items than nodes")
        for (name, value) in root.members { _ = (name.string, value.kind) }
    }
}

private func checkValue(_ value: JSON) {
    switch value.kind {
    case .integer, .float:
        checkNumber(value)
    case .string:
        guard let bytes = value.stringBytes, let wellFormed = value.wellFormedBytes else {
            return check(false, "a string without bytes")
        }
        check(UTF8Validation.firstFault(in: Array(wellFormed), allowingSurrogates: false) == nil, "not UTF-8")
        check(value.hasLoneSurrogate == (bytes != wellFormed), "a surrogate is not replaced")
    case .object:
        var last: [[UInt8]: Int] = [:]
        for (name, member) in value.members { last[Array(name.stringBytes ?? []), default: 0] = member.index }
        // Only a few members are looked up, because looking up all takes time in the square of their number.
        for (name, index) in last.prefix(8) {
            check(value.member(bytes: name)?.index == index, "\(shown(name)) is not found, or is another member")
        }
    case .null, .true, .false, .array:
        break
    }
}

private func checkNumber(_ value: JSON) {
    let text = value.source
    let double = JSONNumber.double(text)
    let isNonFinite = text.contains { $0 == UInt8(ascii: "N") || $0 == UInt8(ascii: "I") }
    check(!double.isNaN || isNonFinite, "\(shown(text)) is not a number")
    if isNonFinite { return }
    let whole = JSONNumber.whole(text.span)
    if let number = JSONNumber.int64(text) {
        check(whole == .exactly(number), "\(shown(text)) is \(number) and \(whole)")
    } else {
        check(value.kind == .float || whole == .tooLarge, "\(shown(text)) is not an Int64 and \(whole)")
    }
    switch whole {
    case .exactly(let number): check(double == Double(number), "\(shown(text)) is \(number) and \(double)")
    case .tooLarge: check(double.magnitude >= 0x1p63, "\(shown(text)) is too large and \(double)")
    case .fractional: check(double.magnitude < .infinity, "\(shown(text)) is a fraction and \(double)")
    }
}

private func areAlike(_ left: JSONDocument, _ right: JSONDocument) -> Bool {
    guard left.nodes.count == right.nodes.count else { return false }
    return left.nodes.indices.allSatisfy { index in
        let (one, other) = (JSON(left, index), JSON(right, index))
        guard one.kind == other.kind, left.nodes[index].next == right.nodes[index].next else { return false }
        switch one.kind {
        case .string: return one.stringBytes == other.stringBytes
        case .integer, .float: return one.source == other.source
        case .null, .true, .false, .array, .object: return true
        }
    }
}

/// The tree as text, without recursion, because Python's texts may be deep.
private func printed(_ document: JSONDocument) -> [UInt8] {
    var json = JSONWriter()
    var open: [(end: Int, isObject: Bool)] = []
    var isName = false
    for index in document.nodes.indices {
        while let container = open.last, container.end == index {
            json.close(UInt8(ascii: container.isObject ? "}" : "]"))
            open.removeLast()
            isName = open.last?.isObject ?? false
        }
        let value = JSON(document, index)
        if isName {
            json.name(bytes: value.stringBytes ?? [])
            isName = false
            continue
        }
        switch value.kind {
        case .array, .object:
            let isObject = value.kind == .object
            json.open(UInt8(ascii: isObject ? "{" : "["))
            open.append((Int(document.nodes[index].next), isObject))
        case .string: json.string(utf8: value.stringBytes ?? [])
        case .null: json.null()
        case .true, .false: json.bool(value.bool ?? false)
        case .integer, .float:
            // RFC 8259 has no `NaN` and no infinities, so the writer writes them only as raw text.
            switch String(decoding: value.source, as: UTF8.self) {
            case "NaN": json.raw("NaN")
            case "Infinity": json.raw("Infinity")
            case "-Infinity": json.raw("-Infinity")
            default: json.number(value.source)
            }
        }
        isName = open.last?.isObject ?? false
    }
    for container in open.reversed() { json.close(UInt8(ascii: container.isObject ? "}" : "]")) }
    return json.finish()
}
