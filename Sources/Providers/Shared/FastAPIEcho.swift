import Wire

/// Writes a value of the request as FastAPI shows it under `input`: the parsed value, not its text.
///
/// Members whose names begin with `_sa` are omitted, because FastAPI's encoder treats them as SQLAlchemy's. If members
/// share a name, the last value is written at the position of the first. The walk is not recursive, because the request
/// decides its depth.
struct FastAPIEcho {
    /// Up to this number of members, names are compared one by one instead of being hashed.
    private static let comparedMembersMax = 8

    private typealias Member = (name: ArraySlice<UInt8>, value: JSON)

    /// The part of an array or object that is not written yet.
    private enum Open {
        case array(JSON.Elements)
        case object([Member], written: Int)
    }

    private var open: [Open] = []

    /// Appends a value.
    static func write(_ value: JSON, to json: inout JSONWriter) {
        var echo = FastAPIEcho()
        echo.begin(value, &json)
        while let container = echo.open.popLast() { echo.resume(container, &json) }
    }

    private mutating func begin(_ value: JSON, _ json: inout JSONWriter) {
        switch value.kind {
        case .null: json.null()
        case .true: json.bool(true)
        case .false: json.bool(false)
        case .integer: json.number(PythonNumber.integer(value.source))
        case .float:
            if let number = PythonNumber.float(value.source) { json.number(number[...]) } else { json.null() }
        case .string: json.string(utf8: value.wellFormedBytes ?? [])
        case .array:
            json.open(UInt8(ascii: "["))
            open.append(.array(value.elements))
        case .object:
            json.open(UInt8(ascii: "{"))
            open.append(.object(FastAPIEcho.members(of: value), written: 0))
        }
    }

    /// Writes until the container ends or another container begins inside it.
    private mutating func resume(_ container: Open, _ json: inout JSONWriter) {
        switch container {
        case .array(var elements):
            while let value = elements.next() {
                // This container is pushed first, so that the inner one is written before it continues.
                guard value.kind == .array || value.kind == .object else {
                    begin(value, &json)
                    continue
                }
                open.append(.array(elements))
                begin(value, &json)
                return
            }
            json.close(UInt8(ascii: "]"))
        case .object(let members, var written):
            while written < members.count {
                let (name, value) = members[written]
                written += 1
                json.name(bytes: name)
                guard value.kind == .array || value.kind == .object else {
                    begin(value, &json)
                    continue
                }
                open.append(.object(members, written: written))
                begin(value, &json)
                return
            }
            json.close(UInt8(ascii: "}"))
        }
    }

    private static func members(of object: JSON) -> [Member] {
        var members: [Member] = []
        var indexes: [ArraySlice<UInt8>: Int] = [:]
        for member in object.members {
            // Names are compared in the form in which they are written, so that each is written once.
            guard let name = member.name.wellFormedBytes, !name.starts(with: "_sa".utf8) else { continue }
            let index: Int?
            if members.count <= comparedMembersMax {
                index = members.firstIndex { $0.name == name }
            } else {
                if indexes.isEmpty { for (index, member) in members.enumerated() { indexes[member.name] = index } }
                index = indexes[name]
            }
            if let index {
                members[index].value = member.value
            } else {
                if !indexes.isEmpty { indexes[name] = members.count }
                members.append((name, member.value))
            }
        }
        return members
    }
}
