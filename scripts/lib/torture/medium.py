"""What a disk may hold after a power loss: all synced bytes, and any part of those written later."""

import os


class File:
    """The synced bytes of a file, and the changes since."""

    def __init__(self):
        self.safe, self.changes = bytearray(), []

    def sync(self):
        for change in self.changes:
            apply(self.safe, change)
        self.changes = []


def apply(content, change):
    offset, data = change
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
    else:
        content.extend(bytes(max(0, offset + len(data) - len(content))))
        content[offset:offset + len(data)] = data


class Medium:
    """The files of one folder."""

    def __init__(self, folder):
        self.folder = folder
        self.safe_names, self.names = {}, {}

    def take(self, kind, path, *rest):
        """Notes one event of a recording."""
        if kind == "create":
            self.names.setdefault(path, File())
        elif kind == "remove":
            self.names.pop(path)
        elif kind == "write":
            self.names[path].changes.append((rest[0], rest[1]))
        elif kind == "cut":
            self.names[path].changes.append((rest[0], None))
        elif path == self.folder:
            # A name is safe only after its folder was synced.
            self.safe_names = dict(self.names)
        else:
            self.names[path].sync()

    def image(self, destination, grain, chance):
        """Writes the files as a power loss now could leave them; returns how many grains had changed, and how
        many of these do not have their last content.

        - `grain`: how many bytes are lost or kept together. Each grain gets the content of some moment since the last
          sync.
        """
        changed = lost = 0
        # Sorted, because each process iterates over a set of strings in another order, and the same seed has to choose
        # the same files.
        for path in sorted({*self.safe_names, *self.names}):
            file = chance.choice([names.get(path) for names in (self.safe_names, self.names)])
            if not file:
                continue
            content, one, other = remains(file, grain, chance)
            changed, lost = changed + one, lost + other
            with open(f"{destination}/{os.path.basename(path)}", "wb") as out:
                out.write(content)
        return changed, lost


def remains(file, grain, chance):
    # The length of a file is kept apart from its content, as file systems do.
    kept = chance.randint(0, len(file.changes))
    length = len(file.safe)
    for offset, data in file.changes[:kept]:
        length = offset if data is None else max(length, offset + len(data))
    content = bytearray(file.safe)
    touched = {}
    for index, (offset, data) in enumerate(file.changes):
        if data is None:
            if index < kept:
                # Bytes that were cut off are gone; if the file grows again, they are zeros.
                del content[offset:]
                touched = {number: [] if number * grain >= offset else some for number, some in touched.items()}
            continue
        for number in range(offset // grain, (offset + len(data) - 1) // grain + 1):
            touched.setdefault(number, []).append((offset, data))
    lost = 0
    for number, changes in touched.items():
        count = chance.randint(0, len(changes))
        lost += count < len(changes)
        first, end = number * grain, (number + 1) * grain
        for offset, data in changes[:count]:
            start, stop = max(first, offset), min(end, offset + len(data))
            apply(content, (start, data[start - offset:stop - offset]))
    apply(content, (length, None))
    return content, len(touched), lost
