/// The script of all pages; the pages also work without it. The content security policy allows only this text, by its
/// digest.
enum PageScript {
    /// Browsers keep a page that is left, even with `no-store`, and show it again when the customer goes back: with the
    /// card in its fields, and with a form for a session that is paid already. So the script empties the fields when
    /// the page is left, and reloads a page that was kept.
    static let text: StaticString = """
        addEventListener("pagehide",()=>{for(const form of document.forms)form.reset()});\
        addEventListener("pageshow",event=>{if(event.persisted)location.replace(location.pathname+location.search)})
        """
}
