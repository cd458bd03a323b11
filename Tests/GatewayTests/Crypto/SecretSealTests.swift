import Testing
import Wire

@testable import Gateway

@Suite struct `Sealed secrets` {
    private func key(_ id: String, _ byte: UInt8) throws -> SecretSeal.Key {
        try #require(SecretSeal.Key(id: id, bytes: [UInt8](repeating: byte, count: 32)))
    }

    private func bytes(_ hex: String) throws -> [UInt8] {
        try #require(Hex.bytes(hex.utf8))
    }

    /// Test cases 13 to 16 of McGrew and Viega's paper on GCM.
    @Test func `are those of AES-256-GCM`() throws {
        let long = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308"
        let plain =
            "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
            + "b16aedf5aa0de657ba637b39"
        let zeros = String(repeating: "0", count: 64)
        for (key, nonce, plain, associated, sealed) in [
            (zeros, String(zeros.prefix(24)), "", "", "530f8afbc74536b9a963b4f1c4cb738b"),
            (
                zeros, String(zeros.prefix(24)), String(zeros.prefix(32)), "",
                "cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919"
            ),
            (
                long, "cafebabefacedbaddecaf888", plain, "feedfacedeadbeeffeedfacedeadbeefabaddad2",
                "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838"
                    + "c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b"
            ),
        ] {
            let keyBytes = try bytes(key)
            let cipher = try #require(AESGCM(key: keyBytes))
            let (nonce, plain, associated) = try (bytes(nonce), bytes(plain), bytes(associated))
            let made = cipher.seal(plain, nonce: nonce, associated: associated)
            #expect(Hex.string(made) == sealed)
            #expect(cipher.open(made, nonce: nonce, associated: associated) == plain)
        }
    }

    @Test func `open only as they were sealed`() throws {
        let seal = SecretSeal(try key("a", 1))
        let plain = [UInt8](0..<32)
        let sealed = seal.seal(plain, for: "we_1")
        #expect(try seal.open(sealed, for: "we_1") == plain)
        #expect(sealed.keyID == "a" && sealed.bytes.count == 12 + 32 + 16)
        #expect(throws: SecretSeal.Fault.wrong("a")) { try seal.open(sealed, for: "we_2") }
        for index in sealed.bytes.indices {
            var bytes = sealed.bytes
            bytes[index] ^= 1
            #expect(throws: SecretSeal.Fault.wrong("a"), "byte \(index)") {
                try seal.open(SecretSeal.Sealed(keyID: "a", bytes: bytes), for: "we_1")
            }
        }
        for count in sealed.bytes.indices {
            #expect(throws: SecretSeal.Fault.wrong("a"), "\(count) bytes") {
                try seal.open(SecretSeal.Sealed(keyID: "a", bytes: Array(sealed.bytes.prefix(count))), for: "we_1")
            }
        }
    }

    @Test func `differ each time`() throws {
        let seal = SecretSeal(try key("a", 1))
        let sealed = (0..<100).map { _ in seal.seal([7], for: "we_1").bytes }
        #expect(Set(sealed).count == 100)
        #expect(Set(sealed.map { $0.prefix(12) }).count == 100)
    }

    @Test func `open under any key of the settings, and are made under the first`() throws {
        let old = SecretSeal(try key("old", 1))
        let sealed = old.seal([1, 2, 3], for: "we_1")
        let both = SecretSeal(try key("new", 2), others: [try key("old", 1)])
        #expect(try both.open(sealed, for: "we_1") == [1, 2, 3])
        #expect(both.isOld(sealed))
        let new = both.seal([4], for: "we_1")
        #expect(new.keyID == "new" && !both.isOld(new))
        #expect(throws: SecretSeal.Fault.unknownKey("new")) { try old.open(new, for: "we_1") }
        let other = SecretSeal(try key("old", 3))
        #expect(throws: SecretSeal.Fault.wrong("old")) { try other.open(sealed, for: "we_1") }
    }

    @Test func `have keys of 32 bytes, which no message shows`() throws {
        for count in [0, 16, 31, 33, 64] {
            #expect(SecretSeal.Key(id: "a", bytes: [UInt8](repeating: 1, count: count)) == nil)
        }
        var dumped = ""
        dump(SecretSeal(try key("a", 171)), to: &dumped)
        #expect(!dumped.contains("171"))
        #expect("\(try key("a", 171))" == "key a")
    }
}
