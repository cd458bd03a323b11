import Checkout
import Wire

extension Issue {
    /// The names and indices of the path, with a dot between two of them: `items.0.name`.
    var dottedPath: String {
        path.map { step in
            switch step {
            case .member(let name): name
            case .element(let index): "\(index)"
            }
        }.joined(separator: ".")
    }
}
