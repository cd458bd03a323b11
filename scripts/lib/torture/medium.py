"""What a disk may hold after the power failed: what was synced, and of what came later anything."""

import os


class File:
    """Bytes that are safe, and what was done to them since."""

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
            # A name is safe when its folder was synced, and no sooner.
            self.safe_names = dict(self.names)
        else:
            self.names[path].sync()

    def image(self, place, grain, chance):
        """Writes the files as a power loss now could leave them; answers how many grains had changed and how many of these
        are not as they last were.

        - `grain`: bytes that are lost or kept together. Each holds what it held at some moment since the last sync.
        """
        changed = lost = 0
        # A set of texts is in another order in every process, and the same chance has to fall on the same files.
        for path in sorted({*self.safe_names, *self.names}):
            file = chance.choice([names.get(path) for names in (self.safe_names, self.names)])
            if not file:
                continue
            content, one, other = remains(file, grain, chance)
            changed, lost = changed + one, lost + other
            with open(f"{place}/{os.path.basename(path)}", "wb") as out:
                out.write(content)
        return changed, lost


def remains(file, grain, chance):
    # How long a file is, is kept apart from its content, as file systems do.
    kept = chance.randint(0, len(file.changes))
    length = len(file.safe)
    for offset, data in file.changes[:kept]:
        length = offset if data is None else max(length, offset + len(data))
    content = bytearray(file.safe)
    touched = {}
    for place, (offset, data) in enumerate(file.changes):
        if data is None:
            if place < kept:
                # What is cut off is gone, and comes back as zeros.
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
