/// The style of all pages. It is part of each page, so that a page needs no second request, and the content security
/// policy allows only this text, by its digest.
enum PageStyle {
    /// Two palettes, chosen by the customer's system. The contrast of texts is at least 4.5 to 1 (WCAG 2.2, 1.4.3),
    /// that of field borders and focus rings at least 3 to 1 (1.4.11).
    static let text: StaticString = """
        :root{color-scheme:light dark;--page:#f4f5f8;--card:#fff;--ink:#161a2b;--soft:#535a70;--line:#dfe2ea;\
        --edge:#7d8499;--tint:#4338ca;--on-tint:#fff;--tint-deep:#352ba8;--bad:#b3142b;--bad-back:#fdecee;\
        --test:#6b4500;--test-back:#fff0c7;--good:#0b6b3a;--good-back:#e2f6ea}
        @media (prefers-color-scheme:dark){:root{--page:#0e111c;--card:#181c2b;--ink:#eef0f7;--soft:#a8afc4;\
        --line:#2b3146;--edge:#7780a0;--tint:#a5a1ff;--on-tint:#12122a;--tint-deep:#c0bdff;--bad:#ff9aa6;\
        --bad-back:#3a1a22;--test:#ffd97a;--test-back:#3a2e0c;--good:#7fe0a8;--good-back:#12331f}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--page);color:var(--ink);line-height:1.5;\
        font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        .bar,main{max-width:60rem;margin:0 auto;padding:0 1.25rem}
        .bar{display:flex;align-items:center;gap:.75rem;padding-top:1.5rem;padding-bottom:1.5rem}
        .bar p{margin:0}
        .brand{font-weight:700;letter-spacing:-.01em}
        .badge{background:var(--test-back);color:var(--test);border-radius:.375rem;padding:.125rem .5rem;\
        font-size:.75rem;font-weight:700;letter-spacing:.04em}
        .columns{display:grid;gap:2rem;padding-bottom:3rem}
        .single{padding-bottom:3rem}
        .single .panel{max-width:36rem}
        @media (min-width:48rem){.bar{padding-top:3rem}\
        .columns{grid-template-columns:minmax(0,1fr) minmax(0,26rem);gap:4rem;align-items:start}\
        .summary{padding-top:1.375rem}}
        .summary,.panel{min-width:0;overflow-wrap:anywhere}
        .eyebrow{margin:0;color:var(--soft)}
        h1{margin:.25rem 0 0;font-size:1.375rem;line-height:1.3}
        h2{margin:0 0 1rem;font-size:1.125rem;line-height:1.3}
        .price{margin:.5rem 0 0;font-variant-numeric:tabular-nums}
        .amount{font-size:2.25rem;font-weight:700;letter-spacing:-.02em;line-height:1.2;margin-right:.25rem}
        .summary{container-type:inline-size}
        .long{font-size:1.125rem;font-size:clamp(1.125rem,7.2cqi,2rem)}
        .terms,.unpriced{color:var(--soft)}
        .terms{display:inline-block}
        dl{margin:1.5rem 0 0;border-top:1px solid var(--line);font-size:.9375rem}
        dl div{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 1.5rem;padding:.625rem 0;\
        border-bottom:1px solid var(--line)}
        dt{color:var(--soft);flex:none}
        dd{margin:0;max-width:100%}
        .panel{background:var(--card);border:1px solid var(--line);border-radius:.875rem;padding:1.5rem;\
        box-shadow:0 1px 2px rgb(10 14 30/.06),0 12px 32px rgb(10 14 30/.06)}
        form{margin:0}
        fieldset{border:0;margin:0 0 1.25rem;padding:0;min-width:0}
        legend{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .shown{position:static;width:auto;height:auto;clip-path:none;margin-bottom:.5rem;padding:0;font-weight:700}
        .note{margin:0 0 1.25rem;color:var(--soft);font-size:.875rem}
        .field{margin-top:1rem}
        .field:first-of-type{margin-top:0}
        .pair{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:1rem;margin-top:1rem}
        .pair .field{margin-top:0}
        label{display:block;font-weight:600;font-size:.9375rem}
        .hint{display:block;color:var(--soft);font-size:.8125rem}
        input,select{display:block;width:100%;margin-top:.375rem;padding:.6875rem .75rem;border:1px solid var(--edge);\
        border-radius:.5rem;background:var(--card);color:inherit;font:inherit;font-variant-numeric:tabular-nums}
        [aria-invalid]{border-color:var(--bad)}
        :focus-visible{outline:3px solid var(--tint);outline-offset:2px}
        .error{margin:.375rem 0 0;color:var(--bad);font-size:.875rem}
        .alert{margin:0 0 1.25rem;padding:.75rem .875rem;border-radius:.5rem;background:var(--bad-back);\
        color:var(--bad);border-left:4px solid var(--bad)}
        .button{display:block;width:100%;padding:.8125rem 1rem;border:2px solid var(--tint);border-radius:.5rem;\
        background:var(--tint);color:var(--on-tint);font:inherit;font-weight:600;text-align:center;\
        text-decoration:none;cursor:pointer}
        .button:hover{background:var(--tint-deep);border-color:var(--tint-deep)}
        .second{background:transparent;color:var(--tint)}
        .second:hover{background:var(--page);color:var(--tint-deep)}
        .choices{display:grid;gap:.75rem}
        .cancel{margin-top:.75rem;text-align:center}
        .plain{border:0;background:none;padding:.625rem;color:var(--soft);font:inherit;text-decoration:underline;\
        text-underline-offset:.2em;cursor:pointer;max-width:100%;overflow-wrap:anywhere;border-radius:.375rem}
        .plain:hover{color:var(--ink)}
        .test{margin-top:1rem;padding-top:1rem;border-top:1px solid var(--line);color:var(--soft);font-size:.875rem}
        .test p{margin:0 0 .375rem}
        summary{cursor:pointer;color:var(--ink);padding:.25rem 0;border-radius:.25rem}
        .test ul{list-style:none;margin:.25rem 0 .5rem;padding:0}
        .test li{padding:.125rem 0}
        code{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--ink);white-space:nowrap}
        .outcome h1,.outcome h2{font-size:1.375rem;margin:0 0 .5rem}
        .outcome p{margin:0}
        .outcome .mark{width:3rem;height:3rem;border-radius:50%;background:var(--good-back);color:var(--good);\
        font-size:1.5rem;font-weight:700;line-height:3rem;text-align:center;margin-bottom:1rem}
        .outcome dl+p{margin-top:1.5rem}
        .outcome p+p{margin-top:1.25rem}
        @media (max-width:30rem){.bar{padding-top:1rem;padding-bottom:1rem}.columns{gap:1.5rem}\
        .panel{padding:1.25rem}dl div{gap:0 1rem}}
        @media (max-width:22rem){.pair{grid-template-columns:minmax(0,1fr)}\
        .button{padding-left:.25rem;padding-right:.25rem;font-size:.9375rem}}
        @media (forced-colors:active){.panel,.badge,.alert{border:1px solid CanvasText}}
        """
}
