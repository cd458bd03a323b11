"""A browser, driven over the DevTools protocol through two pipes; it needs no package and no port."""

import base64
import json
import os
import selectors
import shutil
import signal
import subprocess
import tempfile
import time


# The longest that any step may take, even on a busy machine.
PATIENCE_SECONDS = 60


class Timeout(Exception):
    """A condition did not come true in time."""


class Browser:
    """One headless Chromium with a profile of its own."""

    def __init__(self, program, seconds_max):
        self.deadline = time.monotonic() + seconds_max
        self.profile = tempfile.mkdtemp()
        self.counter = 0
        self.results = {}
        self.pages = {}
        self.pending = b""
        to_browser, self.writer = os.pipe()
        self.reader, from_browser = os.pipe()

        def arrange():
            # The protocol's pipes have the fixed numbers 3 and 4; both ends are moved out of their way first.
            first, second = os.dup(to_browser), os.dup(from_browser)
            os.dup2(first, 3)
            os.dup2(second, 4)
            os.set_inheritable(3, True)
            os.set_inheritable(4, True)

        arguments = [
            program, "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={self.profile}", "--no-first-run",
            "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync",
            "--disable-component-update", "--disable-extensions", "--hide-scrollbars", "--lang=en",
        ]
        if os.geteuid() == 0:
            # Chromium's own sandbox does not work for root, and builds in containers run as root.
            arguments.append("--no-sandbox")
        self.process = subprocess.Popen(
            arguments, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=os.environ | {"TMPDIR": self.profile, "HOME": self.profile}, preexec_fn=arrange, close_fds=False,
            start_new_session=True)
        os.close(to_browser)
        os.close(from_browser)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.reader, selectors.EVENT_READ)

    def close(self):
        """Ends the browser and removes its profile."""
        try:
            self.send("Browser.close")
            self.process.wait(PATIENCE_SECONDS)
        except Exception:
            # The process group was made for this browser, and contains no other process.
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        shutil.rmtree(self.profile, ignore_errors=True)

    def send(self, method, session=None, **parameters):
        """Sends a command and returns its number."""
        self.counter += 1
        message = {"id": self.counter, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.writer, data):]
        return self.counter

    def call(self, method, session=None, **parameters):
        """Sends a command and returns its result."""
        number = self.send(method, session, **parameters)
        self.until(lambda: number in self.results, method)
        answer = self.results.pop(number)
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']}")
        return answer["result"]

    def until(self, condition, what):
        """Receives messages until a condition holds, which may become true without a message."""
        end = min(self.deadline, time.monotonic() + PATIENCE_SECONDS)
        while not condition():
            rest = end - time.monotonic()
            if rest <= 0:
                raise Timeout(what)
            if self.selector.select(min(rest, 0.05)):
                self.take()

    def idle(self, seconds):
        """Receives messages for a while."""
        end = time.monotonic() + seconds
        while (rest := end - time.monotonic()) > 0:
            if self.selector.select(rest):
                self.take()

    def take(self):
        data = os.read(self.reader, 1 << 20)
        if not data:
            raise Timeout("the browser ended")
        self.pending += data
        while b"\0" in self.pending:
            text, self.pending = self.pending.split(b"\0", 1)
            message = json.loads(text)
            if "id" in message:
                self.results[message["id"]] = message
            elif message.get("sessionId") in self.pages:
                self.pages[message["sessionId"]].note(message["method"], message["params"])

    def page(self, width=1100, height=860, dark=False, script=True, mobile=False):
        """Opens a tab that shares no state with another tab."""
        context = self.call("Target.createBrowserContext")["browserContextId"]
        target = self.call("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        page = Page(self, session)
        self.pages[session] = page
        for domain in ("Page", "Network", "DOM", "Log", "Runtime", "Accessibility"):
            page.call(f"{domain}.enable")
        page.resize(width, height, mobile)
        page.scheme(dark)
        if not script:
            page.call("Emulation.setScriptExecutionDisabled", value=True)
        return page


class Page:
    """A tab."""

    def __init__(self, browser, session):
        self.browser = browser
        self.session = session
        self.loads = 0
        self.url = "about:blank"
        self.statuses = {}
        self.messages = []

    def note(self, method, parameters):
        if method == "Page.loadEventFired":
            self.loads += 1
        elif method == "Page.frameNavigated" and "parentId" not in parameters["frame"]:
            self.url = parameters["frame"]["url"] + parameters["frame"].get("urlFragment", "")
        elif method == "Network.responseReceived" and parameters["type"] == "Document":
            self.statuses[parameters["response"]["url"]] = parameters["response"]["status"]
        elif method == "Log.entryAdded":
            self.messages.append(parameters["entry"]["text"])

    def call(self, method, **parameters):
        return self.browser.call(method, self.session, **parameters)

    def resize(self, width, height, mobile=False):
        self.width = width
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def scheme(self, dark):
        self.call(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])

    def after(self, action, what):
        """Does something that loads another page, and waits until it is loaded."""
        before = self.loads
        action()
        self.browser.until(lambda: self.loads > before, what)

    def open(self, url):
        self.after(lambda: self.call("Page.navigate", url=url), f"loading of {url}")

    @property
    def status(self):
        return self.statuses.get(self.url.split("#")[0])

    @property
    def html(self):
        return self.steadily(lambda: self.call("DOM.getOuterHTML", nodeId=self._node("html"))["outerHTML"])

    def node(self, selector):
        return self.steadily(lambda: self._node(selector))

    def _node(self, selector):
        root = self.call("DOM.getDocument", depth=0)["root"]["nodeId"]
        return self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]

    def steadily(self, look):
        """Looks at the page, and again if its nodes have gone meanwhile because it was loaded anew."""
        for _ in range(20):
            try:
                return look()
            except RuntimeError as error:
                if "Could not find node" not in str(error):
                    raise
            self.browser.idle(0.1)
        return look()

    def has(self, selector):
        return self.node(selector) != 0

    def point(self, selector):
        node = self.node(selector)
        if not node:
            raise RuntimeError(f"no {selector} on {self.url}")
        self.call("DOM.scrollIntoViewIfNeeded", nodeId=node)
        corners = self.call("DOM.getBoxModel", nodeId=node)["model"]["border"]
        return (corners[0] + corners[4]) / 2, (corners[1] + corners[5]) / 2

    def press(self, selector, times=1):
        """Clicks without waiting for the result."""
        x, y = self.point(selector)
        for _ in range(times):
            for kind in ("mousePressed", "mouseReleased"):
                self.browser.send(
                    "Input.dispatchMouseEvent", self.session, type=kind, x=x, y=y, button="left", clickCount=1)

    def click(self, selector):
        self.after(lambda: self.press(selector), f"the page that a click on {selector} loads")

    def key(self, name, code):
        text = {"text": "\r"} if name == "Enter" else {}
        self.call("Input.dispatchKeyEvent", type="keyDown", key=name, code=name, windowsVirtualKeyCode=code, **text)
        self.call("Input.dispatchKeyEvent", type="keyUp", key=name, code=name, windowsVirtualKeyCode=code)

    def type(self, selector, text):
        self.call("DOM.focus", nodeId=self.node(selector))
        self.call("Input.insertText", text=text)

    def evaluate(self, expression):
        return self.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"].get("value")

    def focused(self):
        """The id of the element that has the focus; a page gives it with its first frame, which may follow `load`."""
        active = "document.activeElement && document.activeElement !== document.body"
        self.browser.until(lambda: self.evaluate(active), "an element with the focus")
        return self.evaluate("document.activeElement.id")

    def overflow(self):
        """CSS pixels by which the page is wider than the window."""
        return self.call("Page.getLayoutMetrics")["cssContentSize"]["width"] - self.width

    def screenshot(self, path):
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        viewport = self.call("Page.getLayoutMetrics")["cssVisualViewport"]
        clip = {"x": 0, "y": 0, "width": self.width, "height": max(size["height"], viewport["clientHeight"]),
                "scale": 1}
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True, clip=clip)["data"]
        with open(path, "wb") as file:
            file.write(base64.b64decode(data))
