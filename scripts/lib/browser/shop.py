"""The shop that customers come back to after the hosted page."""

import http.server
import threading

PAGE = b"<!doctype html><title>Shop</title><h1>Shop</h1>"


class Shop(http.server.ThreadingHTTPServer):
    """A server whose origin differs from the gateway's. It keeps the path and the Referer field of each visit."""

    def __init__(self):
        self.visits = []
        super().__init__(("127.0.0.1", 0), Visit)
        self.origin = f"http://127.0.0.1:{self.server_port}"
        # The host has another name here, so a browser takes this for another origin.
        self.other_origin = f"http://localhost:{self.server_port}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Visit(http.server.BaseHTTPRequestHandler):
    """One request to the shop: /moved leads to the shop's other origin, and each other path shows the same page."""

    def do_GET(self):
        if self.path != "/favicon.ico":
            self.server.visits.append((self.path, self.headers.get("Referer")))
        if self.path.startswith("/moved"):
            self.send_response(302)
            self.send_header("Location", self.server.other_origin + "/arrived")
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_):
        pass
