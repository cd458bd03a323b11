/// The one script of all pages, which do all they do without it. A content security policy lets in this text alone, by
/// its digest.
enum PageScript {
    /// Browsers keep a page that is left, `no-store` or not, and show it again as it was when the customer goes back to it:
    /// with the card in its fields, and a form for what is paid already. So the fields are emptied when the page is left,
    /// and a page that was kept is fetched anew.
    static let text: StaticString = """
        addEventListener("pagehide",()=>{for(const form of document.forms)form.reset()});\
        addEventListener("pageshow",event=>{if(event.persisted)location.replace(location.pathname+location.search)})
        """
}
