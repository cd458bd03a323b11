import Checkout
import Glibc

/// The OpenAPI documents that the gateway serves, read once at start.
struct OpenAPIDocuments: Sendable {
    /// The file names: one for each provider, and the gateway's own. Other files in the folder are not published.
    static func names(_ providers: [any Provider.Type]) -> [String] {
        (providers.map { $0.name.text } + ["gateway"]).map { "\($0).yaml" }
    }

    private let documents: [[UInt8]: [UInt8]]

    /// - Parameters:
    ///   - providers: those whose documents are published.
    ///   - directory: the folder of the documents; nil: one of ``directories(ofProgram:)``. A folder without documents
    ///     is not an error.
    ///   - program: the path of the program; nil if the system does not tell it.
    init(of providers: [any Provider.Type], in directory: String?, program: String?) {
        var documents: [[UInt8]: [UInt8]] = [:]
        for directory in directory.map({ [$0] }) ?? program.map(Self.directories) ?? [] {
            for name in Self.names(providers) {
                documents[Array(name.utf8)] = try? TextFile.read("\(directory)/\(name)", bytesMax: 4 << 20)
            }
            if !documents.isEmpty { break }
        }
        self.documents = documents
    }

    /// The document with this name, such as `duro.yaml`.
    func document(named name: ArraySlice<UInt8>) -> [UInt8]? { documents[Array(name)] }

    /// Why a folder cannot be read, in the system's words; nil if it can be.
    static func fault(in directory: String) -> String? {
        guard let stream = opendir(directory) else { return TextFile.reason(errno) }
        closedir(stream)
        return nil
    }

    /// The folders in which a program looks for the documents, in order: where the image has them, beside the program,
    /// and in the checkout that it was built in, which is the folder that contains SwiftPM's `.build`. It looks nowhere
    /// else, because a folder named `openapi` further up belongs to another project.
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
}
