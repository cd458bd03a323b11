/// A few names in a row, made to be found by their bytes.
struct MeteroidNames: Sendable {
    let texts: [String]
    /// All names one behind the other.
    private let bytes: [UInt8]
    private let lengths: [Int]

    init(_ texts: [String]) {
        self.texts = texts
        bytes = texts.flatMap(\.utf8)
        lengths = texts.map(\.utf8.count)
    }

    /// The place of a name in the row, or nil.
    func index(of name: ArraySlice<UInt8>) -> Int? {
        index(of: name.span)
    }

    /// The place of a name in the row, or nil.
    func index(of name: Span<UInt8>) -> Int? {
        let bytes = bytes.span
        let lengths = lengths.span
        var first = 0
        for place in lengths.indices {
            let length = lengths[place]
            if length == name.count {
                var same = 0
                while same < length, bytes[first + same] == name[same] { same += 1 }
                if same == length { return place }
            }
            first += length
        }
        return nil
    }
}
