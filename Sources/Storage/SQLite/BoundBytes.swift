/// Holds copies of what is bound to one statement, at addresses that do not change until it is reset.
///
/// SQLite can copy by itself (SQLITE_TRANSIENT), at the price of an allocation for each value; it cannot be given the
/// address of a Swift string's own bytes, which stand still only inside a closure.
final class BoundBytes {
    private static let blockBytes = 8_192
    private let block = UnsafeMutableRawPointer.allocate(byteCount: blockBytes, alignment: 16)
    private var used = 0
    /// Values that had no place in the block.
    private var others: [UnsafeMutableRawPointer] = []

    deinit {
        clear()
        block.deallocate()
    }

    /// The copy. It has an address also where it has no bytes: SQLite takes nil for NULL.
    func copy(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        let place = room(for: bytes.count)
        if let start = bytes.baseAddress { place.copyMemory(from: start, byteCount: bytes.count) }
        return UnsafeBufferPointer(start: place.bindMemory(to: UInt8.self, capacity: bytes.count), count: bytes.count)
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
