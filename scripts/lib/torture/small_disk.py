"""A small file system in memory, which a case can fill, empty and enlarge."""

import os
import subprocess

from case import Skipped, folder, require


class Disk:
    """It is mounted when it is made, and unmounted at the end of a `with`."""

    def __init__(self, kibibytes):
        self.path = folder() + "/disk"
        self.database = f"{self.path}/gateway.db"
        os.mkdir(self.path)
        if os.getuid() != 0 or self._mount(f"size={kibibytes}k") != 0:
            raise Skipped("mounting a tmpfs is not allowed here")

    def _mount(self, options):
        return subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "torture", self.path], stderr=subprocess.DEVNULL).returncode

    def grow(self, kibibytes):
        require(self._mount(f"remount,size={kibibytes}k") == 0, "the tmpfs did not grow")

    def fill(self):
        with open(f"{self.path}/ballast", "wb", buffering=0) as file:
            try:
                while True:
                    file.write(bytes(4096))
            except OSError:
                pass

    def clear(self):
        os.remove(f"{self.path}/ballast")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        subprocess.run(["umount", "--lazy", self.path], check=False)
