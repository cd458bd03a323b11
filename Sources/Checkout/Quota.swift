/// How many requests somebody may send in how long: a fact that an answer may have to tell.
package struct Quota: Sendable, Equatable {
    /// What is counted by, such as `credential`. Letters and hyphens alone, so that it can stand in a field.
    package let name: String
    /// At least 1.
    package let requests: Int
    /// At least 1.
    package let windowSeconds: Int

    package init(name: String, requests: Int, windowSeconds: Int) {
        precondition(requests > 0 && windowSeconds > 0, "A quota lets somebody send something in some time.")
        self.name = name
        self.requests = requests
        self.windowSeconds = windowSeconds
    }
}
