import Glibc

/// The documents that describe what the gateway answers, read once at start.
struct OpenAPIDocuments: Sendable {
    private let documents: [[UInt8]: [UInt8]]

    /// - Parameter directory: where they are; nil: beside the program as the image has it, or in the checkout that the
    ///   program was built in. Where there are none, none are served.
    init(in directory: String?) {
        var documents: [[UInt8]: [UInt8]] = [:]
        for directory in directory.map({ [$0] }) ?? Self.standardDirectories() {
            for name in Self.names(in: directory) {
                documents[Array(name.utf8)] = try? TextFile.read("\(directory)/\(name)", bytesMax: 4 << 20)
            }
            if !documents.isEmpty { break }
        }
        self.documents = documents
    }

    /// The document of that name, such as `duro.yaml`.
    func document(named name: ArraySlice<UInt8>) -> [UInt8]? { documents[Array(name)] }

    /// Why a folder cannot be read, as the system says it; nil where it can be.
    static func fault(in directory: String) -> String? {
        guard let stream = opendir(directory) else { return TextFile.reason(errno) }
        closedir(stream)
        return nil
    }

    private static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".yaml"), !name.hasPrefix(".") { names.append(name) }
        }
        return names
    }

    private static func standardDirectories() -> [String] {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        guard count > 0 else { return [] }
        var parts = path[..<count].split(separator: 0x2F).map { String(decoding: $0.map(UInt8.init), as: UTF8.self) }
        var directories: [String] = []
        parts.removeLast()
        let prefix = "/" + parts.dropLast().joined(separator: "/")
        directories.append("\(prefix)/share/checkout-gateway/openapi")
        while !parts.isEmpty {
            directories.append("/" + parts.joined(separator: "/") + "/openapi")
            parts.removeLast()
        }
        return directories
    }
}
