import Webhooks
import Wire

/// A file that holds exactly one secret. The configuration names the file, so it can be shown to others itself.
///
/// The line end that editors and `openssl rand` write after a text does not belong to the secret. Sentences about a
/// file never quote it.
enum SecretFile {
    /// Longer than any secret. A file that is longer was named by mistake.
    private static let bytesMax = 1_024

    /// What the file of a key has to hold, as error messages say it.
    static let keyRule =
        "\(SecretSeal.Key.byteCount) random bytes: as 64 hex digits (openssl rand -hex 32), as base64 (openssl rand "
        + "-base64 32), or as they are"

    /// The key in a file. Throws the end of a sentence about the file.
    static func key(id: String, at path: String) throws(FileFault) -> SecretSeal.Key {
        let content = try read(path)
        guard let bytes = keyBytes(content), let key = SecretSeal.Key(id: id, bytes: bytes) else {
            throw FileFault(description: "which has to hold \(keyRule).")
        }
        return key
    }

    /// The bytes of a key in one of its three spellings; nil for anything else.
    static func keyBytes(_ content: [UInt8]) -> [UInt8]? {
        let text = withoutLineEnd(content)
        let decoded = [Hex.bytes(text), Base64.decode(text)].lazy.compactMap(\.self)
        if let bytes = decoded.first(where: { $0.count == SecretSeal.Key.byteCount }) { return bytes }
        // A text of 32 characters is a password or half a key in hex, and easier to guess than 32 random bytes.
        let isText = content.allSatisfy { 0x20...0x7E ~= $0 }
        return content.count == SecretSeal.Key.byteCount && !isText ? content : nil
    }

    /// The signing secret in a file. Throws the end of a sentence about the file.
    static func webhookSecret(at path: String) throws(FileFault) -> WebhookSecret {
        let text = String(decoding: withoutLineEnd(try read(path)), as: UTF8.self)
        guard let secret = WebhookSecret(text) else {
            throw FileFault(description: "which has to hold \(WebhookSecret.rule).")
        }
        return secret
    }

    private static func read(_ path: String) throws(FileFault) -> [UInt8] {
        do throws(FileFault) {
            return try TextFile.read(path, bytesMax: bytesMax)
        } catch {
            throw FileFault(description: "which cannot be read: \(error.description)")
        }
    }

    private static func withoutLineEnd(_ content: [UInt8]) -> ArraySlice<UInt8> {
        var text = content[...]
        if text.last == UInt8(ascii: "\n") { text.removeLast() }
        if text.last == UInt8(ascii: "\r") { text.removeLast() }
        return text
    }
}
