/// Holds copies of the values that are bound to one statement, at addresses that do not change until it is reset.
///
/// SQLite can copy values itself (SQLITE_TRANSIENT), but allocates memory for each. It cannot use the address of a
/// Swift string's own bytes, which is valid only inside a closure.
final class BoundBytes {
    private static let blockBytes = 8_192
    private let block = UnsafeMutableRawPointer.allocate(byteCount: blockBytes, alignment: 16)
    private var used = 0
    /// Values that did not fit into the block.
    private var others: [UnsafeMutableRawPointer] = []

    deinit {
        clear()
        block.deallocate()
    }

    /// A copy of the bytes. It has an address even if it has no bytes, because SQLite reads a nil address as NULL.
    func copy(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let copy = room(for: bytes.count)
        if let start = bytes.baseAddress { copy.copyMemory(from: start, byteCount: bytes.count) }
        return UnsafeBufferPointer(start: copy.bindMemory(to: UInt8.self, capacity: bytes.count), count: bytes.count)
    }

    func clear() {
        used = 0
        guard !others.isEmpty else { return }
        for other in others { other.deallocate() }
        others.removeAll()
    }

    private func room(for count: Int) -> UnsafeMutableRawPointer {
        if count <= Self.blockBytes - used {
            defer { used += count }
            return block + used
        }
        let other = UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 16)
        others.append(other)
        return other
    }
}
