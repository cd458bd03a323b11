/// The time of day, as RFC 3339 and HTTP's date both write it.
enum ClockTime {
    /// Appends `HH:MM:SS`.
    ///
    /// - Parameter second: seconds since the day began, less than 86,400.
    static func append(second: Int, to out: inout OutputSpan<UInt8>) {
        Decimal.append(second / 3_600, digits: 2, to: &out)
        out.append(UInt8(ascii: ":"))
        Decimal.append(second / 60 % 60, digits: 2, to: &out)
        out.append(UInt8(ascii: ":"))
        Decimal.append(second % 60, digits: 2, to: &out)
    }
}
