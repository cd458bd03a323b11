import Checkout
import Pages
import Wire

/// When to try again after a failure of the store, the same for providers, pages and the API.
extension StoreFailure {
    var retryAfterSeconds: Int {
        switch self {
        case .full: 1
        case .noRoom: 30
        case .stopped: 60
        case .broken: 5
        }
    }
}

extension Failure {
    init(store failure: StoreFailure) {
        self = .unavailable(retryAfterSeconds: failure.retryAfterSeconds)
    }
}

extension ProblemDetails {
    init(store failure: StoreFailure) {
        self = .unavailable("The store cannot answer now.", retryAfterSeconds: failure.retryAfterSeconds)
    }
}

extension PageResponses {
    func unavailable(_ failure: StoreFailure) -> Response {
        problem(.unavailable, retryAfterSeconds: failure.retryAfterSeconds)
    }
}
