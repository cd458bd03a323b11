import Checkout
import FoundationEssentials
import Glibc
import Providers
import Testing

@testable import Gateway

@Suite struct `OpenAPI documents` {
    /// A folder for one test, which is removed with the object.
    private final class Folder {
        let path = FileManager.default.temporaryDirectory.path + "/openapi-" + UUID().uuidString

        /// Writes files whose text is their path.
        func write(_ names: String...) throws {
            for name in names {
                let parts = name.split(separator: "/").dropLast()
                let directory = parts.reduce(path) { "\($0)/\($1)" }
                try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
                #expect(FileManager.default.createFile(atPath: "\(path)/\(name)", contents: Data(name.utf8)))
            }
        }

        deinit {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    private let folder = Folder()

    private func text(_ documents: OpenAPIDocuments, _ name: String) -> String? {
        documents.document(named: Array(name.utf8)[...]).map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `are only those of the providers and the gateway in a folder with other files`() throws {
        let names = Registry.providers.map { "\(type(of: $0).name.text).yaml" } + ["gateway.yaml"]
        for name in names { try folder.write(name) }
        let foreign = ["acme.yaml", "secrets.yaml", "duro.yml", "duro.yaml.orig", "Duro.yaml", ".yaml", "notes.txt"]
        for name in foreign { try folder.write(name) }
        let documents = OpenAPIDocuments(of: Registry.types, in: folder.path, program: nil)
        for name in names { #expect(text(documents, name) == name) }
        for name in foreign + ["", "duro", "../openapi/duro.yaml"] { #expect(text(documents, name) == nil, "\(name)") }
    }

    @Test(arguments: [
        ("/usr/local/bin/gateway", ["/usr/local/share/checkout-gateway/openapi", "/usr/local/bin/openapi"]),
        ("/gateway", ["/share/checkout-gateway/openapi", "/openapi"]),
        (
            "/home/ada/checkout/.build/x86_64-unknown-linux-gnu/release/gateway",
            [
                "/home/ada/checkout/.build/x86_64-unknown-linux-gnu/share/checkout-gateway/openapi",
                "/home/ada/checkout/.build/x86_64-unknown-linux-gnu/release/openapi", "/home/ada/checkout/openapi",
            ]
        ),
        (
            "/a/.build/b/.build/gateway",
            ["/a/.build/b/share/checkout-gateway/openapi", "/a/.build/b/.build/openapi", "/a/.build/b/openapi"]
        ),
        ("/.build/gateway", ["/share/checkout-gateway/openapi", "/.build/openapi", "/openapi"]),
        ("/a/.builder/gateway", ["/a/share/checkout-gateway/openapi", "/a/.builder/openapi"]),
        ("/a/b/.build", ["/a/share/checkout-gateway/openapi", "/a/b/openapi"]),
    ])
    func `are looked for in the folders of a program`(_ program: String, _ directories: [String]) {
        #expect(OpenAPIDocuments.directories(ofProgram: program) == directories)
    }

    @Test func `are read from the first folder that has any`() throws {
        let program = "\(folder.path)/a/.build/release/gateway"
        try folder.write("openapi/duro.yaml", "a/other/openapi/duro.yaml")
        #expect(text(OpenAPIDocuments(of: Registry.types, in: nil, program: program), "duro.yaml") == nil)
        #expect(text(OpenAPIDocuments(of: Registry.types, in: nil, program: nil), "duro.yaml") == nil)
        try folder.write("a/openapi/duro.yaml", "a/openapi/dollr.yaml")
        #expect(
            text(OpenAPIDocuments(of: Registry.types, in: nil, program: program), "duro.yaml") == "a/openapi/duro.yaml")
        try folder.write("a/.build/release/openapi/acme.yaml")
        #expect(
            text(OpenAPIDocuments(of: Registry.types, in: nil, program: program), "duro.yaml") == "a/openapi/duro.yaml")
        try folder.write("a/.build/release/openapi/duro.yaml")
        let documents = OpenAPIDocuments(of: Registry.types, in: nil, program: program)
        #expect(text(documents, "duro.yaml") == "a/.build/release/openapi/duro.yaml")
        #expect(text(documents, "dollr.yaml") == nil)
    }
}
