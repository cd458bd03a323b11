import COpenSSL

/// A file of certificates in PEM (RFC 7468 §5.1).
enum CertificateFile {
    /// Well above the 220 KiB of all authorities of a system.
    private static let bytesMax = 4 << 20

    /// Why a file cannot be used, as the end of a sentence about it; nil if it has certificates and can be read whole.
    static func fault(of path: String) -> String? {
        let text: [UInt8]
        do throws(FileFault) {
            text = try TextFile.read(path, bytesMax: bytesMax)
        } catch {
            return "which cannot be read: \(error.description)"
        }
        switch count(in: text) {
        case nil: return "in which a certificate is damaged."
        case 0: return "which holds no certificate in PEM."
        default: return nil
        }
    }

    /// The number of certificates in a text; nil if one of them is damaged. Text between them is ignored, as libcurl
    /// ignores it.
    static func count(in text: [UInt8]) -> Int? {
        if text.isEmpty { return 0 }
        return text.withUnsafeBytes { bytes in
            guard let source = BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else { return nil }
            defer {
                BIO_free(source)
                ERR_clear_error()
            }
            ERR_clear_error()
            var count = 0
            while let certificate = PEM_read_bio_X509(source, nil, nil, nil) {
                X509_free(certificate)
                count += 1
            }
            // The last error says whether the text has ended, or a certificate cannot be read.
            return ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE ? count : nil
        }
    }
}
