/// A part of a list of sessions, newest first: what is wanted of each.
package struct SessionPage<Entry: Sendable>: Sendable {
    package let entries: [Entry]
    /// The next page has the sessions before this key; nil where there are no more.
    package let nextBeforeKey: Int64?
    /// Where the page ends because as many sessions were looked at as one read may, and not because it is full: the number
    /// of the last of them. Those of lesser numbers are still to be looked at.
    package let searchedTo: Int64?

    package init(entries: [Entry], nextBeforeKey: Int64?, searchedTo: Int64? = nil) {
        self.entries = entries
        self.nextBeforeKey = nextBeforeKey
        self.searchedTo = searchedTo
    }
}
