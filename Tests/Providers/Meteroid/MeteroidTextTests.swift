import Testing
import Wire

@testable import Providers

@Suite struct `Meteroid dates` {
    @Test(arguments: [
        ("2026-11-01", "2026-11-01"), ("2026-1-5", "2026-01-05"), (" 2026-01-05 ", "2026-01-05"),
        ("2026 - 01 - 05", "2026-01-05"), ("\t2026-01-05\n", "2026-01-05"), ("2028-02-29", "2028-02-29"),
        ("2000-02-29", "2000-02-29"), ("5-1-1", "0005-01-01"), ("0-1-1", "0000-01-01"), ("+2026-1-1", "2026-01-01"),
        ("-1-1-1", "-0001-01-01"), ("+12026-01-01", "+12026-01-01"), ("+262142-12-31", "+262142-12-31"),
    ])
    func `are read as the server's library reads them`(_ text: String, _ expected: String) throws {
        #expect(try MeteroidDate.read(bytes(text)).text == expected)
    }

    @Test(arguments: [
        ("not-a-date", "input contains invalid characters"), ("tomorrow", "input contains invalid characters"),
        ("2026/01/01", "input contains invalid characters"), ("12026-01-01", "input contains invalid characters"),
        ("+ 2026-01-01", "input contains invalid characters"), ("", "premature end of input"),
        ("   ", "premature end of input"), ("+", "premature end of input"), ("2026", "premature end of input"),
        ("2026-", "premature end of input"), ("2026-11", "premature end of input"),
        ("2026-11-", "premature end of input"), ("2026-13-01", "input is out of range"),
        ("2026-00-01", "input is out of range"), ("2026-01-32", "input is out of range"),
        ("2026-02-29", "input is out of range"), ("1900-02-29", "input is out of range"),
        ("2026-13", "input is out of range"), ("+262143-01-01", "input is out of range"),
        ("+99999999999999999999-01-01", "input is out of range"), ("2026-11-01x", "trailing input"),
        ("2026-11-011", "trailing input"), ("01-11-2026", "trailing input"), ("2026-11-01T00:00:00Z", "trailing input"),
    ])
    func `that are malformed are refused with a reason`(_ text: String, _ reason: String) {
        do throws(MeteroidDate.Fault) {
            _ = try MeteroidDate.read(bytes(text))
            Issue.record("\(text) was read.")
        } catch {
            #expect(error.words == reason)
        }
    }
}

@Suite struct `Meteroid decimals` {
    @Test(arguments: [
        "0", "1", "-1.50", "+1", "250.50", ".5", "5.", "-.5", "1_000.00", "1__0", "1._5", "1e3", "1E3", "1e+3", "1e-3",
        "-0",
        "0e999999999999999999999", "1e-999999999999999999999", "79228162514264337593543950335",
        "79228162514264337593543950335.99", "7.9228162514264337593543950335e28",
        "0.00000000000000000000000000000000001",
        "00000000000000000000000000000000000001", "792281625142643375935439503350e-1", "0.0001e32",
    ])
    func `are accepted`(_ text: String) {
        #expect(MeteroidDecimal.accepts(bytes(text)))
    }

    @Test(arguments: [
        "", "abc", "1,5", " 1", "1 ", ".", "-", "+", "_1", "-_1", "._5", "1.2.3", "--1", "+-1", "1e", "1e+", "1e-",
        "e5",
        "1e3.5", "1e_3", "1e3e3", "NaN", "Infinity", "0x10", "79228162514264337593543950336", "1e29", "0.0001e33",
        "-79228162514264337593543950336", "100000000000000000000000000000", "1e999999999999999999999", "8e28",
    ])
    func `that are malformed or too large are refused`(_ text: String) {
        #expect(!MeteroidDecimal.accepts(bytes(text)))
    }
}

@Suite struct `Meteroid floating point numbers` {
    @Test(arguments: [
        (1.5, "1.5"), (1.0, "1.0"), (100.0, "100.0"), (-0.0, "-0.0"), (0.0, "0.0"), (0.001, "0.001"), (-2.25, "-2.25"),
        (18_446_744_073_709_551_616.0, "1.8446744073709552e+19"), (1e15, "1000000000000000.0"), (1e16, "1e+16"),
        (1.5e300, "1.5e+300"), (1e-5, "0.00001"), (1e-7, "1e-7"), (1.25e-9, "1.25e-9"), (123_456.789, "123456.789"),
    ])
    func `are written in the server's spelling`(_ number: Double, _ text: String) {
        #expect(MeteroidFloat.text(number) == text)
    }
}
