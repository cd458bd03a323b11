/// Two credentials for the gateway's own API, one of which may only read, as header fields.
enum Administrators {
    static let reader = "Authorization: Bearer gw_admin_reader"
    static let writer = "Authorization: Bearer gw_admin_writer"

    /// A gateway with these credentials and one of Duro's.
    static func gateway() throws -> InMemoryGateway {
        let file = TemporaryFile(
            """
            {"credentials": [
              {"provider": "gateway", "secret": "gw_admin_reader", "access": "read"},
              {"provider": "gateway", "secret": "gw_admin_writer", "access": "write"},
              {"provider": "duro", "secret": "sk_test_shop"}]}
            """)
        return try withExtendedLifetime(file) { try InMemoryGateway(configuration: file.path) }
    }
}
