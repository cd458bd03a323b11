import Outbound

extension AddressPolicy {
    /// Why nothing may be sent to a URL, as the end of a sentence about it; nil if it may.
    ///
    /// - Parameter policy: where calls may go; nil if that is not known, so that only the spelling is judged.
    static func fault(ofURL text: String, _ policy: AddressPolicy?) -> String? {
        let url: TargetURL
        do throws(TargetURL.Fault) {
            url = try TargetURL(text)
        } catch {
            return "may not be called: \(error.rule)"
        }
        do throws(AddressPolicy.Refusal) {
            try policy?.check(url)
            return nil
        } catch {
            return "may not be called: \(error.rule)"
        }
    }
}
