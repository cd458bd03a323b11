import Wire

/// Writes a value of the request again, as FastAPI shows it under `input`: the parsed value, not its text.
///
/// Members that begin with `_sa` are left out, since FastAPI's encoder takes them for SQLAlchemy's, and of members by
/// one name the last is shown at the place of the first. A walk without recursion, since the request decides its depth.
struct FastAPIEcho {
    /// Members up to which names are compared one by one instead of being hashed.
    private static let comparedMembersMax = 8

    private typealias Member = (name: ArraySlice<UInt8>, value: JSON)

    /// What is left of an array or object that is being written.
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
        case .integer: json.raw(bytes: PythonNumber.integer(value.source))
        case .float:
            if let number = PythonNumber.float(value.source) { json.raw(bytes: number) } else { json.null() }
        case .string: json.string(utf8: value.wellFormedBytes ?? [])
        case .array:
            json.open(UInt8(ascii: "["))
            open.append(.array(value.elements))
        case .object:
            json.open(UInt8(ascii: "{"))
            open.append(.object(FastAPIEcho.members(of: value), written: 0))
        }
    }

    /// Writes on until the container ends or another begins inside it.
    private mutating func resume(_ container: Open, _ json: inout JSONWriter) {
        switch container {
        case .array(var elements):
            while let value = elements.next() {
                // The container goes below what may begin inside it.
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
        var places: [ArraySlice<UInt8>: Int] = [:]
        for member in object.members {
            // Names are compared as they are written, so that none is written twice.
            guard let name = member.name.wellFormedBytes, !name.starts(with: "_sa".utf8) else { continue }
            let place: Int?
            if members.count <= comparedMembersMax {
                place = members.firstIndex { $0.name == name }
            } else {
                if places.isEmpty { for (place, member) in members.enumerated() { places[member.name] = place } }
                place = places[name]
            }
            if let place {
                members[place].value = member.value
            } else {
                if !places.isEmpty { places[name] = members.count }
                members.append((name, member.value))
            }
        }
        return members
    }
}
