/// How many requests a caller may send in which time. An answer may have to say it.
package struct Quota: Sendable, Equatable {
    /// The name of the thing that requests are counted for, such as `credential`. Only letters and hyphens, so that it
    /// can be part of a header field.
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
