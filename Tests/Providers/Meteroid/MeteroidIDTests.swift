import Testing
import Wire

@testable import Providers

@Suite struct `Meteroid ids` {
    /// The ids that the contract's examples and the vectors use, with the UUID of each.
    private static let known: [(prefix: StaticString, id: String, uuid: String)] = [
        ("cus_", "cus_6M5HzU3hkTd4m7logrUkIu", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5a01"),
        ("cus_", "cus_6M5HzU3hkTfuba2Spep0iy", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5a02"),
        ("plv_", "plv_6M5HzU3hkfL5EqVZ0XAXvQ", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b01"),
        ("cou_", "cou_6M5HzU3hkr35hZFJKCqLXw", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5c01"),
        ("cou_", "cou_6M5HzU3hkr5vX1VxT0Aby0", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5c02"),
        ("add_", "add_6M5HzU3hl2l6AHz3dsW9AS", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5d01"),
        ("price_", "price_6M5HzU3hlET6d0inxYBwmy", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5e01"),
        ("price_", "price_6M5HzU3hlEVwSSzS6LWDD2", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5e02"),
        ("pri_", "pri_6M5HzU3hlQB75jSYHDrkPU", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f5f01"),
        ("prd_", "prd_6M5HzU3hlbt7YSCIatXY20", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f6001"),
        ("ba_", "ba_6M5HzU3hlnb81Aw2uZDLeW", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f6101"),
        ("bm_", "bm_6M5HzU3hlzJ8TtfnEEt9H2", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f6201"),
        ("che_", "che_6M5HzU3hmB18wcPXXuYwtY", "01932f6e-1a00-7c4d-9a1b-0c2d3e4f6301"),
        ("plv_", "plv_7n42DGM5Tflk9n8mt7Fhc7", "ffffffff-ffff-ffff-ffff-ffffffffffff"),
        ("plv_", "plv_0", "00000000-0000-0000-0000-000000000000"),
    ]

    @Test func `stand for the same UUID in every spelling`() throws {
        for (prefix, id, uuid) in Self.known {
            let bits = try #require(UUIDText.decode(bytes(uuid)))
            let digits = id.dropFirst(prefix.utf8CodeUnitCount)
            let simple = uuid.replacing("-", with: "")
            let spellings = [
                id, uuid, uuid.uppercased(), simple, simple.uppercased(), "{\(uuid)}", "urn:uuid:\(uuid)",
                "\(prefix)000\(digits)",
            ]
            for spelling in spellings {
                #expect(MeteroidID.decode(bytes(spelling), prefix) == bits, "\(spelling)")
                #expect(MeteroidID.canonical(bytes(spelling), prefix) == id, "\(spelling)")
            }
            #expect(MeteroidID.encode(bits, prefix) == id)
        }
    }

    @Test func `are the same after a round trip`() {
        var random = SystemRandomNumberGenerator()
        for shift in 0..<2_000 {
            // Short numbers are included, because their ids are shorter.
            let bits = UInt128.random(in: 0 ... .max, using: &random) >> UInt128(shift % 128)
            let id = MeteroidID.encode(bits, "che_")
            #expect(MeteroidID.decode(bytes(id), "che_") == bits)
            #expect(id.utf8.count <= 26)
        }
    }

    @Test(arguments: [
        ("plv_", "Encoded input is an empty string"),
        ("plv_7n42DGM5Tflk9n8mt7Fh!7", "Encoded input contains the invalid byte b'!' at index 20"),
        ("plv_7n42-GM5", "Encoded input contains the invalid byte b'-' at index 4"),
        ("plv_a\u{E9}", "Encoded input contains the invalid byte b'\\xc3' at index 1"),
        ("plv_a'", "Encoded input contains the invalid byte b'\\'' at index 1"),
        ("plv_7n42DGM5Tflk9n8mt7Fhc8", "Decoded number cannot fit into a `u128`"),
        ("plv_7n42DGM5Tflk9n8mt7Fhc77", "Decoded number cannot fit into a `u128`"),
        ("plv_zzzzzzzzzzzzzzzzzzzzzz", "Decoded number cannot fit into a `u128`"),
        ("cus_6M5HzU3hkfL5EqVZ0XAXvQ", "invalid character: found `u` at 2"),
        ("plan_6M5HzU3hkfL5EqVZ0XAXvQ", "invalid character: found `p` at 1"),
        ("add_6M5HzU3hl2l6AHz3dsW9AS", "invalid character: found `_` at 4"),
        ("a\u{E9}", "invalid character: found `\u{E9}` at 2"),
        ("", "invalid length: expected length 32 for simple format, found 0"),
        ("abcdef", "invalid length: expected length 32 for simple format, found 6"),
        ("01932f6e-1a00-7c4d-9a1b", "invalid group count: expected 5, found 4"),
        ("{01932f6e1a007c4d9a1b0c2d3e4f5b01}", "invalid group count: expected 5, found 1"),
        ("urn:uuid:01932f6e1a007c4d9a1b0c2d3e4f5b01", "invalid group count: expected 5, found 1"),
        ("01932f6-1a00-7c4d-9a1b-0c2d3e4f5b01", "invalid group length in group 0: expected 8, found 7"),
        ("01932f6e-1a00-7c4d-9a1-0c2d3e4f5b01", "invalid group length in group 3: expected 4, found 3"),
        ("01932f6e-1a00-7c4d-9a1b-0c2d3e4f5b", "invalid group length in group 4: expected 12, found 10"),
        ("01932f6e-1a00-7c4d-9a1b-0c2d3e4f5bzz", "invalid character: found `z` at 35"),
        ("{01932f6e-1a00-7c4d-9a1b-0c2d3e4f5bzz}", "invalid character: found `z` at 36"),
    ])
    func `that are malformed are refused with a reason`(_ text: String, _ reason: String) {
        #expect(MeteroidID.decode(bytes(text), "plv_") == nil)
        #expect(MeteroidID.fault(in: bytes(text), expecting: "plv_") == "IdError: \(reason)")
    }
}

/// The bytes of a text as a slice that does not begin at index 0, like slices of requests.
func bytes(_ text: String) -> ArraySlice<UInt8> {
    Array("##\(text)##".utf8).dropFirst(2).dropLast(2)
}
