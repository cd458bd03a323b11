/// A part of a list of sessions, newest first, with an entry for each.
package struct SessionPage<Entry: Sendable>: Sendable {
    package let entries: [Entry]
    /// The next page has the sessions before this key; nil if no sessions follow.
    package let nextBeforeKey: Int64?
    /// Not nil if the page ends before it is full, because one read looks at no more sessions. Then it is the number of
    /// the last session that was looked at; sessions with smaller numbers follow.
    package let searchedTo: Int64?

    package init(entries: [Entry], nextBeforeKey: Int64?, searchedTo: Int64? = nil) {
        self.entries = entries
        self.nextBeforeKey = nextBeforeKey
        self.searchedTo = searchedTo
    }
}
