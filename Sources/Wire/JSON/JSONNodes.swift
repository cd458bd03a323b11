import Glibc

/// The nodes of a text while the parser reads it.
///
/// An array checks at each append whether its storage is shared. This storage cannot be shared, which saves a sixth of
/// the parser's instructions. Every index is checked against the count, and the count against the capacity.
struct JSONNodes: ~Copyable {
    private var storage: UnsafeMutableBufferPointer<JSONNode>
    private(set) var count = 0

    init(capacity: Int) {
        storage = Self.allocate(capacity)
    }

    /// Calls `malloc`: Swift's own `allocate` asks for an alignment, which makes glibc slower.
    private static func allocate(_ capacity: Int) -> UnsafeMutableBufferPointer<JSONNode> {
        guard let start = malloc(capacity * MemoryLayout<JSONNode>.stride) else {
            preconditionFailure("There is no memory for a text's nodes.")
        }
        return UnsafeMutableBufferPointer(
            start: start.bindMemory(to: JSONNode.self, capacity: capacity), count: capacity)
    }

    deinit {
        // A node holds only numbers, so there is nothing to deinitialize.
        free(storage.baseAddress)
    }

    @inline(__always)
    subscript(index: Int) -> JSONNode {
        get {
            precondition(index >= 0 && index < count)
            return storage[index]
        }
        set {
            precondition(index >= 0 && index < count)
            storage[index] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ node: JSONNode) {
        if count >= storage.count { grow() }
        storage.initializeElement(at: count, to: node)
        count += 1
    }

    @inline(never)
    private mutating func grow() {
        let larger = Self.allocate(2 * storage.count + 8)
        _ = larger.moveInitialize(fromContentsOf: storage[..<count])
        free(storage.baseAddress)
        storage = larger
    }

    /// All nodes, in an array without spare capacity.
    func array() -> [JSONNode] { Array(storage[..<count]) }
}
