import CCurl
import Glibc
import Wire

/// One call in flight. Only the thread of its room uses it.
///
/// libcurl holds an unretained pointer to it. That is safe, because the room keeps the transfer from before its handle
/// is added until after it is removed, and libcurl calls back only in between, on the room's thread.
final class Transfer {
    let call: OutgoingCall
    let handle: EasyHandle
    private let policy: (@Sendable () -> AddressPolicy)?
    private var head: AnswerHead
    private var body: [UInt8] = []
    private var isBodyCut = false
    private var refusal: AddressPolicy.Refusal?

    /// Nil if there is no memory for a handle.
    init?(_ call: OutgoingCall, _ policy: (@Sendable () -> AddressPolicy)?) {
        guard let handle = EasyHandle() else { return nil }
        self.call = call
        self.handle = handle
        self.policy = policy
        head = AnswerHead(call.limits)
    }

    /// Makes libcurl call this transfer back.
    func listen() throws(EasyHandle.OptionRefused) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        var codes = [
            ccurl_on_body(
                handle.pointer,
                { bytes, size, count, context in Transfer.of(context)?.takeBody(bytes, size * count) ?? 0 }, context),
            ccurl_on_head(
                handle.pointer,
                { bytes, size, count, context in Transfer.of(context)?.takeHead(bytes, size * count) ?? 0 }, context),
        ]
        if policy != nil {
            codes.append(
                ccurl_on_socket(
                    handle.pointer, { context, _, address in Transfer.of(context)?.open(address) ?? -1 }, context))
            codes.append(
                ccurl_on_request(
                    handle.pointer,
                    { context, address, _, _, _ in
                        Transfer.of(context)?.allowsRequest(to: address) == true
                            ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
                    }, context))
        }
        guard codes.allSatisfy({ $0 == CURLE_OK }) else {
            throw EasyHandle.OptionRefused(option: CURLOPT_WRITEFUNCTION)
        }
    }

    /// What became of the call, when libcurl has ended the transfer with a code.
    func outcome(_ code: CURLcode) -> CallOutcome {
        // Where the content is cut, libcurl ends the transfer with an error.
        guard code == CURLE_OK || code == CURLE_WRITE_ERROR && isBodyCut else { return .failed(failure(code)) }
        return .answered(
            Answer(
                status: handle.number(CURLINFO_RESPONSE_CODE), fields: head.fields, body: body, isBodyCut: isBodyCut,
                address: address, times: times))
    }

    /// The failure of a transfer that is ended before libcurl has ended it.
    func closed() -> CallFailure {
        CallFailure(.closed, "the gateway stopped before the answer", isSentInPart: isSentInPart, address: address)
    }

    private func failure(_ code: CURLcode) -> CallFailure {
        if let refusal, code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK {
            return CallFailure(.refused, "the URL is not allowed: \(refusal.rule)", isSentInPart: isSentInPart)
        }
        if head.isTooLong {
            return CallFailure(
                .receiving, "the head of the answer is longer than \(call.limits.headBytesMax) bytes",
                isSentInPart: isSentInPart, address: address)
        }
        let phase = CallFailure.Phase(code, isSentInPart: isSentInPart)
        let cause =
            code == CURLE_OUT_OF_MEMORY && phase == .receiving
            ? "a line of its head is too long, or the gateway is short of memory"
            : String(cString: curl_easy_strerror(code))
        return CallFailure(
            phase, phase.sentence(isSentInPart: isSentInPart) + ": " + cause, isSentInPart: isSentInPart,
            address: address)
    }

    private var isSentInPart: Bool { handle.number(CURLINFO_REQUEST_SIZE) > 0 }

    private var address: IPAddress? { IPAddress(Array(handle.text(CURLINFO_PRIMARY_IP).utf8)[...]) }

    private var times: CallTimes {
        CallTimes(
            connected: handle.microseconds(CURLINFO_CONNECT_TIME_T),
            secured: handle.microseconds(CURLINFO_APPCONNECT_TIME_T),
            firstByte: handle.microseconds(CURLINFO_STARTTRANSFER_TIME_T),
            ended: handle.microseconds(CURLINFO_TOTAL_TIME_T))
    }
}

/// What libcurl calls.
extension Transfer {
    private static func of(_ context: UnsafeMutableRawPointer?) -> Transfer? {
        context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Keeps content up to the bound. The count of bytes tells libcurl to go on; fewer end the transfer.
    private func takeBody(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        let kept = min(count, call.limits.bodyBytesMax - body.count)
        body += UnsafeRawBufferPointer(start: bytes, count: kept)
        isBodyCut = kept < count
        return kept
    }

    private func takeHead(_ bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
        head.take(Array(UnsafeRawBufferPointer(start: bytes, count: count))[...]) ? count : 0
    }

    /// A socket for an address that the policy allows; -1 for any other, and libcurl then tries the next address.
    private func open(_ address: UnsafeMutablePointer<curl_sockaddr>?) -> Int32 {
        guard let address, let name = ccurl_address(address) else { return -1 }
        guard allows(IPAddress(name, length: Int(address.pointee.addrlen))) else { return -1 }
        let kind = address.pointee
        return socket(kind.family, kind.socktype | Int32(SOCK_CLOEXEC.rawValue), kind.protocol)
    }

    /// Whether the request may be sent to the other end of its connection, which may have been made for an earlier
    /// call.
    private func allowsRequest(to address: UnsafeMutablePointer<CChar>?) -> Bool {
        guard let address else { return false }
        return allows(IPAddress(Array(String(cString: address).utf8)[...]))
    }

    private func allows(_ address: IPAddress?) -> Bool {
        guard let policy else { return true }
        do throws(AddressPolicy.Refusal) {
            guard let address else { throw .address }
            try policy().check([address], of: call.url)
            return true
        } catch {
            refusal = error
            return false
        }
    }
}
