"""What every scenario uses: the checks, the shop, the gateway, the browser, and the folder of the screenshots."""

import os


class Stage:
    def __init__(self, check, shop, gateway, browser, screenshots):
        self.check, self.shop, self.gateway, self.browser = check, shop, gateway, browser
        self.screenshots = screenshots

    def page(self, **how):
        """Opens a tab that shares no state with another tab."""
        return self.browser.page(**how)

    def phone(self, width=320, height=640, **how):
        """Opens a tab of a phone that does not run scripts."""
        return self.page(width=width, height=height, mobile=True, script=False, **how)

    def shoot(self, page, name):
        self.check(page.overflow() <= 0, f"{name} is {page.overflow()} px wider than the window")
        page.screenshot(os.path.join(self.screenshots, name + ".png"))

    def check_completed(self):
        self.check(self.gateway.status() == "completed", "the session is completed")
