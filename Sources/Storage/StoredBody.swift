import CLZ4

/// How the body of a session is kept: as it was sent or, where it is long, as one frame of LZ4 (LZ4 Frame Format 1.6.1),
/// which `lz4 -d` reads as well. Nothing tells which it is but its first octet: JSON never begins as a frame does.
///
/// A body of 4 KiB takes a page of its own in the log and another in the database. Names that repeat in it make the frame
/// a tenth to a half of that, in a few microseconds.
enum StoredBody {
    /// The length in octets from which a body becomes a frame. Shorter ones share a page with other sessions as they are.
    static let framedLengthMin = 1024

    /// The first octet of a frame, of the four of its magic number 0x184D2204, of which the lowest comes first.
    private static let frameStart: UInt8 = 0x04

    /// What is kept of a body: a frame, or the body itself where a frame is no shorter.
    static func octets(of body: [UInt8]) -> [UInt8] {
        guard body.count >= framedLengthMin else { return body }
        var preferences = LZ4F_preferences_t()
        // With the length a reader has room for all of it at once, and with the checksum it finds out about damage.
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

    /// The body of which this was kept, or nil where a frame is damaged.
    static func body(of octets: [UInt8]) -> [UInt8]? {
        guard octets.first == frameStart else { return octets }
        var context: OpaquePointer?
        guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0 else { return nil }
        defer { LZ4F_freeDecompressionContext(context) }
        return octets.withUnsafeBytes { frame in
            var header = LZ4F_frameInfo_t()
            var headerLength = frame.count
            let hint = LZ4F_getFrameInfo(context, &header, frame.baseAddress, &headerLength)
            // An octet of a block makes 255 octets at most, so a header that tells of more was not written here.
            guard LZ4F_isError(hint) == 0, header.contentSize <= 255 * UInt64(frame.count) else { return nil }
            let length = Int(header.contentSize)
            var isWhole = false
            let body = [UInt8](unsafeUninitializedCapacity: length) { body, count in
                let blocks = UnsafeRawBufferPointer(rebasing: frame[headerLength...])
                var read = blocks.count
                count = length
                // It answers how much it still wants: nothing after the checksum that ends the frame.
                let wanted = LZ4F_decompress(context, body.baseAddress, &count, blocks.baseAddress, &read, nil)
                isWhole = wanted == 0 && count == length && read == blocks.count
            }
            return isWhole ? body : nil
        }
    }
}
