import CCurl

/// One transfer of libcurl. Only one thread uses it.
final class EasyHandle {
    /// libcurl has no memory for an option, or was built without it.
    struct OptionRefused: Error {
        let option: CURLoption
    }

    let pointer: UnsafeMutableRawPointer
    /// The lists that libcurl does not copy.
    private var lists: [UnsafeMutablePointer<curl_slist>] = []

    /// Nil if there is no memory for a handle.
    init?() {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
    }

    deinit {
        curl_easy_cleanup(pointer)
        for list in lists { curl_slist_free_all(list) }
    }

    func set(_ option: CURLoption, _ value: Int) throws(OptionRefused) {
        guard ccurl_set_number(pointer, option, value) == CURLE_OK else { throw OptionRefused(option: option) }
    }

    func set(_ option: CURLoption, _ value: String) throws(OptionRefused) {
        guard ccurl_set_text(pointer, option, value) == CURLE_OK else { throw OptionRefused(option: option) }
    }

    func set(_ option: CURLoption, _ lines: [String]) throws(OptionRefused) {
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw OptionRefused(option: option)
            }
            list = longer
        }
        if let list { lists.append(list) }
        guard ccurl_set_list(pointer, option, list) == CURLE_OK else { throw OptionRefused(option: option) }
    }

    func setBody(_ body: [UInt8]) throws(OptionRefused) {
        let code = body.withUnsafeBytes { bytes in
            // libcurl reads nothing of an empty body, but it wants a pointer.
            ccurl_set_body(pointer, bytes.baseAddress ?? UnsafeRawPointer(pointer), bytes.count)
        }
        guard code == CURLE_OK else { throw OptionRefused(option: CURLOPT_COPYPOSTFIELDS) }
    }

    /// A number that libcurl knows of the transfer; 0 if it knows none.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_get_number(pointer, info, &value) == CURLE_OK ? value : 0
    }

    /// A time that libcurl knows of the transfer, in microseconds; 0 if it knows none.
    func microseconds(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        return ccurl_get_time(pointer, info, &value) == CURLE_OK ? Int(value) : 0
    }

    /// A text that libcurl knows of the transfer; empty if it knows none.
    func text(_ info: CURLINFO) -> String {
        var value: UnsafePointer<CChar>?
        guard ccurl_get_text(pointer, info, &value) == CURLE_OK, let value else { return "" }
        return String(cString: value)
    }
}
