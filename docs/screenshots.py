"""The README's pictures of the library, from the demo.

``python docs/screenshots.py`` makes them, with Chromium; ``--check`` says whether the
pages still are those that were pictured. Pixels differ from machine to machine, so that
what is compared is what the pages say: their main part, without times, and our styles.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from datasette.app import Datasette
from lxml import html

from harvester.fetch import has_page

DOCS = Path(__file__).resolve().parent
KEPT = DOCS / "screenshots.json"
STATIC = DOCS.parent / "harvester" / "browse" / "static"
PAGES = {
    "home": "/",
    "search": "/demo/-/search?q=glowmoss",
}
"""Picture → address; beside them the page of an article."""
PICTURED = "99000001"
SIZE = "1280,960"
PORT = 8391
_TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|\+00:00)?)?|\b\d+(?:\.\d+)? m?s\b"
)


def main() -> int:
    """Make the pictures, or check that they are current."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    with demo() as library:
        address = harvest("open", PICTURED, "--print", "--db", str(library)).strip()
        pages = {**PAGES, "article": urlsplit(address).path}
        today = asyncio.run(digest(library, pages))
        if is_check:
            kept = json.loads(KEPT.read_text("utf-8"))
            stale = sorted(name for name in today if kept.get(name) != today[name])
            for name in stale:
                print(f"docs/{name}.png is not of today's page: run {sys.argv[0]}")
            return 1 if stale else 0
        picture(library, pages)
    KEPT.write_text(json.dumps(today, indent=2) + "\n", encoding="utf-8")
    return 0


@contextmanager
def demo() -> Iterator[Path]:
    """Build the demo in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "demo.db"
        harvest("demo", str(library))
        yield library


def harvest(*arguments: str) -> str:
    """Run the command line; return what it prints."""
    code = "from harvester.cli import main; main()"
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


async def digest(library: Path, pages: dict[str, str]) -> dict[str, str]:
    """Return a digest of what each page says and how it looks."""
    datasette = Datasette([str(library)])
    await datasette.invoke_startup()
    styles = b"".join(file.read_bytes() for file in sorted(STATIC.glob("library*")))
    digests = {}
    for name, page in pages.items():
        answer = await datasette.client.get(page)
        answer.raise_for_status()
        (said,) = html.fromstring(answer.text).iter("main")
        text = _TIME.sub("", html.tostring(said, encoding="unicode"))
        digests[name] = hashlib.sha256(text.encode() + styles).hexdigest()
    return digests


def picture(library: Path, pages: dict[str, str]) -> None:
    """Write a picture of every page."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        raise SystemExit("no Chromium is here")
    code = "from harvester.cli import main; main()"
    serve = [sys.executable, "-c", code, "serve", "--port", str(PORT)]
    server = subprocess.Popen([*serve, "--db", str(library)])
    try:
        base = f"http://127.0.0.1:{PORT}"
        if not has_page(f"{base}/", attempts=120):
            raise SystemExit("the library is not served")
        for name, page in pages.items():
            flags = ["--headless", "--hide-scrollbars", f"--window-size={SIZE}"]
            if os.geteuid() == 0:
                flags.append("--no-sandbox")  # which root cannot have
            target = f"--screenshot={DOCS / name}.png"
            subprocess.run([browser, *flags, target, base + page], check=True)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    sys.exit(main())
