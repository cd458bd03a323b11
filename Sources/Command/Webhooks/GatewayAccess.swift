import Checkout
import Gateway
import Outbound
import Wire

/// Where the gateway is that a command asks, and the credential to ask it with.
struct GatewayAccess {
    /// The URL, without a slash at the end.
    let url: String
    /// The credential for the gateway's own API.
    let key: String
    /// The file of the authorities that certify the gateway, if it is asked by https; nil: those of the system.
    let authorities: String?

    /// The options from which it is read, beside those of ``Command/Flags/address``.
    static let options: [(form: String, sentence: String)] = [
        (
            "--url URL",
            "The URL of the gateway to ask, in place of --host and --port; it needs a credential from one of the next three."
        ),
        ("--key-file FILE", "A file with an admin credential (`keys create --admin`)."),
        (
            "--key KEY",
            "The credential itself; other users of the machine can see it while the command runs. Without --key-file "
                + "and --key the command takes \(Settings.adminKeyVariable) of the environment, or else the credential of "
                + "the database's sandbox."
        ),
    ]

    /// The longest file with a credential.
    private static let fileBytesMax = 4_096

    /// Takes the options, and the settings. Throws a ``Refusal`` if they name no gateway or no credential.
    init(_ invocation: inout Invocation) throws(Refusal) {
        let url = invocation.take("url")
        var given = try Self.givenKey(&invocation)
        let settings = try invocation.settings()
        authorities = settings[.outboundCAFile]
        if given == nil { given = invocation.program.dependencies.environment[Settings.adminKeyVariable] }
        given = given.flatMap { $0.isEmpty ? nil : $0 }
        if let url {
            guard settings.flag(.host) == nil, settings.flag(.port) == nil else {
                throw Refusal(.usage, "--url takes the place of --host and --port.")
            }
            do throws(TargetURL.Fault) {
                _ = try TargetURL(url)
            } catch {
                throw Refusal(.usage, "--url cannot be called: \(error.rule).")
            }
            // The sandbox's own credential is not sent to a host that may be somebody else's.
            guard let given else {
                throw Refusal(
                    .usage, "--url needs a credential: --key-file, --key, or \(Settings.adminKeyVariable).")
            }
            self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
            key = given
        } else {
            self.url = GatewayAddress(settings).url
            key = if let given { given } else { try Self.sandboxKey(settings, invocation) }
        }
    }

    /// A room for the calls of a command. It is a trusted one, because the user of the command names both hosts: the
    /// gateway's, and that of the handler to which `listen` forwards.
    func room() -> Room { Room(.trusted, authorities: authorities) }

    /// The credential that the options name; nil if they name none.
    private static func givenKey(_ invocation: inout Invocation) throws(Refusal) -> String? {
        let (key, path) = (invocation.take("key"), invocation.take("key_file"))
        guard let path else { return key }
        guard key == nil else { throw Refusal(.usage, "--key and --key-file exclude each other.") }
        do throws(FileFault) {
            let bytes = try TextFile.read(path, bytesMax: fileBytesMax, pipePatienceMilliseconds: 5_000)
            return String(decoding: ASCII.trimmed(bytes.filter { $0 != 0x0A && $0 != 0x0D }[...]), as: UTF8.self)
        } catch {
            throw Refusal(.usage, "--key-file \(path) cannot be read: \(error)")
        }
    }

    /// The credential of the database's sandbox.
    private static func sandboxKey(_ settings: Settings, _ invocation: Invocation) throws(Refusal) -> String {
        let (authenticator, credentials) = try Database.read(settings) { (reader) throws(StoreFailure) in
            (try GatewaySecret.authenticator(reader), try reader.credentials())
        }
        guard let authenticator, credentials.contains(where: { $0.credential.isSandbox && $0.revokedAt == nil }) else {
            throw Refusal(
                .usage,
                "the database \(settings[.database]) has no sandbox, so the command needs a credential: --key-file, --key, or \(Settings.adminKeyVariable)."
            )
        }
        return Sandbox(authenticator, invocation.types).adminKey.secret
    }
}
