import Glibc

/// A file for one test, which is removed with the object.
final class TemporaryFile {
    let path: String

    init(_ text: String) {
        var template = Array("/tmp/gateway-settings-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        _ = Array(text.utf8).withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        close(descriptor)
    }

    deinit {
        unlink(path)
    }
}
