"""``python -m stance``."""

from __future__ import annotations

from stance.cli.app import main

if __name__ == "__main__":
    main()
