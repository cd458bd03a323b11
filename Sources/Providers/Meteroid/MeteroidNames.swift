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
        index(of: name, name.startIndex, name.endIndex)
    }

    /// The place of the name that stands between two places of a text, or nil. No slice is made for it.
    func index<Text: RandomAccessCollection<UInt8>>(
        of text: Text, _ start: Int, _ end: Int
    ) -> Int? where Text.Index == Int {
        var first = 0
        for place in lengths.indices {
            let length = lengths[place]
            if length == end - start {
                var same = 0
                while same < length, bytes[first + same] == text[start + same] { same += 1 }
                if same == length { return place }
            }
            first += length
        }
        return nil
    }
}
