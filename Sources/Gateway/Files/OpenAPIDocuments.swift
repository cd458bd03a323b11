import Checkout
import Glibc
import Providers

/// The documents that describe what the gateway answers, read once at start.
struct OpenAPIDocuments: Sendable {
    /// Those that there are: one for each provider, and the gateway's own. Whatever else is in their folder is not ours
    /// to publish.
    static let names = (Registry.types.map { $0.name.text } + ["gateway"]).map { "\($0).yaml" }

    private let documents: [[UInt8]: [UInt8]]

    /// - Parameters:
    ///   - directory: where they are; nil: where they belong to the program (``directories(ofProgram:)``). Where there
    ///     are none, none are served.
    ///   - program: the path of the program; nil where the system does not tell it.
    init(in directory: String?, program: String? = Self.programPath) {
        var documents: [[UInt8]: [UInt8]] = [:]
        for directory in directory.map({ [$0] }) ?? program.map(Self.directories) ?? [] {
            for name in Self.names {
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

    /// Where the documents of a program can be, the first place first: where the image has them, beside the program, and
    /// in the checkout that it was built in, which is the folder that holds SwiftPM's `.build`. Nowhere else, since a
    /// folder named `openapi` further up is somebody else's.
    static func directories(ofProgram path: String) -> [String] {
        let folders = path.split(separator: "/").dropLast()
        func directory(_ folders: some Sequence<Substring>, _ name: String) -> String {
            folders.reduce("") { "\($0)/\($1)" } + "/\(name)"
        }
        var directories = [
            directory(folders.dropLast(), "share/checkout-gateway/openapi"), directory(folders, "openapi"),
        ]
        if let build = folders.lastIndex(of: ".build") { directories.append(directory(folders[..<build], "openapi")) }
        return directories
    }

    /// The program that runs, without symbolic links; nil where the system does not tell it.
    private static var programPath: String? {
        var path = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &path, path.count)
        guard (1..<path.count).contains(count) else { return nil }
        return String(decoding: path[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
