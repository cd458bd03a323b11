extension Int {
    /// Rounds the quotient down, so that the remainder is never negative: a moment before 1970 is a whole second and a
    /// positive fraction.
    package func flooredQuotientAndRemainder(dividingBy divisor: Int) -> (quotient: Int, remainder: Int) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
