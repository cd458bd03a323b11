import Checkout
import Pages
import Wire

/// When a caller should try again after the store has failed. Providers, pages and the API say the same.
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

extension Problem {
    init(store failure: StoreFailure) {
        self = .unavailable("The store cannot answer now.", retryAfterSeconds: failure.retryAfterSeconds)
    }
}

extension PageResponses {
    func unavailable(_ failure: StoreFailure) -> Response {
        problem(.unavailable, retryAfterSeconds: failure.retryAfterSeconds)
    }
}
