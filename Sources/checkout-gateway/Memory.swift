// Debug builds take the system's, which is the one that sanitizers know.
#if !DEBUG
    import CTCMalloc
#endif

/// Where the memory of the whole program comes from: tcmalloc in release builds, because what a loop takes for a request
/// the writer's thread gives back.
enum Memory {
    /// What all threads together keep at hand, in bytes. The library's own bound, 32 MiB, is reached so slowly that a
    /// gateway would seem to leak; a create takes some 6 KiB, and more at hand made none of them quicker.
    private static let cachedBytesMax = 2 * 1024 * 1024

    /// To be called before there are other threads.
    static func configure() {
        #if !DEBUG
            _ = MallocExtension_SetNumericProperty("tcmalloc.max_total_thread_cache_bytes", cachedBytesMax)
        #endif
    }
}
