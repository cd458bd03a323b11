import Testing
import Webhooks
import Wire

@testable import Gateway

@Suite struct `A file with a secret` {
    private static let bytes = [UInt8](128..<160)
    private static let hex = Hex.string(bytes)
    private static let base64 = Base64.encode(bytes)

    @Test func `holds a key in the spellings of openssl rand`() {
        for text in [Self.hex, Self.hex.uppercased(), Self.base64] {
            for end in ["", "\n", "\r\n"] {
                #expect(SecretFile.keyBytes(Array((text + end).utf8)) == Self.bytes, "\(text)\(end)")
            }
        }
        #expect(SecretFile.keyBytes(Self.bytes) == Self.bytes)
        let endsLikeALine = Array(Self.bytes.dropLast()) + [UInt8(ascii: "\n")]
        #expect(SecretFile.keyBytes(endsLikeALine) == endsLikeALine)
    }

    @Test func `holds no key if it has another length, another text, or more than a key`() {
        let half = String(Self.hex.prefix(32))
        let texts = [
            "", "\n", half, half + "\n", Self.hex + "0", Self.hex + "\n\n", " " + Self.hex, Self.hex + " ",
            Self.hex + Self.hex, Base64.encode(Array(Self.bytes.dropLast())), Base64.encode(Self.bytes + [0]),
            String(Self.base64.dropLast()), "correct horse battery staple, ok", String(repeating: "g", count: 64),
        ]
        for text in texts { #expect(SecretFile.keyBytes(Array(text.utf8)) == nil, "\(text)") }
        #expect(SecretFile.keyBytes(Self.bytes + [UInt8(ascii: "\n")]) == nil)
        #expect(SecretFile.keyBytes(Self.bytes.dropLast()) == nil)
    }

    @Test func `holds one signing secret`() throws {
        let text = "whsec_" + Self.base64
        for end in ["", "\n", "\r\n"] {
            let file = TemporaryFile(text + end)
            #expect(try SecretFile.webhookSecret(at: file.path).text == text)
        }
    }

    @Test func `is never quoted in a fault`() {
        let text = "whsec_" + Self.base64
        for content in ["", Self.base64, text + "\n" + text + "\n", text + " ", "WHSEC_" + Self.base64] {
            let file = TemporaryFile(content)
            let secretFault = #expect(throws: FileFault.self) { try SecretFile.webhookSecret(at: file.path) }
            #expect(secretFault?.description.hasPrefix("which has to hold whsec_") == true)
            #expect(secretFault?.description.contains(Self.base64) == false)
        }
        let large = TemporaryFile(String(repeating: "x", count: 1_025))
        for path in [large.path, "/nowhere/at/all"] {
            let fault = #expect(throws: FileFault.self) { try SecretFile.key(id: "k", at: path) }
            #expect(fault?.description.hasPrefix("which cannot be read: ") == true)
        }
    }
}
