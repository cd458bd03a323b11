import CLZ4

/// How the body of a session is kept: as it was sent or, if it is long, as one frame of LZ4 (LZ4 Frame Format 1.6.1),
/// which `lz4 -d` can read too. Only the first byte shows which one it is: JSON never begins with a frame's first byte.
///
/// A body of 4 KiB takes a page of its own in the log and another in the database. Because names repeat in it, a frame
/// has a tenth to a half of its length, and takes a few microseconds to make.
package enum StoredBody {
    /// The number of bytes from which a body becomes a frame. Shorter bodies share a page with other sessions anyway.
    static let framedLengthMin = 1024

    /// The first byte of a frame: the lowest byte of its magic number 0x184D2204, which is little-endian.
    private static let frameStart: UInt8 = 0x04

    /// The stored form of a body: a frame, or the body itself if a frame is not shorter.
    package static func bytes(of body: [UInt8]) -> [UInt8] {
        guard body.count >= framedLengthMin else { return body }
        var preferences = LZ4F_preferences_t()
        // The length lets a reader allocate the whole body at once, and the checksum lets it detect damage.
        preferences.frameInfo.contentSize = UInt64(body.count)
        preferences.frameInfo.contentChecksumFlag = LZ4F_contentChecksumEnabled
        preferences.frameInfo.blockMode = LZ4F_blockIndependent
        let room = LZ4F_compressFrameBound(body.count, &preferences)
        let frame = [UInt8](unsafeUninitializedCapacity: room) { frame, count in
            let written = body.withUnsafeBytes {
                LZ4F_compressFrame(frame.baseAddress, room, $0.baseAddress, $0.count, &preferences)
            }
            count = LZ4F_isError(written) == 0 ? written : 0
        }
        return frame.isEmpty || frame.count >= body.count ? body : frame
    }

    /// The body that was stored, or nil if a frame is damaged.
    package static func body(of stored: [UInt8]) -> [UInt8]? {
        guard stored.first == frameStart else { return stored }
        var context: OpaquePointer?
        guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else { return nil }
        defer { LZ4F_freeDecompressionContext(context) }
        return stored.withUnsafeBytes { frame in
            var header = LZ4F_frameInfo_t()
            var headerLength = frame.count
            let hint = LZ4F_getFrameInfo(context, &header, frame.baseAddress, &headerLength)
            // A byte of a block expands to at most 255 bytes, so this program did not write a header with a greater
            // length.
            guard LZ4F_isError(hint) == 0, header.contentSize <= 255 * UInt64(frame.count) else { return nil }
            let length = Int(header.contentSize)
            var isWhole = false
            let body = [UInt8](unsafeUninitializedCapacity: length) { body, count in
                let blocks = UnsafeRawBufferPointer(rebasing: frame[headerLength...])
                var read = blocks.count
                count = length
                // The result is the number of bytes that LZ4 still needs: none after the checksum that ends the frame.
                let wanted = LZ4F_decompress(context, body.baseAddress, &count, blocks.baseAddress, &read, nil)
                isWhole = wanted == 0 && count == length && read == blocks.count
            }
            return isWhole ? body : nil
        }
    }
}
