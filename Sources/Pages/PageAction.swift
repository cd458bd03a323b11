/// The actions of the page's forms.
package enum PageAction: Sendable, CaseIterable {
    case pay, cancel, confirm, fail

    /// Nil for a form that is not one of the pages' own.
    package init?(_ form: FormFields) {
        guard let word = form["action"],
            let action = Self.allCases.first(where: { Array("\($0)".utf8) == word })
        else { return nil }
        self = action
    }
}
