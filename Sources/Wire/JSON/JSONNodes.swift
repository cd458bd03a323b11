import Glibc

/// The nodes of a text while it is read.
///
/// An array would ask with every node that is added whether anyone else holds it. No one can hold these, which is worth
/// a sixth of the parser's instructions. Every place is checked against the count, and the count against the room.
struct JSONNodes: ~Copyable {
    private var room: UnsafeMutableBufferPointer<JSONNode>
    private(set) var count = 0

    init(capacity: Int) {
        room = Self.room(capacity)
    }

    /// Swift's own `allocate` asks for an alignment, and glibc takes longer over that.
    private static func room(_ capacity: Int) -> UnsafeMutableBufferPointer<JSONNode> {
        guard let start = malloc(capacity * MemoryLayout<JSONNode>.stride) else {
            preconditionFailure("There is no memory for a text's nodes.")
        }
        return UnsafeMutableBufferPointer(
            start: start.bindMemory(to: JSONNode.self, capacity: capacity), count: capacity)
    }

    deinit {
        // A node is nothing but numbers, so that there is nothing to undo about each.
        free(room.baseAddress)
    }

    @inline(__always)
    subscript(place: Int) -> JSONNode {
        get {
            precondition(place >= 0 && place < count)
            return room[place]
        }
        set {
            precondition(place >= 0 && place < count)
            room[place] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ node: JSONNode) {
        if count >= room.count { grow() }
        room.initializeElement(at: count, to: node)
        count += 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = Self.room(2 * room.count + 8)
        _ = larger.moveInitialize(fromContentsOf: room[..<count])
        free(room.baseAddress)
        room = larger
    }

    /// All of them, in just the room they need.
    func array() -> [JSONNode] { Array(room[..<count]) }
}
